"""Invented people (domain 13.2, 13.3): tables first, then how they become accounts."""

import unicodedata
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from server.core.models import (
    AccountType,
    Consent,
    ConsentKind,
    ConsentState,
    PlatformRole,
    PlatformRoleKind,
    PupilProfile,
    SchoolMembership,
    SchoolRole,
    StaffProfile,
    User,
    UserStatus,
)
from server.demo.planting import Garden, demo_id
from server.demo.schools import COUNTRY_OF, TIME_ZONES, school_id


class Staff(NamedTuple):
    """A member of staff."""

    name: str
    school: str
    subjects: str
    username: str = ""
    """Empty: made of the name."""
    role: SchoolRole = SchoolRole.TEACHER
    status: UserStatus = UserStatus.VALIDATED


STAFF = [
    Staff("Günel Səfərli", "baku", "English", username="teacher"),
    Staff("Orxan Vəliyev", "baku", "geography"),
    Staff("Nərmin Cəlilova", "ganja", "mathematics"),
    Staff("Elçin Məhərrəmli", "ganja", "physics", status=UserStatus.VALIDATION_PENDING),
    Staff("Tamar Gelovani", "kutaisi", "history"),
    Staff("Lusine Harutyunyan", "gyumri", "art"),
    Staff("Vasile Morenciuc", "orhei", "science"),
    Staff("Doina Rusnac", "orhei", "languages"),
    Staff("Oksana Melnychuk", "lviv", "Ukrainian"),
    Staff("Taras Bondarivskyi", "lviv", "IT"),
    Staff("Amel Trabelsi", "nabeul", "French"),
    Staff("Sami Gharsalli", "nabeul", "science"),
    Staff("Chiara Bellandi", "ferrara", "science", username="teacher2"),
    Staff("Matteo Ferrarin", "ferrara", "Italian"),
    Staff("Lucía Ferrándiz", "murcia", "music"),
    Staff("Javier Olmedillo", "murcia", "IT"),
    Staff("Agnieszka Wrona", "gdynia", "biology"),
    Staff("Tomasz Jabłonowski", "gdynia", "Polish"),
    Staff("Eleni Markaki", "chania", "chemistry"),
    Staff("Nikos Stavridis", "chania", "mathematics"),
    Staff("Elif Karaca", "izmir", "Turkish"),
    Staff("Burak Tunalı", "izmir", "music"),
    Staff("Inês Carvalhais", "viseu", "Portuguese"),
    Staff("Rui Sequeira", "viseu", "history"),
    Staff("Camille Rousselot", "nantes", "Spanish"),
    Staff("Julien Marchelier", "nantes", "art"),
    Staff("Ioana Dobreanu", "cluj", "geography"),
    Staff("Mihai Lungu", "cluj", "English"),
    Staff("Rūta Kazlauskytė", "klaipeda", "primary"),
    Staff("Mantas Petrulis", "klaipeda", "library", role=SchoolRole.LIBRARIAN),
    Staff("Aino Lehtisalo", "oulu", "primary"),
    Staff("Mikko Saloranta", "oulu", "physical education"),
    Staff("Katrin Vogelsang", "schwerin", "biology"),
    Staff("Jonas Reimering", "schwerin", "German"),
    Staff("Ivana Perkušić", "zadar", "primary"),
    Staff("Luka Marušinac", "zadar", "", role=SchoolRole.HEAD),
]

OFFICE = [
    # name, username, platform role, country
    ("Sevda Qasımzadə", "agency", PlatformRoleKind.AGENCY_STAFF, "AZ"),
    ("Paola Montecervo", "", PlatformRoleKind.AGENCY_STAFF, "IT"),
    ("Marek Sobolnicki", "", PlatformRoleKind.AGENCY_STAFF, "PL"),
    ("Deniz Aksoylu", "", PlatformRoleKind.AGENCY_STAFF, "TR"),
    ("Katerina Vlachaki", "", PlatformRoleKind.AGENCY_STAFF, "GR"),
    ("Noor van Elsbroek", "admin", PlatformRoleKind.ADMIN, None),
    ("Maja Lindkvarn", "moderator", PlatformRoleKind.CENTRAL_MODERATOR, None),
    ("Hugo Delacourbe", "", PlatformRoleKind.EDITOR, None),
]

