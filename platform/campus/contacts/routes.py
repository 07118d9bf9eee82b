"""Contacts over HTTP."""

from campus.contacts.actions import list_contacts
from campus.contacts.wire import ContactList
from server.core.http import Call, Route
from server.core.permissions import Right


async def show_contacts(call: Call) -> ContactList:
    """The caller's own contacts, by name."""
    return await list_contacts(call.by)


ROUTES = [Route("GET", "/api/contacts", show_contacts, Right.CONTACT_REQUEST, gives=ContactList)]
