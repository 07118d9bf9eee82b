"""Lets people in: a name and a password, and for pupils the link of their TwinSpace (R-030, R-220)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from server.account.cookies import token_of
from server.account.login_sessions import open_login_session, revoke_token, tell
from server.account.wire import SignIn
from server.core import clock
from server.core.addresses import address_of, network_of
from server.core.errors import UserError
from server.core.models import (
    MAY_SIGN_IN,
    AccountType,
    InitialCredential,
    MembershipState,
    Space,
    SpaceMembership,
    User,
    UserStatus,
)
from server.core.passwords import hash_password, outdated, verify_password
from server.core.ratelimit import Limit, RateLimits
from server.core.revocation import Revoked
from server.core.site import Site

BY_ADDRESS = Limit("sign_in_address", burst=120, seconds=2)
"""A school is often one address: a whole year may begin its lesson at once."""
BY_ACCOUNT_THERE = Limit("sign_in_account_there", burst=8, seconds=30)
BY_ACCOUNT = Limit("sign_in_account", burst=60, seconds=30)
"""Over all addresses, and wider, so that a stranger elsewhere does not easily lock somebody out."""

INITIAL_KEPT = timedelta(days=7)
"""How long the export still shows a first password after the first sign-in (D-12)."""

STOPPED = {
    UserStatus.NEW: ("account_new", "Please confirm your e-mail address first."),
    UserStatus.SUSPENDED: ("account_suspended", "This account is suspended for a while. You have a letter about it."),
    UserStatus.LOCKED: ("account_locked", "Your account is locked. Please ask your teacher."),
}
"""Said only to those who know the password."""


@dataclass(frozen=True)
class Device:
    """Where somebody signs in from."""

    user_agent: str
    address: str
    token: str | None = None
    """Of the login session that was there before, which the new one replaces (T6)."""

    @classmethod
    def of(cls, connection: HTTPConnection) -> Device:
        """The one that made this request."""
        return cls(connection.headers.get("user-agent", ""), address_of(connection), token_of(connection))


@dataclass(frozen=True)
class Entered:
    """A sign-in that succeeded."""

    user: User
    token: str
    space: UUID | None


async def sign_in(site: Site, asked: SignIn, device: Device) -> Entered:
    """Check everything, open a login session, and end the one that this browser had."""
    limits = site.part(RateLimits)
    name, network = asked.username.strip().lower(), network_of(device.address)
    await limits.take(BY_ADDRESS, network)
    await limits.take(BY_ACCOUNT_THERE, f"{network} {name}")
    await limits.take(BY_ACCOUNT, name)
    async with site.database.read() as db:
        known = await db.scalar(select(User).where(func.lower(User.username) == func.lower(asked.username.strip())))
    stored = known.password_hash if known else None
    if not await verify_password(stored, asked.password) or known is None or stored is None:
        raise UserError("wrong_sign_in", "User name or password is not right.", status=401)
    renewed = await hash_password(asked.password) if outdated(stored) else stored
    async with site.database.write() as db:
        user = await db.get(User, known.id, with_for_update=True)
        if user is None or user.password_hash != stored:
            raise UserError("wrong_sign_in", "User name or password is not right.", status=401)
        user.password_hash = renewed
        entered, revoked = await admit(db, user, asked.slug, device)
    await limits.forget(BY_ACCOUNT_THERE, f"{network} {name}")
    await limits.forget(BY_ACCOUNT, name)
    await tell(site, revoked)
    return entered


async def admit(db: AsyncSession, user: User, slug: str | None, device: Device) -> tuple[Entered, Revoked | None]:
    """Open the door for somebody who proved to be `user`, unless the account or the link forbids it."""
    if user.status not in MAY_SIGN_IN:
        code, text = STOPPED.get(user.status, ("account_closed", "This account is closed."))
        raise UserError(code, text, status=403)
    space = await _space_of_link(db, user, slug)
    if user.account_type == AccountType.PUPIL:
        _check_pupils_link(slug, space)
        await _note_first_time(db, user)
    revoked = await revoke_token(db, device.token)
    token = await open_login_session(db, user, device.user_agent, device.address)
    return Entered(user, token, space), revoked


async def _space_of_link(db: AsyncSession, user: User, slug: str | None) -> UUID | None:
    """The space whose link was used, if the user belongs to it."""
    if slug is None:
        return None
    return await db.scalar(
        select(Space.id)
        .join(SpaceMembership, SpaceMembership.space_id == Space.id)
        .where(
            Space.slug == slug.lower(),
            SpaceMembership.user_id == user.id,
            SpaceMembership.state == MembershipState.ACTIVE,
        )
    )


def _check_pupils_link(slug: str | None, space: UUID | None) -> None:
    if slug is None:
        raise UserError(
            "pupils_use_link", "Pupils sign in with the link of their TwinSpace. Your teacher has it.", status=403
        )
    if space is None:
        raise UserError(
            "not_your_link", "This is the link of a TwinSpace that you are not in. Ask your teacher.", status=403
        )


async def _note_first_time(db: AsyncSession, user: User) -> None:
    if user.status != UserStatus.INVITED:
        return
    user.move_to(UserStatus.ACTIVE)
    initial = await db.scalar(select(InitialCredential).where(InitialCredential.user_id == user.id))
    if initial:
        initial.expires_at = min(initial.expires_at, clock.now() + INITIAL_KEPT)
