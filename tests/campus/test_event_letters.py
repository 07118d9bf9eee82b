"""What events say by e-mail: to whom, in which language, with both times and the file for the calendar."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from campus.events import inviting
from campus.events.wire import InvitePeople
from server.core.models import User
from server.notifications.bell import Bell
from server.notifications.hours import clock_change, when
from server.notifications.models import Mail, MailKind
from server.notifications.unsubscribing import link
from tests.campus.events import NOW, START, Events, at

pytestmark = pytest.mark.anyio


async def letters(events: Events, user: object) -> list[Mail]:
    await events.site.part(Bell).settled()
    async with events.site.database.read() as db:
        return list(await db.scalars(select(Mail).where(Mail.user_id == user).order_by(Mail.id)))


@pytest.mark.proves("R-072")
async def test_letters_come_in_the_readers_language_with_brussels_time_and_their_own(events: Events) -> None:
    people = events.people
    async with events.site.database.write() as db:
        eve = await db.get_one(User, people.eve)
        eve.locale, eve.time_zone = "az", "Asia/Baku"
    with at(NOW):
        event = (await events.made(people.ada, title="Lakes {x}")).card.id
        await events.joined(people.eve, event)
        await events.joined(people.grace, event)
        await events.rung(people.grace)
        await events.cancelled(people.ada, event, "The lake is frozen.")
    first, last = await letters(events, people.eve)
    assert first.subject == "Siz iştirak edirsiniz: Lakes {x}"
    assert "14.07.2026, 15:00–16:00 CEST (Brüssel vaxtı); 17:00–18:00 (sizin vaxtınız)" in first.text
    assert f"/events/{event}" in first.text
    assert "Səbəb: The lake is frozen." in last.text
    assert last.calendar is not None
    file: Any = icalendar.Calendar.from_ical(last.calendar)
    assert str(file["METHOD"]) == "CANCEL"
    (entry,) = file.walk("VEVENT")
    assert (str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("CANCELLED", 1)
    english, _ = await letters(events, people.grace)
    assert english.subject == "You take part: Lakes {x}"
    assert "15:00–16:00 CEST (in Brussels)\n" in english.text, "said once where it is the same"


@pytest.mark.parametrize("what", ["called off", "changed"])
async def test_who_comes_reads_of_it_though_the_process_ends_right_after_it(
    events: Events, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
        await events.rung(people.grace)
        monkeypatch.setattr(Bell, "ring", _not_any_more)
        if what == "changed":
            await events.changed(people.ada, event, starts_at=START + timedelta(hours=1))
        else:
            await events.cancelled(people.ada, event)
    subject = {"called off": "Called off: Rivers in November", "changed": "This event has changed: Rivers in November"}
    assert (await letters(events, people.grace))[-1].subject == subject[what]
    code = {"called off": "event.cancelled", "changed": "event.changed"}
    assert await events.rung(people.grace) == ["event.joined", code[what]]


def _not_any_more(_: Bell, work: Coroutine[Any, Any, None]) -> None:
    work.close()


@pytest.mark.proves("R-072")
def test_three_in_brussels_is_five_in_baku_in_july_and_six_in_january() -> None:
    hour = timedelta(hours=1)
    winter = datetime(2026, 1, 14, 14, tzinfo=UTC)
    said = [when(start, start + hour, "en", "Asia/Baku") for start in (START, winter)]
    assert said == [
        "14.07.2026, 15:00–16:00 CEST (in Brussels); 17:00–18:00 (your time)",
        "14.01.2026, 15:00–16:00 CET (in Brussels); 18:00–19:00 (your time)",
    ]
    late = datetime(2026, 7, 14, 21, tzinfo=UTC)
    far = when(late, late + hour, "en", "Asia/Baku")
    assert far.endswith("; 15.07.2026, 01:00–02:00 (your time)")
    moment = when(START, None, "en", "Asia/Baku")
    assert moment == "14.07.2026, 15:00 CEST (in Brussels); 17:00 (your time)"


async def test_reminders_go_by_mail_a_day_an_hour_and_ten_minutes_ahead_and_say_how_to_get_none(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    for before in (timedelta(hours=24), timedelta(hours=1), timedelta(minutes=10), timedelta()):
        with at(START - before):
            await events.clock_looks()
    joined, *reminders = await letters(events, people.grace)
    assert [reminder.subject for reminder in reminders] == ["It begins soon: Rivers in November"] * 3
    for reminder in reminders:
        assert link(events.site.settings, people.grace, MailKind.EVENTS) in reminder.text
    assert "/unsubscribe/" not in joined.text, "this one must come"
    # Whoever leads hears a day ahead that the room is open.
    begins = "It begins soon: Rivers in November"
    said = [mail.subject for mail in await letters(events, people.ada)]
    assert said == ["Your room is open: Rivers in November", begins, begins]


@pytest.mark.proves("R-070", "R-072")
async def test_an_invitation_comes_with_a_file_that_is_not_sure_until_there_is_a_seat(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.grace)
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await inviting.invite(await events.caller(people.ada), event, InvitePeople(users=[people.grace]))
    with at(NOW + timedelta(minutes=1)):
        await events.joined(people.grace, event)
    invited, joined = [_entry(letter) for letter in await letters(events, people.grace)]
    assert [str(one["STATUS"]) for one in (invited, joined)] == ["TENTATIVE", "CONFIRMED"]
    assert invited["UID"] == joined["UID"]
    assert joined["DTSTAMP"].dt > invited["DTSTAMP"].dt


def _entry(letter: Mail) -> Any:
    assert letter.calendar is not None, letter.subject
    file: Any = icalendar.Calendar.from_ical(letter.calendar)
    (entry,) = file.walk("VEVENT")
    return entry


@pytest.mark.proves("R-072")
@pytest.mark.parametrize(
    ("starts", "day"),
    [
        (datetime(2026, 3, 30, 13, tzinfo=UTC), "29.03.2026"),
        (datetime(2026, 10, 27, 14, tzinfo=UTC), "25.10.2026"),
    ],
    ids=["spring", "autumn"],
)
async def test_letters_tell_of_clocks_that_change_in_the_week_before(
    events: Events, starts: datetime, day: str
) -> None:
    people = events.people
    with at(starts - timedelta(days=6)):
        event = (await events.made(people.ada, starts_at=starts)).card.id
        await events.joined(people.grace, event)
    with at(starts - timedelta(hours=1)):
        await events.clock_looks()
        await events.cancelled(people.ada, event)
    joined, reminder, cancelled = await letters(events, people.grace)
    assert f"Clocks change in Brussels on {day}." in joined.text
    assert "where there is no summer time" in joined.text
    for later in (reminder, cancelled):
        assert "Clocks change" not in later.text, "they have, or nobody comes any more"


def test_a_change_of_clocks_is_told_only_when_it_lies_between_now_and_the_event_and_near_it() -> None:
    spring = datetime(2026, 3, 29, 1, tzinfo=UTC)
    with at(spring - timedelta(days=30)):
        assert "29.03.2026" in clock_change(spring, "en"), "it begins as clocks change"
        assert "29.03.2026" in clock_change(spring + timedelta(days=6, hours=23), "az")
        assert clock_change(spring - timedelta(minutes=1), "en") == ""
        assert clock_change(spring + timedelta(days=7), "en") == ""
    with at(spring):
        assert clock_change(spring + timedelta(days=1), "en") == ""
        assert clock_change(spring - timedelta(days=1), "en") == "", "it is over"
