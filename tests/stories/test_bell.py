"""What rings while one is elsewhere, and how one looks behind the bell."""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Worker, expect

from server.core import clock
from tests.pushing import Browser, push_service
from tests.services import free_port
from tests.stories.people import PHONE, WATER_SLUG, Cast, Someone
from tests.stories.site import RunningSite
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def push_port() -> int:
    """Where the push service of the browsers in these stories listens."""
    return free_port()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path, push_port: int) -> Generator[RunningSite]:
    """The embedded default, and that service named by its operator."""
    environment = {"PUSH_SERVICES": f"http://127.0.0.1:{push_port}"}
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared, folder / "data")
    with RunningSite(folder, environment=environment) as site:
        yield site


def bell(someone: Someone, unread: int | None = None) -> Locator:
    """The button in the bar, which says how many are unread."""
    name = "Notifications" if unread is None else f"Notifications: {unread} unread"
    return someone.page.get_by_role("banner").get_by_role("button", name=name, exact=True)


async def test_the_teacher_finds_seven_notifications_and_reads_them_all(cast: Cast) -> None:
    teacher = await cast.teacher()
    elsewhere = await teacher.context.new_page()
    await elsewhere.goto(f"{cast.address}/projects")
    await expect(bell(teacher, 7)).to_be_visible()
    await bell(teacher, 7).click()
    behind = teacher.page.get_by_role("dialog", name="Notifications")
    for words in ("A conference begins soon", "A message is waiting for a teacher", "Contact request"):
        await expect(behind.get_by_text(words, exact=True)).to_be_visible()
    await expect(behind.get_by_role("listitem")).to_have_count(8)
    await behind.get_by_role("button", name="Accept: Rui Sequeira").click()
    await expect(teacher.page.get_by_text("You are contacts now.", exact=True)).to_be_visible()
    await expect(behind.get_by_role("listitem")).to_have_count(7)
    await behind.get_by_role("button", name="Mark all as read").click()
    await expect(behind.get_by_role("button", name="Mark all as read")).to_have_count(0)
    await teacher.page.keyboard.press("Escape")
    await expect(bell(teacher)).to_be_focused()
    await expect(elsewhere.get_by_role("button", name="Notifications", exact=True)).to_be_visible()


async def test_a_conference_that_a_teacher_plans_rings_on_the_pupils_phone(cast: Cast) -> None:
    teacher, pupil = await cast.teacher("teacher2"), await cast.pupil(viewport=PHONE)
    ringing = pupil.page.get_by_role("banner").get_by_role("link", name="Notifications: 1 unread")
    await expect(ringing).to_be_visible()
    await teacher.opens_live()
    await teacher.page.get_by_role("button", name="Plan a conference").first.click()
    dialog = teacher.page.get_by_role("dialog")
    await dialog.get_by_label("What is it about?").fill("Which river is the longest?")
    await dialog.get_by_role("button", name="Plan it", exact=True).click()

    await pupil.page.get_by_role("banner").get_by_role("link", name="Notifications: 2 unread").click()
    await expect(pupil.page.get_by_role("heading", name="Notifications")).to_be_visible()
    planned = pupil.page.get_by_role("listitem").filter(has_text="Which river is the longest?")
    await expect(planned).to_contain_text("just now")
    await planned.get_by_role("link", name="A conference is planned").click()
    await pupil.page.wait_for_url(f"**/t/{WATER_SLUG}/conference/*")
    await expect(pupil.page.get_by_text("Which river is the longest?").first).to_be_visible()


SUBSCRIBES = """({ endpoint, p256dh, auth }) => {
    let given = null
    PushManager.prototype.getSubscription = async () => given
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        const text = applicationServerKey.replaceAll("-", "+").replaceAll("_", "/")
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
        given = {
            options: { applicationServerKey: bytes.buffer },
            toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
            unsubscribe: async () => true,
        }
        return given
    }
}"""
"""A browser's maker is not asked: the answer is that of the service here, with keys that a browser would make."""


