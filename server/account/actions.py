"""What a signed-in user does with the own account, and what ends somebody's access."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import delete, select

from server.account.devices import shortened
from server.account.login_sessions import idle_time, live_login_sessions, revoke, tell
from server.account.wire import ChangeMe, ChangePassword, LoginSessions, LoginSessionShown, Me
from server.core import clock
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import AccountType, InitialCredential, User, UserStatus
from server.core.passwords import check_new_password, hash_password, verify_password
from server.core.ratelimit import Limit, RateLimits
from server.core.revocation import Revoked
from server.core.site import Site
from server.core.user_agents import device_of

PASSWORD_TRIES = Limit("password_change", burst=8, seconds=30)
"""An open browser is no way to guess the password."""


def me_of(user: User) -> Me:
    """The user as told to oneself."""
    return Me(
        id=user.id,
        username=user.username,
        name=user.display_name,
        first_name=user.first_name,
        account_type=user.account_type.value,
        locale=user.locale,
        time_zone=user.time_zone,
        has_password=user.password_hash is not None,
        idle_minutes=int(idle_time(user.account_type).total_seconds() // 60),
    )


async def get_me(caller: Caller) -> Me:
    """Who one is here."""
    async with caller.site.database.read() as db:
        return me_of(await db.get_one(User, caller.identity.user))


async def change_me(caller: Caller, asked: ChangeMe) -> Me:
    """Set the language and, for adults, the time zone (D-17). A pupil's stays: chat hours are judged by it (6.4.2)."""
    if asked.time_zone is not None and asked.time_zone not in available_timezones():
        raise UserError("unknown_time_zone", "We do not know this time zone.", status=422)
    async with caller.site.database.write() as db:
        user = await db.get_one(User, caller.identity.user)
        if asked.time_zone is not None and user.account_type is AccountType.PUPIL:
            raise UserError("school_decides", "Your time zone is that of your school.", status=403)
        user.locale = asked.locale or user.locale
        user.time_zone = asked.time_zone or user.time_zone
    return me_of(user)


async def change_password(caller: Caller, asked: ChangePassword) -> None:
    """Renew the own password (R-221) and sign out everywhere else."""
    site, me = caller.site, caller.identity.user
    await site.part(RateLimits).take(PASSWORD_TRIES, str(me))
    async with site.database.read() as db:
        known = await db.get_one(User, me)
    stored = known.password_hash
    if not await verify_password(stored, asked.current):
        raise UserError("wrong_password", "Your present password is not right.", status=403)
    if asked.new == asked.current:
        raise UserError("password_same", "Choose a password that differs from the present one.", status=422)
    check_new_password(asked.new, known.username, known.account_type)
    renewed = await hash_password(asked.new)
    async with site.database.write() as db:
        user = await db.get_one(User, me, with_for_update=True)
        if user.password_hash != stored:
            raise UserError("wrong_password", "Your present password is not right.", status=403)
        user.password_hash, user.password_changed_at = renewed, clock.now()
        await db.execute(delete(InitialCredential).where(InitialCredential.user_id == me))
        revoked = await revoke(db, me, all_but=caller.identity.login_session)
    await site.part(RateLimits).forget(PASSWORD_TRIES, str(me))
    await tell(site, revoked)


async def list_login_sessions(caller: Caller) -> LoginSessions:
    """Where one is signed in."""
    async with caller.site.database.read() as db:
        user = await db.get_one(User, caller.identity.user)
        found = await live_login_sessions(db, user)
    return LoginSessions(
        login_sessions=[
            LoginSessionShown(
                id=login_session.id,
                device=device_of(login_session.user_agent),
                address=shortened(login_session.address),
                created_at=login_session.created_at,
                last_seen_at=login_session.last_seen_at,
                current=login_session.id == caller.identity.login_session,
            )
            for login_session in found
        ]
    )


async def revoke_login_session(caller: Caller, login_session: UUID) -> None:
    """Sign one of the own devices out; somebody else's are not there at all (T3)."""
    async with caller.site.database.write() as db:
        revoked = await revoke(db, caller.identity.user, only=login_session)
    if revoked is None:
        raise not_found("sign-in")
    await tell(caller.site, revoked)


async def revoke_other_login_sessions(caller: Caller) -> None:
    """Stay signed in here and nowhere else."""
    async with caller.site.database.write() as db:
        revoked = await revoke(db, caller.identity.user, all_but=caller.identity.login_session)
    await tell(caller.site, revoked)


async def deactivate_user(site: Site, user: UUID) -> None:
    """Take an account out of use, and everybody signed in with it out at once (T1). Pupils' accounts are locked."""
    async with site.database.write() as db:
        found = await db.scalar(select(User).where(User.id == user))
        if found is None:
            raise not_found("user")
        pupil = found.account_type == AccountType.PUPIL
        found.move_to(UserStatus.LOCKED if pupil else UserStatus.DEACTIVATED)
        await revoke(db, user)
    # Whatever was open, listed or not, belongs to nobody now.
    await tell(site, Revoked(user))
