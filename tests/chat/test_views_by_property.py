"""Whatever people write, change, delete, leave, join and wait for: what each of them can read is what the rules say."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, update

from server.chat.models import ChatMessage, ChatMute, MessageState
from server.chat.retention import prove, purge_and_tell
from server.chat.rules import EDIT_WITHIN
from server.core import clock
from server.core.bus_local import LocalBus
from server.core.database import Database
from server.core.models import SpaceRole
from server.rooms.memberships import grant_membership, revoke_membership
from tests.people import People, settle
from tests.tabs import Server, Tab

WRITERS = ("ada", "grace", "nino", "piotr")
TEACHERS = ("ada", "grace")
ANSWERS_FOR = {"ada": ("nino",), "grace": ("piotr",)}
ROLES = {"grace": SpaceRole.TEACHER, "nino": SpaceRole.PUPIL_ADMIN, "piotr": SpaceRole.PUPIL}

person, which = st.sampled_from(WRITERS), st.integers(0, 30)


EmptyDatabase = Callable[[], contextlib.AbstractContextManager[str]]
"""The address of a migrated database of one's own."""


@pytest.fixture(params=[("sqlite", 8), ("postgresql", 4)], ids=lambda param: param[0])
def engine(request: pytest.FixtureRequest) -> tuple[EmptyDatabase, int]:
    """Databases of one engine, and how many histories to try on it."""
    name, examples = request.param
    numbers = count(1)

    @contextlib.contextmanager
    def sqlite() -> Generator[str]:
        with tempfile.TemporaryDirectory(prefix="twinspace-views-") as folder:
            shutil.copyfile(request.getfixturevalue("migrated_sqlite"), Path(folder) / "views.db")
            yield f"sqlite+aiosqlite:///{folder}/views.db"

    @contextlib.contextmanager
    def postgresql() -> Generator[str]:
        server, database = request.getfixturevalue("postgres"), f"views_{next(numbers)}"
        server.execute(f"CREATE DATABASE {database} TEMPLATE {request.getfixturevalue('migrated_postgres')}")
        yield server.url(database)
        server.execute(f"DROP DATABASE {database} WITH (FORCE)")

    return {"sqlite": sqlite, "postgresql": postgresql}[name], examples


@dataclass
class Known:
    """A message, as the rules see it."""

    id: str
    seq: int
    author: str
    text: str
    state: str
    at: datetime
    expires: datetime


