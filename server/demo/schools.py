"""Invented schools and agencies (domain 13.1)."""

from datetime import timedelta
from uuid import UUID

from server.core.models import Agency, AgencyKind, School, SchoolState, name_key
from server.demo.planting import Garden, demo_id

REGISTERED = [
    # key, country, name, city, levels
    ("baku", "AZ", "“Xəzər Ulduzu” məktəb-liseyi", "Bakı", "lower secondary, upper secondary"),
    ("ganja", "AZ", "“Göygöl Dağları” tam orta məktəbi", "Gəncə", "primary, lower secondary, upper secondary"),
    ("kutaisi", "GE", "საჯარო სკოლა „ოქროს საწმისი“", "Kutaisi", "primary, lower secondary, upper secondary"),
    ("gyumri", "AM", "«Լուսաբաց» հիմնական դպրոց", "Gyumri", "lower secondary"),
    ("orhei", "MD", "Gimnaziul „Izvoarele Codrilor”", "Orhei", "lower secondary"),
    ("lviv", "UA", "Гімназія «Блакитна зірка»", "Lviv", "lower secondary, upper secondary"),
    ("nabeul", "TN", "Collège « Jasmin du Cap »", "Nabeul", "lower secondary"),
    ("ferrara", "IT", "Scuola secondaria «Le Tre Lanterne»", "Ferrara", "lower secondary"),
    ("murcia", "ES", "IES «Puerta del Alba»", "Murcia", "upper secondary"),
    ("gdynia", "PL", "Szkoła Podstawowa „Zielona Latarnia”", "Gdynia", "primary, lower secondary"),
    ("chania", "GR", "Γυμνάσιο «Αστέρια»", "Chania", "lower secondary"),
    ("izmir", "TR", "Mavi Pusula Ortaokulu", "İzmir", "lower secondary"),
    ("viseu", "PT", "Agrupamento «Serra do Vento»", "Viseu", "primary, lower secondary, upper secondary"),
    ("nantes", "FR", "Collège « Les Quatre Rivières »", "Nantes", "lower secondary"),
    ("cluj", "RO", "Școala „Stejarul de Argint”", "Cluj-Napoca", "primary, lower secondary"),
    ("klaipeda", "LT", "„Gintaro kelio“ progimnazija", "Klaipėda", "primary"),
    ("oulu", "FI", "Revontulen koulu", "Oulu", "primary"),
    ("schwerin", "DE", "Gesamtschule Am Kranichsee", "Schwerin", "lower secondary, upper secondary"),
    ("zadar", "HR", "OŠ „Plava jedrilica”", "Zadar", "primary"),
]

WAITING = [
    ("rijeka", "HR", "Srednja škola „Bura”", "Rijeka", "upper secondary", SchoolState.APPLIED),
    ("lankaran", "AZ", "“Çay Bağı” tam orta məktəbi", "Lənkəran", "lower secondary", SchoolState.APPLIED),
    ("soroca", "MD", "Gimnaziul „Piatra Nistrului”", "Soroca", "lower secondary", SchoolState.PRESELECTED),
]
"""Schools that still wait at their agencies (R-008)."""

NAMES = {
    "AZ": "Azerbaijan",
    "GE": "Georgia",
    "AM": "Armenia",
    "MD": "Moldova",
    "UA": "Ukraine",
    "TN": "Tunisia",
    "IT": "Italy",
    "ES": "Spain",
    "PL": "Poland",
    "GR": "Greece",
    "TR": "Türkiye",
    "PT": "Portugal",
    "FR": "France",
    "RO": "Romania",
    "LT": "Lithuania",
    "FI": "Finland",
    "DE": "Germany",
    "HR": "Croatia",
}
PLUS = ("AZ", "GE", "AM", "MD", "UA", "TN")

TIME_ZONES = {
    "AZ": "Asia/Baku",
    "GE": "Asia/Tbilisi",
    "AM": "Asia/Yerevan",
    "MD": "Europe/Chisinau",
    "UA": "Europe/Kyiv",
    "TN": "Africa/Tunis",
    "IT": "Europe/Rome",
    "ES": "Europe/Madrid",
    "PL": "Europe/Warsaw",
    "GR": "Europe/Athens",
    "TR": "Europe/Istanbul",
    "PT": "Europe/Lisbon",
    "FR": "Europe/Paris",
    "RO": "Europe/Bucharest",
    "LT": "Europe/Vilnius",
    "FI": "Europe/Helsinki",
    "DE": "Europe/Berlin",
    "HR": "Europe/Zagreb",
}

COUNTRY_OF = {key: country for key, country, *_ in REGISTERED}


def school_id(key: str) -> UUID:
    """The demo school of that key."""
    return demo_id("school", key)


def add_schools(garden: Garden) -> None:
    """Agencies, registered schools and applications."""
    for country, name in NAMES.items():
        kind = AgencyKind.PSA if country in PLUS else AgencyKind.NSO
        email = f"{kind.lower()}.{country.lower()}@example.org"
        garden.add(
            Agency(id=demo_id("agency", country), country=country, kind=kind, name=f"{kind} {name}", email=email)
        )
    for number, (key, country, name, city, levels) in enumerate(REGISTERED):
        registered_at = garden.now - timedelta(days=1500 - 40 * number)
        garden.add(_school(key, country, name, city, levels, SchoolState.REGISTERED, registered_at=registered_at))
    for key, country, name, city, levels, state in WAITING:
        garden.add(_school(key, country, name, city, levels, state))


def _school(key: str, country: str, name: str, city: str, levels: str, state: SchoolState, **more: object) -> School:
    return School(
        id=school_id(key),
        country=country,
        name=name,
        name_key=name_key(name),
        city=city,
        levels=levels.split(", "),
        state=state,
        **more,
    )