async def with_a_phone(cast: Cast, name: str, browser: Browser) -> Someone:
    """Somebody whose browser may show notifications, and has a push service."""
    someone = await cast.enters(name, viewport=PHONE)
    await someone.context.grant_permissions(["notifications", "camera", "microphone"], origin=cast.address)
    await someone.context.add_init_script(f"({SUBSCRIBES})({json.dumps(browser.subscription())})")
    await someone.arrives()
    ahead = 12 - clock.now().hour
    noon = f"Etc/GMT{-ahead:+}" if ahead else "Etc/GMT"
    # Where it is noon now: at night devices stay quiet.
    changed = await someone.page.request.patch(
        f"{cast.address}/api/me", data={"time_zone": noon}, headers={"Origin": cast.address}
    )
    assert changed.ok, await changed.text()
    return someone


async def of_the_profile(someone: Someone, choice: str) -> None:
    """One entry of the menu behind one's own picture."""
    await someone.page.get_by_role("button", name="profile and settings").click()
    await someone.page.get_by_role("menuitem", name=choice).click()


async def shown(worker: Worker) -> list[dict[str, Any]]:
    """The notifications that the device shows."""
    found = await worker.evaluate(
        "async () => (await self.registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }))"
    )
    return list(found)


async def test_a_phone_tells_of_a_conference_while_no_page_is_open_until_its_owner_signs_out(
    cast: Cast, push_port: int
) -> None:
    async with push_service(push_port) as service:
        browser = service.browser()
        teacher, host = await with_a_phone(cast, "teacher2", browser), await cast.teacher()
        await of_the_profile(teacher, "Notifications on your devices")
        async with teacher.context.expect_event("serviceworker") as starting:
            await teacher.page.get_by_role("button", name="Tell me on this device").click()
        await expect(teacher.page.get_by_role("listitem").filter(has_text="This device")).to_be_visible()
        worker = await starting.value

        await host.opens_live()
        await host.page.get_by_role("button", name="Plan a conference").first.click()
        dialog = host.page.get_by_role("dialog")
        await dialog.get_by_label("What is it about?").fill("Which lake is the deepest?")
        await dialog.get_by_role("button", name="Plan it", exact=True).click()
        (pushed, *_) = await service.heard()
        told = browser.open(pushed.body)
        assert told["title"] == "A conference is planned"
        assert told["body"].startswith("Which lake is the deepest? · ")

        registrations = list[dict[str, Any]]()
        line = await teacher.context.new_cdp_session(teacher.page)
        line.on("ServiceWorker.workerRegistrationUpdated", lambda news: registrations.extend(news["registrations"]))
        await line.send("ServiceWorker.enable")

        async def push(data: dict[str, Any]) -> None:
            where = {"origin": cast.address, "registrationId": registrations[0]["registrationId"]}
            await line.send("ServiceWorker.deliverPushMessage", where | {"data": json.dumps(data)})

        async def is_there() -> bool:
            return bool(registrations)

        await eventually(is_there)
        # Handled once it has asked which pages are open: until then the page must stay.
        await worker.evaluate(
            """() => {
                const asked = self.clients.matchAll.bind(self.clients)
                self.asked = 0
                self.clients.matchAll = (...how) => asked(...how).finally(() => { self.asked += 1 })
            }"""
        )
        await push(told | {"id": "seen on the page"})

        async def is_handled() -> bool:
            return bool(await worker.evaluate("self.asked"))

        await eventually(is_handled)
        await teacher.page.goto("about:blank")
        await push(told)

        async def is_shown() -> bool:
            return bool(await shown(worker))

        await eventually(is_shown)
        assert await shown(worker) == [{"title": told["title"], "body": told["body"], "tag": told["id"]}]
        await worker.evaluate(
            """async () => {
                const [notification] = await self.registration.getNotifications()
                self.dispatchEvent(new NotificationEvent("notificationclick", { notification }))
            }"""
        )

        async def is_read() -> bool:
            behind = await (await teacher.page.request.get(f"{cast.address}/api/notifications")).json()
            return any(one["id"] == told["id"] and one["read_at"] for one in behind["notifications"])

        await eventually(is_read)
        assert await shown(worker) == []
        await teacher.page.goto(f"{cast.address}{told['url']}")
        await expect(teacher.page.get_by_text("Which lake is the deepest?").first).to_be_visible()
        await teacher.page.goto(f"{cast.address}/notifications")
        await of_the_profile(teacher, "Sign out")
        await expect(teacher.page.get_by_label("User name")).to_be_visible()
        await teacher.signs_in()
        await teacher.page.goto(f"{cast.address}/notifications/devices")
        await expect(teacher.page.get_by_role("button", name="Tell me on this device")).to_be_visible()
