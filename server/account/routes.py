"""Accounts over HTTP."""

from __future__ import annotations

from sqlalchemy import select

from server.account import actions, oidc_routes
from server.account.actions import me_of
from server.account.cookies import give_token, token_of
from server.account.login_sessions import revoke_token, tell
from server.account.sign_in import Device, sign_in
from server.account.wire import (
    ChangeMe,
    ChangePassword,
    LoginSessions,
    Me,
    SignedIn,
    SignIn,
    SignInPage,
    SpaceOfLink,
)
from server.core.http import Call, Door, Route
from server.core.models import Space, reached_by_link


async def get_sign_in_page(call: Call) -> SignInPage:
    """What the sign-in page offers; with `?space=` the name of the TwinSpace whose link was opened (R-220)."""
    slug, space = call.query.get("space", ""), None
    if slug:
        async with call.site.database.read() as db:
            found = await db.scalar(select(Space).where(reached_by_link(slug)))
        space = SpaceOfLink(slug=found.slug, title=found.title) if found else None
    return SignInPage(providers=["oidc"] if call.site.settings.oidc_issuer else [], space=space)


async def post_sign_in(call: Call) -> SignedIn:
    """Sign in with user name and password (R-030), pupils by their TwinSpace's link (R-220)."""
    entered = await sign_in(call.site, call.body, Device.of(call.request))
    give_token(call, entered.token)
    return SignedIn(me=me_of(entered.user), space=entered.space)


async def post_sign_out(call: Call) -> None:
    """Sign out here. Works for those who are out already, so that a stale cookie goes."""
    async with call.site.database.write() as db:
        revoked = await revoke_token(db, token_of(call.request))
    give_token(call, None)
    await tell(call.site, revoked)


async def get_me(call: Call) -> Me:
    """Who is signed in."""
    return await actions.get_me(call.by)


async def patch_me(call: Call) -> Me:
    """Change the own language or time zone."""
    return await actions.change_me(call.by, call.body)


async def post_password(call: Call) -> None:
    """Renew the own password (R-221); the other login sessions end."""
    await actions.change_password(call.by, call.body)


async def get_login_sessions(call: Call) -> LoginSessions:
    """Where one is signed in."""
    return await actions.list_login_sessions(call.by)


async def delete_login_session(call: Call) -> None:
    """Sign one device out."""
    await actions.revoke_login_session(call.by, call.path["login_session"])
    if call.path["login_session"] == call.by.identity.login_session:
        give_token(call, None)


async def post_revoke_others(call: Call) -> None:
    """Sign all other devices out."""
    await actions.revoke_other_login_sessions(call.by)


ROUTES: list[Route] = [
    Route("GET", "/api/sign-in", get_sign_in_page, Door.PUBLIC, gives=SignInPage),
    Route("POST", "/api/sign-in", post_sign_in, Door.PUBLIC, takes=SignIn, gives=SignedIn),
    Route("POST", "/api/sign-out", post_sign_out, Door.PUBLIC),
    Route("GET", "/api/me", get_me, Door.SIGNED_IN, gives=Me),
    Route("PATCH", "/api/me", patch_me, Door.SIGNED_IN, takes=ChangeMe, gives=Me),
    Route("POST", "/api/me/password", post_password, Door.SIGNED_IN, takes=ChangePassword),
    Route("GET", "/api/login-sessions", get_login_sessions, Door.SIGNED_IN, gives=LoginSessions),
    Route("POST", "/api/login-sessions/revoke-others", post_revoke_others, Door.SIGNED_IN),
    Route("DELETE", "/api/login-sessions/{login_session}", delete_login_session, Door.SIGNED_IN),
    *oidc_routes.ROUTES,
]
