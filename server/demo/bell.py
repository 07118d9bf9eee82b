"""What waits behind the bells: seven unread for the demo teacher, one each for some others (domain 13.6)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from campus.pages.models import PurgeNotice
from server.core.clock import BRUSSELS
from server.core.models import ActionState, Notification
from server.demo.chat import room_id, speaker_id
from server.demo.events import event_id, request_id
from server.demo.planting import Garden, demo_id
from server.demo.spaces import space_id

UNREAD = timedelta(days=180)
"""How long an unread notification is kept (domain 10.1)."""

TEACHERS: list[tuple[int, str, dict[str, Any], str, UUID, ActionState]] = [
    # minutes ago, code, params, target, its id, whether it asks for an answer
    (12, "conference.soon", {"title": "Week 5: one photo each"}, "space", space_id("P1"), ActionState.NONE),
    (
        31,
        "chat.held",
        {"name": "Tommaso", "space": "From the Caspian to the Adriatic"},
        "space",
        space_id("P1"),
        ActionState.NONE,
    ),
    (
        60,
        "event.room_open_host",
        {"title": "Novruz around the world: kitchen live"},
        "event",
        event_id("kitchen"),
        ActionState.NONE,
    ),
    (
        300,
        "contact.request",
        {"name": "Rui Sequeira"},
        "contact_request",
        request_id("Rui Sequeira"),
        ActionState.WAITING,
    ),
    (
        700,
        "project.invited",
        {"title": "Code your carnival", "name": "Lucía Ferrándiz"},
        "space",
        space_id("P3"),
        ActionState.WAITING,
    ),
    (
        1500,
        "course.module_open",
        {"title": "Padlets, posters, podcasts", "module": 1},
        "course",
        demo_id("course"),
        ActionState.NONE,
    ),
    (
        2900,
        "label.returned",
        {"title": "From the Caspian to the Adriatic"},
        "label",
        demo_id("label"),
        ActionState.NONE,
    ),
]

OTHERS = [
    ("baku/Aysu", "conference.soon", {"title": "Week 5: one photo each"}),
    ("gdynia/Filip", "conference.soon", {"title": "Week 5: one photo each"}),
    ("ferrara/Tommaso", "chat.waits", {"space": "From the Caspian to the Adriatic"}),
    ("Chiara Bellandi", "event.live", {"title": "Open mic: how did you find your first partner?"}),
]


def add_notifications(garden: Garden) -> None:
    """All notifications; one of the teacher's was read long ago."""
    for number, (ago, code, params, target, target_id, action) in enumerate(TEACHERS):
        row = _notification(garden, "Günel Səfərli", number, ago, code, params)
        row.target_type, row.target_id, row.action_state = target, target_id, action
        garden.add(row)
    for number, (speaker, code, params) in enumerate(OTHERS):
        garden.add(_notification(garden, speaker, number, 15, code, params))
    read = _notification(garden, "Günel Səfərli", 99, 9000, "project.member_joined", {"name": "Sami Gharsalli"})
    read.read_at = garden.now - timedelta(days=5)
    garden.add(read)
    # This month's notice of what leaves soon was rung and read long ago: seven are unread, and not soon eight.
    garden.add(PurgeNotice(room_id=room_id("P1"), month=f"{garden.now.astimezone(BRUSSELS):%Y-%m}"))


def _notification(
    garden: Garden, speaker: str, number: int, ago: int, code: str, params: dict[str, Any]
) -> Notification:
    at = garden.now - timedelta(minutes=ago)
    return Notification(
        id=demo_id("notification", speaker, number),
        user_id=speaker_id(speaker),
        code=code,
        params=params,
        created_at=at,
        updated_at=at,
        expires_at=at + UNREAD,
    )
