"""What the permission matrix asks about: who somebody is in a space, and what is true of the target (domain 5.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from uuid import UUID

from server.core.rights import Role

NOWHERE = UUID(int=0)
"""The space of a standing that is about the platform as a whole."""

DEFAULT_FLAGS: dict[str, bool] = {
    "pupils_in_chat": True,
    "pupils_in_conference": True,
    "pupils_microphone": True,
    "pupils_camera": True,
    "guests_in_chat": False,
    "teachers_create_conference": True,
    "school_quorum": False,
    "teacher_pupil_messages": False,
    "pupil_admin_pages": False,
    "page_visibility_etwinners": False,
    "video_upload": False,
}
"""The switches of a space and what they are until somebody turns them (D-02, D-03, D-10, D-18, n4, n6, n8, n19)."""


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
    """As stored: founder, cofounder, teacher_admin, teacher, expert, observer, visitor, pupil_admin, pupil, moderator,
    tutor or member; None for a stranger."""
    roles: frozenset[Role]
    flags: dict[str, bool] = field(default_factory=dict[str, bool])
    """The space's switches: pupils_in_chat, pupils_in_conference, guests_in_chat, teachers_create_conference …"""
    everywhere: frozenset[Role] = frozenset()
    """What the account is outside any space: counts for the areas of the matrix that are not inside one."""
    space_kind: str = "twinspace"
    """twinspace, learninglab, group, room or event."""
    grants: frozenset[str] = frozenset()
    """Reasons for which this space was opened to outside staff, still running: report, safeguarding, label_review."""

    @property
    def is_pupil(self) -> bool:
        return self.account_type == "pupil"

    @property
    def is_teacher(self) -> bool:
        """A teacher of this space: an adult under whose eyes pupils may be."""
        return not self.is_pupil and self.membership_role in ("founder", "cofounder", "teacher_admin", "teacher")

    @property
    def oversees(self) -> bool:
        """Whether held messages may be read: teachers of the space, and outside staff while a grant runs (n1, T2)."""
        outside = self.roles & {Role.MODERATOR, Role.AGENCY, Role.ADMIN} if self.membership_role is None else None
        return self.is_teacher or bool(outside and self.grants & {"report", "safeguarding"})

    @property
    def is_guest(self) -> bool:
        return self.membership_role in ("expert", "observer", "visitor")

    def switched(self, flag: str) -> bool:
        """Whether a switch of the space is on; unknown ones are off."""
        return self.flags.get(flag, DEFAULT_FLAGS.get(flag, False))


@dataclass(frozen=True)
class Facts:
    """What the matrix's conditions ask about the target and the moment.

    Every fact speaks for the caller when true and is false unless stated, so that forgetting one refuses.
    """

    own: bool = False
    """The target was made by the caller, or is theirs (an own log, an own decision)."""
    responsible: bool = False
    """The person concerned is a pupil whom the caller, a teacher, answers for (R-222), or the pupil's that teacher."""
    taught: bool = False
    """The pupil was added by the caller, or is of the caller's school (n22)."""
    teacher_inside: bool = False
    """A teacher of the space is in the live room now (n8, domain 6.4)."""
    consented: bool = False
    """The pupil's consent covers this medium and the space's setting lets pupils use it (n8)."""
    all_consented: bool = False
    """Every pupil in the room has a recording consent (n12)."""
    admitted: bool = False
    """Let in from the lobby (n9)."""
    presenter: bool = False
    """The host granted presenter rights (n10)."""
    host: bool = False
    """The host of this conference or event: the column EH counts."""
    cohost: bool = False
    """Named co-host of this conference (n11)."""
    joined: bool = False
    """Registered for the event."""
    same_space: bool = False
    """The other person is a member of the same space (n3)."""
    within_rule: bool = False
    """What is asked lies within the target's own rule: the fields of n2 and n13, the page's edit rule of n19."""
    checked: bool = False
    """The checklist for public content was confirmed (n20)."""
    not_founder: bool = False
    """The member concerned is neither founder nor co-founder (n23)."""
    own_country: bool = False
    """The target belongs to the agency's country, and a reason was given where one is asked (n14)."""
    agency_silent: bool = False
    """The agency is vacant or has not answered for 30 days (n15)."""
    own_group: bool = False
    open_offer: bool = False
    tutor: bool = False
    author: bool = False
    eligible: bool = False
    """The work fulfils the conditions of the label or prize (n24)."""
    impartial: bool = False
    """The assessor takes no part in the project (n25)."""


NO_FACTS = Facts()
EVERY_FACT = Facts(**{name.name: True for name in fields(Facts)})
