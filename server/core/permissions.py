"""The permission matrix of domain 5.2, read from permissions.csv: the one place that says who may do what.

Refused by default (T11): an unknown condition, an unknown state of a space and an empty set of roles all deny.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from server.core.conditions import CONDITIONS, REFINED
from server.core.errors import forbidden
from server.core.rights import KEPT_IN_EVENTS, KEPT_WHEN_ARCHIVED, KEPT_WHEN_READ_ONLY, SPACE_AREAS
from server.core.rights import Right as Right
from server.core.rights import Role as Role
from server.core.standing import EVERY_FACT, NO_FACTS
from server.core.standing import Facts as Facts
from server.core.standing import Standing as Standing

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


def lies_in_space(right: Right) -> bool:
    """Whether the right is about one space, so that being something elsewhere gives nothing."""
    return AREAS[right] in SPACE_AREAS


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
    if not lies_in_space(right):
        return True
    if standing.space_kind == "event" and right not in KEPT_IN_EVENTS:
        return False
    if standing.space_state == "open":
        return True
    kept = {"read_only": KEPT_WHEN_READ_ONLY, "archived": KEPT_WHEN_ARCHIVED}
    return right in kept.get(standing.space_state, frozenset())


def _columns(standing: Standing, right: Right, facts: Facts) -> frozenset[Role]:
    inside = lies_in_space(right)
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