class ViewMachine(RuleBasedStateMachine):
    """One server process over a real database, and beside it what ought to be readable."""

    def __init__(self, empty_database: EmptyDatabase) -> None:
        super().__init__()
        self.empty_database = empty_database

    @initialize()
    def open(self) -> None:
        """Everybody is in the room."""
        self.stack = contextlib.ExitStack()
        self.loop = asyncio.new_event_loop()
        self.stack.callback(self.loop.close)
        url = self.stack.enter_context(self.empty_database())
        self.stack.enter_context(clock.frozen(clock.now()))
        self.database = Database(url)
        self.messages: list[Known] = []
        self.members, self.muted, self.count = set(WRITERS), set[str](), 0
        self.run(self._open())

    async def _open(self) -> None:
        self.people: People = await settle(self.database)
        self.server = Server(self.database, LocalBus())
        await self.server.start()
        self.tabs: dict[str, Tab] = {name: await self.server.tab(self.user(name), self.people.room) for name in WRITERS}

    def teardown(self) -> None:
        if hasattr(self, "server"):
            self.run(self.server.close())
            self.run(self.database.close())
            self.stack.close()

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def user(self, name: str) -> UUID:
        user: UUID = getattr(self.people, name)
        return user

    def ask(self, name: str, kind: str, **fields: Any) -> dict[str, Any]:
        # Nobody is ever too fast for the limits, which are another test's.
        clock.travel(timedelta(seconds=3))
        return self.run(self.tabs[name].ask(kind, room=self.people.room, **fields))

    def readable(self, name: str) -> list[Known]:
        """The rules: a member, not expired, and held ones only for teachers and who wrote them."""
        if name not in self.members:
            return []
        return [
            one
            for one in self.messages
            if one.expires > clock.now() and (one.state != "held" or name in TEACHERS or one.author == name)
        ]

    def may_write(self, name: str) -> bool:
        return name in self.members and name not in self.muted

    @rule(name=person)
    def send(self, name: str) -> None:
        self.count += 1
        text = f"message {self.count}"
        answer = self.ask(name, "chat.send", client_id=UUID(int=self.count), text=text)
        assert (answer["type"] == "done") == self.may_write(name), answer
        if answer["type"] == "done":
            sent = answer["result"]
            at = clock.now()
            assert datetime.fromisoformat(sent["expires_at"]) == clock.add_months(at, 3)
            self.messages.append(Known(sent["id"], sent["seq"], name, text, "visible", at, clock.add_months(at, 3)))

    @rule(name=person, index=which)
    def edit(self, name: str, index: int) -> None:
        if not self.messages:
            return
        one, self.count = self.messages[index % len(self.messages)], self.count + 1
        answer = self.ask(name, "chat.edit", message=one.id, text=f"edited {self.count}")
        allowed = (
            one in self.readable(name)
            and self.may_write(name)
            and one.author == name
            and one.state != "deleted"
            # What waits is mended as long as it waits; what its new words say decides whether it still does.
            and (one.state == "held" or clock.now() <= one.at + EDIT_WITHIN)
        )
        assert (answer["type"] == "done") == allowed, answer
        if allowed:
            one.text, one.state = f"edited {self.count}", "visible"

    @rule(name=person, index=which)
    def delete(self, name: str, index: int) -> None:
        if not self.messages:
            return
        one = self.messages[index % len(self.messages)]
        answer = self.ask(name, "chat.delete", message=one.id)
        theirs = one.author == name or name == "ada" or one.author in ANSWERS_FOR.get(name, ())
        allowed = one in self.readable(name) and theirs
        assert (answer["type"] == "done") == allowed, answer
        if allowed:
            one.state, one.text = "deleted", ""

    @rule(index=which)
    def hold(self, index: int) -> None:
        """What detectors do; here the table is told."""
        alive = [one for one in self.messages if one.expires > clock.now() and one.state == "visible"]
        if alive:
            one = alive[index % len(alive)]
            one.state = "held"
            self.run(
                self._write(update(ChatMessage).where(ChatMessage.id == UUID(one.id)).values(state=MessageState.HELD))
            )

    @rule(name=st.sampled_from(["nino", "piotr"]))
    def mute_or_unmute(self, name: str) -> None:
        user, room = self.user(name), self.people.room
        if name in self.muted:
            self.muted.discard(name)
            self.run(self._write(delete(ChatMute).where(ChatMute.user_id == user)))
        else:
            self.muted.add(name)
            self.run(self._mute(ChatMute(room_id=room, user_id=user, muted_by=self.people.ada, until=None)))

    async def _write(self, statement: Any) -> None:
        async with self.database.write() as db:
            await db.execute(statement)

    async def _mute(self, mute: ChatMute) -> None:
        async with self.database.write() as db:
            db.add(mute)

    @rule(name=st.sampled_from(["grace", "nino", "piotr"]))
    def leave_or_join(self, name: str) -> None:
        site, space, user = self.server.site, self.people.space, self.user(name)
        if name in self.members:
            self.members.discard(name)
            self.run(revoke_membership(site, space, user, by=self.people.ada))
        else:
            self.members.add(name)
            teacher = {"nino": self.people.ada, "piotr": self.people.grace}.get(name)
            self.run(grant_membership(site, space, user, ROLES[name], self.people.ada, teacher))
            assert self.ask(name, "room.join")["type"] == "done"

    @rule(by=st.sampled_from([timedelta(minutes=16), timedelta(days=20), timedelta(days=92)]))
    def wait(self, by: timedelta) -> None:
        clock.travel(by)

    @rule()
    def purge(self) -> None:
        expired = [one for one in self.messages if one.expires <= clock.now()]
        assert self.run(purge_and_tell(self.server.site)) == len(expired)
        assert self.run(prove(self.database)) == 0
        self.messages = [one for one in self.messages if one not in expired]

    @invariant()
    def everybody_reads_what_the_rules_give(self) -> None:
        if not hasattr(self, "tabs"):
            return
        # Nor does anybody search too fast.
        clock.travel(timedelta(seconds=8))
        for name in WRITERS:
            expected = self.readable(name)
            newest = self.run(self.tabs[name].ask("chat.catch_up", room=self.people.room))
            assert (newest["type"] == "done") == (name in self.members), newest
            if name not in self.members:
                continue
            found = [(one["seq"], one["text"], one["state"]) for one in newest["result"]["messages"]]
            assert found == [(one.seq, one.text, one.state) for one in expected]
            looked = self.run(self.tabs[name].ask("chat.search", room=self.people.room, words="message"))
            words = {one["seq"] for one in looked["result"]["messages"]}
            with_word = [one.seq for one in expected if one.text.startswith("message")]
            assert words == set(with_word[-20:]), "a search finds what can be read, and nothing else"


@pytest.mark.proves("R-202")
def test_whatever_happens_everybody_reads_what_the_rules_give(engine: tuple[EmptyDatabase, int]) -> None:
    empty_database, examples = engine
    histories = settings(max_examples=examples, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(lambda: ViewMachine(empty_database), settings=histories)
