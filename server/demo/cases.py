"""One report that waits: a pupil of Gdynia about something that a pupil of Bakı wrote."""

from datetime import timedelta
from uuid import UUID

from server.chat.models import ChatMessage, MessageState
from server.core.models import SpaceMembership
from server.demo.chat import room_id
from server.demo.people import pupil_id
from server.demo.planting import Garden, demo_id
from server.demo.spaces import space_id
from server.moderation.models import Case, CaseState, CaseStep, CaseTeacher, Level, Reason, Report, Target
from server.moderation.reports import OTHERS_WITHIN

AUTHOR = ("baku", "Aysu")
REPORTER = ("gdynia", "Filip")


def add_cases(garden: Garden) -> None:
    """The case with its report, its teachers and its first lines."""
    author, reporter = pupil_id(*AUTHOR), pupil_id(*REPORTER)
    room = room_id("P1")
    written = [
        row
        for row in garden.rows(ChatMessage)
        if row.room_id == room and row.author_id == author and row.state is MessageState.VISIBLE
    ]
    at = garden.now - timedelta(hours=3)
    case = Case(
        id=demo_id("case", "P1"),
        target_type=Target.MESSAGE,
        target_id=written[-1].id,
        space_id=space_id("P1"),
        room_id=room,
        subject_id=author,
        country="AZ",
        level=Level.AGENCY,
        urgent=False,
        due_at=at + OTHERS_WITHIN,
        state=CaseState.OPEN,
        created_at=at,
    )
    garden.add(case)
    garden.add(
        Report(
            id=demo_id("report", "P1"),
            case_id=case.id,
            reporter_id=reporter,
            reason=Reason.BULLYING,
            text="She laughed about my measurements again.",
            created_at=at,
        )
    )
    for number, teacher in enumerate(_teachers(garden, author, reporter)):
        garden.add(CaseTeacher(id=demo_id("case teacher", number), case_id=case.id, teacher_id=teacher))
    for second, (kind, by) in enumerate((("opened", None), ("reported", reporter))):
        garden.add(
            CaseStep(
                id=demo_id("case step", kind),
                case_id=case.id,
                author_id=by,
                kind=kind,
                data={"reason": Reason.BULLYING.value} if kind == "reported" else {},
                created_at=at + timedelta(seconds=second),
            )
        )


def _teachers(garden: Garden, *pupils: UUID) -> list[UUID]:
    found = {
        row.responsible_teacher_id
        for row in garden.rows(SpaceMembership)
        if row.space_id == space_id("P1") and row.user_id in pupils and row.responsible_teacher_id
    }
    return sorted(found)
