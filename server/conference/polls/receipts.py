"""Receipts of anonymous answers: by one, and by nothing that is stored, an answer can be changed.

Of an anonymous poll the server keeps sums, and who has answered (until the poll is closed), never both together. To
change an answer it must be told what the first one was, and must believe it: so the first answer comes with a receipt
that names the choice and is signed, and only whoever answered holds it. Without it the answer stands.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from uuid import UUID

from server.core.settings import Settings

PURPOSE = b"poll receipt"


def write(settings: Settings, poll: UUID, user: UUID, positions: Collection[int]) -> str:
    """What this person chose, signed."""
    chosen = ".".join(str(position) for position in sorted(positions))
    return f"{chosen}:{_sign(settings, poll, user, chosen)}"


def read(settings: Settings, poll: UUID, user: UUID, receipt: str) -> list[int] | None:
    """The choice that a receipt names; None when it is not of this person, of this poll, or of us."""
    chosen, _, signature = receipt.partition(":")
    if not hmac.compare_digest(signature.encode(), _sign(settings, poll, user, chosen).encode()):
        return None
    return [int(position) for position in chosen.split(".")]


def _sign(settings: Settings, poll: UUID, user: UUID, chosen: str) -> str:
    key = hmac.digest(settings.secret(), PURPOSE, hashlib.sha256)
    said = b"%s %s %s" % (poll.bytes, user.bytes, chosen.encode())
    return hmac.digest(key, said, hashlib.sha256).hex()
