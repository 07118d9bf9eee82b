"""Polls: drafted, opened, answered once by each, closed, shown; exact, and silent about who chose what where they are
anonymous."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from server.conference import retention
from server.conference.documents.models import ConferenceDocument, DocumentKind, DocumentState
from server.conference.polls.models import TRANSITIONS, Poll, PollOption, PollState, PollVote, PollVoter
from server.core import clock
from server.core.database import new_id
from server.core.models import AuditLine
from server.core.models.states import WrongMoveError
from tests.campus.events import START, at
from tests.conference.beside import assert_updates_lead_to_fresh_state, inside_of
from tests.conference.conftest import House
from tests.conference.gathering import DAY, DOORS, comes_in, event_of
from tests.conference.polling import RIVER, drafted, move, opened, poll_seen, polls_at
from tests.conference.steps import inside
from tests.live import Client

pytestmark = pytest.mark.anyio


async def choose(client: Client, conference: str, poll: dict[str, Any], *places: int, **more: Any) -> dict[str, Any]:
    options = [poll["options"][place]["id"] for place in places]
    return await client.ask("poll.answer", conference=conference, poll=poll["id"], options=options, **more)


async def test_two_answer_and_everybody_sees_the_bars_when_they_are_shown(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr, nino = await inside(two_houses, conference, "piotr", at=1), await inside(two_houses, conference, "nino")
    poll = await drafted(ada, conference)
    assert (await ada.heard("poll.changed"))["poll"] == poll
    assert await poll_seen(piotr, conference, poll) is None, "a draft is seen by those who lead only"
    await move(ada, conference, poll, "open")
    told = (await piotr.heard("poll.changed"))["poll"]
    assert (told["state"], told["results"], told["anonymous"]) == ("open", None, False)
    assert (await choose(piotr, conference, poll, 1))["result"] == {
        "yours": {"options": [poll["options"][1]["id"]], "may_change": True},
        "receipt": None,
    }
    await choose(nino, conference, poll, 1)
    live = await ada.find(lambda f: f["type"] == "poll.counted" and f["results"]["answered"] == 2)
    assert live["results"]["votes"] == [0, 2]
    await move(ada, conference, poll, "closed")
    assert (await choose(piotr, conference, poll, 0))["code"] == "poll_not_open"
    late = await inside(two_houses, conference, "grace", at=1)
    seen = await poll_seen(late, conference, poll)
    assert seen is not None
    assert (seen["state"], seen["yours"]) == ("closed", None)
    await move(ada, conference, poll, "shown")
    shown = await piotr.find(lambda f: f["type"] == "poll.changed" and f["poll"]["state"] == "shown")
    assert shown["poll"]["results"] == {"answered": 2, "votes": [0, 2]}
    assert not piotr.has_heard("poll.counted"), "live bars are for those who lead"
    async with two_houses.database.read() as db:
        lines = set(await db.scalars(select(AuditLine.action).where(AuditLine.action.like("conference.poll_%"))))
    assert lines == {"conference.poll_open", "conference.poll_closed", "conference.poll_shown"}


@pytest.mark.parametrize("anonymous", [True, False])
async def test_updates_lead_to_what_a_fresh_page_gets(one_house: House, anonymous: bool) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    first, second = await drafted(ada, conference, anonymous=anonymous), await drafted(ada, conference)
    polls = polls_at(conference)

    async def arrange() -> None:
        await ada.http.put(polls, json={"polls": [second["id"], first["id"]]})
        await ada.http.put(f"{polls}/{first['id']}", json=RIVER | {"anonymous": anonymous})
        await ada.http.post(f"{polls}/{first['id']}/copy")
        await ada.http.delete(f"{polls}/{second['id']}")

    await assert_updates_lead_to_fresh_state(one_house, conference, [ada, piotr], arrange)
    poll = await poll_seen(ada, conference, first)
    assert poll is not None

    async def ask() -> None:
        await move(ada, conference, poll, "open")

    async def answer() -> None:
        await choose(piotr, conference, poll, 0)

    async def close() -> None:
        await move(ada, conference, poll, "closed")

    async def show() -> None:
        await move(ada, conference, poll, "shown")

    await assert_updates_lead_to_fresh_state(one_house, conference, [ada, piotr], ask)
    # One's own answer is told by the answer to the request.
    await assert_updates_lead_to_fresh_state(one_house, conference, [ada], answer)
    await assert_updates_lead_to_fresh_state(one_house, conference, [ada, piotr], close)
    await assert_updates_lead_to_fresh_state(one_house, conference, [ada, piotr], show)


async def test_an_answer_is_changed_once_and_counts_once(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    poll = await opened(ada, conference)
    await choose(piotr, conference, poll, 0)
    assert (await choose(piotr, conference, poll, 0))["result"]["yours"]["may_change"], "the same again is no change"
    assert not (await choose(piotr, conference, poll, 1))["result"]["yours"]["may_change"]
    assert (await choose(piotr, conference, poll, 0))["code"] == "changed_already"
    several = await opened(ada, conference, multiple=True, options=["a", "b", "c"])
    await choose(piotr, conference, several, 0, 2)
    assert (await choose(piotr, conference, several, 1))["result"]["yours"]["options"] == [several["options"][1]["id"]]
    for one, votes in ((poll, [0, 1]), (several, [0, 1, 0])):
        seen = await poll_seen(ada, conference, one)
        assert seen is not None
        assert seen["results"] == {"answered": 1, "votes": votes}


async def test_what_no_poll_offers_is_refused(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    poll, other = await opened(ada, conference), await opened(ada, conference)
    assert (await choose(piotr, conference, poll, 0, 1))["code"] == "one_option"
    assert (await choose(piotr, conference, poll))["code"] == "no_option"
    foreign = poll | {"options": other["options"]}
    assert (await choose(piotr, conference, foreign, 0))["code"] == "no_such_option"
    draft = await drafted(ada, conference)
    assert (await choose(piotr, conference, draft, 0))["code"] == "poll_not_open"
    elsewhere = await one_house.start(ada)
    assert (await choose(ada, elsewhere, poll, 0))["code"] == "not_inside"
    for bad in (
        {"options": ["one"]},
        {"options": ["same", " SAME "]},
        {"options": [str(number) for number in range(11)]},
        {"options": ["", "b"]},
        {"question": " "},
        {"question": "x" * 301},
        {"options": ["x" * 121, "b"]},
    ):
        answer = await ada.http.post(polls_at(conference), json=RIVER | bad)
        assert 400 <= answer.status_code < 500, answer.text


async def test_only_those_who_lead_make_and_move_polls_and_only_those_inside_answer(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, gail = await inside(one_house, conference, "piotr"), await one_house.client("gail")
    poll = await opened(ada, conference)
    eve = await one_house.client("eve")
    for stranger, status in ((piotr, 403), (gail, 403), (eve, 404)):
        assert (await stranger.http.post(polls_at(conference), json=RIVER)).status_code == status
        assert (await stranger.http.get(polls_at(conference))).status_code == status
        assert (await stranger.http.get(f"{polls_at(conference)}/{poll['id']}/choices")).status_code == status
    assert await piotr.refusal("poll.move", conference=conference, poll=poll["id"], to="closed") == "forbidden"
    assert (await choose(eve, conference, poll, 0))["code"] == "not_found"
    assert (await gail.result("conference.enter", conference=conference))["state"] == "lobby"
    assert (await choose(gail, conference, poll, 0))["code"] == "not_inside"
    await ada.result("lobby.admit", conference=conference, user=gail.user)
    assert (await choose(gail, conference, poll, 0))["type"] == "done", "a guest who was let in answers as all do"
    grace = await inside(one_house, conference, "grace")
    assert await grace.refusal("poll.move", conference=conference, poll=poll["id"], to="closed") == "forbidden"
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="cohost")
    await move(grace, conference, poll, "closed")


async def test_nothing_that_is_stored_says_who_chose_what_in_an_anonymous_poll(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, nino = await inside(one_house, conference, "piotr"), await inside(one_house, conference, "nino")
    poll = await opened(ada, conference, anonymous=True)
    first = (await choose(piotr, conference, poll, 0))["result"]
    assert first["yours"] == {"options": [], "may_change": True}
    assert (await choose(piotr, conference, poll, 1))["code"] == "answered", "nobody knows what to take back"
    stolen = await choose(nino, conference, poll, 0)
    assert stolen["type"] == "done"
    assert (await choose(nino, conference, poll, 1, receipt=first["receipt"]))["code"] == "answered"
    forged = "1" + first["receipt"][1:]
    assert (await choose(piotr, conference, poll, 0, receipt=forged))["code"] == "answered"
    changed = (await choose(piotr, conference, poll, 1, receipt=first["receipt"]))["result"]
    assert changed == {"yours": {"options": [], "may_change": False}, "receipt": None}
    assert (await choose(piotr, conference, poll, 0, receipt=first["receipt"]))["code"] == "answered"
    async with one_house.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(PollVote)) == 0
        written = set(await db.scalars(select(PollOption.updated_at).where(PollOption.poll_id == UUID(poll["id"]))))
        assert len(written) == 1, "all sums are written together, so no time says which one changed"
        assert await db.scalar(select(func.count()).select_from(PollVoter)) == 2
    choices = await ada.http.get(f"{polls_at(conference)}/{poll['id']}/choices")
    assert choices.json() == {"choices": []}
    await move(ada, conference, poll, "closed")
    async with one_house.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(PollVoter)) == 0
        stored = await db.get_one(Poll, UUID(poll["id"]))
        votes = list(await db.scalars(select(PollOption.votes).order_by(PollOption.position)))
        assert (stored.answered, votes) == (2, [1, 1])


async def test_drafts_are_prepared_before_the_doors_and_opened_after(one_house: House) -> None:
    ada = await one_house.client("ada")
    conference = await planned(one_house, ada)
    poll = await drafted(ada, conference)
    assert await ada.refusal("poll.move", conference=conference, poll=poll["id"], to="open") == "poll_too_early"
    again = (await ada.http.post(f"{polls_at(conference)}/{poll['id']}/copy")).json()
    listed = (await ada.http.get(polls_at(conference))).json()["polls"]
    assert [one["id"] for one in listed] == [poll["id"], again["id"]]
    await ada.http.put(polls_at(conference), json={"polls": [again["id"], poll["id"]]})
    listed = (await ada.http.get(polls_at(conference))).json()["polls"]
    assert [one["id"] for one in listed] == [again["id"], poll["id"]]
    stale = await ada.http.put(polls_at(conference), json={"polls": [again["id"]]})
    assert stale.json()["code"] == "other_drafts"
    assert (await ada.http.delete(f"{polls_at(conference)}/{poll['id']}")).status_code == 200
    assert (await ada.http.delete(f"{polls_at(conference)}/{poll['id']}")).status_code == 404


async def planned(house: House, host: Client) -> str:
    """A conference in some hours; its id."""
    starts_at = on_five_minutes(clock.now() + timedelta(hours=2))
    return await house.start(host, starts_at=starts_at.isoformat())


def on_five_minutes(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)


@pytest.mark.proves("R-073")
async def test_who_leads_an_event_drafts_the_day_before_and_who_joined_answers(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START - DAY):
        ada, gail, grace = [await one_house.client(name) for name in ("ada", "gail", "grace")]
        conference, _ = await comes_in(ada, event)
        poll = await drafted(ada, conference)
        assert (await gail.http.post(f"{polls_at(conference)}/{poll['id']}/copy")).status_code == 201, "co-hosts, too"
        assert (await grace.http.post(polls_at(conference), json=RIVER)).status_code == 403
        assert (await grace.http.get(polls_at(conference))).status_code == 403
        assert (await choose(grace, conference, poll, 0))["code"] == "not_inside"
    with at(START - DOORS):
        grace = await one_house.client("grace")
        await comes_in(grace, event)
        await move(ada, conference, poll, "open")
        assert (await choose(grace, conference, poll, 0))["type"] == "done"
        question = await grace.result("question.ask", conference=conference, text="Why?")
        await ada.result("question.move", conference=conference, question=question["id"], to="answering")
        await move(ada, conference, poll, "closed", "shown")
        shown = await grace.find(lambda f: f["type"] == "poll.changed" and f["poll"]["state"] == "shown")
        assert shown["poll"]["results"] == {"answered": 1, "votes": [1, 0]}


async def test_the_table_names_whom_it_may_and_holds_no_formula(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, nino = await inside(one_house, conference, "piotr"), await inside(one_house, conference, "nino")
    named = await opened(ada, conference, question="=HYPERLINK(1)", options=["@one", "+two"])
    secret = await opened(ada, conference, anonymous=True)
    await drafted(ada, conference)
    for client in (piotr, nino):
        for poll in (named, secret):
            await choose(client, conference, poll, 0)
    await ada.result("conference.end", conference=conference)
    path = f"/api/conferences/{conference}/poll-results.csv"
    assert (await piotr.http.get(path)).status_code == 403
    assert (await (await one_house.client("eve")).http.get(path)).status_code == 404
    answer = await (await one_house.client("grace")).http.get(path)
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))[1:]
    assert [row[1:3] + row[5:] for row in rows] == [
        ["'=HYPERLINK(1)", "closed", "'@one", "2", "Nino R. (School of Ferrara); Piotr Z. (School of Gdynia)"],
        ["'=HYPERLINK(1)", "closed", "'+two", "0", ""],
        [RIVER["question"], "closed", "The Po", "2", ""],
        [RIVER["question"], "closed", "The Vistula", "0", ""],
    ], "the end of the conference closes what is open"
    report = (await ada.http.get(f"/api/conferences/{conference}/report")).json()
    assert [poll["results"] for poll in report["polls"]] == [{"answered": 2, "votes": [2, 0]}] * 2
    assert await ada.refusal("poll.move", conference=conference, poll=named["id"], to="shown") == "conference_over"


async def document_of(house: House, conference: str, pages: int = 3) -> str:
    """A document whose pages are drawn, as the converter leaves it."""
    document = ConferenceDocument(
        id=new_id(),
        conference_id=UUID(conference),
        title="Rivers",
        kind=DocumentKind.PDF,
        position=0,
        state=DocumentState.READY,
        pages_done=pages,
        pages_all=pages,
        uploaded_by=house.people.ada,
    )
    async with house.database.write() as db:
        db.add(document)
    return str(document.id)


async def test_a_poll_belongs_to_a_page_that_is_there_and_late_comers_who_lead_know_it(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr, grace = await inside(two_houses, conference, "piotr"), await inside(two_houses, conference, "grace", at=1)
    document, other = await document_of(two_houses, conference), await two_houses.start(grace, title="Seas")
    page = {"document": document, "page": 3}
    poll = await drafted(ada, conference, page=page)
    assert poll["page"] == page
    for wrong, code in (
        ({"document": document, "page": 4}, "no_such_page"),
        ({"document": await document_of(two_houses, other), "page": 1}, "not_found"),
    ):
        answer = await ada.http.post(polls_at(conference), json=RIVER | {"page": wrong})
        assert answer.json()["code"] == code
    copied = await ada.http.post(f"{polls_at(conference)}/{poll['id']}/copy")
    assert copied.json()["page"] == page
    edited = await ada.http.put(f"{polls_at(conference)}/{copied.json()['id']}", json=RIVER | {"page": None})
    assert edited.json()["page"] is None
    await ada.result("slides.show", conference=conference, document=document, page=3)
    picture = await inside_of(ada, conference)
    assert picture["slides"]["page"] == 3
    assert [one["page"] for one in picture["polls"]] == [page, None], "who comes late is offered it, too"
    assert await poll_seen(piotr, conference, poll) is None
    await move(ada, conference, poll, "open")
    seen = await poll_seen(piotr, conference, poll)
    assert seen is not None
    assert (seen["state"], seen["page"]) == ("open", page)
    gone = await ada.http.delete(f"/api/conferences/{conference}/documents/{document}")
    assert gone.status_code in (200, 204), gone.text
    seen = await poll_seen(grace, conference, poll)
    assert seen is not None
    assert (seen["state"], seen["page"]) == ("open", None)


@pytest.mark.parametrize("before", PollState)
def test_a_poll_never_goes_back(before: PollState) -> None:
    order = list(PollState)
    for after in PollState:
        poll = Poll(state=before)
        if order.index(after) == order.index(before) + 1:
            poll.move_to(after, clock.now())
            assert poll.state is after
        else:
            with pytest.raises(WrongMoveError):
                poll.move_to(after, clock.now())
    assert TRANSITIONS.keys() == set(PollState)


async def test_who_chose_and_asked_what_goes_when_the_attendance_does(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    poll = await opened(ada, conference)
    await choose(ada, conference, poll, 0)
    await choose(piotr, conference, poll, 1)
    question = await piotr.result("question.ask", conference=conference, text="Why?")
    await ada.result("question.vote", conference=conference, question=question["id"])
    await ada.result("conference.end", conference=conference)
    ended = (await one_house.stored(conference)).ended_at
    assert ended is not None

    async def gone(when: datetime) -> int:
        with clock.frozen(when):
            purged = await retention.purge(one_house.database, retention.ANSWERS)
            assert await retention.prove(one_house.database, retention.ANSWERS) == 0
            return purged

    three, twelve = clock.add_months(ended, 3), clock.add_months(ended, 12)
    assert await gone(three - timedelta(hours=1)) == 0
    assert await gone(three) == 3, "the pupil's vote, that there was one, and the question with the votes for it"
    assert await gone(twelve - timedelta(hours=1)) == 0
    assert await gone(twelve) == 2
    report = (await ada.http.get(f"/api/conferences/{conference}/report")).json()
    assert report["polls"][0]["results"] == {"answered": 2, "votes": [1, 1]}, "sums stay"
    assert report["questions"] == {"asked": 1, "answered": 0}
