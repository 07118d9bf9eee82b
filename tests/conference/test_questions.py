"""Questions: asked and voted for by those inside, answered or put aside by those who lead."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from server.conference.questions.models import TRANSITIONS, Question, QuestionState
from server.core.models import AuditLine
from server.core.models.states import WrongMoveError
from tests.conference.beside import assert_updates_lead_to_fresh_state, inside_of
from tests.conference.conftest import House
from tests.conference.steps import inside
from tests.live import Client

pytestmark = pytest.mark.anyio


async def asked(client: Client, conference: str, text: str = "Why is the Po brown?") -> dict[str, Any]:
    return await client.result("question.ask", conference=conference, text=text)


async def move(host: Client, conference: str, question: dict[str, Any], to: str) -> None:
    await host.result("question.move", conference=conference, question=question["id"], to=to)


async def vote(client: Client, conference: str, question: dict[str, Any], on: bool = True) -> dict[str, Any]:
    return await client.ask("question.vote", conference=conference, question=question["id"], on=on)


async def states(client: Client, conference: str) -> dict[str, str]:
    return {one["id"]: one["state"] for one in (await inside_of(client, conference))["questions"]}


async def test_a_question_is_asked_voted_for_and_answered(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr, nino = await inside(two_houses, conference, "piotr"), await inside(two_houses, conference, "nino", at=1)
    question = await asked(piotr, conference, "  Why is\nthe Po brown? ")
    assert (question["text"], question["author"]["name"]) == ("Why is the Po brown?", "Piotr Z.")
    assert (await nino.heard("question.changed"))["question"] == question
    assert (await vote(nino, conference, question))["result"]["votes"] == 1
    assert (await vote(nino, conference, question))["result"]["votes"] == 1, "one vote each"
    assert (await vote(piotr, conference, question))["code"] == "own_question"
    await ada.find(lambda f: f["type"] == "question.changed" and f["question"]["votes"] == 1)
    assert (await inside_of(nino, conference))["question_votes"] == [question["id"]]
    assert (await vote(nino, conference, question, on=False))["result"]["votes"] == 0
    other = await asked(nino, conference, "Where does it begin?")
    await move(ada, conference, question, "answering")
    await piotr.find(lambda f: f["type"] == "question.changed" and f["question"]["state"] == "answering")
    await move(ada, conference, other, "answering")
    expected = {question["id"]: "answered", other["id"]: "answering"}
    assert await states(piotr, conference) == expected, "one is answered at a time"
    await move(ada, conference, other, "answered")
    assert (await vote(piotr, conference, other))["code"] == "question_answered"
    last = await asked(nino, conference, "And where does it end?")
    await move(ada, conference, last, "answering")
    await ada.result("conference.end", conference=conference)
    report = (await ada.http.get(f"/api/conferences/{conference}/report")).json()
    assert report["questions"] == {"asked": 3, "answered": 3}, "what was being answered is answered"


async def test_updates_lead_to_what_a_fresh_page_gets(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, nino = await inside(one_house, conference, "piotr"), await inside(one_house, conference, "nino")
    question, other = await asked(piotr, conference), await asked(nino, conference)

    async def check(to: str) -> None:
        async def act() -> None:
            await move(ada, conference, question, to)

        await assert_updates_lead_to_fresh_state(one_house, conference, [ada, piotr, nino], act)

    async def take_back() -> None:
        await nino.result("question.delete", conference=conference, question=other["id"])

    async def ask_and_vote() -> None:
        await asked(piotr, conference, "And when?")
        await vote(nino, conference, question)

    # What one does oneself is told by the answers.
    await assert_updates_lead_to_fresh_state(one_house, conference, [ada, piotr], ask_and_vote)
    for to in ("answering", "dismissed", "asked"):
        await check(to)
    await assert_updates_lead_to_fresh_state(one_house, conference, [ada, piotr, nino], take_back)


async def test_what_is_put_aside_is_seen_by_its_author_and_those_who_lead(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, nino = await inside(one_house, conference, "piotr"), await inside(one_house, conference, "nino")
    question = await asked(piotr, conference)
    await move(ada, conference, question, "dismissed")
    await nino.heard("question.gone", question=question["id"])
    assert await states(nino, conference) == {}
    assert await states(piotr, conference) == await states(ada, conference) == {question["id"]: "dismissed"}
    assert (await vote(nino, conference, question))["code"] == "not_found"
    async with one_house.database.read() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "conference.question_dismiss"))).one()
    assert (line.actor_id, line.target_id) == (UUID(ada.user), UUID(piotr.user))


async def test_a_question_is_its_authors_to_take_back_and_the_leaders_to_move(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, nino = await inside(one_house, conference, "piotr"), await inside(one_house, conference, "nino")
    question = await asked(piotr, conference)
    about = {"conference": conference, "question": question["id"]}
    assert await nino.refusal("question.delete", **about) == "not_yours"
    assert await ada.refusal("question.delete", **about) == "not_yours"
    assert await piotr.refusal("question.move", **about, to="answered") == "forbidden"
    await piotr.result("question.delete", **about)
    await nino.heard("question.gone", question=question["id"])
    assert await piotr.refusal("question.delete", **about) == "not_found"
    assert (await one_house.stored(conference)).questions_asked == 0


async def test_who_is_not_inside_asks_nothing(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    question = await asked(ada, conference)
    gail, eve = await one_house.client("gail"), await one_house.client("eve")
    assert await eve.refusal("question.ask", conference=conference, text="Hello?") == "not_found"
    await gail.result("conference.enter", conference=conference)
    assert await gail.refusal("question.ask", conference=conference, text="Hello?") == "not_inside"
    assert (await vote(gail, conference, question))["code"] == "not_inside"


async def test_where_one_may_not_write_one_may_not_ask(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    await ada.result("participant.hold_chat", conference=conference, user=piotr.user, on=True)
    assert await piotr.refusal("question.ask", conference=conference, text="Why?") == "chat_held"
    await ada.result("participant.hold_chat", conference=conference, user=piotr.user, on=False)
    await ada.result("conference.pause", conference=conference, on=True)
    assert await piotr.refusal("question.ask", conference=conference, text="Why?") == "chat_paused"


async def test_a_pupils_question_that_would_wait_as_a_message_is_refused_in_words(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    for text in ("Call me: +48 600 700 800", "write to piotr@example.org", "look at http://evil.example/x"):
        assert await piotr.refusal("question.ask", conference=conference, text=text) == "not_for_all"
    assert await states(ada, conference) == {}
    assert (await asked(ada, conference, "Write to me: ada@example.org"))["votes"] == 0, "adults know what they do"


async def test_questions_are_short_and_not_many_at_once(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    for text, code in (("  ", "empty_message"), ("x" * 301, "question_too_long"), ("\u200b", "empty_message")):
        assert await ada.refusal("question.ask", conference=conference, text=text) == code
    for number in range(3):
        await asked(ada, conference, f"Question {number}")
    assert await ada.refusal("question.ask", conference=conference, text="One more") == "too_many_tries"


async def test_votes_at_once_are_exact(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    question = await asked(ada, conference)
    voters = [await inside(two_houses, conference, name, n % 2) for n, name in enumerate(["piotr", "nino", "grace"])]
    await asyncio.gather(*(vote(client, conference, question) for client in voters for _ in range(3)))
    assert [one["votes"] for one in (await inside_of(ada, conference))["questions"]] == [3]


async def reported(house: House, client: Client, question: dict[str, Any], reason: str = "bullying") -> Any:
    body = {"target": "question", "id": question["id"], "reason": reason}
    return await client.http.post(f"/api/spaces/{house.people.space}/reports", json=body)


async def resolved(client: Client, outcome: str) -> dict[str, Any]:
    (case,) = (await client.http.get("/api/cases")).json()["cases"]
    answer = await client.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": outcome})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_three_reports_put_a_question_aside_and_a_decision_puts_it_back_or_deletes_it(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr, nino = await inside(two_houses, conference, "piotr"), await inside(two_houses, conference, "nino", at=1)
    gail, eve = await two_houses.client("gail"), await two_houses.client("eve")
    question = await asked(piotr, conference, "Why is Nino so slow?")
    assert (await reported(two_houses, gail, question)).status_code == 404, "she was not inside"
    assert (await reported(two_houses, eve, question)).status_code == 404
    assert (await reported(two_houses, piotr, question)).json()["code"] == "own_message"
    grace = await inside(two_houses, conference, "grace")
    for client in (nino, nino, ada):
        assert (await reported(two_houses, client, question)).status_code == 201
    assert await states(nino, conference) == {question["id"]: "asked"}
    assert (await reported(two_houses, grace, question)).status_code == 201
    assert (await nino.heard("question.gone"))["question"] == question["id"]
    assert await states(nino, conference) == {}
    assert await states(ada, conference) == await states(piotr, conference) == {question["id"]: "dismissed"}
    decided = await resolved(grace, "no_action")
    assert (decided["sealed"], decided["summary"]["subject"]["id"]) == (1, piotr.user)
    assert "hidden" in [step["kind"] for step in decided["steps"]]
    assert await states(nino, conference) == {question["id"]: "asked"}
    assert (await reported(two_houses, nino, question)).status_code == 201
    await resolved(grace, "removed")
    await piotr.heard("question.gone")
    assert await states(ada, conference) == {}
    assert (await two_houses.stored(conference)).questions_asked == 0


@pytest.mark.parametrize("before", QuestionState)
def test_a_question_moves_along_its_arrows_only(before: QuestionState) -> None:
    for after in QuestionState:
        question = Question(state=before)
        if after in TRANSITIONS[before]:
            question.move_to(after)
            assert question.state is after
        else:
            with pytest.raises(WrongMoveError):
                question.move_to(after)
