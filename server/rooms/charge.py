"""About whose messages somebody decides in a space: everybody's (founders, and whom a grant lets in), or those of the
pupils for whom one answers (n1, n7 of domain 5.2). Told to pages, which offer nothing that would be refused."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.models import SpaceMembership
from server.core.permissions import Facts, Right, Standing, may


def administers(standing: Standing) -> bool:
    """Whether one decides about everybody's."""
    return may(standing, Right.CHAT_DELETE)


async def answers_for(db: AsyncSession, standing: Standing) -> list[UUID]:
    """The pupils in one's charge, those who have left included: what they wrote is still there."""
    if not may(standing, Right.CHAT_DELETE, Facts(responsible=True)):
        return []
    pupils = select(SpaceMembership.user_id).where(
        SpaceMembership.space_id == standing.space,
        SpaceMembership.responsible_teacher_id == standing.user,
    )
    return list(await db.scalars(pupils.order_by(SpaceMembership.user_id)))
