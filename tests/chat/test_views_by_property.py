"""Whatever people write, change, hold, delete, leave, join and wait for: what each of them can read, and what each open
tab was told without asking, is what the rules say."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from server.chat.chat import Chat
from server.chat.models import ChatMute
from server.chat.retention import prove, purge_and_tell
from server.chat.rules import EDIT_WITHIN, Author
from server.chat.writes import Holding, Releasing
from server.core import clock
from server.core.bus_local import LocalBus
from server.core.database import Database
from server.core.errors import UserError
from server.core.models import SpaceRole
from server.rooms.memberships import grant_membership, revoke_membership
from server.rooms.places import Places
from tests.fresh import Mirror
from tests.people import People, settle
from tests.tabs import PATIENCE, Frame, Server, Tab

WRITERS = ("ada", "grace", "nino", "piotr")
TEACHERS = ("ada", "grace")
ANSWERS_FOR = {"ada": ("nino",), "grace": ("piotr",)}
ROLES = {"grace": SpaceRole.TEACHER, "nino": SpaceRole.PUPIL_ADMIN, "piotr": SpaceRole.PUPIL}

person, which = st.sampled_from(WRITERS), st.integers(0, 30)

Shown = list[tuple[int, str, str, dict[str, set[str]]]]
"""Of each message its number, text and state, and who gave which emoji."""


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
    change: int
    reactions: dict[str, set[str]] = field(default_factory=dict[str, set[str]])


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
        self.mirrors = {name: await self._mirror(name) for name in WRITERS}

    async def _mirror(self, name: str) -> Mirror:
        """What a tab shows from now on: a page, and then what it is told."""
        page = await self.tabs[name].result("chat.catch_up", room=self.people.room)
        self.tabs[name].reader.frames.clear()
        return Mirror(page, [])

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
            expires = clock.add_months(at, 3)
            self.messages.append(
                Known(sent["id"], sent["seq"], name, text, "visible", at, expires, change=sent["change"])
            )

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
            # What waits is mended as long as it waits.
            and (one.state == "held" or clock.now() <= one.at + EDIT_WITHIN)
        )
        assert (answer["type"] == "done") == allowed, answer
        if allowed:
            # Whoever held it looks at the new text, too.
            one.text, one.change = f"edited {self.count}", answer["result"]["change"]

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
            one.state, one.text, one.reactions = "deleted", "", {}

    @rule(name=person, index=which, emoji=st.sampled_from("👍🎉"), on=st.booleans())
    def react(self, name: str, index: int, emoji: str, on: bool) -> None:
        if not self.messages:
            return
        one = self.messages[index % len(self.messages)]
        answer = self.ask(name, "chat.react", message=one.id, emoji=emoji, on=on)
        allowed = one in self.readable(name) and self.may_write(name) and one.state != "deleted"
        assert (answer["type"] == "done") == allowed, answer
        if allowed:
            one.change = answer["result"]["change"]
            given = one.reactions.setdefault(emoji, set())
            (given.add if on else given.discard)(str(self.user(name)))
            if not given:
                del one.reactions[emoji]

    @rule(name=st.sampled_from(TEACHERS), index=which, on=st.booleans())
    def hold_or_release(self, name: str, index: int, on: bool) -> None:
        """By the teachers of its author, through the one who writes: never about what is one's own."""
        if not self.messages or name not in self.members:
            return
        one = self.messages[index % len(self.messages)]
        theirs = one.author != name and (name == "ada" or one.author in ANSWERS_FOR[name])
        # What waits already is not held anew: whoever undid that would free what others have held.
        possible = one.state == "visible" if on else one.state != "deleted"
        allowed = theirs and one in self.readable(name) and possible
        clock.travel(timedelta(seconds=3))
        change = self.run(self._decide(name, one, on=on))
        assert (change is not None) == allowed
        if change is not None:
            one.state, one.change = "held" if on else "visible", change

    async def _decide(self, name: str, one: Known, *, on: bool) -> int | None:
        """The message's change number afterwards; None when it was refused."""
        site, identity = self.server.site, self.tabs[name].connection.identity
        author = Author(await site.part(Places).standing(identity, "space", self.people.space), identity.time_zone)
        room, message = self.people.room, UUID(one.id)
        held = Holding(room=room, author=author, message=message)
        released = Releasing(room=room, author=author, message=message, change=one.change)
        try:
            written = await site.part(Chat).writer.write(held if on else released)
        except UserError:
            return None
        assert written is not None
        return written.change

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
            self.run(self.tabs[name].heard("room.closed"))
            self.tabs[name].reader.frames.clear()
        else:
            self.members.add(name)
            teacher = {"nino": self.people.ada, "piotr": self.people.grace}.get(name)
            self.run(grant_membership(site, space, user, ROLES[name], self.people.ada, teacher))
            assert self.ask(name, "room.join")["type"] == "done"
            self.mirrors[name] = self.run(self._mirror(name))

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
                assert not any(one["type"].startswith("chat.") for one in self.tabs[name].reader.frames)
                continue
            wanted: Shown = [(one.seq, one.text, one.state, one.reactions) for one in expected]
            assert shown(newest["result"]["messages"]) == wanted
            self.run(self._was_told(name, wanted))
            looked = self.run(self.tabs[name].ask("chat.search", room=self.people.room, words="message"))
            words = {one["seq"] for one in looked["result"]["messages"]}
            with_word = [one.seq for one in expected if one.text.startswith("message")]
            assert words == set(with_word[-20:]), "a search finds what can be read, and nothing else"

    async def _was_told(self, name: str, wanted: Shown) -> None:
        """Whatever the tab heard, and nothing else, has made it show what the rules give; never more on the way."""
        reader, mirror = self.tabs[name].reader, self.mirrors[name]

        def shows() -> bool:
            for frame in reader.frames:
                self._check_heard(name, frame)
                mirror.apply(frame)
            reader.frames.clear()
            # What has run out a tab takes away by its own clock.
            now = clock.now()
            lasting = [one for one in mirror.messages.values() if datetime.fromisoformat(one["expires_at"]) > now]
            return shown(sorted(lasting, key=lambda one: one["seq"])) == wanted

        try:
            async with asyncio.timeout(PATIENCE), reader.news:
                await reader.news.wait_for(shows)
        except TimeoutError:
            raise AssertionError(f"{name} shows {shown(list(mirror.messages.values()))}, not {wanted}") from None

    def _check_heard(self, name: str, frame: Frame) -> None:
        message = frame.get("message")
        if isinstance(message, dict) and message["state"] == "held":
            assert name in TEACHERS or message["author"]["id"] == str(self.user(name)), frame


def shown(messages: list[Frame]) -> Shown:
    """As people see them."""
    return [
        (one["seq"], one["text"], one["state"], {given["emoji"]: set(given["users"]) for given in one["reactions"]})
        for one in messages
    ]


@pytest.mark.proves("R-202")
def test_whatever_happens_everybody_reads_what_the_rules_give(engine: tuple[EmptyDatabase, int]) -> None:
    empty_database, examples = engine
    histories = settings(max_examples=examples, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(lambda: ViewMachine(empty_database), settings=histories)
