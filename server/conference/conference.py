"""The life of a conference: its states, its lengths and its times. Pure: whoever asks says what time it is."""

from datetime import UTC, datetime, timedelta

from server.conference.models import Conference, ConferenceState, EndReason
from server.core.errors import UserError
from server.core.models import ROOM_STAYS_OPEN, LivePolicy, moved

TRANSITIONS: dict[ConferenceState, frozenset[ConferenceState]] = {
    ConferenceState.SCHEDULED: frozenset({ConferenceState.OPEN, ConferenceState.CANCELLED, ConferenceState.EXPIRED}),
    ConferenceState.OPEN: frozenset(
        {
            ConferenceState.LIVE,
            ConferenceState.SCHEDULED,
            ConferenceState.ENDED,
            ConferenceState.CANCELLED,
            ConferenceState.EXPIRED,
        }
    ),
    ConferenceState.LIVE: frozenset({ConferenceState.SCHEDULED, ConferenceState.ENDED}),
    ConferenceState.ENDED: frozenset(),
    ConferenceState.CANCELLED: frozenset(),
    ConferenceState.EXPIRED: frozenset(),
}
"""`scheduled → open → live → ended`; `scheduled, open → cancelled | expired`; a host ends an `open` one too. Back to
`scheduled` goes only the room of an event that is moved."""

OVER = frozenset({ConferenceState.ENDED, ConferenceState.CANCELLED, ConferenceState.EXPIRED})
ENTERABLE = frozenset({ConferenceState.OPEN, ConferenceState.LIVE})

WARNINGS = (10, 5, 1)
"""Minutes before the end (D-15)."""

EVENT_WARNINGS = (*(minutes + ROOM_STAYS_OPEN // timedelta(minutes=1) for minutes in WARNINGS), 5, 1)
"""The same before the planned end of an event, and again before its room closes; all in minutes before that."""

GRID = timedelta(minutes=5)
"""Planned starts lie on it (D-14)."""

EXPIRES_AFTER = timedelta(minutes=15)
"""A conference that nobody joined is closed this long after its start (domain 6.3)."""

FROZEN_FOR = timedelta(minutes=2)
"""How long pupils wait for a teacher to come back before the conference ends (domain 6.4.1)."""

EMPTY_FOR = timedelta(minutes=5)
"""How long a live conference may stand empty. The room of an event waits for whoever comes late."""


def move_to(conference: Conference, state: ConferenceState, now: datetime, reason: EndReason | None = None) -> None:
    """Walk one arrow and note when; a wrong move raises. Only `ended` has a reason."""
    assert (reason is not None) == (state is ConferenceState.ENDED)
    conference.state = moved("conference", TRANSITIONS, conference.state, state)
    if state is ConferenceState.OPEN:
        conference.opened_at = now
    elif state is ConferenceState.SCHEDULED:
        conference.opened_at = None
    elif state in OVER:
        conference.ended_at = now
        conference.end_reason = reason
        conference.frozen_until = conference.empty_since = None


def plan(conference: Conference, policy: LivePolicy, starts_at: datetime | None, now: datetime) -> None:
    """Give a new conference its times and seats, by the policy of its kind; absent `starts_at` means now."""
    if conference.duration_min not in policy.lengths:
        raise wrong_length(policy)
    conference.starts_at = now if starts_at is None else on_grid(starts_at, now)
    conference.ends_at = conference.starts_at + timedelta(minutes=conference.duration_min)
    early = policy.doors_with_lobby_min if conference.lobby else policy.doors_min
    conference.doors_at = conference.starts_at - timedelta(minutes=early)
    conference.host_doors_at = min(conference.starts_at - timedelta(minutes=policy.host_early_min), conference.doors_at)
    assert policy.seats is not None
    conference.seats = policy.seats
    conference.grace_s = policy.grace_s


def wrong_length(policy: LivePolicy) -> UserError:
    """R-203: no other length exists."""
    lengths = " or ".join(str(minutes) for minutes in policy.lengths).replace(" or ", ", ", len(policy.lengths) - 2)
    return UserError("wrong_length", f"A conference lasts {lengths} minutes.", status=422, lengths=lengths)


def on_grid(starts_at: datetime, now: datetime) -> datetime:
    """`starts_at`, when it lies ahead, within a year, and on the five-minute grid (D-14)."""
    if starts_at.tzinfo is None:
        raise UserError("wrong_start", "The start needs a time zone.", status=422)
    start = starts_at.astimezone(UTC)
    if start < now:
        raise UserError("start_passed", "This time has passed. Choose a later one.", status=422)
    if start > now + timedelta(days=366):
        raise UserError("start_too_far", "Conferences can be planned a year ahead, not more.", status=422)
    if (start - datetime.min.replace(tzinfo=UTC)) % GRID:
        raise UserError("off_grid", "Conferences start on five-minute marks.", status=422)
    return start


def next_length(conference: Conference, policy: LivePolicy) -> int | None:
    """To what the conference may be extended: the next allowed length, once (D-15). An event lasts as its page says."""
    if conference.extended or conference.is_event or conference.state not in ENTERABLE:
        return None
    return next((minutes for minutes in sorted(policy.lengths) if minutes > conference.duration_min), None)


def extend(conference: Conference, policy: LivePolicy) -> None:
    """Give more time; warnings that are ahead again go out again."""
    length = next_length(conference, policy)
    if length is None:
        raise UserError("not_extendable", "This conference cannot be made longer.")
    conference.duration_min = length
    conference.ends_at = conference.starts_at + timedelta(minutes=length)
    conference.extended = True
    conference.last_warning_min = None


def warning_due(conference: Conference, now: datetime) -> int | None:
    """The warning that should be out by now and is not yet: the most urgent one, each once."""
    left = conference.ends_at - now
    warnings = EVENT_WARNINGS if conference.is_event else WARNINGS
    due = [minutes for minutes in warnings if left <= timedelta(minutes=minutes)]
    if not due or left <= timedelta():
        return None
    return due[-1] if conference.last_warning_min is None or due[-1] < conference.last_warning_min else None
