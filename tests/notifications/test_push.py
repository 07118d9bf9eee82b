"""Pushes: sealed for one device, signed, sent once while they are news, to whoever asked for it and to nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from server.app import create_app
from server.core import clock
from server.core.database import Database, new_id
from server.core.models import LoginSession, PushSubscription, User, UserStatus
from server.core.settings import Settings
from server.notifications import retention
from server.notifications.actions import notify, withdraw
from server.notifications.models import Push
from server.notifications.push import services
from server.notifications.push.encrypting import seal
from server.notifications.push.pushes import MOST_TRIES, Pushes
from server.notifications.push.words import awake_at
from tests.live import Client, serving
from tests.notifications.conftest import Bells
from tests.people import People
from tests.pushing import Browser, PushService, bytes_of, push_service, text_of

pytestmark = pytest.mark.anyio

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no database has a part in."""

NOON = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)


def test_it_is_sealed_as_in_the_example_of_rfc_8291() -> None:
    private = int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        bytes_of("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
        bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
        ec.derive_private_key(private, ec.SECP256R1()),
    )
    assert text_of(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3"
        "jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@dataclass
class Devices(Bells):
    """One running process, the people, and the push service of their browsers."""

    service: PushService = field(default_factory=PushService)

    @property
    def pushes(self) -> Pushes:
        return self.site.part(Pushes)

    async def device(self, client: Client, browser: Browser | None = None) -> Browser:
        """Somebody's browser that is told from now on."""
        browser = browser or self.service.browser()
        answer = await client.http.post("/api/push", json=browser.subscription())
        assert answer.status_code == 200, answer.text
        return browser

    async def tell(self, user: UUID, code: str = "event.invited", **params: Any) -> UUID:
        """Something to tell; its event."""
        event = new_id()
        said = {"title": "Novruz", "starts_at": (clock.now() + timedelta(days=2)).isoformat(), "name": "Eve"}
        await notify(self.site, [user], code, said | params, ("event", event))
        return event

    async def count(self, kind: type[Push] | type[PushSubscription]) -> int:
        async with self.site.database.read() as db:
            return await db.scalar(select(func.count()).select_from(kind)) or 0


@pytest.fixture
async def devices(database: Database, people: People, tmp_path: Path) -> AsyncGenerator[Devices]:
    """Nothing is sent by itself: each test says when."""
    url = database.url.render_as_string(hide_password=False)
    async with push_service() as service:
        settings = Settings(
            database_url=url,
            data_dir=tmp_path,
            secret_key="a secret of this test",
            push_services=service.origin,
            mail_from="Live <live@example.org>",
        )
        app = create_app(settings)
        async with serving(app) as base:
            devices = Devices(app.state.site, base, people, service=service)
            await devices.pushes.close()
            with clock.frozen(NOON):
                yield devices
            for client in devices.clients:
                await client.close()


@pytest.mark.proves("R-038")
async def test_a_push_reaches_the_device_sealed_signed_short_and_once(devices: Devices) -> None:
    ada = await devices.client("ada")
    browser = await devices.device(ada)
    state = (await ada.http.get("/api/push")).json()
    assert [(one["here"], state["available"]) for one in state["devices"]] == [(True, True)]
    event = await devices.tell(devices.people.ada)
    await asyncio.gather(devices.pushes.deliver(), devices.pushes.deliver())
    await devices.pushes.deliver()
    (pushed,) = devices.service.asked
    told = browser.open(pushed.body)
    assert told == {
        "id": told["id"],
        "title": "You are invited to an event",
        "body": "Novruz · 19.11. 12:00 CET · Eve",
        "url": f"/events/{event}",
        "lang": "en",
    }
    assert b"Novruz" not in pushed.body
    claims = devices.service.sender_of(pushed)
    assert (claims["sub"], claims["k"]) == ("mailto:live@example.org", state["key"])
    assert {name: pushed.headers[name] for name in ("ttl", "content-encoding", "urgency")} == {
        "ttl": str(3 * 24 * 3600),
        "content-encoding": "aes128gcm",
        "urgency": "normal",
    }
    assert len(pushed.headers["topic"]) <= 32
    assert await devices.count(Push) == 0


@only_sqlite
async def test_it_is_said_in_the_readers_language_and_by_no_name_where_a_pupil_may_have_written(
    devices: Devices,
) -> None:
    async with devices.site.database.write() as db:
        (await db.get_one(User, devices.people.ada)).locale = "az"
    browser = await devices.device(await devices.client("ada"))
    params = {"name": "Nino R.", "space": "Rivers and seas", "slug": devices.people.slug}
    await notify(devices.site, [devices.people.ada], "chat.mention", params, ("room", devices.people.room))
    await devices.pushes.deliver()
    told = browser.open(devices.service.asked[0].body)
    assert (told["title"], told["body"]) == ("Söhbət otağında adınız çəkildi", "Rivers and seas")
    assert told["url"] == f"/t/{devices.people.slug}/chat/{devices.people.room}"


async def test_a_service_that_is_busy_is_asked_again_while_it_is_news_and_no_longer(devices: Devices) -> None:
    await devices.device(await devices.client("ada"))
    devices.service.answers, devices.service.retry_after = [503, 429], "600"
    starts = NOON + timedelta(hours=1)
    await devices.tell(devices.people.ada, "event.soon", starts_at=starts.isoformat())
    for after, asked in ((0, 1), (9, 1), (10, 2), (19, 2), (20, 3)):
        with clock.frozen(NOON + timedelta(minutes=after)):
            await devices.pushes.deliver()
            assert len(devices.service.asked) == asked, after
    assert [one.headers["ttl"] for one in devices.service.asked] == ["3600", "3000", "2400"]
    await devices.tell(devices.people.ada, "event.soon", starts_at=starts.isoformat())
    with clock.frozen(starts):
        await devices.pushes.deliver()
        assert len(devices.service.asked) == 3, "it has begun: nobody needs to hear that it begins soon"
        (store,) = [store for store in retention.STORES if store.name == "pushes"]
        assert store.purge is not None
        assert (await store.purge(devices.site), await store.overdue(devices.site)) == (1, 0)
        await devices.tell(devices.people.ada, "event.soon", starts_at=starts.isoformat())
    assert await devices.count(Push) == 0


@only_sqlite
async def test_a_service_that_never_takes_it_is_left_alone_in_the_end(devices: Devices) -> None:
    await devices.device(await devices.client("ada"))
    devices.service.answers = [500] * (MOST_TRIES + 3)
    await devices.tell(devices.people.ada, "event.changed")
    for hour in range(MOST_TRIES + 3):
        with clock.frozen(NOON + timedelta(days=hour // 8, hours=hour % 8)):
            await devices.pushes.deliver()
    assert (len(devices.service.asked), await devices.count(Push)) == (MOST_TRIES, 0)


@only_sqlite
async def test_what_a_service_refuses_is_not_sent_again(devices: Devices) -> None:
    ada = await devices.client("ada")
    browser = await devices.device(ada)
    devices.service.redirect = f"{devices.service.origin}/push/{browser.name}"
    for number, (answer, devices_left) in enumerate([(307, 1), (400, 1), (413, 1), (404, 0), (410, 0)], 1):
        devices.service.answers = [answer]
        await devices.device(ada, browser)
        await devices.tell(devices.people.ada)
        await devices.pushes.deliver()
        await devices.pushes.deliver()
        assert len(devices.service.asked) == number, "nor where it points to"
        assert (await devices.count(Push), await devices.count(PushSubscription)) == (0, devices_left), answer


async def test_nothing_is_pushed_that_was_read_or_undone_or_is_not_wanted_or_comes_at_night(devices: Devices) -> None:
    ada = await devices.client("ada")
    await devices.device(ada)
    event = await devices.tell(devices.people.ada)
    await withdraw(devices.site, ("event", event))
    await devices.tell(devices.people.ada)
    assert (await ada.http.post("/api/notifications/read", json={"all": True})).status_code == 200
    await devices.pushes.deliver()
    chosen = {"events": False, "conferences": True, "people": True}
    assert (await ada.http.put("/api/push", json=chosen)).json().items() >= chosen.items()
    await devices.tell(devices.people.ada)
    assert (devices.service.asked, await devices.count(Push)) == ([], 0)
    await ada.http.put("/api/push", json=chosen | {"events": True})
    night = NOON.replace(hour=22, minute=30)
    with clock.frozen(night):
        await devices.tell(devices.people.ada)
        await devices.tell(devices.people.ada, "event.live")
        await devices.pushes.deliver()
    morning = awake_at(night, "Europe/Rome")
    assert morning == NOON.replace(day=18, hour=6)
    with clock.frozen(morning - timedelta(minutes=1)):
        await devices.pushes.deliver()
    assert devices.service.asked == []
    with clock.frozen(morning):
        await devices.pushes.deliver()
    assert len(devices.service.asked) == 1, "that it was live is no news in the morning"


async def test_a_pupil_has_no_device_and_an_account_that_may_not_sign_in_hears_nothing(devices: Devices) -> None:
    nino = await devices.client("nino")
    browser = devices.service.browser()
    refused = await nino.http.post("/api/push", json=browser.subscription())
    assert (refused.status_code, refused.json()["code"]) == (403, "no_pushes_for_pupils")
    assert (await nino.http.get("/api/push")).json()["available"] is False
    await devices.device(await devices.client("ada"), browser)
    await devices.tell(devices.people.ada)
    async with devices.site.database.write() as db:
        (await db.get_one(User, devices.people.ada)).move_to(UserStatus.SUSPENDED)
        # Nobody can ask for this, so it is put into the table: the bell of a pupil must still push nothing.
        session = (await db.scalars(select(LoginSession.id).where(LoginSession.user_id == devices.people.nino))).one()
        pupils = Browser(devices.service.origin)
        db.add(
            PushSubscription(
                user_id=devices.people.nino,
                login_session_id=session,
                endpoint=pupils.subscription()["endpoint"],
                p256dh=pupils.public,
                auth=pupils.auth,
            )
        )
    await devices.tell(devices.people.nino)
    await devices.pushes.deliver()
    assert (devices.service.asked, await devices.count(Push)) == ([], 0)


async def test_signing_out_takes_the_device_away_and_what_is_on_its_way_to_it(devices: Devices) -> None:
    here, there = await devices.client("ada"), await devices.client("ada")
    mine, phone = await devices.device(here), await devices.device(there)
    await devices.tell(devices.people.ada)
    assert (await there.http.post("/api/sign-out")).status_code in (200, 204)
    await devices.pushes.deliver()
    assert [one.browser for one in devices.service.asked] == [mine.name]
    assert phone.name not in {one.browser for one in devices.service.asked}
    await devices.device(await devices.client("ada"), phone)
    assert (await here.http.post("/api/login-sessions/revoke-others")).status_code in (200, 204)
    (left,) = (await here.http.get("/api/push")).json()["devices"]
    grace = await devices.client("grace")
    assert (await grace.http.delete(f"/api/push/{left['id']}")).status_code == 404
    assert (await here.http.delete(f"/api/push/{left['id']}")).status_code in (200, 204)
    assert await devices.count(PushSubscription) == 0


async def test_a_browser_that_is_somebody_elses_now_tells_the_first_one_no_more(devices: Devices) -> None:
    ada, grace = await devices.client("ada"), await devices.client("grace")
    browser = await devices.device(ada)
    await devices.tell(devices.people.ada)
    stranger = Browser(browser.origin, browser.name)
    refused = await grace.http.post("/api/push", json=stranger.subscription())
    assert refused.json()["code"] == "bad_push_keys", "who knows the address only"
    await devices.device(grace, browser)
    await devices.pushes.deliver()
    assert devices.service.asked == []
    await devices.device(grace, browser)
    assert await devices.count(PushSubscription) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/push/1",
        "https://fcm.googleapis.com:8443/push/1",
        "https://fcm.googleapis.com.evil.example/push/1",
        "https://evilfcm.googleapis.com@10.0.0.1/push",
        "https://user:secret@fcm.googleapis.com/push",
        "https://169.254.169.254/latest",
        "https://[::1]/push",
        "https://localhost/push",
        "https://fcm.googleapis.com\\@10.0.0.1/push",
        "https://fcm.googleapis.com/ push",
        "https://fcm.googleapis.com/push#" + "x" * 20,
        "https://fcm.googleapis.com/" + "x" * 1000,
        "file:///etc/passwd",
        "no address",
    ],
)
def test_a_push_goes_to_services_that_are_known_and_to_no_address_that_a_browser_makes_up(endpoint: str) -> None:
    known = services.Services(Settings(push_services="http://127.0.0.1:9,https://push.example.org"))
    assert not known.allowed(endpoint)
    assert known.allowed("https://updates.push.services.mozilla.com/wpush/v2/x")
    assert known.allowed("https://web.push.apple.com/x")
    assert known.allowed("https://push.example.org/x")
    off = services.Services(Settings(push_services="off"))
    assert (off.off, off.allowed("https://fcm.googleapis.com/push")) == (True, False)


@pytest.mark.parametrize(
    ("addresses", "public"),
    [
        (["142.250.1.95"], True),
        (["142.250.1.95", "10.1.2.3"], False),
        (["169.254.169.254"], False),
        (["::ffff:127.0.0.1"], False),
        (["64:ff9b::a01:203"], False),
        (["64:ff9b::8efa:15f"], True),
        (["fd00::1"], False),
        (["2a00:1450:4001::5f"], True),
    ],
)
async def test_a_known_name_that_leads_into_a_private_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], public: bool
) -> None:
    async def looked_up(_: str) -> list[str]:
        return addresses

    monkeypatch.setattr(services, "look_up", looked_up)
    if public:
        assert await services.public_addresses("fcm.googleapis.com") == addresses
        return
    with pytest.raises(services.UnreachableError):
        await services.public_addresses("fcm.googleapis.com")


@only_sqlite
async def test_a_strange_address_and_a_bad_key_are_refused(devices: Devices) -> None:
    ada = await devices.client("ada")
    for broken, code in (
        ({"endpoint": "https://localhost/push"}, "push_service_unknown"),
        ({"p256dh": text_of(b"\x04" + b"\x01" * 64)}, "bad_push_keys"),
        ({"auth": "AAAA"}, "bad_push_keys"),
        ({"p256dh": "ß"}, "bad_push_keys"),
    ):
        body = devices.service.browser().subscription() | broken
        assert (await ada.http.post("/api/push", json=body)).json()["code"] == code
    assert await devices.count(PushSubscription) == 0
