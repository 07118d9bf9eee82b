"""Signed receipts of the retention: what was deleted when, in numbers only, each tied to the one before.

Whoever changes a receipt, or takes one out of the middle, breaks the chain. That the newest ones are missing is seen by
comparing with a signature that was written down elsewhere: each is in the log.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.models import RetentionReceipt
from server.core.site import Site

KEPT_MONTHS = 24
"""As long as the audit log (domain 10.1)."""
TRIES = 10
"""Two processes may take the same number; the second takes the next."""


async def write(site: Site, started_at: datetime, ended_at: datetime, deleted: Mapping[str, int]) -> RetentionReceipt:
    """Note a run that is over."""
    for _ in range(TRIES):
        try:
            async with site.database.write() as db:
                before = await newest(db)
                receipt = RetentionReceipt(
                    number=before.number + 1 if before else 1,
                    started_at=started_at,
                    ended_at=ended_at,
                    deleted=dict(deleted),
                    previous=before.signature if before else "",
                )
                receipt.signature = _signature(site, receipt)
                db.add(receipt)
                await db.flush()
                # The one before was kept to tie this one to; by now it may be old, and nothing needs it any more.
                await db.execute(delete(RetentionReceipt).where(_old()))
            return receipt
        except IntegrityError:
            continue
    raise RuntimeError("no number left for a receipt")


async def newest(db: AsyncSession) -> RetentionReceipt | None:
    """The last run."""
    return await db.scalar(select(RetentionReceipt).order_by(RetentionReceipt.number.desc()).limit(1))


async def read(site: Site) -> Sequence[RetentionReceipt]:
    """All that are kept, the oldest first."""
    async with site.database.read() as db:
        return (await db.scalars(select(RetentionReceipt).order_by(RetentionReceipt.number))).all()


def broken(site: Site, receipts: Sequence[RetentionReceipt]) -> list[int]:
    """The numbers of those that were changed, or whose predecessor is missing. The oldest kept may begin the chain."""
    found: list[int] = []
    before: RetentionReceipt | None = None
    for receipt in receipts:
        follows = before is None or (receipt.number, receipt.previous) == (before.number + 1, before.signature)
        if not follows or not hmac.compare_digest(receipt.signature, _signature(site, receipt)):
            found.append(receipt.number)
        before = receipt
    return found


def _old() -> ColumnElement[bool]:
    """The newest stays: the next one continues its chain."""
    newest = select(func.max(RetentionReceipt.number)).scalar_subquery()
    long_ago = RetentionReceipt.ended_at <= clock.add_months(clock.now(), -KEPT_MONTHS)
    return and_(long_ago, RetentionReceipt.number < newest)


async def overdue(site: Site) -> int:
    """How many have been kept long enough."""
    async with site.database.read() as db:
        return await db.scalar(select(func.count()).select_from(RetentionReceipt).where(_old())) or 0


async def purge(site: Site) -> int:
    """Forget these."""
    async with site.database.write() as db:
        gone = delete(RetentionReceipt).where(_old()).returning(RetentionReceipt.number)
        return len((await db.scalars(gone)).all())


def _signature(site: Site, receipt: RetentionReceipt) -> str:
    key = hmac.digest(site.settings.secret(), b"retention receipt", hashlib.sha256)
    times = [receipt.started_at.isoformat(), receipt.ended_at.isoformat()]
    content = json.dumps([receipt.number, *times, sorted(receipt.deleted.items()), receipt.previous])
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()
