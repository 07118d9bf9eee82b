"""All HTTP routes of the companion; server.app adds them to those of the live server."""

from campus.contacts import routes as contacts
from campus.events import routes as events
from campus.materials import routes as materials
from campus.pages import routes as pages
from campus.spaces import routes as spaces
from server.core.http import Route

ROUTES: list[Route] = [*spaces.ROUTES, *contacts.ROUTES, *events.ROUTES, *materials.ROUTES, *pages.ROUTES]
