"""The twelve events around now, and who comes to them (domain 13.5)."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from campus.contacts.models import ContactRequest, RequestState
from campus.events.clockwork import SOON
from campus.events.listing import searchable
from campus.events.models import EventReminder
from server.core.clock import BRUSSELS
from server.core.models import (
    Contact,
    Event,
    EventAudience,
    EventAudienceCountry,
    EventAudienceUser,
    EventForm,
    EventMode,
    EventRegistration,
    EventState,
    RegistrationState,
)
from server.demo.people import OFFICE, STAFF, user_id
from server.demo.planting import Garden, demo_id


class Happening(NamedTuple):
    """An event of the demo data."""

    key: str
    title: str
    host: str
    form: EventForm
    state: EventState
    starts_in: timedelta
    minutes: int
    joined: int = 0
    waiting: int = 0
    capacity: int = 100
    mode: EventMode = EventMode.ONLINE
    place: str | None = None
    audience: EventAudience = EventAudience.ALL
    lang: str = "en"


SEMINAR, MEETING, CELEBRATION = EventForm.SEMINAR, EventForm.MEETING, EventForm.CELEBRATION
PUBLISHED, ENDED = EventState.PUBLISHED, EventState.ENDED

HAPPENINGS = [
    Happening(
        "open mic",
        "Open mic: how did you find your first partner?",
        "Chiara Bellandi",
        MEETING,
        EventState.LIVE,
        timedelta(minutes=-25),
        90,
        joined=37,
    ),
    Happening(
        "kitchen",
        "Novruz around the world: kitchen live",
        "Günel Səfərli",
        CELEBRATION,
        EventState.PREPARING,
        timedelta(hours=23),
        60,
        joined=24,
    ),
    Happening(
        "embeds",
        "Embeds that are safe for children",
        "Katrin Vogelsang",
        SEMINAR,
        PUBLISHED,
        timedelta(days=3),
        60,
        joined=20,
        waiting=4,
        capacity=20,
    ),
    Happening(
        "plus",
        "Neighbours’ meeting: Azerbaijan, Georgia, Türkiye",
        "Tamar Gelovani",
        MEETING,
        PUBLISHED,
        timedelta(days=5),
        60,
        joined=4,
        audience=EventAudience.COUNTRIES,
    ),
    Happening(
        "coffee",
        "Coffee with my contacts",
        "Eleni Markaki",
        MEETING,
        PUBLISHED,
        timedelta(days=6),
        30,
        joined=3,
        audience=EventAudience.CONTACTS,
    ),
    Happening(
        "register",
        "Register your colleagues: an afternoon in Gəncə",
        "Nərmin Cəlilova",
        SEMINAR,
        PUBLISHED,
        timedelta(days=9),
        180,
        joined=3,
        mode=EventMode.ONSITE_FACE,
        place="“Göygöl Dağları” tam orta məktəbi, Gəncə",
        lang="az",
    ),
    Happening(
        "cards",
        "Ice-breaker cards to print",
        "Inês Carvalhais",
        SEMINAR,
        PUBLISHED,
        timedelta(days=12),
        240,
        joined=6,
        mode=EventMode.ONSITE_MATERIAL,
        lang="pt",
    ),
    Happening("day", "eTwinning Day", "Hugo Delacourbe", CELEBRATION, PUBLISHED, timedelta(), 120, joined=18),
    Happening(
        "yesterday",
        "Chat rules that children keep",
        "Agnieszka Wrona",
        SEMINAR,
        ENDED,
        timedelta(days=-1),
        60,
        joined=22,
    ),
    Happening(
        "titles",
        "Project titles that find partners",
        "Matteo Ferrarin",
        SEMINAR,
        ENDED,
        timedelta(days=-6),
        60,
        joined=15,
    ),
    Happening(
        "songs",
        "Songs of the first week",
        "Burak Tunalı",
        CELEBRATION,
        ENDED,
        timedelta(days=-8),
        60,
        joined=12,
        lang="tr",
    ),
    Happening(
        "cancelled",
        "Museum in a shoebox: first ideas",
        "Julien Marchelier",
        MEETING,
        EventState.CANCELLED,
        timedelta(days=2),
        60,
        joined=5,
        lang="fr",
    ),
]

SUMMARIES = {
    "kitchen": "Eight kitchens, one spring. Colleagues show a dish their families make for the new year of nature. "
    "Bring a bowl, a spoon and a question.",
    "open mic": "Five minutes each: how you met your first partner, and what you would do again.",
    "embeds": "Which embeds are safe in a page for children, and how to tell.",
    "register": "We sit down with colleagues who are not registered yet, and do it together.",
    "cards": "Twenty cards to print for the first lesson with a partner class. Take them whenever you like.",
}
BODIES = {
    "kitchen": "Welcome, and a poll: which dish starts spring at your table?\n"
    "Şəkərbura with Günel, პასკა with Tamar Gelovani, cozonac with Ioana Dobreanu\n"
    "What can our classes cook together?",
}
"""What one reads before joining; all others have one sentence in common."""

COME = {"yesterday": ("Günel Səfərli", "Chiara Bellandi")}
"""Who surely joined, so that one of the demo's own sign-ins has something to watch."""
NEIGHBOURS = ("AZ", "GE", "TR")
CONTACTS = ("Günel Səfərli", "Chiara Bellandi", "Agnieszka Wrona", "Sami Gharsalli", "Nikos Stavridis")
FROM_NEIGHBOURS = ("Günel Səfərli", "Orxan Vəliyev", "Nərmin Cəlilova", "Elif Karaca")


