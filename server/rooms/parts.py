"""The long-lived objects of the rooms, in the order in which they know each other."""

from server.core.site import Site
from server.rooms.access import Access
from server.rooms.hub import Hub
from server.rooms.people import People
from server.rooms.places import Places
from server.rooms.presence import Presence
from server.rooms.reportables import Reportables
from server.rooms.room import Rooms

RUNNING = (Hub, Access, Presence)
"""Those that are started, in this order, and closed in the other."""


def add_rooms(site: Site) -> None:
    """Put them into the site."""
    for part in (Places, Rooms, People, Hub, Access, Presence, Reportables):
        site.add(part(site))
