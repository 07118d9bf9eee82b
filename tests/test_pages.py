"""Each address of the client is its one page, nothing else pretends to be one, and no page asks a third party."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from server import pages

pytestmark = pytest.mark.anyio


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("the page")
    (tmp_path / "assets" / "app-1a2b.js").write_text("the script")
    monkeypatch.setattr(pages, "BUILT", tmp_path)
    return tmp_path


async def get(path: str) -> httpx.Response:
    app = Starlette(routes=[Mount("/", pages.Pages())], middleware=[Middleware(pages.SecurityHeaders)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://twinspace.test") as client:
        return await client.get(path)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/spaces/water-stories/live"])
async def test_every_address_of_the_client_is_its_one_page(path: str, built: Path) -> None:
    answer = await get(path)
    assert (answer.status_code, answer.text) == (200, "the page")
    assert answer.headers["cache-control"] == "no-cache"


async def test_built_files_are_kept_for_ever(built: Path) -> None:
    answer = await get("/assets/app-1a2b.js")
    assert answer.text == "the script"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/assets/gone.js", "/favicon.ico", "/api/none", "/.env", "/../secret.key"])
async def test_what_is_no_page_is_not_there(path: str, built: Path) -> None:
    (built.parent / "secret.key").write_text("secret")
    answer = await get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


async def test_the_policy_lets_no_third_party_and_no_inline_script_in(built: Path) -> None:
    policy = (await get("/")).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_pages_that_are_not_built_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "BUILT", tmp_path / "none")
    answer = await get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text
