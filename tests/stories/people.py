"""The people of a story, each with a browser of their own, and what they do in the words of the lesson."""

from __future__ import annotations

import contextlib
import re
import sys
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.waiting import eventually

WATER = "From the Caspian to the Adriatic: water stories"
WATER_SLUG = "caspian-adriatic-water-stories"
PASSWORD = "twinspace"

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

PATIENCE = 40_000
"""Milliseconds until a person gives up waiting for something on the screen."""

LOOKS_AGAIN = 10_000

expect.set_options(timeout=PATIENCE)


class Someone:
    """One person at one device."""

    def __init__(self, context: BrowserContext, page: Page, address: str, name: str) -> None:
        self.context = context
        self.page = page
        self.address = address
        self.name = name
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    # Getting in

    async def signs_in(self) -> Someone:
        """Staff, on the sign-in page."""
        await self.page.goto(f"{self.address}/sign-in")
        await self.page.get_by_label("User name").fill(self.name)
        await self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await self.page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(self.page.get_by_role("heading", name="My projects")).to_be_visible()
        return self

    async def signs_in_by_the_link(self, slug: str = WATER_SLUG) -> Someone:
        """A pupil, on the page that the TwinSpace's link opens."""
        await self.page.goto(f"{self.address}/t/{slug}")
        await self.page.get_by_label("Your user name").fill(self.name)
        await self.page.get_by_label("Your password", exact=True).fill(PASSWORD)
        await self.page.get_by_role("button", name="Go in", exact=True).click()
        await expect(self.page.get_by_role("navigation", name="TwinSpace", exact=True)).to_be_visible()
        return self

    async def arrives(self, slug: str = "") -> Someone:
        """Signed in before the story begins: staff among their projects, pupils in their TwinSpace."""
        body = {"username": self.name, "password": PASSWORD} | ({"slug": slug} if slug else {})
        signed_in = await self.context.request.post(
            f"{self.address}/api/sign-in", data=body, headers={"Origin": self.address}
        )
        assert signed_in.ok, await signed_in.text()
        await self.page.goto(f"{self.address}/t/{slug}" if slug else self.address)
        first = ("navigation", "TwinSpace") if slug else ("heading", "My projects")
        await expect(self.page.get_by_role(first[0], name=first[1], exact=True)).to_be_visible()  # type: ignore[arg-type]
        return self

    async def opens_live(self, slug: str = WATER_SLUG) -> None:
        """The tab Live of the TwinSpace one is in."""
        await self.page.goto(f"{self.address}/t/{slug}/live")
        await expect(self.page.get_by_role("heading", name="All conferences")).to_be_visible()
        # What comes later would move the buttons away from under the pointer.
        await expect(self.page.get_by_text(re.compile(r"\d+ to come"))).to_be_visible()
        await expect(self.page.get_by_text(re.compile(r"(Nobody|\d+) inside")).first).to_be_visible()

    # Chatting

    async def goes_to_the_chatroom(self) -> None:
        """One click (R-201)."""
        await self.opens_live()
        await self.page.get_by_role("link", name="Go to Chatroom").first.click()
        await expect(self.log).to_be_visible()
        await expect(self.page.get_by_role("textbox", name="Write to everybody")).to_be_editable()

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    def message(self, text: str) -> Locator:
        """The row of a message with this text."""
        return self.log.get_by_role("article").filter(has_text=text).last

    async def acts_on(self, text: str, action: str) -> None:
        """One of the actions that hover, focus or a long press bring up; those of the menu included."""
        row = self.message(text)
        # By keys: under a mouse that stands still the rows move when others write.
        await row.focus()
        button = row.get_by_role("button", name=action, exact=True)
        if action in ("Edit", "Delete"):
            await row.get_by_role("button", name="More", exact=True).press("Enter")
            button = self.page.get_by_role("menuitem", name=action, exact=True)
        await button.press("Enter")

    async def writes(self, text: str) -> None:
        box = self.page.get_by_role("textbox", name="Write to everybody")
        await box.fill(text)
        await box.press("Enter")

    async def sees(self, text: str) -> None:
        await expect(self.log.get_by_text(text, exact=True).last).to_be_visible()

    async def sees_once(self, text: str) -> None:
        await expect(self.log.get_by_text(text, exact=True)).to_have_count(1)

    # Meeting

    async def starts_a_live_event(
        self, title: str, minutes: int = 30, *, agenda: str = "", lets_everybody_in: bool = False
    ) -> str:
        """From the tab Live; answers with the address of the conference, whose door one stands before then."""
        await self.opens_live()
        await self.page.get_by_role("button", name="Start a Live Event").first.click()
        dialog = self.page.get_by_role("dialog", name="Start a Live Event")
        await dialog.get_by_label("What is it about?").fill(title)
        await dialog.get_by_label("What will you do?").fill(agenda)
        await dialog.get_by_text(f"{minutes} minutes", exact=True).click()
        if lets_everybody_in:
            await dialog.get_by_text("I let everybody in", exact=True).click()
        await dialog.get_by_role("button", name="Start now").click()
        await self.page.wait_for_url("**/conference/*")
        return self.page.url

    async def stands_before_the_door(self, address: str) -> None:
        await self.page.goto(address)
        await expect(self.page.get_by_role("heading", name="Before you go in")).to_be_visible()

    async def joins(self) -> None:
        """Press Join; where that leads is the server's to say."""
        await self.page.get_by_role("button", name="Join", exact=True).click()

    async def presses(self, wanted: Locator, until: Locator) -> None:
        """Press, and press again while nothing comes of it: a page that is still filling itself moves."""
        for _ in range(PATIENCE // LOOKS_AGAIN):
            await wanted.click()
            with contextlib.suppress(AssertionError):
                await expect(until).to_be_visible(timeout=LOOKS_AGAIN)
                return
        await expect(until).to_be_visible()

    async def is_inside(self, stage: str = "Stage") -> None:
        """On the stage, by its name in the reader's language."""
        await expect(self.page.get_by_role("main", name=stage)).to_be_visible()

    @property
    def stage(self) -> Locator:
        return self.page.get_by_role("main", name="Stage")

    def tile(self, name: str) -> Locator:
        """Somebody's picture on the stage, found by what a screen reader would hear."""
        return self.stage.get_by_role("figure", name=re.compile(re.escape(name)))

    def control(self, word: str) -> Locator:
        """A button of the bar below the stage; the microphone's name goes on with its state."""
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(word)}(:|$)"))

    async def switches(self, word: str, on: bool) -> None:
        """Microphone or Camera, to the given state."""
        button = self.control(word)
        if await button.get_attribute("aria-pressed") != str(on).lower():
            await button.click()
        await expect(button).to_have_attribute("aria-pressed", str(on).lower())

    async def received(self) -> list[dict[str, Any]]:
        """What each slot has decoded so far, from getStats."""
        found = await self.page.evaluate("() => window.twinspace?.media?.stats() ?? []")
        assert isinstance(found, list)
        return found

    async def total(self, figure: str) -> float:
        """The sum of one figure over all slots."""
        return sum(float(slot.get(figure) or 0) for slot in await self.received())

    async def keeps_rising(self, figure: str, more: float) -> None:
        """Wait until a figure has risen by `more` from now."""
        start = await self.total(figure)

        async def has_risen() -> bool:
            return await self.total(figure) >= start + more

        # Asked from here: a page that is waited for takes the promise of an answer for a yes.
        await eventually(has_risen, within=PATIENCE / 1000)

    async def chooses(self, menu: str, choice: str) -> None:
        """One entry of a menu; its words may go on with an explanation."""
        await self.page.get_by_role("button", name=menu, exact=True).first.click()
        await self.page.get_by_role("menuitem", name=choice).first.click()

    async def is_told(self, words: str) -> None:
        """By a notice above the stage."""
        said = self.page.get_by_role("alert").or_(self.page.get_by_role("status"))
        await expect(said.filter(has_text=words).first).to_be_visible()

    async def opens_the_chat(self) -> None:
        """Beside the stage, if it is not open yet."""
        # By the button's word, not by what is seen of the chat: that may still be loading.
        button = self.page.get_by_role("button", name=re.compile("^Chat")).first
        if await button.get_attribute("aria-pressed") != "true":
            await button.click()
        await expect(self.page.get_by_role("textbox", name="Write to everybody")).to_be_editable()

    async def speaks(self, language: str) -> None:
        """From the next page on, as the account says."""
        changed = await self.page.request.patch(
            f"{self.address}/api/me", data={"locale": language}, headers={"Origin": self.address}
        )
        assert changed.ok, await changed.text()
        await self.page.reload()

    async def loses_the_network(self) -> None:
        await self.context.set_offline(True)

    async def is_back_online(self) -> None:
        await self.context.set_offline(False)


