"""Links between processes that break: whoever is inside stays inside, and only who is really gone is looked after."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from server.conference import processes
from server.conference.conferences import Conferences
from server.conference.lines import Lines
from server.conference.orphans import drop_orphans
from server.conference.processes import ALIVE_FOR, PROCESSES, Processes
from server.core.bus_local import LocalBus
from server.core.database import new_id
from tests.conference.conftest import House
from tests.conference.steps import MICROPHONE, about, inside
from tests.live import Client

pytestmark = pytest.mark.anyio


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(processes, "time", SimpleNamespace(monotonic=lambda: self.now))


async def pass_by(watch: Watch, seconds: float, *living: Processes) -> None:
    """Let so much time pass, in which these look around every second."""
    for _ in range(int(seconds)):
        watch.now += 1
        for one in living:
            await one.look()


def lost_nothing(client: Client) -> bool:
    return not client.has_heard("seat.lost")


async def test_a_redis_that_forgets_who_lives_puts_nobody_out(two_houses: House) -> None:
    first, second = two_houses.sites
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    await second.bus.release(PROCESSES, str(second.part(Lines).process))
    await first.part(Conferences).look_for_the_dead()
    # What Ada does is heard by Piotr after whatever was said of his seat.
    await ada.result("hand.raise", conference=conference, up=True)
    await piotr.heard("hands.changed")
    assert lost_nothing(piotr)
    seat = await two_houses.seat(conference, piotr.user)
    assert seat is not None
    assert seat.state == "connected"


async def test_whose_process_was_only_thought_dead_keeps_the_seat_with_what_was_on(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    await about(ada, piotr.user, away=False, microphone=True)
    await drop_orphans(two_houses.sites[0], {two_houses.sites[0].part(Lines).process})
    await about(ada, piotr.user, away=True)
    await about(ada, piotr.user, away=False, microphone=True)
    await ada.result("hand.raise", conference=conference, up=True)
    await piotr.heard("hands.changed")
    assert lost_nothing(piotr)
    assert two_houses.worker.open_gates(piotr.user) == (True, False, False)
    assert (await piotr.result("media.switch", conference=conference, **MICROPHONE))["microphone"]


async def test_a_process_is_dead_when_nothing_was_heard_of_it_for_seven_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch, bus = Watch(monkeypatch), LocalBus()
    a, b = new_id(), new_id()
    ours, theirs = Processes(bus, a, alone=False), Processes(bus, b, alone=False)
    await pass_by(watch, ALIVE_FOR - 1, theirs, ours)
    assert ours.alive() is None, "nobody was watched for long enough"
    await pass_by(watch, 2, theirs, ours)
    assert ours.alive() == {a, b}
    await pass_by(watch, ALIVE_FOR - 1, ours)
    assert ours.alive() == {a, b}
    await pass_by(watch, 1, ours)
    assert ours.alive() == {a}


async def test_a_process_that_stops_says_so_and_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, bus = Watch(monkeypatch), LocalBus()
    a, b = new_id(), new_id()
    ours, theirs = Processes(bus, a, alone=False), Processes(bus, b, alone=False)
    await pass_by(watch, ALIVE_FOR, theirs, ours)
    assert ours.alive() == {a, b}
    await theirs.leave()
    await pass_by(watch, 1, ours)
    assert ours.alive() == {a}


@pytest.mark.parametrize("loss", ["link", "memory", "gap", "standstill"])
async def test_what_breaks_the_watch_begins_it_anew(monkeypatch: pytest.MonkeyPatch, loss: str) -> None:
    watch, bus = Watch(monkeypatch), LocalBus()
    a, b = new_id(), new_id()
    ours, theirs = Processes(bus, a, alone=False), Processes(bus, b, alone=False)
    await pass_by(watch, ALIVE_FOR, theirs, ours)
    await pass_by(watch, ALIVE_FOR - 2, ours)
    with monkeypatch.context() as broken:
        if loss == "link":
            broken.setattr(bus, "held", nothing)
        elif loss == "memory":
            await bus.release(PROCESSES, str(a))
            broken.setattr(bus, "hold", nothing)
        elif loss == "gap":
            await ours.begin_anew()
        else:
            watch.now += 60
        await pass_by(watch, 1, ours)
    await pass_by(watch, 1, ours)
    assert ours.alive() is None
    await pass_by(watch, ALIVE_FOR - 2, theirs, ours)
    assert ours.alive() in (None, {a, b})


async def nothing(*_: object) -> dict[str, bytes]:
    return {}
