"""Rows that every installation starts with, as step 0001 plants them: countries and the limits of live rooms."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa

CORE = """
AL Albania|Albaniya, AT Austria|Avstriya, BA Bosnia and Herzegovina|Bosniya və Herseqovina, BE Belgium|Belçika,
BG Bulgaria|Bolqarıstan, CY Cyprus|Kipr, CZ Czechia|Çexiya, DE Germany|Almaniya, DK Denmark|Danimarka,
EE Estonia|Estoniya, ES Spain|İspaniya, FI Finland|Finlandiya, FR France|Fransa, GR Greece|Yunanıstan,
HR Croatia|Xorvatiya, HU Hungary|Macarıstan, IE Ireland|İrlandiya, IS Iceland|İslandiya, IT Italy|İtaliya,
LI Liechtenstein|Lixtenşteyn, LT Lithuania|Litva, LU Luxembourg|Lüksemburq, LV Latvia|Latviya, MT Malta|Malta,
MK North Macedonia|Şimali Makedoniya, NL Netherlands|Niderland, NO Norway|Norveç, PL Poland|Polşa,
PT Portugal|Portuqaliya, RO Romania|Rumıniya, RS Serbia|Serbiya, SE Sweden|İsveç, SI Slovenia|Sloveniya,
SK Slovakia|Slovakiya, TR Türkiye|Türkiyə
"""
PLUS = """
AM Armenia|Ermənistan, AZ Azerbaijan|Azərbaycan, GE Georgia|Gürcüstan, MD Moldova|Moldova, TN Tunisia|Tunis,
UA Ukraine|Ukrayna
"""
NEIGHBOURS = """
AD Andorra|Andorra, CH Switzerland|İsveçrə, GB United Kingdom|Böyük Britaniya, MC Monaco|Monako,
ME Montenegro|Monteneqro, SM San Marino|San-Marino, VA Vatican City|Vatikan, XK Kosovo|Kosovo
"""
"""Countries where guests of a project may live, though they have no agency."""

ROOM_LENGTHS = [30, 60, 90]
EVENT_LENGTHS = [30, 60, 90, 120, 180, 240]
DAY = 24 * 60

POLICIES = [
    # kind, seats, lengths, host early, doors, doors with a lobby, recording (domain 6.1)
    ("twinspace_conference", 25, ROOM_LENGTHS, 15, 0, 5, "off"),
    ("event_room", 100, EVENT_LENGTHS, DAY, 15, 15, "host"),
    ("room_session", 25, ROOM_LENGTHS, 15, 0, 5, "host"),
    ("group_session", 100, EVENT_LENGTHS, DAY, 15, 15, "host"),
    ("learninglab_session", None, EVENT_LENGTHS, DAY, 15, 15, "tutor"),
]

PLANTED = datetime(2026, 1, 1, tzinfo=UTC)

countries = sa.table(
    "countries",
    sa.column("code", sa.String),
    sa.column("names", sa.JSON),
    sa.column("programme", sa.String),
    sa.column("digital_consent_age", sa.Integer),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)
live_policies = sa.table(
    "live_policies",
    sa.column("id", sa.Uuid),
    sa.column("kind", sa.String),
    sa.column("seats", sa.Integer),
    sa.column("lengths", sa.JSON),
    sa.column("host_early_min", sa.Integer),
    sa.column("doors_min", sa.Integer),
    sa.column("doors_with_lobby_min", sa.Integer),
    sa.column("recording", sa.String),
    sa.column("grace_s", sa.Integer),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)


def plant(connection: sa.Connection) -> None:
    """Insert both tables' rows. The age of digital consent starts at 16 everywhere: the operator lowers it by law."""
    born = {"created_at": PLANTED, "updated_at": PLANTED}
    for programme, text in (("core", CORE), ("plus", PLUS), ("none", NEIGHBOURS)):
        for line in text.replace("\n", " ").split(","):
            code, names = line.split(maxsplit=1)
            english, azerbaijani = names.strip().split("|")
            row = {"code": code, "names": {"en": english, "az": azerbaijani}, "programme": programme}
            connection.execute(sa.insert(countries), {**row, "digital_consent_age": 16, **born})
    for kind, seats, lengths, host_early, doors, doors_with_lobby, recording in POLICIES:
        row = {"id": uuid5(NAMESPACE_URL, f"live-policy:{kind}"), "kind": kind, "seats": seats, "lengths": lengths}
        limits = {"host_early_min": host_early, "doors_min": doors, "doors_with_lobby_min": doors_with_lobby}
        connection.execute(sa.insert(live_policies), {**row, **limits, "recording": recording, "grace_s": 60, **born})
