"""The one check for every action that publishes: what a client knew before, plus the updates it heard, is what a fresh
fetch gives afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from server.chat.wire import ReadMarked
from server.core.database import new_id
from tests.tabs import Frame, Tab


class Mirror:
    """A client's knowledge of a room: messages by id, people by id, the cursor."""

    def __init__(self, page: Frame, people: list[Frame]) -> None:
        self.messages: dict[str, Any] = {message["id"]: message for message in page["messages"]}
        self.people: dict[str, Any] = {person["id"]: person for person in people}
        self.change: int = page["change"]

    def apply(self, frame: Frame) -> None:
        """As the client does: newer replaces older, whatever is heard twice changes nothing."""
        match frame["type"]:
            case "chat.sent" | "chat.edited" | "chat.deleted" | "chat.reacted" | "chat.held" | "chat.released":
                message = frame["message"]
                known = self.messages.get(message["id"])
                if known is None or known["change"] < message["change"]:
                    self.messages[message["id"]] = message
                    self._requote(message)
                self.change = max(self.change, message["change"])
            case "chat.withdrawn":
                known = self.messages.get(frame["message"])
                if known is not None and known["change"] < frame["change"]:
                    del self.messages[frame["message"]]
                    for message in self.messages.values():
                        if message["reply_to"] and message["reply_to"]["id"] == frame["message"]:
                            message["reply_to"]["text"] = ""
                self.change = max(self.change, frame["change"])
            case "chat.expired":
                self.messages = {k: m for k, m in self.messages.items() if m["seq"] > frame["up_to_seq"]}
                for message in self.messages.values():
                    if message["reply_to"] and message["reply_to"]["seq"] <= frame["up_to_seq"]:
                        message["reply_to"] = None
            case "presence.changed":
                for gone in frame["left"]:
                    self.people.pop(gone, None)
                self.people |= {person["id"]: person for person in frame["joined"]}
            case _:
                pass

    def _requote(self, original: Frame) -> None:
        text = original["text"][:140] if original["state"] == "visible" else ""
        for message in self.messages.values():
            if message["reply_to"] and message["reply_to"]["id"] == original["id"]:
                message["reply_to"]["text"] = text


async def mirror(tab: Tab, room: UUID) -> tuple[Mirror, int]:
    """What a fresh client would know, and how many frames the tab had heard when it was told who is here."""
    entered = await tab.ask("room.join", room=room)
    began = tab.reader.heard_ever.index(entered) + 1
    return Mirror(await tab.result("chat.catch_up", room=room), entered["result"]["people"]), began


async def everything_arrived(tab: Tab) -> None:
    """Whatever was published before this has reached the tab."""
    marker = new_id()
    await tab.server.hub.tell(tab.user, ReadMarked(room=marker, seq=0))
    await tab.heard("chat.read_marked", room=marker)


async def assert_updates_lead_to_fresh_state(tab: Tab, room: UUID, action: Callable[[], Awaitable[Any]]) -> list[Frame]:
    """Run `action`; the frames that `tab` heard from then on.

    Who is here may change by itself meanwhile, so what was heard is held against the next list up to that list.
    """
    known, began = await mirror(tab, room)
    await everything_arrived(tab)
    acted = len(tab.reader.heard_ever)
    await action()
    await everything_arrived(tab)
    fresh, ended = await mirror(tab, room)
    for frame in tab.reader.heard_ever[began : ended - 1]:
        known.apply(frame)
    assert known.messages == fresh.messages
    assert known.people == fresh.people
    assert known.change == fresh.change
    return tab.reader.heard_ever[acted : ended - 1]
