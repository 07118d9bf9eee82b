"""Code in every field that people can fill: it stays words, no script runs, and the pages' policy has nothing to report
(T13)."""

from __future__ import annotations

import pytest
from playwright.async_api import Dialog, expect

from tests.stories.people import PASSWORD, WATER_SLUG, Cast, Someone

pytestmark = pytest.mark.anyio

CORPUS = [
    "<script>window.ran = 1; alert(1)</script>",
    '"><img src=x onerror="window.ran = 1; alert(1)">',
    "<svg/onload=window.ran=1>",
    "javascript:window.ran=1//https://example.org/",
    "https://example.org/'onmouseover='window.ran=1",
    "[a](javascript:window.ran=1) ![x](x\"onerror='window.ran=1')",
    "{{constructor.constructor('window.ran = 1')()}} ${window.ran = 1}",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "<a href='data:text/html,<script>opener.ran=1</script>'>x</a>",
    "</textarea></title><style>*{background:url(//example.org/x)}</style>",
    "<math><mtext></p><mglyph><style></math><img src onerror=window.ran=1>",
    "\u202e<b>mirrored</b>\u202c \u2066<i>x</i>\u2069 &lt;script&gt;",
]


class Watched:
    """A person whose browser must never be made to do anything."""

    def __init__(self, someone: Someone) -> None:
        self.someone = someone
        someone.page.on("dialog", self._asked)

    async def _asked(self, dialog: Dialog) -> None:
        self.someone.complaints.append(f"a dialog: {dialog.message}")
        await dialog.dismiss()

    async def has_done_nothing(self) -> None:
        assert await self.someone.page.evaluate("window.ran") is None, self.someone.page.url
        foreign = (
            "[...document.querySelectorAll('iframe, object, embed, base, math, form[action]')].map(e => e.outerHTML)"
        )
        assert await self.someone.page.evaluate(foreign) == []


async def test_code_in_messages_stays_words_for_every_reader(cast: Cast) -> None:
    writers = [await cast.teacher(), await cast.teacher("teacher2"), await cast.pupil()]
    watched = [Watched(someone) for someone in writers]
    for someone in writers:
        await someone.goes_to_the_chatroom()
    for number, text in enumerate(CORPUS):
        # In turns: nobody may write more than five messages in ten seconds.
        await writers[number % 3].writes(text)
        for someone in writers:
            await expect(someone.message(text.strip())).to_be_visible()
    teacher = writers[0]
    links = await teacher.log.locator("a").evaluate_all("all => all.map(one => [one.protocol, one.origin, one.rel])")
    assert all(protocol in ("http:", "https:") for protocol, _, _ in links), links
    outward = [rel for _, origin, rel in links if origin != cast.address]
    assert outward
    assert all("noopener" in rel for rel in outward), links
    await teacher.page.get_by_role("button", name="Search messages").click()
    for text in CORPUS[:6]:
        await teacher.page.get_by_role("searchbox", name="Words").fill(text)
        await teacher.page.keyboard.press("Enter")
        await expect(teacher.page.get_by_role("status").filter(has_text="found").first).to_be_visible()
    await teacher.page.reload()
    await expect(teacher.message(CORPUS[0])).to_be_visible()
    await teacher.acts_on(CORPUS[0], "Edit")
    await teacher.page.keyboard.press("End")
    await teacher.page.keyboard.type(CORPUS[1])
    await teacher.page.keyboard.press("Enter")
    await expect(writers[2].message(CORPUS[0] + CORPUS[1])).to_be_visible()
    for one in watched:
        await one.has_done_nothing()


async def test_code_in_titles_and_kept_texts_stays_words(cast: Cast) -> None:
    teacher = await cast.teacher()
    watched = Watched(teacher)
    await teacher.opens_live()
    headers = {"Origin": cast.address}
    rooms = await (await teacher.page.request.get(f"{cast.address}/api/spaces")).json()
    space = next(one["id"] for one in rooms["spaces"] if one["slug"] == WATER_SLUG)
    api = f"{cast.address}/api"
    for text in CORPUS[:6]:
        opened = await teacher.page.request.post(
            f"{api}/spaces/{space}/rooms", data={"title": text[:80]}, headers=headers
        )
        assert opened.ok, await opened.text()
        plan = {"title": text[:80], "agenda": text, "duration_min": 30, "starts_at": "2027-03-01T10:00:00Z"}
        await teacher.page.request.post(f"{api}/spaces/{space}/conferences", data=plan, headers=headers)
    await teacher.page.reload()
    for text in CORPUS[:6]:
        await expect(teacher.page.get_by_role("link", name=text[:80], exact=True).first).to_be_visible()
    found = await (await teacher.page.request.get(f"{api}/spaces/{space}/rooms")).json()
    everybody = next(one["room"] for one in found["rooms"] if one["is_default"])
    page = await (await teacher.page.request.get(f"{api}/rooms/{everybody}/messages")).json()
    for message in page["messages"][-3:]:
        body = {"message": message["id"], "title": CORPUS[1]}
        assert (await teacher.page.request.post(f"{api}/rooms/{everybody}/kept", data=body, headers=headers)).ok
    await teacher.page.goto(f"{cast.address}/t/{WATER_SLUG}/kept")
    await expect(teacher.page.get_by_role("heading", name=CORPUS[1]).first).to_be_visible()
    await watched.has_done_nothing()


async def test_an_address_that_is_code_leads_nowhere(cast: Cast) -> None:
    stranger = await cast.enters("teacher")
    watched = Watched(stranger)
    for next_page in ("javascript:window.ran=1", "//example.org/", "https://example.org/", "/\\example.org"):
        await stranger.page.goto(f"{cast.address}/sign-in?next={next_page}")
        await stranger.page.get_by_label("User name").fill("teacher")
        await stranger.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await stranger.page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(stranger.page.get_by_role("button", name="profile and settings")).to_be_visible()
        assert stranger.page.url.startswith(cast.address), stranger.page.url
        await watched.has_done_nothing()
        await stranger.context.clear_cookies()
