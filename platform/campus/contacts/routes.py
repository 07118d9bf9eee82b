"""Contacts over HTTP."""

from campus.contacts import actions, asking, finding
from campus.contacts.wire import AskContact, ContactList, FoundPeople
from server.core.http import Call, Route
from server.core.permissions import Right


async def show_contacts(call: Call) -> ContactList:
    """The caller's own contacts, by name, and requests that wait for an answer."""
    return await actions.list_contacts(call.by)


async def remove_contact(call: Call) -> ContactList:
    """Be no contacts any more."""
    return await actions.remove(call.by, call.path["user"])


async def ask_contact(call: Call) -> ContactList:
    """Ask a colleague to be a contact."""
    return await asking.ask(call.by, call.body)


async def accept_contact(call: Call) -> ContactList:
    """Say yes."""
    return await asking.accept(call.by, call.path["request"])


async def decline_contact(call: Call) -> ContactList:
    """Say no; whoever asked is not told."""
    return await asking.decline(call.by, call.path["request"])


async def take_back_request(call: Call) -> ContactList:
    """Take one's own request back."""
    return await asking.take_back(call.by, call.path["request"])


async def find_people(call: Call) -> FoundPeople:
    """Colleagues with the words of `q` in their name, school or town."""
    return await finding.find(call.by, call.query.get("q", ""))


REQUESTS = "/api/contact-requests"

ROUTES = [
    Route("GET", "/api/people", find_people, Right.PEOPLE_SEARCH, gives=FoundPeople),
    Route("GET", "/api/contacts", show_contacts, Right.CONTACT_REQUEST, gives=ContactList),
    Route("DELETE", "/api/contacts/{user}", remove_contact, Right.CONTACT_REQUEST, gives=ContactList),
    Route("POST", REQUESTS, ask_contact, Right.CONTACT_REQUEST, takes=AskContact, gives=ContactList),
    Route("POST", f"{REQUESTS}/{{request}}/accept", accept_contact, Right.CONTACT_REQUEST, gives=ContactList),
    Route("POST", f"{REQUESTS}/{{request}}/decline", decline_contact, Right.CONTACT_REQUEST, gives=ContactList),
    Route("DELETE", f"{REQUESTS}/{{request}}", take_back_request, Right.CONTACT_REQUEST, gives=ContactList),
]
