"""Three days of an event: the one before, in which it is prepared; the day itself; and the day after."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.documents import pdf
from tests.stories.axe import finds_nothing
from tests.stories.event_days import Occasion, goes_in, planned, the_day_passes
from tests.stories.people import PHONE, Cast, Someone
from tests.stories.site import RunningSite
from tests.stories.watching import watches

pytestmark = pytest.mark.anyio

QUESTION = "Which song first?"


def page_on_stage(someone: Someone, number: int) -> Locator:
    return someone.stage.get_by_role("img", name=f"Page {number} of 3")


async def uploads(host: Someone, path: Path) -> None:
    async with host.page.expect_file_chooser() as choosing:
        await host.page.get_by_role("button", name="Choose files").click()
    await (await choosing.value).set_files(path)
    await expect(host.page.get_by_text("3 pages, ready to show")).to_be_visible()


async def drafts_a_poll(host: Someone) -> None:
    """For the second page of the document."""
    await host.page.get_by_role("button", name="New poll").click()
    form = host.page.get_by_role("dialog", name="New poll")
    await form.get_by_label("Question").fill(QUESTION)
    await form.get_by_label("Answer 1").fill("The slow one")
    await form.get_by_label("Answer 2").fill("The fast one")
    await form.get_by_label("With which page do you want to ask it?").select_option("Our rivers")
    await form.get_by_role("combobox", name="Page", exact=True).select_option("2")
    await form.get_by_role("button", name="Save as a draft").click()
    await expect(host.page.get_by_text("page 2 of Our rivers")).to_be_visible()


async def records(host: Someone) -> None:
    """From the first octet on: before, the counter says that there is none."""
    await expect(host.page.get_by_text("0 bytes stored")).to_be_visible()
    await host.page.get_by_role("button", name="Record", exact=True).click()
    await host.page.get_by_role("button", name="Start recording").click()
    await expect(host.page.get_by_role("button", name="Stop recording")).to_be_visible()


async def ends(host: Someone) -> None:
    await host.page.get_by_role("button", name="Leave or end").click()
    await host.page.get_by_role("button", name="End for everybody").click()
    await expect(host.page.get_by_role("heading", name="The event is over")).to_be_visible()


@pytest.mark.proves("R-073")
async def test_the_day_before_its_host_prepares_and_rehearses_and_nothing_of_the_rehearsal_is_left(
    cast: Cast, tmp_path: Path
) -> None:
    host = await cast.teacher()
    occasion = await planned(host, "Songs before the day")
    page = host.page
    (rivers := tmp_path / "Our_rivers.pdf").write_bytes(pdf("Rivers", "Lakes", "Seas"))

    # How long it is until then, a file for one's own calendar, and what the list says is ready.
    await page.goto(occasion.page)
    await expect(page.get_by_text(re.compile(r"You lead this event\. It begins in 2[23] hours\."))).to_be_visible()
    await expect(page.get_by_role("link", name="Enter the room")).to_be_visible()
    await expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()
    await page.get_by_role("link", name="Prepare", exact=True).click()
    ready = page.get_by_role("navigation", name="To make ready")
    await expect(ready.get_by_text("3 of 10 ready")).to_be_visible()
    await uploads(host, rivers)
    await drafts_a_poll(host)
    await page.get_by_text("I will record this").click()
    await expect(ready.get_by_text("6 of 10 ready")).to_be_visible()
    seen = page.get_by_role("region", name="As a participant")
    await expect(seen.get_by_text("they are told that this will be recorded")).to_be_visible()
    await finds_nothing(host)

    # The real room, with ghosts.
    await page.get_by_role("link", name="Rehearse in the room").click()
    await host.joins()
    await host.is_inside()
    await page.get_by_role("button", name="Start a rehearsal").click()
    await host.switches("Microphone", True)
    await records(host)
    await expect(page.get_by_text("A test: ends by itself after a minute.")).to_be_visible()
    await page.get_by_role("button", name="Stop recording").click()
    await host.control("Slides").click()
    await page.get_by_role("button", name="Show Our rivers").click()
    await expect(page_on_stage(host, 1)).to_be_visible()
    await host.stage.get_by_role("button", name="Next page").click()
    await page.get_by_role("button", name=f"Open the poll: {QUESTION}").click()
    card = page.get_by_role("article", name=QUESTION)
    await expect(card.get_by_text(re.compile(r"\d+ people have answered"))).to_be_visible()
    await host.opens_the_chat()
    await expect(host.log.get_by_role("article").filter(has_text="Ghost").first).to_be_visible()
    await expect(page.get_by_role("link", name="Watch your test recording")).to_be_visible()
    await finds_nothing(host)

    # As if it had not been.
    await page.get_by_role("button", name="End the rehearsal").click()
    await expect(page.get_by_text("Only those who lead can come in now.")).to_be_visible()
    await expect(host.log.get_by_role("article")).to_have_count(0)
    await expect(page_on_stage(host, 2)).to_have_count(0)
    await page.goto(f"{occasion.page}/prepare")
    await expect(ready.get_by_text("7 of 10 ready")).to_be_visible()
    await expect(page.get_by_role("region", name="Drafts").get_by_text(QUESTION)).to_be_visible()


async def test_days_before_the_whole_list_is_there_and_schools_can_try_their_networks(cast: Cast) -> None:
    host = await cast.teacher()
    occasion = await planned(host, "Songs next week", ahead=timedelta(days=7))
    await host.page.goto(f"{occasion.page}/prepare")
    ready = host.page.get_by_role("navigation", name="To make ready")
    await expect(ready.get_by_text("2 of 10 ready")).to_be_visible()
    await expect(ready.get_by_role("link", name="Recording")).to_be_visible()
    await expect(host.page.get_by_role("button", name="Copy the link to this check")).to_be_visible()
    await finds_nothing(host)


@pytest.mark.proves("R-066", "R-074")
async def test_on_the_day_a_guest_joins_answers_asks_speaks_and_is_recorded(cast: Cast, site: RunningSite) -> None:
    host, guest = await cast.teacher(), await cast.teacher("teacher2", viewport=PHONE, has_touch=True)
    occasion = await planned(host, "Songs on the day")
    await occasion.is_joined_by(guest)
    await occasion.has_document("Our rivers", pdf("Rivers", "Lakes", "Seas"))
    await occasion.has_poll(QUESTION, "The slow one", "The fast one")
    await the_day_passes(site, occasion.id)
    page, phone = host.page, guest.page

    # In, and what is on stage.
    await goes_in(host, occasion)
    await phone.goto(occasion.page)
    await expect(phone.get_by_text(re.compile(r"You take part\. It begins in (9|10) minutes\."))).to_be_visible()
    await expect(phone.get_by_role("link", name="Add to calendar")).to_be_visible()
    await phone.get_by_role("link", name="Enter the room").tap()
    await expect(phone.get_by_text("You are not seen or heard until you are on the stage")).to_be_visible()
    await expect(phone.get_by_role("button", name="Join listening only")).to_have_count(0)
    await phone.get_by_role("button", name="Join", exact=True).tap()
    await guest.is_inside()
    await host.control("Slides").click()
    await page.get_by_role("button", name="Show Our rivers").click()
    await expect(page_on_stage(guest, 1)).to_be_visible()

    # A poll and a question.
    await page.get_by_role("button", name="Polls and questions").click()
    await page.get_by_role("button", name=f"Open the poll: {QUESTION}").click()
    await phone.get_by_role("button", name="Answer", exact=True).tap()
    ballot = phone.get_by_role("article", name=QUESTION)
    await ballot.get_by_role("radio", name="The slow one").check(force=True)
    await ballot.get_by_role("button", name="Send my answer").tap()
    await expect(page.get_by_role("article", name=QUESTION).get_by_text("1 vote, 100 %")).to_be_visible()
    await phone.get_by_role("tab", name="Questions", exact=True).tap()
    await phone.get_by_label("Your question").fill("Who wrote it?")
    await phone.get_by_role("button", name="Ask", exact=True).tap()
    await page.get_by_role("tab", name=re.compile("^Questions")).click()
    await page.get_by_role("button", name="Answer now: Who wrote it?").click()
    await expect(phone.get_by_role("region", name="Being answered now")).to_be_visible()
    await phone.get_by_role("button", name="Close", exact=True).tap()

    # On the stage, by a raised hand.
    await guest.control("Hand").tap()
    await page.get_by_role("button", name="On the stage").click()
    await guest.switches("Microphone", True)
    await host.switches("Microphone", True)

    await speak_of_an_event(host, guest)

    # Recorded, after a yes of one's own.
    await records(host)
    await phone.get_by_role("button", name="Yes, record me").tap()
    await expect(page.get_by_text("2 of 2 in it,")).to_be_visible()
    await finds_nothing(host)
    await finds_nothing(guest)
    await phone.get_by_role("button", name="Leave me out").tap()
    await expect(page.get_by_text("1 of 2 in it,")).to_be_visible()
    await page.get_by_role("button", name="Stop recording").click()

    # The end, and who was there.
    await ends(host)
    await expect(phone.get_by_role("heading", name="The event is over")).to_be_visible()
    await page.get_by_role("link", name="See the report").click()
    await expect(page.get_by_role("heading", name="People")).to_be_visible()
    await expect(page.get_by_text("Chiara Bellandi").first).to_be_visible()


async def speak_of_an_event(*people: Someone) -> None:
    """Nothing that these adults see inside speaks of teachers, pupils or conferences."""
    await people[0].switches("People", True)
    for one in people:
        await expect(one.page.get_by_text("2 people inside").first).to_be_attached()
        seen = await one.page.locator("body").aria_snapshot()
        assert not re.findall(r".*(?:conference|teacher|pupil).*", seen, re.I), seen
    page = people[0].page
    await page.get_by_role("button", name="Leave or end").click()
    await expect(page.get_by_role("alertdialog", name="Leave the room?")).to_be_visible()
    await page.get_by_role("button", name="Stay").click()


@pytest.mark.proves("R-074")
async def test_the_day_after_whoever_joined_watches_until_the_link_is_taken_back(cast: Cast, site: RunningSite) -> None:
    host, guest = await cast.teacher(), await cast.teacher("teacher2", viewport=PHONE, has_touch=True)
    occasion = await recorded(host, guest, site)
    page, phone = host.page, guest.page

    # Made, watched and cut by its host, and given to those who joined, with a PIN.
    await page.goto(occasion.page)
    await page.get_by_role("link", name="To your recording").click()
    await watches(host)
    await page.get_by_label("Ends at").fill("0:01")
    await page.get_by_role("button", name="Cut", exact=True).click()
    await page.wait_for_function("() => document.querySelector('video')?.duration < 2")
    await watches(host)
    await page.get_by_text("Ask for a PIN").click()
    await page.get_by_label("PIN", exact=True).fill("2468")
    await page.get_by_role("button", name="Publish", exact=True).click()
    await expect(page.get_by_text("Everybody who joined the event may watch it, signed in.")).to_be_visible()
    await phone.get_by_role("banner").get_by_role("link", name="Notifications").tap()
    await phone.get_by_role("link", name="recording").first.tap()
    await phone.get_by_label("PIN", exact=True).fill("2468")
    await phone.get_by_role("button", name="Watch the recording").tap()
    await watches(guest)
    await finds_nothing(guest)
    address = phone.url

    # From the page of the event as well, until it is taken back.
    await phone.get_by_role("link", name="Back to the event").tap()
    await expect(phone.get_by_role("link", name="Watch the recording")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Opened once")).to_be_visible()
    await page.get_by_role("button", name="Take the link back").click()
    await expect(phone.get_by_role("link", name="Watch the recording")).to_have_count(0)
    await phone.goto(address)
    await expect(phone.get_by_text("This recording is not there any more")).to_be_visible()


async def recorded(host: Someone, guest: Someone, site: RunningSite) -> Occasion:
    """An event that is over, with a guest who joined it and was not there, and of which a moment was recorded."""
    occasion = await planned(host, "Songs of yesterday")
    await occasion.is_joined_by(guest)
    await the_day_passes(site, occasion.id, timedelta(minutes=-1))
    await goes_in(host, occasion)
    await host.switches("Microphone", True)
    await host.switches("Camera", True)
    await records(host)
    await expect(host.page.get_by_text("1 of 1 in it,")).to_be_visible()
    await host.page.wait_for_function("() => / ([1-9]\\d\\d kB|.* MB) stored/.test(document.body.innerText)")
    await host.page.get_by_role("button", name="Stop recording").click()
    await ends(host)
    return occasion
