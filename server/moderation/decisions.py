"""A suspended person reads the decision and asks once for another one, without signing in (domain 11.4).

Whoever holds the link of the letter about it reads this one decision and can do this one thing. To everybody else
nothing is there, whether an account or a case exists or not (T3).
"""

from __future__ import annotations

from uuid import UUID

from server.core.addresses import address_of, network_of
from server.core.errors import not_found
from server.core.http import Call
from server.core.ratelimit import Limit, RateLimits
from server.moderation import links, wire
from server.moderation.cases import appeal_of
from server.moderation.models import Case
from server.moderation.reporters import may_appeal

FROM = Limit("decisions", burst=30, seconds=4.0)


async def read(call: Call) -> wire.Decision:
    """What was decided, until when, and whether one may still ask for another decision."""
    case, subject = await _found(call)
    assert case.outcome is not None
    assert case.resolved_at is not None
    return wire.Decision(
        target=case.target_type.value,
        outcome=case.outcome.value,
        decided_at=case.resolved_at,
        suspended_until=case.suspended_until,
        state=case.state.value,
        may_appeal=may_appeal(case, subject),
    )


async def appeal(call: Call) -> wire.Decision:
    """Ask for another decision, once."""
    case, subject = await _found(call)
    await appeal_of(call.site, subject, case.id, call.body.text)
    return await read(call)


async def _found(call: Call) -> tuple[Case, UUID]:
    await call.site.part(RateLimits).take(FROM, network_of(address_of(call.request)))
    token: str = call.request.path_params["token"]
    named = links.case_named(token)
    if named is None:
        raise not_found("decision")
    async with call.site.database.read() as db:
        case = await db.get(Case, named)
    subject = case.subject_id if case is not None else None
    # Looked at as if there were one: a wrong signature and a case that is not there take the same way.
    if not links.is_good(call.site.settings, token, named, subject or named) or case is None or subject is None:
        raise not_found("decision")
    return case, subject
