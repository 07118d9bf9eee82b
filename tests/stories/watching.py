"""How somebody in a story watches a recording."""

from __future__ import annotations

from tests.stories.people import PATIENCE, Someone

FILM = """async () => {
    const film = document.querySelector("video")
    if (!film) return false
    if (film.paused) { film.muted = true; await film.play() }
    return film.videoWidth > 0 && film.currentTime > 0.3 && film.webkitDecodedFrameCount > 2
}"""


async def watches(someone: Someone) -> None:
    """The film runs: pictures are decoded, time passes."""
    await someone.page.wait_for_function(FILM, timeout=PATIENCE)
