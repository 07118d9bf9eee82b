"""What a client knows of polls and questions: whole on coming in, then by updates; both must come to the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from server.chat.wire import ReadMarked
from server.core.database import new_id
from server.rooms.hub import Hub
from tests.conference.conftest import House
from tests.live import Client

Frame = dict[str, Any]


class Mirror:
    """Polls and questions by id; one's own answers and votes beside them, which updates do not repeat."""

    def __init__(self, inside: Frame) -> None:
        self.polls: dict[str, Frame] = {poll["id"]: poll for poll in inside["polls"]}
        self.questions: dict[str, Frame] = {one["id"]: one for one in inside["questions"]}
        self.yours = {poll["id"]: poll["yours"] for poll in inside["polls"] if poll["yours"]}
        self.voted = inside["question_votes"]

    def apply(self, frame: Frame) -> None:
        """As the page does."""
        match frame["type"]:
            case "poll.changed":
                poll = frame["poll"]
                self.polls[poll["id"]] = poll
                if poll["state"] != "open" and poll["anonymous"]:
                    self.yours.pop(poll["id"], None)
                elif poll["state"] != "open" and poll["id"] in self.yours:
                    self.yours[poll["id"]] = self.yours[poll["id"]] | {"may_change": False}
            case "poll.counted":
                self.polls[frame["poll"]] = self.polls[frame["poll"]] | {"results": frame["results"]}
            case "poll.deleted":
                del self.polls[frame["poll"]]
            case "question.changed":
                self.questions[frame["question"]["id"]] = frame["question"]
            case "question.gone":
                self.questions.pop(frame["question"], None)
            case _:
                pass

    def known(self) -> tuple[list[Frame], list[Frame], list[str]]:
        """All of it, in one order."""
        polls = [poll | {"yours": self.yours.get(key)} for key, poll in sorted(self.polls.items())]
        questions = [one for _, one in sorted(self.questions.items())]
        return polls, questions, self.voted


async def inside_of(client: Client, conference: str) -> Frame:
    """The whole picture, as a fresh page would get it."""
    seat = await client.result("conference.enter", conference=conference)
    assert seat["inside"], seat
    return seat["inside"]


async def assert_updates_lead_to_fresh_state(
    house: House, conference: str, clients: Sequence[Client], action: Callable[[], Awaitable[Any]]
) -> None:
    """Run `action`; what each client knew before and heard since is what it is given on coming in anew."""
    mirrors = [Mirror(await inside_of(client, conference)) for client in clients]
    for client in clients:
        client.frames.clear()
    await action()
    for client, mirror in zip(clients, mirrors, strict=True):
        await _everything_arrived(house, client)
        for frame in client.frames:
            mirror.apply(frame)
        assert mirror.known() == Mirror(await inside_of(client, conference)).known()


async def _everything_arrived(house: House, client: Client) -> None:
    """Whatever was published before this has reached the client."""
    marker = new_id()
    await house.sites[0].part(Hub).tell(UUID(client.user), ReadMarked(room=marker, seq=0))
    await client.heard("chat.read_marked", room=str(marker))
