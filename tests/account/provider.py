"""A small OpenID Connect provider, real over HTTP: it signs with an RSA key and keeps codes, and can be told to lie."""

from __future__ import annotations

import contextlib
import hmac
import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from server.account.oidc import challenge_of
from server.core import clock
from tests.live import serving

CLIENT = "twinspace"
SECRET = "a secret: with a colon"

Claims = dict[str, Any]


@dataclass
class TestProvider:
    """EU Login in the small. The attributes are what a test may bend."""

    __test__ = False

    issuer: str = ""
    subject: str = "s-1"
    email: str | None = "ada@example.org"
    verified: bool = True
    bend_claims: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[[TestProvider, Claims], str] | None = None
    bend_discovery: dict[str, Any] = field(default_factory=dict[str, Any])
    email_in_token: bool = True
    userinfo_subject: str | None = None
    away: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    published: list[Any] | None = None
    asked: list[str] = field(default_factory=list[str])
    told: int = 0
    """ID tokens handed out."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def describe(self, _: Request) -> Response:
        self.asked.append("discovery")
        if self.away:
            return Response(status_code=503)
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
            }
            | self.bend_discovery
        )

    def keys(self, _: Request) -> Response:
        self.asked.append("keys")
        published = self.published if self.published is not None else [self.key]
        return JSONResponse({"keys": [key.as_dict(private=False) for key in published]})

    def authorize(self, request: Request) -> Response:
        """The person agrees at once."""
        query = dict(request.query_params)
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode(back)}", 303)

    async def token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        basic = b64decode(request.headers["authorization"].removeprefix("Basic ")).decode().split(":")
        if [unquote(part) for part in basic] != [CLIENT, SECRET]:
            return JSONResponse({"error": "invalid_client"}, 401)
        begun = self.codes.pop(form["code"], None)
        if begun is None or challenge_of(form["code_verifier"]) != begun["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if form["redirect_uri"] != begun["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        claims = self.bend_claims(self.claims(begun["nonce"]))
        signed = self.sign(self, claims) if self.sign else self.signed(claims)
        self.told += 1
        return JSONResponse({"id_token": signed, "access_token": "access", "token_type": "Bearer"})

    def userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer access"
        subject = self.userinfo_subject or self.subject
        return JSONResponse({"sub": subject, "email": self.email, "email_verified": self.verified})

    def claims(self, nonce: str) -> Claims:
        """What an honest provider says."""
        now = int(clock.now().timestamp())
        told: Claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": nonce}
        if self.email_in_token:
            told |= {"email": self.email, "email_verified": self.verified}
        return told | {"iat": now, "exp": now + 300}

    def signed(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[TestProvider]:
        """Serve on a free port; the issuer is that address."""
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/userinfo", self.userinfo),
            ]
        )
        async with serving(app) as self.issuer:
            yield self


def forged(header: dict[str, str], claims: Claims, secret: bytes | None) -> str:
    """Made by hand, as an attacker does: our library would not help."""
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    body = b".".join(parts)
    seal = urlsafe_b64encode(hmac.digest(secret, body, "sha256")).rstrip(b"=") if secret else b""
    return (body + b"." + seal).decode()


def unsigned(_: TestProvider, claims: Claims) -> str:
    """`alg: none`."""
    return forged({"alg": "none"}, claims, None)


def signed_with_the_public_key(provider: TestProvider, claims: Claims) -> str:
    """Algorithm confusion: HS256 with the text of the public RSA key as the shared secret."""
    return forged({"alg": "HS256", "kid": str(provider.key.kid)}, claims, provider.key.as_pem(private=False))


def signed_by_somebody_else(provider: TestProvider, claims: Claims) -> str:
    """The right key id, another key."""
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, RSAKey.generate_key(2048))


def signed_with_an_own_key_inside(_: TestProvider, claims: Claims) -> str:
    """The attacker's key travels in the header."""
    key = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "jwk": key.as_dict(private=False)}, claims, key)


def signed_with_the_client_secret(_: TestProvider, claims: Claims) -> str:
    """HS256 with the secret both sides know: not on our list."""
    return forged({"alg": "HS256"}, claims, SECRET.encode())


def altered_after_signing(provider: TestProvider, claims: Claims) -> str:
    """The payload of one token under the signature of another."""
    header, _, signature = provider.signed(claims | {"sub": "s-2"}).split(".")
    return f"{header}.{provider.signed(claims).split('.')[1]}.{signature}"


def elliptic(provider: TestProvider, claims: Claims) -> str:
    """ES256, honestly published."""
    key = ECKey.generate_key("P-256", {"kid": "two"})
    provider.published = [provider.key, key]
    return jwt.encode({"alg": "ES256", "kid": "two"}, claims, key)
