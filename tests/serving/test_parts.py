"""Every part of a server process that has something to begin is begun, and ended the other way round."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from server.app import make_site, running
from server.core.settings import Settings
from server.notifications.bell import Bell
from server.notifications.post import Post

pytestmark = pytest.mark.anyio


async def test_every_part_with_a_start_is_started_once_and_closed_in_the_other_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(Settings(database_url=f"sqlite:///{tmp_path}/x.db", data_dir=tmp_path, secret_key="of this test"))
    begun, ended = list[type](), list[type]()

    def watch(kind: type) -> None:
        async def start(_: object) -> None:
            begun.append(kind)

        async def close(_: object) -> None:
            ended.append(kind)

        monkeypatch.setattr(kind, "start", start)
        monkeypatch.setattr(kind, "close", close)

    wanted = {kind for kind in site.parts if inspect.iscoroutinefunction(getattr(kind, "start", None))}
    for kind in wanted:
        watch(kind)
    async with running(site):
        assert sorted(map(str, begun)) == sorted(map(str, wanted))
    assert ended == begun[::-1]
    assert ended.index(Post) > ended.index(Bell), "what bells still write finds its way out"
