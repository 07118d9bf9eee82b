"""The permission matrix of domain 5.2, read from permissions.csv: the one place that says who may do what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Right(StrEnum):
    """One action of the matrix each; the value is the action's text in permissions.csv."""

    SEE_SPACE = "See private space"
    SEE_MEMBERS = "See member list"
    CHAT_READ = "Enter and read"
    CHAT_WRITE = "Write, react, reply"
    CHAT_EDIT = "Edit own message (15 min)"
    CHAT_DELETE = "Delete message"
    CHAT_REPORT = "Report a message"
    CHAT_MODERATE = "Mute a pupil, pause room, slow mode, opening hours"
    CONFERENCE_START = "Schedule or start (30/60/90, ≤ 25)"
    CONFERENCE_JOIN = "Join"
    CONFERENCE_MEDIA = "Own microphone and camera"
    CONFERENCE_SHARE = "Share screen or document"
    CONFERENCE_MODERATE = "Admit from lobby, mute, remove, lock, end"
    EVENTS_SEE = "See event list and event page"


class Role(StrEnum):
    """The columns of the matrix."""

    ANONYMOUS = "AN"
    PUPIL_MEMBER = "PM"
    PUPIL_ADMIN = "PA"
    GUEST = "GV"
    TEACHER = "TM"
    FOUNDER = "FA"
    HOST = "EH"
    MODERATOR = "AM"
    AGENCY = "AG"
    ADMIN = "AD"


@dataclass(frozen=True)
class Standing:
    """What a user is in one space at this moment. A permission is the union over `roles`, under the pupil ceiling."""

    user: UUID
    account_type: str
    display_name: str
    space: UUID
    space_state: str
    """open, read_only or archived."""
    membership_role: str | None
    """founder, cofounder, teacher_admin, teacher, expert, observer, visitor, pupil_admin, pupil; None for a stranger."""
    roles: frozenset[Role]
    flags: dict[str, bool] = field(default_factory=dict[str, bool])
    """The space's switches: pupils_in_chat, pupils_in_conference, guests_in_chat, teachers_create_conference …"""

    @property
    def is_pupil(self) -> bool:
        return self.account_type == "pupil"

    @property
    def is_teacher(self) -> bool:
        """A teacher of this space: an adult under whose eyes pupils may be."""
        return self.membership_role in ("founder", "cofounder", "teacher_admin", "teacher")

    @property
    def is_guest(self) -> bool:
        return self.membership_role in ("expert", "observer", "visitor")
