"""The matrix of domain 5.2 and what `may` says are the same thing, cell by cell."""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import permissions
from server.core.conditions import CONDITIONS, REFINED
from server.core.database import new_id
from server.core.errors import UserError
from server.core.permissions import (
    AREAS,
    EVERY_FACT,
    NO_FACTS,
    TABLE,
    Facts,
    Right,
    Role,
    Standing,
    Verdict,
    could,
    may,
    require,
    rights_of,
    roles_of,
)
from server.core.rights import SPACE_AREAS
from server.core.standing import DEFAULT_FLAGS

ROWS = list(
    csv.DictReader(Path(permissions.__file__).with_name("permissions.csv").read_text(encoding="utf-8").splitlines())
)
CELLS = [(row["action"], role, row[role.value]) for row in ROWS for role in Role]

MEMBERSHIPS = {
    Role.PUPIL_MEMBER: "pupil",
    Role.PUPIL_ADMIN: "pupil_admin",
    Role.GUEST: "visitor",
    Role.TEACHER: "teacher",
    Role.FOUNDER: "teacher_admin",
}

NEEDS: dict[str, tuple[dict[str, Any], Facts]] = {
    "own": ({}, Facts(own=True)),
    "if:n1": ({"grants": frozenset({"report"})}, NO_FACTS),
    "if:n2": ({}, Facts(within_rule=True)),
    "if:n3": ({}, Facts(same_space=True)),
    "if:n4": ({"flags": {"teacher_pupil_messages": True}}, Facts(responsible=True)),
    "yes:n5": ({"flags": {"pupils_in_chat": True}}, NO_FACTS),
    "if:n6": ({"membership_role": "observer"}, NO_FACTS),
    "if:n7": ({}, Facts(responsible=True)),
    "if:n8": ({"flags": {"pupils_in_conference": True}}, Facts(teacher_inside=True, consented=True)),
    "if:n9": ({}, Facts(admitted=True)),
    "if:n10": ({}, Facts(presenter=True)),
    "if:n11": ({}, Facts(cohost=True)),
    "if:n12": ({}, Facts(all_consented=True)),
    "if:n13": ({}, Facts(within_rule=True)),
    "if:n14": ({}, Facts(own_country=True)),
    "if:n15": ({}, Facts(agency_silent=True)),
    "if:n16": ({"membership_role": "founder"}, NO_FACTS),
    "if:n17": ({"grants": frozenset({"label_review"})}, NO_FACTS),
    "if:n19": ({}, Facts(within_rule=True, own=True)),
    "if:n20": ({}, Facts(own=True, checked=True)),
    "if:n21": ({"membership_role": "observer"}, NO_FACTS),
    "if:n22": ({}, Facts(taught=True)),
    "yes:n23": ({}, Facts(not_founder=True)),
    "if:n24": ({}, Facts(eligible=True)),
    "if:n25": ({}, Facts(impartial=True)),
    "if:D-03": ({"flags": {"teachers_create_conference": True}}, NO_FACTS),
    "if:joined": ({}, Facts(joined=True)),
    "if:expert": ({"membership_role": "expert"}, NO_FACTS),
    "if:own group": ({}, Facts(own_group=True)),
    "if:own log": ({}, Facts(own=True)),
    "if:GU open offers": ({}, Facts(open_offer=True)),
    "if:tutor": ({}, Facts(tutor=True)),
    "if:author": ({}, Facts(author=True)),
}
"""What makes each condition hold; with everything else true but this, it must not."""

NEEDS_HERE: dict[tuple[Right, str], tuple[dict[str, Any], Facts]] = {
    (Right.CHAT_DELETE, "if:n7"): ({}, Facts(responsible=True, own=True)),
    (Right.CONFERENCE_JOIN, "if:n8"): ({"flags": {"pupils_in_conference": True}}, Facts(teacher_inside=True)),
    (Right.PAGE_CREATE, "if:n19"): ({"flags": {"pupil_admin_pages": True}}, NO_FACTS),
}
"""The same where a note says something else for one row."""

