"""Speaks OpenID Connect with the one provider that the operator named (EU Login), found by discovery.

What comes back is believed only after its signature, issuer, audience, nonce and times were checked (T6), and nothing
is fetched from any other host than the issuer's (T17).
"""

from __future__ import annotations

import asyncio
import hashlib
from base64 import urlsafe_b64encode
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from server.core import clock
from server.core.settings import Settings

ALGORITHMS = ["RS256", "ES256"]
"""Public-key signatures only: with `none` or a shared-secret kind anybody could sign."""

KEY_TYPES = ("RSA", "EC")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
KEPT_SECONDS = 3600
KEYS_AGAIN_SECONDS = 60
"""An unknown key id may mean that the provider changed its keys; asking more often would let strangers make us ask."""
LEEWAY = 60
PATIENCE = 8.0
LARGEST = 256 * 1024
SCOPES = "openid email"

Told = TypeVar("Told")


class ProviderError(Exception):
    """The provider is away or says something that cannot be believed. `problem` goes to the sign-in page."""

    def __init__(self, problem: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = problem


class Discovered(msgspec.Struct, frozen=True):
    """The part of the provider's description that is used (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Tokens(msgspec.Struct, frozen=True):
    """The token endpoint's answer."""

    id_token: str
    access_token: str = ""


class Jwks(msgspec.Struct, frozen=True):
    """The provider's public keys (RFC 7517, section 5)."""

    keys: list[dict[str, Any]]


class Claims(msgspec.Struct, frozen=True):
    """Who the provider says it is."""

    sub: str
    email: str | None = None
    email_verified: bool = False


def challenge_of(verifier: str) -> str:
    """The S256 code challenge (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Provider:
    """The configured provider; its description and keys are kept for an hour."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._client_secret = settings.oidc_client_secret
        self._discovered: Discovered | None = None
        self._discovered_at = 0.0
        self._keys: KeySet | None = None
        self._keys_at = 0.0

    async def sign_in_address(self, redirect: str, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser."""
        found = await self._discover()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect,
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in found.authorization_endpoint else "?"
        return f"{found.authorization_endpoint}{joint}{urlencode(query)}"

    async def claims(self, code: str, verifier: str, redirect: str, nonce: str) -> Claims:
        """Change the code for tokens and return what the checked ID token says."""
        found = await self._discover()
        tokens = await self._exchange(found, code, verifier, redirect)
        claims = await self._checked(found, tokens.id_token, nonce)
        if claims.email is None and found.userinfo_endpoint and tokens.access_token:
            headers = {"authorization": f"Bearer {tokens.access_token}"}
            told = _decoded(await self._fetch("GET", found.userinfo_endpoint, headers=headers), Claims)
            # The answer is not signed: it must at least speak of the same person (Core 1.0, section 5.3.2).
            if told.sub != claims.sub:
                raise ProviderError("oidc_failed", "userinfo speaks of somebody else")
            return told
        return claims

    async def _discover(self) -> Discovered:
        now = clock.now().timestamp()
        if self._discovered is None or not 0 <= now - self._discovered_at < KEPT_SECONDS:
            address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = _decoded(await self._fetch("GET", address), Discovered)
            if found.issuer != self.issuer:
                raise ProviderError("oidc_failed", f"discovery names another issuer: {found.issuer!r}")
            self._require_issuers_host(found.authorization_endpoint)
            self._discovered, self._discovered_at = found, now
        return self._discovered

    async def _exchange(self, found: Discovered, code: str, verifier: str, redirect: str) -> Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
            "client_id": self._client_id,
        }
        auth = None
        if self._client_secret and "client_secret_basic" in found.token_endpoint_auth_methods_supported:
            # RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
            auth = httpx.BasicAuth(quote(self._client_id, safe=""), quote(self._client_secret, safe=""))
        elif self._client_secret:
            form["client_secret"] = self._client_secret
        return _decoded(await self._fetch("POST", found.token_endpoint, data=form, auth=auth), Tokens)

    async def _checked(self, found: Discovered, id_token: str, nonce: str) -> Claims:
        rules = jwt.JWTClaimsRegistry(
            now=int(clock.now().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = await self._signed(found, id_token)
            rules.validate(claims)
            # Core 1.0, section 3.1.3.7: with several audiences the token must say that it was made for us.
            party = claims.get("azp", self._client_id if isinstance(claims["aud"], str) else None)
            if party != self._client_id and claims["aud"] != [self._client_id]:
                raise ProviderError("oidc_failed", "ID token refused: made for another client")
            return msgspec.convert(claims, Claims, strict=False)
        except (JoseError, ValueError) as error:
            raise ProviderError("oidc_failed", f"ID token refused: {error}") from None

    async def _signed(self, found: Discovered, id_token: str) -> dict[str, Any]:
        """The claims under a good signature of the provider's."""
        try:
            token = jwt.decode(id_token, await self._key_set(found), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            token = jwt.decode(id_token, await self._key_set(found, again=True), algorithms=ALGORITHMS)
        return token.claims

    async def _key_set(self, found: Discovered, *, again: bool = False) -> KeySet:
        now = clock.now().timestamp()
        age = now - self._keys_at
        if self._keys is None or not 0 <= age < KEPT_SECONDS or (again and age >= KEYS_AGAIN_SECONDS):
            told = _decoded(await self._fetch("GET", found.jwks_uri), Jwks)
            usable: Any = [key for key in told.keys if key.get("kty") in KEY_TYPES and key.get("use") != "enc"]
            self._keys, self._keys_at = KeySet.import_key_set({"keys": usable}), now
        return self._keys

    async def _fetch(self, method: str, address: str, **options: Any) -> bytes:
        """The body of a 200 answer of bounded size; redirects are not followed."""
        self._require_issuers_host(address)
        path = urlsplit(address).path
        content = bytearray()
        try:
            async with (
                asyncio.timeout(PATIENCE),
                httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client,
                client.stream(method, address, **options) as response,
            ):
                if response.status_code != 200:
                    raise ProviderError("oidc_failed", f"{path} answered {response.status_code}")
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > LARGEST:
                        raise ProviderError("oidc_failed", f"{path} answered endlessly")
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise ProviderError("oidc_away", f"{type(error).__name__} at {path}") from None
        return bytes(content)

    def _require_issuers_host(self, address: str) -> None:
        ours, theirs = urlsplit(self.issuer), urlsplit(address)
        encrypted = ours.scheme == "https" or (ours.scheme == "http" and ours.hostname in LOOPBACK)
        if not encrypted or (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            raise ProviderError("oidc_failed", f"not the issuer's own address: {address!r}")


def _decoded(content: bytes, kind: type[Told]) -> Told:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ProviderError("oidc_failed", f"not a {kind.__name__}: {error}") from None