def event_id(key: str) -> UUID:
    """The demo event of that key."""
    return demo_id("event", key)


CONTACTS_OF = {
    "Günel Səfərli": ("Chiara Bellandi", "Agnieszka Wrona", "Eleni Markaki", "Orxan Vəliyev", "Elif Karaca"),
    "Chiara Bellandi": ("Agnieszka Wrona", "Eleni Markaki", "Sami Gharsalli", "Matteo Ferrarin"),
    "Eleni Markaki": CONTACTS,
}
"""Who has agreed to whom: once for each two."""

REQUESTS = [
    ("Rui Sequeira", "Günel Səfərli", "We were in the same workshop on podcasts. Shall we try one together?", 300),
    ("Günel Səfərli", "Tamar Gelovani", "", 2000),
]
"""Who asks whom, in which words, and how many minutes ago."""


def request_id(by: str) -> UUID:
    """The contact request that this teacher has made."""
    return demo_id("contact request", by)


def add_events(garden: Garden) -> None:
    """All events with audience and registrations, and the contacts that hosts choose from."""
    _add_contacts(garden)
    for happening in HAPPENINGS:
        starts_at = _starts_at(garden.now, happening)
        garden.add(_event(happening, starts_at))
        if happening.audience is EventAudience.COUNTRIES:
            garden.add(*(EventAudienceCountry(event_id=event_id(happening.key), country=code) for code in NEIGHBOURS))
        if happening.audience is EventAudience.CONTACTS:
            garden.add(
                *(EventAudienceUser(event_id=event_id(happening.key), user_id=user_id(name)) for name in CONTACTS)
            )
        _add_registrations(garden, happening)
        _add_reminders(garden, happening, starts_at)


def _add_contacts(garden: Garden) -> None:
    pairs = {tuple(sorted((one, other))) for one, others in CONTACTS_OF.items() for other in others}
    garden.add(*(Contact.between(user_id(one), user_id(other), garden.now) for one, other in sorted(pairs)))
    for by, to, words, ago in REQUESTS:
        low, high = sorted((user_id(by), user_id(to)))
        at = garden.now - timedelta(minutes=ago)
        garden.add(
            ContactRequest(
                id=request_id(by),
                user_low=low,
                user_high=high,
                asked_by=user_id(by),
                message=words,
                state=RequestState.PENDING,
                created_at=at,
                updated_at=at,
            )
        )


def _add_reminders(garden: Garden, happening: Happening, starts_at: datetime) -> None:
    """What the bells have said already: the demo begins in the middle of things."""
    said = [kind for kind, reminder in SOON.items() if starts_at - reminder.before <= garden.now]
    if said and happening.state is not EventState.CANCELLED:
        garden.add(*(EventReminder(event_id=event_id(happening.key), kind=kind) for kind in said))


def _starts_at(now: datetime, happening: Happening) -> datetime:
    if happening.key == "day":
        return next_ninth_of_may(now)
    at = now + happening.starts_in
    return at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0)


def next_ninth_of_may(now: datetime) -> datetime:
    """Noon of the next eTwinning Day in Brussels (R-019)."""
    here = now.astimezone(BRUSSELS)
    day = here.replace(month=5, day=9, hour=12, minute=0, second=0, microsecond=0)
    return day if day > here else day.replace(year=day.year + 1)


def _event(happening: Happening, starts_at: datetime) -> Event:
    cancelled = happening.state is EventState.CANCELLED
    summary = SUMMARIES.get(happening.key, "Bring one example of your own.")
    return Event(
        id=event_id(happening.key),
        form=happening.form,
        mode=happening.mode,
        title=happening.title,
        summary=summary,
        body=BODIES.get(happening.key, ""),
        words=searchable(happening.title, summary, happening.place or "", happening.host),
        lang=happening.lang,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=happening.minutes),
        place=happening.place,
        audience=happening.audience,
        capacity=happening.capacity,
        host_id=user_id(happening.host),
        state=happening.state,
        cancel_reason="The host is ill. A new date will follow." if cancelled else None,
    )


def _add_registrations(garden: Garden, happening: Happening) -> None:
    pool = {EventAudience.CONTACTS: CONTACTS, EventAudience.COUNTRIES: FROM_NEIGHBOURS}.get(
        happening.audience, [person.name for person in STAFF] + [name for name, *_ in OFFICE]
    )
    people = [name for name in pool if name != happening.host]
    garden.dice.shuffle(people)
    people.sort(key=lambda name: name not in COME.get(happening.key, ()))
    for number, name in enumerate(people[: happening.joined + happening.waiting]):
        waits = number >= happening.joined
        garden.add(
            EventRegistration(
                id=demo_id("registration", happening.key, name),
                event_id=event_id(happening.key),
                user_id=user_id(name),
                state=RegistrationState.WAITING if waits else _after(garden, happening),
                position=number - happening.joined + 1 if waits else None,
            )
        )


def _after(garden: Garden, happening: Happening) -> RegistrationState:
    if happening.state is not ENDED:
        return RegistrationState.JOINED
    return RegistrationState.ATTENDED if garden.dice.random() < 0.8 else RegistrationState.NO_SHOW
