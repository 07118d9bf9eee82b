"""The notes under the permission matrix (domain 5.2), each a named function of who asks and what is true."""

from __future__ import annotations

from collections.abc import Callable

from server.core.rights import Right
from server.core.standing import Facts, Standing

Condition = Callable[[Standing, Facts], bool]


def opened_by_grant(standing: Standing, _: Facts) -> bool:
    """n1: outside staff, for a report or a safeguarding reason, as long as the grant runs."""
    return bool(standing.grants & {"report", "safeguarding"})


def opened_for_label_review(standing: Standing, facts: Facts) -> bool:
    """n17: pages and members during a label review, never chat; n1 opens them too."""
    return "label_review" in standing.grants or opened_by_grant(standing, facts)


def teacher_to_own_pupil(standing: Standing, facts: Facts) -> bool:
    """n4: only while the space allows it, and never between strangers."""
    return standing.switched("teacher_pupil_messages") and facts.responsible


def pupils_chat(standing: Standing, _: Facts) -> bool:
    """n5: the space lets pupils into its chatroom (D-02); hours and filters are the chatroom's own."""
    return standing.switched("pupils_in_chat")


def guest_chats(standing: Standing, _: Facts) -> bool:
    """n6: experts and observers; visitors where the space lets guests in."""
    return standing.membership_role in ("expert", "observer") or standing.switched("guests_in_chat")


def answers_for(_: Standing, facts: Facts) -> bool:
    """n7: a member teacher over the pupils he or she is responsible for."""
    return facts.responsible


def answers_for_text(_: Standing, facts: Facts) -> bool:
    """n7 for deleting: such a teacher also over the own writing, as everybody else."""
    return facts.responsible or facts.own


def edits_page(standing: Standing, facts: Facts) -> bool:
    """n19: whom the page's rule includes, and a teacher who wrote it."""
    return facts.within_rule or (facts.own and standing.is_teacher)


def teachers_start(standing: Standing, _: Facts) -> bool:
    """D-03: member teachers while the space leaves the switch on."""
    return standing.switched("teachers_create_conference")


def supervised(standing: Standing, facts: Facts) -> bool:
    """n8: pupils only while a teacher of the space is inside, where the space lets pupils in (D-02)."""
    return standing.switched("pupils_in_conference") and facts.teacher_inside


def supervised_media(standing: Standing, facts: Facts) -> bool:
    """n8 for microphone and camera: supervised, within the space's setting and the recorded consent."""
    return supervised(standing, facts) and facts.consented


def guest_rank(*ranks: str) -> Condition:
    """Guests of the named kinds."""
    return lambda standing, _: standing.membership_role in ranks


def never_withheld(_: Standing, __: Facts) -> bool:
    """Notes that limit what is shown or hold it for approval (n18, D-20), not whether it may be asked."""
    return True


CONDITIONS: dict[str, Condition] = {
    "own": lambda _, facts: facts.own,
    "n1": opened_by_grant,
    "n2": lambda _, facts: facts.within_rule,
    "n3": lambda _, facts: facts.same_space,
    "n4": teacher_to_own_pupil,
    "n5": pupils_chat,
    "n6": guest_chats,
    "n7": answers_for,
    "n7 delete": answers_for_text,
    "n8": supervised,
    "n8 media": supervised_media,
    "n9": lambda _, facts: facts.admitted,
    "n10": lambda _, facts: facts.presenter,
    "n11": lambda _, facts: facts.cohost,
    "n12": lambda _, facts: facts.all_consented,
    "n13": lambda _, facts: facts.within_rule,
    "n14": lambda _, facts: facts.own_country,
    "n15": lambda _, facts: facts.agency_silent,
    "n16": lambda standing, _: standing.membership_role in ("founder", "cofounder"),
    "n17": opened_for_label_review,
    "n18": never_withheld,
    "n19": edits_page,
    "n19 create": lambda standing, _: standing.switched("pupil_admin_pages"),
    "n20": lambda _, facts: facts.own and facts.checked,
    "n21": guest_rank("observer", "expert"),
    "n22": lambda _, facts: facts.taught,
    "n23": lambda _, facts: facts.not_founder,
    "n24": lambda _, facts: facts.eligible,
    "n25": lambda _, facts: facts.impartial,
    "D-03": teachers_start,
    "D-20": never_withheld,
    "joined": lambda _, facts: facts.joined,
    "expert": guest_rank("expert"),
    "own group": lambda _, facts: facts.own_group,
    "own log": lambda _, facts: facts.own,
    "GU open offers": lambda _, facts: facts.open_offer,
    "tutor": lambda _, facts: facts.tutor,
    "author": lambda _, facts: facts.author,
}
"""By the code in permissions.csv. A code that is missing here refuses."""

REFINED = {
    (Right.CHAT_DELETE, "n7"): "n7 delete",
    (Right.CONFERENCE_MEDIA, "n8"): "n8 media",
    (Right.PAGE_CREATE, "n19"): "n19 create",
}
"""Notes that say something more for one row."""
