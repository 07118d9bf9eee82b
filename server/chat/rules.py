"""Who may write in a room now, and how fast (domain 6.2, 6.4). Asked at every write, inside its transaction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.chat.wire import MAX_TEXT
from server.core.clock import BRUSSELS
from server.core.errors import UserError
from server.core.permissions import Standing
from server.rooms.models import RoomState

EDIT_WITHIN = timedelta(minutes=15)
FAST_MESSAGES = 5
FAST_WITHIN = timedelta(seconds=10)
SAME_TEXTS = 3
LOOK_BACK = timedelta(seconds=120)
"""How far back the limits look: slow mode goes up to 120 s."""


@dataclass(frozen=True)
class Author:
    """Who writes, as the rules see it."""

    standing: Standing
    time_zone: str

    @property
    def user(self) -> UUID:
        return self.standing.user


@dataclass(frozen=True)
class RoomRules:
    """What a room allows now."""

    state: RoomState
    pupils_can_write: bool
    hours: dict[str, Any] | None
    slow_mode_s: int


@dataclass(frozen=True)
class Recent:
    """A message that somebody wrote a moment ago."""

    room: UUID | None
    """None for one where nothing is being written now."""
    body: str
    at: datetime


def check_text(text: str) -> None:
    """A message is 1 to 2,000 characters that can be read; nothing is changed in it."""
    if len(text) > MAX_TEXT:
        raise UserError("too_long", f"A message has at most {MAX_TEXT} characters.", max=MAX_TEXT, length=len(text))
    # Format characters alone (zero-width space and the like) would be an empty bubble.
    if not any(unicodedata.category(c)[0] in "LMNPS" for c in text):
        raise UserError("empty_message", "Write something first.")
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in text):
        raise UserError("bad_text", "This text has characters that cannot be shown.")


KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
PICTURE = re.compile(
    "(?P<picture>.)\ufe0f?[\U0001f3fb-\U0001f3ff]?(?:\u200d(?P<joined>.)\ufe0f?[\U0001f3fb-\U0001f3ff]?){0,4}"
)
LETTERS = re.compile("[\u249c-\u24e9\U0001f100-\U0001f18d\U0001f1e6-\U0001f1ff]")
"""Letters in circles and squares, which are symbols to Unicode, and the letters that flags are made of."""


def check_emoji(emoji: str) -> None:
    """A reaction is one picture: letters, digits or several pictures would make it a second, unmoderated chat."""
    if KEYCAP.fullmatch(emoji) or FLAG.fullmatch(emoji):
        return
    symbols = all(unicodedata.category(c) in ("So", "Sk") or c in "\ufe0f\u200d" for c in emoji)
    if not (
        symbols and PICTURE.fullmatch(emoji) and unicodedata.category(emoji[0]) == "So" and not LETTERS.search(emoji)
    ):
        raise UserError("bad_emoji", "A reaction is one emoji.")


SILENCES = {
    "held": "The host has switched writing off for you.",
    "locked": "Only those who lead and those who present write now.",
    "paused": "Everything is paused. You can write when the host goes on.",
    "no_teacher": "You can write again when a teacher is inside.",
    "no_school_teacher": "You can write again when an adult of your school is inside.",
}
"""Why whoever leads a room keeps somebody from writing, by the reason of the `Silence`."""


def check_may_write(rules: RoomRules, author: Author, muted: bool, now: datetime, silence: str | None = None) -> None:
    """Whether the room takes anything from this person now; `silence` is the reason of one, where there is one."""
    if rules.state is RoomState.READ_ONLY:
        raise UserError("room_read_only", "This room can only be read.")
    if silence is not None:
        raise UserError(f"chat_{silence}", SILENCES.get(silence, "You cannot write here now."))
    if author.standing.is_teacher:
        return
    if rules.state is RoomState.PAUSED:
        raise UserError("room_paused", "This room is paused.")
    if not author.standing.is_pupil:
        return
    if muted:
        raise UserError("muted", "A teacher has stopped you from writing here.")
    if not rules.pupils_can_write:
        raise UserError("pupils_cannot_write", "Only teachers write in this room.")
    if rules.hours and not is_within(rules.hours, author.time_zone, now):
        opens, closes = str(rules.hours["opens"]), str(rules.hours["closes"])
        raise UserError("outside_hours", f"You can write from {opens} to {closes}.", opens=opens, closes=closes)


def is_within(hours: dict[str, Any], time_zone: str, now: datetime) -> bool:
    """Whether it is between opening and closing where the pupil lives; hours may pass midnight."""
    try:
        zone = ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        zone = BRUSSELS
    at = now.astimezone(zone).time()
    opens, closes = time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"])
    return opens <= at < closes if opens <= closes else at >= opens or at < closes


def check_pace(
    rules: RoomRules, author: Author, room: UUID, text: str, recent: Sequence[Recent], now: datetime
) -> None:
    """Limits per person: 5 messages in 10 s, the same text twice, the room's slow mode. `recent` is oldest first."""
    if not recent:
        return
    fast = [r.at for r in recent if r.at > now - FAST_WITHIN]
    if len(fast) >= FAST_MESSAGES:
        wait = _seconds(fast[-FAST_MESSAGES] + FAST_WITHIN - now)
        raise UserError("slow_down", f"That was quick. Write again in {wait} s.", status=429, retry_after=wait)
    here = [r for r in recent if r.room == room]
    if rules.slow_mode_s and here and not author.standing.is_teacher:
        left = here[-1].at + timedelta(seconds=rules.slow_mode_s) - now
        if left > timedelta():
            wait = _seconds(left)
            raise UserError("slow_mode", f"Slow mode: write again in {wait} s.", status=429, retry_after=wait)
    before = [_plain(r.body) for r in here[-(SAME_TEXTS - 1) :]]
    if before == [_plain(text)] * (SAME_TEXTS - 1):
        raise UserError("same_text_thrice", "You have just written this twice.")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _seconds(left: timedelta) -> int:
    return max(1, -(-left // timedelta(seconds=1)))
