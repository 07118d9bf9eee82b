"""The link of a letter to whoever is suspended: it names a case and until when it works, and is signed, so that whoever
holds it reads that one decision."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from uuid import UUID

from server.core import clock
from server.core.settings import Settings
from server.moderation.models import Case
from server.moderation.retention import APPEAL_WITHIN

PURPOSE = b"decision about a suspended account"
CASE, UNTIL = 32, 10
"""Letters and digits of a token that name the case, and the second until when it works."""


def link(settings: Settings, case: Case) -> str:
    """Where this decision is read, for as long as one may appeal."""
    assert case.resolved_at is not None
    assert case.subject_id is not None
    until = f"{int((case.resolved_at + APPEAL_WITHIN).timestamp()):0{UNTIL}d}"
    return f"{settings.address}/decision/{case.id.hex}{until}{_sign(settings, case.id, case.subject_id, until)}"


def case_named(token: str) -> UUID | None:
    """Which case it speaks of, whether it is good or not."""
    try:
        return UUID(token[:CASE])
    except ValueError:
        return None


def is_good(settings: Settings, token: str, case: UUID, subject: UUID) -> bool:
    """Whether we wrote it for this person, and it still works."""
    until = token[CASE : CASE + UNTIL]
    written = hmac.compare_digest(token[CASE + UNTIL :].encode(), _sign(settings, case, subject, until).encode())
    return written and clock.now() <= datetime.fromtimestamp(int(until), UTC)


def _sign(settings: Settings, case: UUID, subject: UUID, until: str) -> str:
    key = hmac.digest(settings.secret(), PURPOSE, hashlib.sha256)
    return hmac.digest(key, case.bytes + subject.bytes + until.encode(), hashlib.sha256).hex()
