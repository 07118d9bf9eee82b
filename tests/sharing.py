"""How the processes that run tests at once share them: by files, and all that open a browser one after the other.

A browser with a camera wants a processor to itself. Several at once make each other, and everything beside them, slow
enough to look broken.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

WITH_BROWSERS = ("tests/stories/", "tests/media/test_browsers.py", "tests/media/test_relay.py")


class OneBrowserAtATime(LoadFileScheduling):
    """Files as they are, but those with browsers count as one file."""

    def _split_scope(self, nodeid: str) -> str:
        return "browsers" if nodeid.startswith(WITH_BROWSERS) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Share so whenever files are to be kept together."""
    return OneBrowserAtATime(config, log) if config.getoption("dist") == "loadfile" else None