SHOWN_LESS = {"yes:n18", "yes:D-20"}
"""Conditions on what is shown or when, not on whether."""

ALL_OFF = dict.fromkeys(DEFAULT_FLAGS, False)


def standing(*roles: Role, account_type: str = "staff", **changes: Any) -> Standing:
    """Somebody with exactly these columns, inside a space and outside."""
    kept: dict[str, Any] = {
        "user": new_id(),
        "account_type": account_type,
        "display_name": "Grace",
        "space": new_id(),
        "space_state": "open",
        "membership_role": MEMBERSHIPS.get(roles[0]) if roles else None,
        "roles": frozenset(roles),
        "flags": ALL_OFF,
        "everywhere": frozenset(roles),
    }
    return Standing(**kept | changes)


def alone(role: Role, **changes: Any) -> Standing:
    pupil = role in permissions.PUPIL_CEILING
    return standing(role, account_type="pupil" if pupil else "staff", **changes)


def facts_without(facts: Facts) -> Facts:
    """Everything true but what `facts` names."""
    return Facts(**{each.name: not getattr(facts, each.name) for each in fields(Facts)})


def test_every_row_of_the_table_is_a_right_and_the_other_way_round():
    assert {row["action"] for row in ROWS} == {right.value for right in Right}
    assert len(ROWS) == len(Right)
    assert {row["area"] for row in ROWS} >= SPACE_AREAS


def test_every_condition_of_the_table_is_known():
    assert {verdict.condition for verdict in TABLE.values() if verdict.condition} <= CONDITIONS.keys()
    assert set(REFINED.values()) <= CONDITIONS.keys()
    assert {cell for _, _, cell in CELLS} == NEEDS.keys() | SHOWN_LESS | {"yes", "no"}


@pytest.mark.parametrize(("action", "role", "cell"), CELLS, ids=[f"{a}-{r.value}-{c}" for a, r, c in CELLS])
def test_a_cell_is_what_may_says(action: str, role: Role, cell: str):
    right = Right(action)
    if cell == "no":
        assert not may(alone(role, grants=frozenset({"report"}), flags={}), right, replace(EVERY_FACT, host=False))
        return
    if cell == "yes" or cell in SHOWN_LESS:
        assert may(alone(role), right)
        return
    changes, facts = NEEDS_HERE.get((right, cell), NEEDS[cell])
    assert may(alone(role, **changes), right, facts)
    if changes:
        assert not may(alone(role), right, replace(EVERY_FACT, host=False)), "without the switch or the grant"
    if facts != NO_FACTS:
        assert not may(alone(role, **changes), right, replace(facts_without(facts), host=False)), "without the fact"


@given(
    roles=st.frozensets(st.sampled_from(list(Role))),
    membership=st.sampled_from([None, *permissions.IN_SPACE]),
    right=st.sampled_from(list(Right)),
    facts=st.builds(Facts, **{each.name: st.booleans() for each in fields(Facts)}),
)
def test_a_pupil_never_exceeds_a_pupil_administrator(
    roles: frozenset[Role], membership: str | None, right: Right, facts: Facts
):
    stored = standing(
        *roles, account_type="pupil", membership_role=membership, flags={}, grants=frozenset({"report", "safeguarding"})
    )
    best = standing(Role.PUPIL_ADMIN, Role.PUPIL_MEMBER, account_type="pupil", membership_role=membership, flags={})
    assert not may(stored, right, facts) or may(best, right, facts)


@given(
    roles=st.frozensets(st.sampled_from(list(Role))),
    right=st.sampled_from(list(Right)),
    facts=st.builds(Facts, **{each.name: st.booleans() for each in fields(Facts)}),
    account_type=st.sampled_from(["staff", "pupil", "general"]),
    state=st.sampled_from(["open", "read_only", "archived"]),
)
def test_what_some_facts_allow_could_be_allowed(
    roles: frozenset[Role], right: Right, facts: Facts, account_type: str, state: str
):
    somebody = standing(*roles, account_type=account_type, flags={}, space_state=state)
    assert not may(somebody, right, facts) or could(somebody, right)


