"""The permission matrix of domain 5.2, read from permissions.csv: the one place that says who may do what.

Refused by default (T11): an unknown condition, an unknown state of a space and an empty set of roles all deny.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from server.core.conditions import CONDITIONS, REFINED
from server.core.errors import forbidden
from server.core.rights import KEPT_WHEN_ARCHIVED, KEPT_WHEN_READ_ONLY, SPACE_AREAS
from server.core.rights import Right as Right
from server.core.rights import Role as Role

NOWHERE = UUID(int=0)
"""The space of a standing that is about the platform as a whole."""

DEFAULT_FLAGS: dict[str, bool] = {
    "pupils_in_chat": True,
    "pupils_in_conference": True,
    "pupils_microphone": True,
    "pupils_camera": True,
    "guests_in_chat": False,
    "teachers_create_conference": True,
    "teacher_pupil_messages": False,
    "pupil_admin_pages": False,
    "page_visibility_etwinners": False,
    "video_upload": False,
}
"""The switches of a space and what they are until somebody turns them (D-02, D-03, D-10, D-18, n4, n6, n8, n19)."""

PUPIL_CEILING = frozenset({Role.PUPIL_MEMBER, Role.PUPIL_ADMIN})
"""All that a pupil's account can ever be, whatever else is stored (domain 5.1)."""

ADULTS_INSIDE = frozenset({Role.TEACHER, Role.FOUNDER})
HOSTS_OF_EVENTS = ADULTS_INSIDE | {Role.MODERATOR, Role.AGENCY, Role.ADMIN}

IN_SPACE = {
    "founder": Role.FOUNDER,
    "cofounder": Role.FOUNDER,
    "teacher_admin": Role.FOUNDER,
    "moderator": Role.FOUNDER,
    "tutor": Role.FOUNDER,
    "teacher": Role.TEACHER,
    "member": Role.TEACHER,
    "expert": Role.GUEST,
    "observer": Role.GUEST,
    "visitor": Role.GUEST,
    "pupil_admin": Role.PUPIL_ADMIN,
    "pupil": Role.PUPIL_MEMBER,
}
"""A membership's role as a column of the matrix; groups and labs have administrators and members too."""

ON_PLATFORM = {
    "ambassador": Role.MODERATOR,
    "mentor": Role.MODERATOR,
    "central_moderator": Role.MODERATOR,
    "agency_staff": Role.AGENCY,
    "admin": Role.ADMIN,
}
"""A platform role as a column. Editors and assessors are not here: a whole column would be more than their task."""


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


class Verdict(NamedTuple):
    """One cell: refused outright, or allowed, perhaps under a condition named by its code."""

    allowed: bool
    condition: str = ""

    @classmethod
    def read(cls, cell: str) -> Verdict:
        """Parse `yes`, `no`, `own`, `yes:CODE` or `if:CODE`; anything else is a broken table."""
        if cell in ("yes", "no"):
            return cls(cell == "yes")
        if cell == "own":
            return cls(True, "own")
        kind, _, code = cell.partition(":")
        if kind not in ("yes", "if") or not code:
            raise ValueError(f"permissions.csv: {cell!r} is no verdict")
        return cls(True, code)


def _load() -> tuple[dict[tuple[Right, Role], Verdict], dict[Right, str]]:
    table: dict[tuple[Right, Role], Verdict] = {}
    areas: dict[Right, str] = {}
    with Path(__file__).with_name("permissions.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            right = Right(row["action"])
            areas[right] = row["area"]
            for role in Role:
                table[right, role] = Verdict.read(row[role.value])
    return table, areas


TABLE, AREAS = _load()


def may(standing: Standing, right: Right, facts: Facts = NO_FACTS) -> bool:
    """Whether any of the caller's roles allows `right`, given what is true of the target."""
    if not _state_allows(standing, right):
        return False
    return any(_cell_allows(standing, right, role, facts) for role in _columns(standing, right, facts))


def could(standing: Standing, right: Right) -> bool:
    """Whether some target at some moment would be allowed: asked before the action has looked at its target."""
    return may(standing, right, EVERY_FACT)


def require(standing: Standing, right: Right, facts: Facts = NO_FACTS) -> None:
    """Refuse in plain words unless `may`."""
    if not may(standing, right, facts):
        raise forbidden()


def rights_of(standing: Standing) -> list[str]:
    """Names of the rights that could be used here, in capitals, for a client that shows only what works."""
    return [right.name for right in Right if could(standing, right)]


def roles_of(
    account_type: str, membership_role: str | None, platform_roles: Iterable[str]
) -> tuple[frozenset[Role], frozenset[Role]]:
    """The columns an account has inside a space with this membership, and the ones it has everywhere."""
    if account_type == "pupil":
        inside = {IN_SPACE[membership_role]} if membership_role in IN_SPACE else set[Role]()
        return frozenset(inside) & PUPIL_CEILING, frozenset({Role.PUPIL_MEMBER})
    outside = {ON_PLATFORM[role] for role in platform_roles if role in ON_PLATFORM}
    inside = outside | ({IN_SPACE[membership_role]} if membership_role in IN_SPACE else set[Role]())
    # Being no school staff, a general user is a visitor of the platform (domain 5.2: as AN, as GV where stated).
    base = {Role.TEACHER} if account_type == "staff" else {Role.ANONYMOUS, Role.GUEST}
    return frozenset(inside - PUPIL_CEILING), frozenset(outside | base)


def _state_allows(standing: Standing, right: Right) -> bool:
    if AREAS[right] not in SPACE_AREAS or standing.space_state == "open":
        return True
    kept = {"read_only": KEPT_WHEN_READ_ONLY, "archived": KEPT_WHEN_ARCHIVED}
    return right in kept.get(standing.space_state, frozenset())


def _columns(standing: Standing, right: Right, facts: Facts) -> frozenset[Role]:
    inside = AREAS[right] in SPACE_AREAS
    columns = standing.roles if inside else standing.roles | standing.everywhere
    if standing.is_pupil:
        return columns & PUPIL_CEILING
    # Only an adult who could have started it is ever a host (D-03, T7).
    if facts.host and columns & (ADULTS_INSIDE if inside else HOSTS_OF_EVENTS):
        return columns | {Role.HOST}
    return columns


def _cell_allows(standing: Standing, right: Right, role: Role, facts: Facts) -> bool:
    verdict = TABLE[right, role]
    if not verdict.allowed or not verdict.condition:
        return verdict.allowed
    condition = CONDITIONS.get(REFINED.get((right, verdict.condition), verdict.condition))
    return condition is not None and condition(standing, facts)