ROLES = [
    ("Günel Səfərli", PlatformRoleKind.AMBASSADOR, "AZ"),
    ("Nərmin Cəlilova", PlatformRoleKind.MENTOR, "AZ"),
    ("Katrin Vogelsang", PlatformRoleKind.CENTRAL_MODERATOR, None),
]

OTHERS = [
    ("Davide Acquafresca", AccountType.GENERAL, "IT"),
    ("Joanna Morska", AccountType.GENERAL, "PL"),
    ("Sanne Hoekwater", AccountType.GENERAL, "DE"),
    ("Kristijan Vrbanek", AccountType.TRAINEE, "HR"),
]
"""A hydrologist and a parent (guests of the first project), a general user, a future teacher."""

PUPILS = {
    # school: (who answers for them, first names)
    "baku": (("Günel Səfərli", "Orxan Vəliyev"), "Aysu Murad Ləman Tural Zəhra"),
    "ganja": (("Nərmin Cəlilova",), "Nihad Fidan Kənan"),
    "ferrara": (("Chiara Bellandi",), "Giulia Lorenzo Alice Tommaso Sofia Pietro"),
    "gdynia": (("Agnieszka Wrona",), "Zuzanna Jakub Hania Filip Maja Antoni"),
    "chania": (("Eleni Markaki",), "Danae Giannis Myrto Spyros Eleftheria"),
    "nabeul": (("Sami Gharsalli",), "Yasmine Aziz Nour Rayan Syrine"),
    "izmir": (("Elif Karaca", "Burak Tunalı"), "Zeynep Emir Defne Kerem Elif_Su"),
    "kutaisi": (("Tamar Gelovani",), "Nika Mariam Luka Ana"),
    "cluj": (("Mihai Lungu",), "Andreea Vlad Teodora Luca"),
    "murcia": (("Lucía Ferrándiz",), "Martina Hugo Noa"),
    "nantes": (("Camille Rousselot",), "Léa Nathan Inès"),
    "viseu": (("Inês Carvalhais",), "Matilde Afonso"),
    "klaipeda": (("Rūta Kazlauskytė",), "Ugnė Jokūbas Liepa"),
    "oulu": (("Aino Lehtisalo",), "Eevi Onni Venla"),
    "schwerin": (("Katrin Vogelsang",), "Mia Leon"),
    "zadar": (("Ivana Perkušić",), "Lucija Jakov"),
    "lviv": (("Oksana Melnychuk",), "Sofiia Maksym Yaryna"),
}

PUPIL_SIGN_INS = {("baku", "Aysu"): "pupil", ("gdynia", "Filip"): "pupil2"}
NEVER_SIGNED_IN = {("ferrara", "Pietro"), ("gdynia", "Antoni")}
LOCKED = {("chania", "Eleftheria")}

LOCALES = {"AZ": "az", "TN": "fr", "GR": "el", "GE": "ka", "AM": "hy", "MD": "ro", "UA": "uk"}
"""Where the language's code is not the country's in small letters."""


def user_id(name: str) -> UUID:
    """An adult of the demo data, by name."""
    return demo_id("user", name)


def pupil_id(school: str, name: str) -> UUID:
    """A pupil of the demo data: first names return, schools tell them apart."""
    return demo_id("pupil", school, name)


def pupils_of(school: str) -> list[str]:
    """First names of a school's pupils."""
    return [name.replace("_", " ") for name in PUPILS[school][1].split()]


def teacher_of(school: str, name: str) -> str:
    """Who answers for that pupil: colleagues of a school share the class."""
    teachers = PUPILS[school][0]
    return teachers[pupils_of(school).index(name) % len(teachers)]


def add_people(garden: Garden) -> None:
    """Everybody with an account."""
    for person in STAFF:
        _add_staff(garden, person)
    for name, username, role, country in OFFICE:
        _add_adult(garden, name, AccountType.STAFF, country or "DE", username, UserStatus.VALIDATED)
        _add_role(garden, name, role, country)
    for name, role, country in ROLES:
        _add_role(garden, name, role, country)
    for name, account_type, country in OTHERS:
        _add_adult(garden, name, account_type, country, "", UserStatus.CONFIRMED)
    for school in PUPILS:
        for name in pupils_of(school):
            _add_pupil(garden, school, name)


