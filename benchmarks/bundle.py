"""How much script the sign-in page and the chatroom load in a real browser, in gzip (docs/performance.md)."""

import asyncio
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.async_api import Browser, Page, Response, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.services import chromium, free_port

LIMIT = 190_000
"""Bytes of script, gzip, for each of the two pages from an empty cache."""
SPACE = "caspian-adriatic-water-stories"
"""A TwinSpace of the demo data."""


def main() -> int:
    """Measure both pages; not zero when one is too heavy."""
    with tempfile.TemporaryDirectory(prefix="twinspace-bundle-") as data:
        port = free_port()
        kept = os.environ | {"DATA_DIR": data, "PORT": str(port), "HOST": "127.0.0.1"}
        command = [sys.executable, "-m", "server.cli", "serve", "--prepare"]
        with subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL) as serving:
            try:
                wait_until_served(f"http://127.0.0.1:{port}")
                sizes = asyncio.run(measured(f"http://127.0.0.1:{port}"))
            finally:
                serving.terminate()
    for name, size in sizes.items():
        print(f"{name:<10} {size / 1000:6.1f} kB of script, gzip (at most {LIMIT / 1000:.0f})")
    keys = {f"{name.replace('-', '_')}_script_gzip_bytes": size for name, size in sizes.items()}
    print(json.dumps({"benchmark": "bundle", **keys, "limit_bytes": LIMIT}))
    return 0 if all(size <= LIMIT for size in sizes.values()) else 1


async def measured(address: str) -> dict[str, int]:
    """Page -> bytes, each page loaded from an empty cache."""
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path=chromium(), args=flags)
        sign_in = await Loading.of(browser, f"{address}/sign-in")
        await sign_in.page.locator("input[name=username]").wait_for()
        first = await sign_in.total()
        await sign_in.page.locator("input[name=username]").fill("teacher")
        await sign_in.page.locator("input[name=password]").fill("twinspace")
        await sign_in.page.keyboard.press("Enter")
        await sign_in.page.wait_for_url(lambda url: "sign-in" not in url)
        state = await sign_in.page.context.storage_state()
        chat = await Loading.of(browser, f"{address}/t/{SPACE}/chat", state)
        await chat.page.get_by_role("textbox").first.wait_for()
        second = await chat.total()
        await browser.close()
    return {"sign-in": first, "chatroom": second}


class Loading:
    """A page, and the scripts that it loaded."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._scripts: list[Response] = []
        page.on("response", self._note)

    @classmethod
    async def of(cls, browser: Browser, address: str, state: object = None) -> "Loading":
        """Open `address` with an empty cache, signed in if `state` says so."""
        context = await browser.new_context(storage_state=state)  # pyright: ignore[reportArgumentType]
        loading = cls(await context.new_page())
        await loading.page.goto(address)
        return loading

    def _note(self, response: Response) -> None:
        if response.request.resource_type == "script":
            self._scripts.append(response)

    async def total(self) -> int:
        """Bytes as a server that compresses sends them."""
        await self.page.wait_for_load_state("networkidle")
        bodies = [await script.body() for script in self._scripts]
        return sum(len(gzip.compress(body, 9)) for body in bodies)


def wait_until_served(address: str, within: float = 60.0) -> None:
    """Until the server is ready."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("the server does not start")


if __name__ == "__main__":
    sys.exit(main())
