"""Spaces over HTTP."""

from campus.spaces.cards import public_card, spaces_of
from campus.spaces.home import home_of
from campus.spaces.members import members_of, viewer_of
from campus.spaces.wire import MemberList, PublicSpace, SpaceHome, SpaceList
from server.core.http import Call, Door, Route
from server.core.permissions import Right


async def list_spaces(call: Call) -> SpaceList:
    """The caller's own spaces."""
    async with call.site.database.read() as db:
        return SpaceList(spaces=await spaces_of(db, call.by.identity.user))


async def show_space(call: Call) -> SpaceHome:
    """The home of one space."""
    async with call.site.database.read() as db:
        return await home_of(db, call.by.here)


async def list_members(call: Call) -> MemberList:
    """The member list of one space."""
    async with call.site.database.read() as db:
        viewer = await viewer_of(db, call.by.identity, call.by.here)
        return MemberList(members=await members_of(db, call.path["space"], viewer))


async def show_public(call: Call) -> PublicSpace:
    """The card on the pupils' own sign-in page."""
    async with call.site.database.read() as db:
        return await public_card(db, call.request.path_params["slug"])


ROUTES = [
    Route("GET", "/api/spaces", list_spaces, Door.SIGNED_IN, gives=SpaceList),
    Route("GET", "/api/spaces/by-slug/{slug:str}", show_public, Door.PUBLIC, gives=PublicSpace),
    Route("GET", "/api/spaces/{space}", show_space, Right.SEE_SPACE, gives=SpaceHome),
    Route("GET", "/api/spaces/{space}/members", list_members, Right.SEE_MEMBERS, gives=MemberList),
]
