"""The two stops of a sign-in through a provider: away to it, and back. Whatever fails ends on the sign-in page."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import urlencode

import msgspec
import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from server.account.cookies import give_token, is_secure
from server.account.login_sessions import tell
from server.account.oidc import Claims, Provider, ProviderError
from server.account.sign_in import BY_ADDRESS, Device, admit
from server.core import clock
from server.core.addresses import network_of
from server.core.errors import UserError
from server.core.http import Call, Door, Route
from server.core.models import AccountType, ExternalAccount, User
from server.core.ratelimit import RateLimits
from server.core.settings import Settings

log = structlog.get_logger()

CALLBACK = "/api/oidc/callback"
ATTEMPT_SECONDS = 600


class Attempt(msgspec.Struct, frozen=True):
    """What this browser must bring back. It travels in a signed cookie, so that any process can take it up."""

    state: str
    nonce: str
    verifier: str
    until: float


async def start(call: Call) -> Response:
    """Send the browser to the provider."""
    site = call.site
    if not site.settings.oidc_issuer:
        return _back("oidc_off")
    attempt = Attempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        until=clock.now().timestamp() + ATTEMPT_SECONDS,
    )
    try:
        await _limit(call)
        address = await site.part(Provider).sign_in_address(
            _callback(call), attempt.state, attempt.nonce, attempt.verifier
        )
    except (ProviderError, UserError) as error:
        return _refused(error)
    call.cookies[_cookie(call)] = _sealed(site.settings, attempt)
    return _redirect(address)


async def callback(call: Call) -> Response:
    """Take the browser back from the provider and sign an existing account in."""
    site = call.site
    if not site.settings.oidc_issuer:
        return _back("oidc_off")
    attempt = _opened(site.settings, call.request.cookies.get(_cookie(call), ""))
    # One attempt, one try: whatever comes of it.
    call.cookies[_cookie(call)] = None
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), call.query.get("state", "").encode()):
        return _back("oidc_expired")
    provider = site.part(Provider)
    # RFC 9207: an answer that names another issuer was meant for another provider.
    if call.query.get("iss", provider.issuer) != provider.issuer:
        return _back("oidc_failed")
    if "error" in call.query or "code" not in call.query:
        return _back("oidc_cancelled")
    try:
        await _limit(call)
        claims = await provider.claims(call.query["code"], attempt.verifier, _callback(call), attempt.nonce)
        async with site.database.write() as db:
            user = await _account_of(db, provider.issuer, claims)
            entered, revoked = await admit(db, user, None, Device.of(call.request))
    except (ProviderError, UserError) as error:
        return _refused(error)
    give_token(call, entered.token)
    await tell(site, revoked)
    return _redirect("/")


async def _account_of(db: AsyncSession, issuer: str, claims: Claims) -> User:
    """The staff account bound to this subject, or else the one with this verified address, bound from now on.

    Accounts are never made here, and a pupil's is never found: pupils have no address (X-73).
    """
    bound = await db.scalar(
        select(User)
        .join(ExternalAccount, ExternalAccount.user_id == User.id)
        .where(ExternalAccount.issuer == issuer, ExternalAccount.subject == claims.sub)
    )
    if bound is None and claims.email and claims.email_verified:
        # An account already bound to somebody else there is not given away for an address that changed hands.
        taken = select(ExternalAccount.user_id).where(ExternalAccount.issuer == issuer)
        bound = await db.scalar(
            select(User).where(func.lower(User.email) == func.lower(claims.email), User.id.not_in(taken))
        )
        if bound is not None and bound.account_type == AccountType.STAFF:
            db.add(ExternalAccount(user_id=bound.id, issuer=issuer, subject=claims.sub))
    if bound is None or bound.account_type != AccountType.STAFF:
        raise UserError("oidc_unknown", "No school staff account belongs to this sign-in.", status=403)
    return bound


async def _limit(call: Call) -> None:
    await call.site.part(RateLimits).take(BY_ADDRESS, network_of(Device.of(call.request).address))


def _callback(call: Call) -> str:
    """Our own address as the provider knows it."""
    base = call.site.settings.public_url.rstrip("/")
    return (base or f"{call.request.url.scheme}://{call.request.headers.get('host', '')}") + CALLBACK


def _cookie(call: Call) -> str:
    return "__Host-oidc" if is_secure(call.request) else "oidc"


def _seal(settings: Settings, content: str) -> str:
    key = hmac.digest(settings.secret(), b"oidc attempt", hashlib.sha256)
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()


def _sealed(settings: Settings, attempt: Attempt) -> str:
    content = base64.urlsafe_b64encode(msgspec.json.encode(attempt)).decode().rstrip("=")
    return f"{content}.{_seal(settings, content)}"


def _opened(settings: Settings, cookie: str) -> Attempt | None:
    """The attempt that we sealed ourselves, unless it is too old."""
    content, _, seal = cookie.partition(".")
    if not hmac.compare_digest(seal.encode(), _seal(settings, content).encode()):
        return None
    attempt = msgspec.json.decode(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)), type=Attempt)
    return attempt if attempt.until > clock.now().timestamp() else None


def _refused(error: ProviderError | UserError) -> Response:
    if isinstance(error, UserError):
        return _back(error.code)
    log.warning("oidc.refused", problem=error.problem, reason=str(error))
    return _back(error.problem)


def _back(problem: str) -> Response:
    return _redirect(f"/sign-in?{urlencode({'problem': problem})}")


def _redirect(address: str) -> Response:
    return RedirectResponse(address, 303, {"cache-control": "no-store"})


ROUTES: list[Route] = [
    Route("GET", "/api/oidc/start", start, Door.PUBLIC),
    Route("GET", CALLBACK, callback, Door.PUBLIC),
]
