"""Asking, accepting, declining (R-052 … R-054): between members of staff only, and pupils never (domain 5.2)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from campus.contacts import bells, wire
from campus.contacts.actions import list_contacts
from campus.contacts.models import ContactRequest, RequestState
from campus.contacts.retention import NOT_AGAIN, old, still_open
from server.core import clock
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import AccountType, Contact, PlatformRole, PlatformRoleKind, User, UserStatus
from server.core.permissions import Right, require
from server.core.ratelimit import Limit, RateLimits
from server.notifications.actions import withdraw
from server.notifications.post import one_line
from server.rooms.standing import still_holds

ASKED = Limit("contact-ask", burst=20, seconds=4_320.0)
"""Twenty at once, and twenty a day (domain 7.2)."""


def may_be_found() -> ColumnElement[bool]:
    """Validated teachers; staff of agencies and of the platform are not in the search (domain 5.2)."""
    office = exists().where(
        PlatformRole.user_id == User.id,
        PlatformRole.role.in_((PlatformRoleKind.AGENCY_STAFF, PlatformRoleKind.ADMIN)),
        still_holds(),
    )
    return and_(User.account_type == AccountType.STAFF, User.status == UserStatus.VALIDATED, ~office)


async def ask(caller: Caller, body: wire.AskContact) -> wire.ContactList:
    """Ask; who was asked by the other one already has said yes with it. Asking twice is asking once."""
    require(caller.here, Right.CONTACT_REQUEST)
    if body.user == caller.identity.user:
        raise UserError("contact_yourself", "You cannot be a contact of yourself.", status=422)
    await caller.site.part(RateLimits).take(ASKED, str(caller.identity.user))
    try:
        request = await _ask(caller, body)
    except IntegrityError:
        # Both have asked at the same moment: the second finds the first.
        request = await _ask(caller, body)
    if request is not None:
        await _tell(caller, request)
    return await list_contacts(caller)


async def accept(caller: Caller, request: UUID) -> wire.ContactList:
    """They are contacts from now on."""
    async with caller.site.database.write() as db:
        found = await _of_caller(db, caller, request, asked=False)
        await _agree(db, found)
    await _tell(caller, found)
    return await list_contacts(caller)


async def decline(caller: Caller, request: UUID) -> wire.ContactList:
    """No; whoever asked is not told, and may ask again after a month."""
    return await _close(caller, request, RequestState.REJECTED)


async def take_back(caller: Caller, request: UUID) -> wire.ContactList:
    """Whoever asked does not ask any more."""
    return await _close(caller, request, RequestState.WITHDRAWN)


async def _close(caller: Caller, request: UUID, state: RequestState) -> wire.ContactList:
    async with caller.site.database.write() as db:
        found = await _of_caller(db, caller, request, asked=state is RequestState.WITHDRAWN)
        found.move_to(state, clock.now())
    await withdraw(caller.site, (bells.TARGET, request))
    return await list_contacts(caller)


async def _ask(caller: Caller, body: wire.AskContact) -> ContactRequest | None:
    """The request, as it is now; None when nobody has to hear of it."""
    user = caller.identity.user
    low, high = sorted((user, body.user))
    between = ContactRequest.user_low == low, ContactRequest.user_high == high
    async with caller.site.database.write() as db:
        if await db.scalar(select(User.id).where(User.id == body.user, may_be_found())) is None:
            raise not_found("person")
        if await db.get(Contact, (low, high)) is not None:
            raise UserError("contact_already", "You are contacts already.")
        await db.execute(delete(ContactRequest).where(*between, old()))
        earlier = (await db.scalars(select(ContactRequest).where(*between).with_for_update())).all()
        if waiting := next((one for one in earlier if one.state is RequestState.PENDING), None):
            if waiting.asked_by == user:
                return None
            await _agree(db, waiting)
            return waiting
        if any(one.state is RequestState.REJECTED and one.asked_by == user for one in earlier):
            days = NOT_AGAIN.days
            raise UserError(
                "contact_asked_before", f"You have asked before. You may ask again after {days} days.", days=days
            )
        request = ContactRequest(
            user_low=low, user_high=high, asked_by=user, message=one_line(body.message), state=RequestState.PENDING
        )
        db.add(request)
    return request


async def _of_caller(db: AsyncSession, caller: Caller, request: UUID, *, asked: bool) -> ContactRequest:
    """An open request that the caller has made, or has to answer; anybody else's is not there (T3)."""
    user = caller.identity.user
    found = await db.scalar(select(ContactRequest).where(ContactRequest.id == request, still_open()).with_for_update())
    if found is None or user not in (found.user_low, found.user_high) or (found.asked_by == user) is not asked:
        raise not_found("request")
    return found


async def _agree(db: AsyncSession, request: ContactRequest) -> None:
    request.move_to(RequestState.ACCEPTED, clock.now())
    if await db.get(Contact, (request.user_low, request.user_high)) is None:
        db.add(Contact.between(request.user_low, request.user_high))


async def _tell(caller: Caller, request: ContactRequest) -> None:
    """Whoever is asked hears of it, and whoever has asked hears of a yes."""
    if request.state is RequestState.PENDING:
        bells.asked(caller.site, request, caller.identity.user)
    else:
        await withdraw(caller.site, (bells.TARGET, request.id))
        bells.accepted(caller.site, request, caller.identity.user)
