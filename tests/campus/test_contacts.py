"""Finding colleagues, asking them, and who is a contact then (R-050, R-052 … R-054, T17)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from campus.contacts import actions, asking, finding, retention
from campus.contacts.models import ContactRequest
from campus.contacts.wire import AskContact, ContactList
from server.core import clock
from server.core.models import Notification, PlatformRole, PlatformRoleKind
from server.notifications.bell import Bell
from server.notifications.models import Mail
from tests.campus.conftest import Enter
from tests.campus.events import NOW, Events, at, refusal
from tests.people import People

pytestmark = pytest.mark.anyio


async def ask(events: Events, by: UUID, whom: UUID, words: str = "") -> ContactList:
    return await asking.ask(await events.caller(by), AskContact(user=whom, message=words))


async def contacts(events: Events, of: UUID) -> ContactList:
    return await actions.list_contacts(await events.caller(of))


async def names(events: Events, of: UUID) -> list[str]:
    return [one.name for one in (await contacts(events, of)).contacts]


async def found(events: Events, by: UUID, words: str) -> list[str]:
    return [one.name for one in (await finding.find(await events.caller(by), words)).people]


@pytest.mark.proves("R-052", "R-053", "R-054")
async def test_somebody_is_a_contact_after_a_yes_and_not_before(events: Events) -> None:
    ada, eve = events.people.ada, events.people.eve
    await ask(events, ada, eve, "We met\nin Chania.")
    await ask(events, ada, eve, "Once more")
    assert (await names(events, ada), await names(events, eve)) == ([], [])
    (request,) = (await contacts(events, eve)).asking_you
    assert (request.who.name, request.message) == ("Ada Marin", "We met in Chania.")
    assert [one.who.name for one in (await contacts(events, ada)).asked_by_you] == ["Eve Stavrou"]
    assert await events.rung(eve) == ["contact.request"], "once, however often one asks"
    async with events.site.database.read() as db:
        bell = (await db.scalars(select(Notification).where(Notification.user_id == eve))).one()
        letter = (await db.scalars(select(Mail).where(Mail.user_id == eve))).one()
    assert (bell.action_state, bell.target_id) == ("waiting", request.id)
    assert "Ada Marin" in letter.subject
    assert "/contacts" in letter.text
    for one in (ada, events.people.grace):
        assert await refusal(asking.accept(await events.caller(one), request.id)) == "not_found", "only who is asked"
    await asking.accept(await events.caller(eve), request.id)
    assert (await names(events, ada), await names(events, eve)) == (["Eve Stavrou"], ["Ada Marin"])
    assert await events.rung(ada) == ["contact.accepted"]
    assert await events.rung(eve) == [], "it is answered"
    assert await refusal(ask(events, eve, ada)) == "contact_already"
    await actions.remove(await events.caller(eve), ada)
    assert (await names(events, ada), await names(events, eve)) == ([], [])


@pytest.mark.proves("R-054")
async def test_who_said_no_is_in_no_list_and_is_not_asked_again_for_a_month(events: Events) -> None:
    ada, eve = events.people.ada, events.people.eve
    with at(NOW):
        await ask(events, ada, eve)
        (request,) = (await contacts(events, eve)).asking_you
        after = await asking.decline(await events.caller(eve), request.id)
        assert (after.contacts, after.asking_you) == ([], [])
        assert await names(events, ada) == []
        assert await events.rung(ada) == [], "a no is not told"
        assert await refusal(ask(events, ada, eve)) == "contact_asked_before"
    with at(NOW + timedelta(days=31)):
        await ask(events, ada, eve)
        assert len((await contacts(events, eve)).asking_you) == 1


async def test_a_request_can_be_taken_back_and_ends_by_itself(events: Events) -> None:
    ada, eve = events.people.ada, events.people.eve
    with at(NOW):
        await ask(events, ada, eve)
        (request,) = (await contacts(events, ada)).asked_by_you
        await events.site.part(Bell).settled()
        await asking.take_back(await events.caller(ada), request.id)
        assert (await contacts(events, eve)).asking_you == []
        assert await events.rung(eve) == []
        await ask(events, ada, eve)
    store = retention.STORES[0]
    assert store.purge is not None
    with at(NOW + timedelta(days=91)):
        assert (await contacts(events, eve)).asking_you == []
        assert await store.overdue(events.site) == 2
        assert (await store.purge(events.site), await store.overdue(events.site)) == (2, 0)


async def test_two_who_ask_each_other_at_once_are_contacts_with_one_request(events: Events) -> None:
    ada, eve = events.people.ada, events.people.eve
    await asyncio.gather(ask(events, ada, eve), ask(events, eve, ada))
    assert (await names(events, ada), await names(events, eve)) == (["Eve Stavrou"], ["Ada Marin"])
    async with events.site.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(ContactRequest)) == 1


@pytest.mark.proves("R-050")
async def test_colleagues_are_found_by_name_school_and_town_and_pupils_never(events: Events) -> None:
    people = events.people
    assert await found(events, people.ada, "grace") == ["Grace Nowicka"]
    assert await found(events, people.ada, "CHANIA stav") == ["Eve Stavrou"]
    assert await found(events, people.eve, "school ferr") == ["Ada Marin", "Gail Ferro"]
    assert await found(events, people.ada, "nino") == [], "a pupil"
    assert await found(events, people.ada, "marin") == [], "oneself"
    assert await found(events, people.ada, "100%") == []
    assert await refusal(finding.find(await events.caller(people.ada), " a ")) == "people_words"
    async with events.site.database.write() as db:
        office = PlatformRole(
            user_id=people.grace, role=PlatformRoleKind.AGENCY_STAFF, country="PL", since=clock.now().date()
        )
        db.add(office)
    assert await found(events, people.ada, "grace") == [], "staff of an agency"


async def test_nobody_asks_a_pupil_oneself_or_who_is_not_there_and_no_pupil_asks(
    enter: Enter, people: People, events: Events
) -> None:
    assert await refusal(ask(events, people.ada, people.nino)) == "not_found"
    assert await refusal(ask(events, people.ada, people.ada)) == "contact_yourself"
    pupil = await enter("nino")
    for method, path in (("GET", "/api/contacts"), ("GET", "/api/people?q=ada"), ("POST", "/api/contact-requests")):
        answer = await pupil.http.request(method, path, json={"user": str(people.ada)} if method == "POST" else None)
        assert answer.status_code == 403, path