class Cast:
    """Opens a browser context for each person, and closes all at the end, asking whether any page complained."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self.address = address
        self._people: list[Someone] = []

    async def __aenter__(self) -> Cast:
        return self

    async def __aexit__(self, failed: type[BaseException] | None, *_: object) -> None:
        complaints = [f"{someone.name}: {text}" for someone in self._people for text in someone.complaints]
        for someone in self._people:
            await someone.context.close()
        assert failed or not complaints, complaints

    async def tells_what_it_sees(self) -> None:
        """Print every page as a screen reader finds it: a story that failed elsewhere is understood here."""
        for someone in self._people:
            seen = await someone.page.locator("body").aria_snapshot()
            sys.stdout.write(f"--- {someone.name}: {someone.page.url}\n{seen}\n")

    async def enters(self, name: str, viewport: dict[str, int] | None = None, **options: Any) -> Someone:
        """A person with this user name at a device of their own, not signed in yet."""
        # What fades in is half seen by whoever looks at that moment: axe would complain of its contrast.
        options.setdefault("reduced_motion", "reduce")
        context = await self._browser.new_context(
            viewport=viewport or LAPTOP,  # type: ignore[arg-type]
            permissions=["camera", "microphone"],
            locale="en-GB",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        someone = Someone(context, await context.new_page(), self.address, name)
        self._people.append(someone)
        return someone

    async def teacher(self, name: str = "teacher", **options: Any) -> Someone:
        return await (await self.enters(name, **options)).arrives()

    async def pupil(self, name: str = "pupil", **options: Any) -> Someone:
        return await (await self.enters(name, **options)).arrives(WATER_SLUG)


async def meet(title: str, teacher: Someone, *pupils: Someone) -> str:
    """The teacher starts a live event and everybody comes in; answers its address."""
    address = await teacher.starts_a_live_event(title)
    await teacher.joins()
    await teacher.is_inside()
    for pupil in pupils:
        await pupil.stands_before_the_door(address)
        await pupil.joins()
        await pupil.is_inside()
    return address


async def asked(someone: Someone, path: str, **body: str) -> dict[str, Any]:
    """What the server answers this person, without a page."""
    headers = {"Origin": someone.address}
    if body:
        answer = await someone.context.request.post(f"{someone.address}/api/{path}", data=body, headers=headers)
    else:
        answer = await someone.context.request.get(f"{someone.address}/api/{path}", headers=headers)
    assert answer.ok, await answer.text()
    found: dict[str, Any] = await answer.json()
    return found