def _add_adult(
    garden: Garden, name: str, account_type: AccountType, country: str, username: str, status: UserStatus
) -> None:
    first, last = name.split(" ", 1)
    plain = f"{ascii_letters(first)}.{ascii_letters(last)}"
    garden.add(
        User(
            id=user_id(name),
            account_type=account_type,
            username=username or plain,
            email=f"{plain}@example.org",
            password_hash=garden.password_hash,
            first_name=first,
            last_name=last,
            display_name=name,
            # Those whose sign-in everybody knows speak the language of the README.
            locale="en" if username else LOCALES.get(country, country.lower()),
            time_zone=TIME_ZONES[country],
            status=status,
            last_seen_at=garden.now - timedelta(minutes=garden.dice.randint(5, 20_000)),
            terms_version="1",
        )
    )


def _add_staff(garden: Garden, person: Staff) -> None:
    _add_adult(garden, person.name, AccountType.STAFF, COUNTRY_OF[person.school], person.username, person.status)
    garden.add(
        SchoolMembership(
            id=demo_id("school membership", person.name),
            user_id=user_id(person.name),
            school_id=school_id(person.school),
            role_at_school=person.role,
            since=(garden.now - timedelta(days=garden.dice.randint(300, 2500))).date(),
            is_primary=True,
        ),
        StaffProfile(
            id=demo_id("profile", person.name),
            user_id=user_id(person.name),
            subjects=[person.subjects] if person.subjects else [],
            languages=["en", LOCALES.get(COUNTRY_OF[person.school], COUNTRY_OF[person.school].lower())],
            pupil_age_min=12,
            pupil_age_max=15,
        ),
    )


def _add_role(garden: Garden, name: str, role: PlatformRoleKind, country: str | None) -> None:
    since = (garden.now - timedelta(days=150)).date()
    ended_on = since + timedelta(days=184) if role is PlatformRoleKind.MENTOR else None
    row = PlatformRole(id=demo_id("role", name), user_id=user_id(name), role=role, country=country, since=since)
    row.ended_on = ended_on
    garden.add(row)


def _add_pupil(garden: Garden, school: str, name: str) -> None:
    initial = garden.dice.choice("ABDEGKLMNPRSTVZ")
    country = COUNTRY_OF[school]
    never = (school, name) in NEVER_SIGNED_IN
    status = UserStatus.INVITED if never else UserStatus.LOCKED if (school, name) in LOCKED else UserStatus.ACTIVE
    proposed = f"{ascii_letters(name)}.{initial.lower()}{garden.dice.randint(10, 99)}"
    garden.add(
        User(
            id=pupil_id(school, name),
            account_type=AccountType.PUPIL,
            username=PUPIL_SIGN_INS.get((school, name), proposed),
            password_hash=garden.password_hash,
            first_name=name,
            last_name=f"{initial}.",
            display_name=f"{name} {initial}.",
            locale="en" if (school, name) in PUPIL_SIGN_INS else LOCALES.get(country, country.lower()),
            time_zone=TIME_ZONES[country],
            status=status,
            last_seen_at=None if never else garden.now - timedelta(minutes=garden.dice.randint(4, 12_000)),
        ),
        PupilProfile(
            id=demo_id("pupil profile", school, name),
            user_id=pupil_id(school, name),
            school_id=school_id(school),
            created_by=user_id(teacher_of(school, name)),
            guardian_informed_on=(garden.now - timedelta(days=120)).date(),
        ),
    )
    _add_consents(garden, school, name)


def _add_consents(garden: Garden, school: str, name: str) -> None:
    """The account itself is always agreed to; the rest as parents are. The demo sign-ins may try everything."""
    may_all = (school, name) in PUPIL_SIGN_INS
    for kind in ConsentKind:
        given = kind is ConsentKind.ACCOUNT or garden.dice.random() < 0.8 or may_all
        garden.add(
            Consent(
                id=demo_id("consent", school, name, kind),
                pupil_id=pupil_id(school, name),
                kind=kind,
                state=ConsentState.GIVEN if given else ConsentState.REFUSED,
                evidence_note="Signed form in the class folder.",
                recorded_by=user_id(teacher_of(school, name)),
                at=garden.now - timedelta(days=120),
            )
        )


SPECIAL = str.maketrans({"ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss"})


def ascii_letters(name: str) -> str:
    """A name as a user name may hold it."""
    folded = unicodedata.normalize("NFKD", name.lower().translate(SPECIAL))
    return "".join(letter for letter in folded if letter.isascii() and letter.isalpha())
