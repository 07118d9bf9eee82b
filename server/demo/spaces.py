"""The spaces of the demo projects and who is in them (domain 13.4)."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from server.core.models import (
    AccountType,
    JoinPolicy,
    Space,
    SpaceKind,
    SpaceMembership,
    SpaceRole,
    SpaceState,
)
from server.demo.people import NEVER_SIGNED_IN, pupil_id, pupils_of, teacher_of, user_id
from server.demo.planting import Garden, demo_id


class Project(NamedTuple):
    """A space with the people of its project."""

    key: str
    title: str
    slug: str
    description: str
    cover: int
    founder: str
    cofounder: str
    teachers: list[str]
    schools: list[str]
    """Whose pupils are in it."""
    age_days: int
    state: SpaceState = SpaceState.OPEN


PROJECTS = [
    Project(
        "P1",
        "From the Caspian to the Adriatic: water stories",
        "caspian-adriatic-water-stories",
        "We measure the sea, the river or the lake next to our school every week, compare the numbers, and collect "
        "the stories that people tell about water.",
        1,
        "Günel Səfərli",
        "Chiara Bellandi",
        ["Orxan Vəliyev", "Agnieszka Wrona", "Eleni Markaki", "Sami Gharsalli"],
        ["baku", "ferrara", "gdynia", "chania", "nabeul"],
        160,
    ),
    Project(
        "P2",
        "Novruz and other spring tables",
        "novruz-spring-tables",
        "What stands on the table when spring begins? Recipes, songs and reasons from four kitchens.",
        3,
        "Günel Səfərli",
        "Elif Karaca",
        ["Burak Tunalı", "Tamar Gelovani", "Mihai Lungu", "Ioana Dobreanu", "Nərmin Cəlilova", "Orxan Vəliyev"],
        ["ganja", "izmir", "kutaisi", "cluj"],
        210,
    ),
    Project(
        "P3",
        "Code your carnival",
        "code-your-carnival",
        "Masks that blink, drums that count: we program our carnival.",
        5,
        "Lucía Ferrándiz",
        "Camille Rousselot",
        ["Inês Carvalhais", "Javier Olmedillo"],
        ["murcia", "nantes", "viseu"],
        30,
    ),
    Project(
        "P4",
        "Little scientists’ lighthouse",
        "little-scientists-lighthouse",
        "Experiments with light for the youngest, and what we saw.",
        6,
        "Rūta Kazlauskytė",
        "Aino Lehtisalo",
        ["Katrin Vogelsang", "Ivana Perkušić"],
        ["klaipeda", "oulu", "schwerin", "zadar"],
        140,
    ),
    Project(
        "P7",
        "Letters from next door",
        "letters-from-next-door",
        "Two cities, one border, forty letters.",
        2,
        "Tomasz Jabłonowski",
        "Oksana Melnychuk",
        [],
        ["lviv"],
        420,
        SpaceState.READ_ONLY,
    ),
    Project(
        "P8",
        "A taste of two seas",
        "taste-of-two-seas",
        "Fish, oil and bread: a cookbook of two shores.",
        4,
        "Matteo Ferrarin",
        "Amel Trabelsi",
        ["Julien Marchelier"],
        [],
        800,
        SpaceState.ARCHIVED,
    ),
]

GUESTS = [("Davide Acquafresca", SpaceRole.EXPERT), ("Joanna Morska", SpaceRole.VISITOR)]
PUPIL_ADMINS = {
    ("baku", "Aysu"),
    ("baku", "Murad"),
    ("ferrara", "Lorenzo"),
    ("gdynia", "Zuzanna"),
    ("chania", "Danae"),
    ("nabeul", "Yasmine"),
}
IN_TWO_SPACES = ("baku", "Ləman")
KITCHEN = "P1 teachers’ kitchen"
KITCHEN_PEOPLE = ["Günel Səfərli", "Chiara Bellandi", "Agnieszka Wrona", "Eleni Markaki", "Sami Gharsalli"]


def space_id(key: str) -> UUID:
    """The demo space of that key."""
    return demo_id("space", key)


def pupils_in(project: Project) -> list[tuple[str, str]]:
    """The pupils of a project, by school and first name."""
    pupils = [(school, name) for school in project.schools for name in pupils_of(school)]
    return [*pupils, IN_TWO_SPACES] if project.key == "P2" else pupils


def adults_in(project: Project) -> list[str]:
    """The teachers of a project, founders first."""
    return [project.founder, project.cofounder, *project.teachers]


def project_of(key: str) -> Project:
    """The project of that key."""
    return next(project for project in PROJECTS if project.key == key)


def add_spaces(garden: Garden) -> None:
    """All spaces and memberships."""
    for project in PROJECTS:
        _add_project(garden, project)
    garden.add(
        Space(
            id=space_id("kitchen"),
            kind=SpaceKind.ROOM,
            title=KITCHEN,
            description="Where the five of us plan the next lesson.",
            slug="p1-teachers-kitchen",
            state=SpaceState.OPEN,
            join_policy=JoinPolicy.INVITED,
            cover=7,
            owner_id=user_id(KITCHEN_PEOPLE[0]),
        )
    )
    for name in KITCHEN_PEOPLE:
        role = SpaceRole.MODERATOR if name == KITCHEN_PEOPLE[0] else SpaceRole.MEMBER
        garden.add(_adult(garden, "kitchen", name, role))


def _add_project(garden: Garden, project: Project) -> None:
    garden.add(
        Space(
            id=space_id(project.key),
            kind=SpaceKind.TWINSPACE,
            title=project.title,
            description=project.description,
            slug=project.slug,
            state=project.state,
            join_policy=JoinPolicy.INVITED,
            cover=project.cover,
            owner_id=user_id(project.founder),
            created_at=garden.now - timedelta(days=project.age_days),
        ),
        _adult(garden, project.key, project.founder, SpaceRole.FOUNDER),
        _adult(garden, project.key, project.cofounder, SpaceRole.COFOUNDER),
    )
    for name in project.teachers:
        garden.add(_adult(garden, project.key, name, SpaceRole.TEACHER))
    for school, name in pupils_in(project):
        garden.add(_pupil(garden, project, school, name))
    if project.key == "P1":
        for name, role in GUESTS:
            garden.add(_adult(garden, project.key, name, role))


def _adult(garden: Garden, key: str, name: str, role: SpaceRole) -> SpaceMembership:
    is_guest = role in (SpaceRole.EXPERT, SpaceRole.VISITOR)
    return SpaceMembership(
        id=demo_id("membership", key, name),
        space_id=space_id(key),
        user_id=user_id(name),
        account_type=AccountType.GENERAL if is_guest else AccountType.STAFF,
        role=role,
        last_access_at=garden.now - timedelta(minutes=garden.dice.randint(5, 8_000)),
    )


def _pupil(garden: Garden, project: Project, school: str, name: str) -> SpaceMembership:
    is_admin = project.key == "P1" and (school, name) in PUPIL_ADMINS
    never = (school, name) in NEVER_SIGNED_IN
    teacher = user_id(teacher_of(school, name))
    return SpaceMembership(
        id=demo_id("membership", project.key, school, name),
        space_id=space_id(project.key),
        user_id=pupil_id(school, name),
        account_type=AccountType.PUPIL,
        role=SpaceRole.PUPIL_ADMIN if is_admin else SpaceRole.PUPIL,
        responsible_teacher_id=teacher,
        added_by=teacher,
        last_access_at=None if never else garden.now - timedelta(minutes=garden.dice.randint(4, 12_000)),
    )
