"""Opens, checks and ends login sessions: opaque tokens, hashed in the database, revocable at once (T1, T6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.account.cookies import hash_token, new_token
from server.core import clock
from server.core.errors import UserError
from server.core.identity import Identity
from server.core.models import MAY_SIGN_IN, LoginSession, PushSubscription, User
from server.core.revocation import Revoked, announce
from server.core.site import Site

IDLE = {"pupil": timedelta(minutes=60)}
"""Pupils sit at shared machines (domain 11.9)."""
IDLE_OTHERS = timedelta(hours=12)

LONGEST = {"pupil": timedelta(hours=12)}
LONGEST_OTHERS = timedelta(days=30)
"""However much it is used, a login session ends."""

SEEN_EVERY = timedelta(minutes=1)
"""How often a use is written down: the idle times are far longer."""


def idle_time(account_type: str) -> timedelta:
    """How long a login session of such an account lives without being used."""
    return IDLE.get(account_type, IDLE_OTHERS)


async def identify(site: Site, token: str | None) -> Identity:
    """Whom a cookie's token stands for, asked of the database each time; refuses with `signed_out`."""
    if not token:
        raise _signed_out()
    async with site.database.read() as db:
        found = (
            await db.execute(
                select(LoginSession, User).join(LoginSession.user).where(LoginSession.token_hash == hash_token(token))
            )
        ).first()
    if found is None:
        raise _signed_out()
    login_session, user = found
    if not _holds(login_session, user):
        raise _signed_out()
    if login_session.last_seen_at <= clock.now() - SEEN_EVERY:
        async with site.database.write() as db:
            await renew(db, [login_session.id])
    return _identity(login_session, user)


async def open_login_session(db: AsyncSession, user: User, user_agent: str, address: str) -> str:
    """A new one with a new token, which only the answer's cookie will know."""
    token = new_token()
    now = clock.now()
    db.add(
        LoginSession(
            token_hash=hash_token(token),
            user_id=user.id,
            created_at=now,
            last_seen_at=now,
            expires_at=_end(now, now, user.account_type),
            user_agent=user_agent[:400],
            address=address[:64],
        )
    )
    user.last_seen_at = now
    return token


async def renew(db: AsyncSession, login_sessions: Collection[UUID]) -> None:
    """These were used just now: they live on, up to their longest life. The ended ones stay ended."""
    now = clock.now()
    found = await db.execute(
        select(LoginSession, User.account_type)
        .join(LoginSession.user)
        .where(LoginSession.id.in_(login_sessions), LoginSession.revoked_at.is_(None), LoginSession.expires_at > now)
    )
    for login_session, account_type in found:
        login_session.last_seen_at = now
        login_session.expires_at = _end(login_session.created_at, now, account_type)


async def live_login_sessions(db: AsyncSession, user: User) -> list[LoginSession]:
    """Those of a user that hold, the latest used first."""
    found = await db.scalars(
        select(LoginSession).where(LoginSession.user_id == user.id).order_by(LoginSession.last_seen_at.desc())
    )
    return [login_session for login_session in found if _holds(login_session, user)]


async def revoke(
    db: AsyncSession, user: UUID, *, only: UUID | None = None, all_but: UUID | None = None
) -> Revoked | None:
    """End login sessions of a user: one, all but one, or all; their devices are told nothing any more. Returns what to
    announce after the commit."""
    ended = (
        update(LoginSession)
        .where(LoginSession.user_id == user, LoginSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .returning(LoginSession.id)
    )
    if only is not None:
        ended = ended.where(LoginSession.id == only)
    if all_but is not None:
        ended = ended.where(LoginSession.id != all_but)
    ids = list(await db.scalars(ended))
    await db.execute(delete(PushSubscription).where(PushSubscription.login_session_id.in_(ids)))
    return Revoked(user, ids) if ids else None


async def revoke_token(db: AsyncSession, token: str | None) -> Revoked | None:
    """End the one that a cookie stands for, whoever's it is: the token changes at each sign-in (T6)."""
    if not token:
        return None
    found = await db.scalar(
        select(LoginSession).where(LoginSession.token_hash == hash_token(token), LoginSession.revoked_at.is_(None))
    )
    return await revoke(db, found.user_id, only=found.id) if found else None


async def tell(site: Site, revoked: Revoked | None) -> None:
    """Announce what a committed revocation ended, if anything."""
    if revoked:
        await announce(site.bus, revoked)


def _signed_out() -> UserError:
    return UserError("signed_out", "You are signed out. Please sign in again.", status=401)


def _end(opened_at: datetime, used_at: datetime, account_type: str) -> datetime:
    """When a login session ends unless it is used again; stored, so that whoever looks needs no rules."""
    return min(opened_at + LONGEST.get(account_type, LONGEST_OTHERS), used_at + idle_time(account_type))


def _holds(login_session: LoginSession, user: User) -> bool:
    return login_session.revoked_at is None and user.status in MAY_SIGN_IN and login_session.expires_at > clock.now()


def _identity(login_session: LoginSession, user: User) -> Identity:
    return Identity(
        user=user.id,
        login_session=login_session.id,
        account_type=user.account_type,
        display_name=user.display_name,
        locale=user.locale,
        time_zone=user.time_zone,
        expires_at=login_session.expires_at,
    )
