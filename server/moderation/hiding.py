"""Hiding what several people have reported, until somebody has looked (domain 6.4.5)."""

from __future__ import annotations

from server.chat.chat import Chat
from server.chat.rules import Author
from server.chat.writes import Holding
from server.core.http import Caller
from server.moderation.models import Case, Target
from server.rooms.reportables import Reportables


async def hide(caller: Caller, case: Case) -> bool:
    """Show it to nobody but its author and those who decide; whether it is something that can be hidden."""
    if reportable := caller.site.part(Reportables).of(case.target_type):
        await reportable.hide(caller, case.target_id)
    elif case.target_type is Target.MESSAGE and case.room_id is not None:
        author = Author(caller.here, caller.identity.time_zone)
        holding = Holding(room=case.room_id, author=author, message=case.target_id, why="reports")
        await caller.site.part(Chat).writer.write(holding)
    else:
        return False
    return True