@pytest.mark.parametrize("right", list(Right))
def test_nobody_without_a_role_may_anything(right: Right):
    assert not could(standing(), right)


def test_a_condition_that_nobody_knows_refuses(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(TABLE, (Right.CHAT_WRITE, Role.TEACHER), Verdict(True, "n99"))
    assert not may(alone(Role.TEACHER), Right.CHAT_WRITE, EVERY_FACT)


@pytest.mark.parametrize("cell", ["", "maybe", "if", "if:", "YES", "own:n1"])
def test_a_broken_cell_is_not_read(cell: str):
    with pytest.raises(ValueError, match="no verdict"):
        Verdict.read(cell)


def test_a_space_in_an_unknown_state_refuses_everything_inside():
    founder = alone(Role.FOUNDER, space_state="melted")
    assert not any(could(founder, right) for right in Right if AREAS[right] in SPACE_AREAS)


def test_a_closed_space_is_read_and_looked_after_but_not_written_in():
    founder = alone(Role.FOUNDER, space_state="read_only")
    for right in (Right.SEE_SPACE, Right.CHAT_READ, Right.CHAT_DELETE, Right.CHAT_REPORT, Right.SEE_MEMBERS):
        assert could(founder, right)
    for right in (Right.CHAT_WRITE, Right.CHAT_EDIT, Right.CONFERENCE_START, Right.CONFERENCE_JOIN, Right.PAGE_EDIT):
        assert not could(founder, right)


def test_an_archived_space_hides_what_is_live():
    founder = alone(Role.FOUNDER, space_state="archived")
    inside = {right for right in Right if AREAS[right] in SPACE_AREAS and could(founder, right)}
    kept = {Right.SEE_SPACE, Right.SEE_MEMBERS}
    assert inside == kept | {Right.MATERIAL_DELETE, Right.CHAT_DELETE, Right.CHAT_REPORT}, "to judge and to take away"
    assert could(founder, Right.EVENT_CREATE), "the state of one space says nothing about the platform"


def test_a_member_teacher_deletes_the_own_text_and_that_of_pupils_in_care_only():
    teacher = alone(Role.TEACHER)
    assert may(teacher, Right.CHAT_DELETE, Facts(own=True))
    assert may(teacher, Right.CHAT_DELETE, Facts(responsible=True))
    assert not may(teacher, Right.CHAT_DELETE)
    assert not may(teacher, Right.CHAT_MODERATE, Facts(own=True))


def test_a_page_is_edited_by_its_rule_and_by_the_teacher_who_wrote_it():
    assert may(alone(Role.TEACHER), Right.PAGE_EDIT, Facts(own=True))
    assert not may(alone(Role.PUPIL_ADMIN), Right.PAGE_EDIT, Facts(own=True))
    assert may(alone(Role.PUPIL_ADMIN), Right.PAGE_EDIT, Facts(within_rule=True))


@pytest.mark.proves("R-200")
def test_all_teachers_and_pupils_of_a_space_may_chat_and_meet():
    inside = Facts(teacher_inside=True)
    for role in (Role.PUPIL_MEMBER, Role.PUPIL_ADMIN, Role.TEACHER, Role.FOUNDER):
        person = alone(role, flags={})
        assert may(person, Right.CHAT_READ)
        assert may(person, Right.CHAT_WRITE)
        assert may(person, Right.CONFERENCE_JOIN, inside)


@pytest.mark.proves("R-218")
def test_a_pupil_administrator_adds_media_and_opens_threads_a_pupil_member_only_replies_and_chats():
    administrator, member = alone(Role.PUPIL_ADMIN, flags={}), alone(Role.PUPIL_MEMBER, flags={})
    for right in (Right.MATERIAL_ADD, Right.THREAD_OPEN):
        assert may(administrator, right)
        assert not could(member, right)
    for right in (Right.THREAD_REPLY, Right.CHAT_WRITE):
        assert may(member, right)


def test_a_conference_is_never_started_nor_hosted_by_a_pupil_or_a_guest():
    for role in (Role.PUPIL_MEMBER, Role.PUPIL_ADMIN, Role.GUEST):
        person = alone(role, flags={})
        assert not could(person, Right.CONFERENCE_START)
        assert not may(person, Right.CONFERENCE_MODERATE, Facts(host=True, cohost=True))
    host = alone(Role.TEACHER)
    assert may(host, Right.CONFERENCE_MODERATE, Facts(host=True))
    assert not may(host, Right.CONFERENCE_MODERATE)


def test_a_pupil_waits_for_a_teacher_and_speaks_only_with_consent():
    pupil = alone(Role.PUPIL_MEMBER, flags={})
    assert could(pupil, Right.CONFERENCE_JOIN)
    assert not may(pupil, Right.CONFERENCE_JOIN)
    assert not may(pupil, Right.CONFERENCE_MEDIA, Facts(teacher_inside=True))
    assert may(pupil, Right.CONFERENCE_MEDIA, Facts(teacher_inside=True, consented=True))


def test_the_switch_for_guests_counts_for_visitors_only():
    assert not could(alone(Role.GUEST, membership_role="visitor", flags={}), Right.CHAT_WRITE)
    assert may(alone(Role.GUEST, membership_role="visitor", flags={"guests_in_chat": True}), Right.CHAT_WRITE)
    assert may(alone(Role.GUEST, membership_role="expert", flags={}), Right.CHAT_WRITE)


def test_a_teacher_elsewhere_is_nothing_in_a_space_of_others():
    inside, everywhere = roles_of("staff", None, [])
    stranger = standing(roles=inside, everywhere=everywhere)
    assert may(stranger, Right.EVENT_CREATE)
    assert not any(could(stranger, right) for right in Right if AREAS[right] in SPACE_AREAS)


def test_outside_staff_see_a_space_only_while_a_grant_runs():
    inside, everywhere = roles_of("staff", None, ["agency_staff", "admin"])
    officer = standing(roles=inside, everywhere=everywhere)
    assert not could(officer, Right.SEE_SPACE)
    assert not could(officer, Right.CHAT_READ)
    review = replace(officer, grants=frozenset({"label_review"}))
    assert may(review, Right.SEE_SPACE)
    assert not could(review, Right.CHAT_READ), "never chat (n17)"
    assert may(replace(officer, grants=frozenset({"safeguarding"})), Right.CHAT_READ)


@pytest.mark.parametrize("membership", sorted(permissions.IN_SPACE))
@pytest.mark.parametrize("platform", [[], ["admin", "agency_staff", "central_moderator"]])
def test_the_roles_of_a_pupils_account_stay_under_the_ceiling(membership: str, platform: list[str]):
    inside, everywhere = roles_of("pupil", membership, platform)
    assert inside | everywhere <= permissions.PUPIL_CEILING


@pytest.mark.parametrize("membership", ["pupil", "pupil_admin"])
def test_an_adult_is_never_a_pupil(membership: str):
    inside, _ = roles_of("staff", membership, [])
    assert inside == frozenset()


def test_a_platform_role_without_a_column_gives_nothing():
    assert roles_of("staff", None, ["editor", "assessor"]) == roles_of("staff", None, [])


def test_a_general_user_is_a_visitor_of_the_platform():
    inside, everywhere = roles_of("general", None, [])
    visitor = standing(account_type="general", roles=inside, everywhere=everywhere)
    assert may(visitor, Right.PROFILE_EDIT)
    assert not could(visitor, Right.PEOPLE_SEARCH)
    assert not could(visitor, Right.CHAT_READ)


def test_a_refusal_is_said_in_plain_words():
    with pytest.raises(UserError) as refusal:
        require(alone(Role.PUPIL_MEMBER), Right.CONFERENCE_START)
    assert (refusal.value.code, refusal.value.status) == ("forbidden", 403)
    require(alone(Role.FOUNDER), Right.CONFERENCE_START)


def test_a_client_is_told_the_names_of_what_works():
    told = rights_of(alone(Role.PUPIL_MEMBER, flags={}))
    assert "CHAT_WRITE" in told
    assert "CONFERENCE_START" not in told
