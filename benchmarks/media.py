"""Forwarded packets per second of processor time: our media worker against Debian's Janus VideoRoom, in the same run
(docs/performance.md).

One publisher, 24 subscribers, the same SRTP profile (AES-128-GCM) and the same feedback on every server: sender and
receiver reports, REMB, and a NACK for every hundredth packet. The servers take turns with each load; they have the
first cores and the generator, which polls, the last one. Everything lives in a network namespace that ends with this
process. The last line is one JSON object. Needs root (for the namespace) and Debian's package `janus`.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.media_load import Load, Tally, run
from benchmarks.media_servers import Janus, Ours, Server

LEAST_DEFAULT, LEAST_TUNED = 1.3, 1.0
"""The promise: so many times the packets of Janus as installed, and of Janus with two event loops."""
MOST_LOSS = 0.001
TRIES = 4

LOADS = (Load(1100, 4, 100), Load(1100, 4, 200), Load(100, 4, 100), Load(1100, 1, 400), Load(100, 1, 400))
"""Pictures come in frames of several packets; packets that come one by one are the harder load for us."""

ADDRESS = "10.213.0.1"
INSIDE = "TWINSPACE_BENCH_NAMESPACE"
"""Set when this process is in its namespace."""

Tallies = dict[Load, list[list[Tally]]]
"""For each load and each round, what each server did."""


def main() -> int:
    """Measure; not zero when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each load on each server in each round")
    parser.add_argument("--subscribers", type=int, default=24)
    options = parser.parse_args()
    if sentence := lacking():
        print(sentence, file=sys.stderr)
        return 2
    if INSIDE not in os.environ:
        os.environ[INSIDE] = "1"
        os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv])
    make_network()
    # Whatever else this machine does must not starve servers or generator: it would be taken for loss.
    os.nice(-10)
    gc.disable()
    with (
        tempfile.TemporaryDirectory(prefix="twinspace-media-") as folder,
        connected(Path(folder), options.subscribers) as servers,
    ):
        tallies = measured(servers, options.rounds, options.seconds)
    return report(tallies, options)


def lacking() -> str:
    """What this machine lacks, in a sentence."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "bench-media needs root on Linux: Janus uses no loopback, so a network namespace is made for it."
    for program, package in (("unshare", "util-linux"), ("ip", "iproute2"), ("janus", "janus")):
        if not shutil.which(program):
            return f"bench-media needs the program {program}: install Debian's package {package}."
    return ""


def make_network() -> None:
    """An address that is not loopback, where nobody else is."""
    for command in (
        "link set lo up",
        "link add media0 type veth peer name media1",
        f"addr add {ADDRESS}/24 dev media0",
        "link set media0 up",
        "link set media1 up",
    ):
        subprocess.run(["ip", *command.split()], check=True)


@contextlib.contextmanager
def connected(folder: Path, subscribers: int) -> Generator[list[Server]]:
    """All servers, everybody connected to each of them."""
    servers: list[Server] = [
        Ours(ADDRESS, folder / "ours"),
        Janus(ADDRESS, folder / "default", 18088),
        Janus(ADDRESS, folder / "tuned", 28088, event_loops=2),
    ]
    cores = os.sched_getaffinity(0)
    own = {max(cores)}
    with contextlib.ExitStack() as stack:
        for server in servers:
            os.sched_setaffinity(0, cores - own or own)
            server.start()
            stack.callback(server.stop)
            os.sched_setaffinity(0, own)
            server.publish()
            for _ in range(subscribers):
                server.subscribe()
        yield servers


def measured(servers: list[Server], rounds: int, seconds: float) -> Tallies:
    """Every load on every server in turn, round by round; the first round is for warming up."""
    tallies: Tallies = {load: [] for load in LOADS}
    for number in range(-1, rounds):
        for load, kept in tallies.items():
            done: list[Tally] = []
            for server in servers:
                done.append(steady(servers, server, load, seconds if number >= 0 else 1.0))
            if number >= 0:
                kept.append(done)
    return tallies


def steady(servers: list[Server], server: Server, load: Load, seconds: float) -> Tally:
    """One load on one server; again, a few times, when packets were lost: a machine that stands still loses them."""
    tally = Tally()
    for number in range(TRIES):
        for one in servers:
            one.keep_alive()
        tally = run(server.process.pid, server.publisher, server.subscribers, load, seconds)
        tally.repeated = number
        print(line(server.name, load, tally), flush=True)
        if abs(tally.loss) <= MOST_LOSS:
            break
    return tally


def line(name: str, load: Load, tally: Tally) -> str:
    """One measurement, to be read."""
    delays = sorted(tally.delays) or [float("inf")]
    middle, late = (1000 * delays[int(part * (len(delays) - 1))] for part in (0.5, 0.99))
    return (
        f"{name:21} {load!s:19} {tally.per_cpu_second:7.0f} packets per CPU second, lost {tally.loss:.2%}, "
        f"repaired {tally.repaired} of {tally.asked}, read {tally.verified}, forged {tally.forged}, "
        f"delay {middle:.1f} ms (p99 {late:.1f} ms)"
    )


def report(tallies: Tallies, options: argparse.Namespace) -> int:
    """The medians to read, and a line to keep."""
    loads: list[dict[str, Any]] = []
    for load, rounds in tallies.items():
        medians = [statistics.median(done[at].per_cpu_second for done in rounds) for at in range(3)]
        ratios = [
            statistics.median(done[0].per_cpu_second / done[at].per_cpu_second for done in rounds) for at in (1, 2)
        ]
        loads.append(
            {
                "size": load.size,
                "burst": load.burst,
                "packets_out": round(load.packets * options.subscribers),
                **dict(zip(("ours", "default", "tuned"), map(round, medians), strict=True)),
                "ratio_default": round(ratios[0], 2),
                "ratio_tuned": round(ratios[1], 2),
            }
        )
        print(
            f"{load!s:19} ours {medians[0]:7.0f}, Janus {medians[1]:7.0f} (× {ratios[0]:.2f}), "
            f"tuned {medians[2]:7.0f} (× {ratios[1]:.2f})"
        )
    ours = [done[0] for rounds in tallies.values() for done in rounds]
    result: dict[str, Any] = {
        "benchmark": "media",
        "ratio_default": min(load["ratio_default"] for load in loads),
        "ratio_tuned": min(load["ratio_tuned"] for load in loads),
        "loss": round(max(tally.loss for tally in ours), 5),
        "loss_janus": round(max(tally.loss for rounds in tallies.values() for done in rounds for tally in done[1:]), 5),
        "repeated": sum(tally.repeated for tally in ours),
        "unrepaired": sum(tally.asked - tally.repaired for tally in ours),
        "forged": sum(tally.forged for tally in ours),
        "subscribers": options.subscribers,
        "rounds": options.rounds,
        "limit_ratio_default": LEAST_DEFAULT,
        "limit_ratio_tuned": LEAST_TUNED,
        "loads": loads,
    }
    print(json.dumps(result))
    fast = result["ratio_default"] >= LEAST_DEFAULT and result["ratio_tuned"] >= LEAST_TUNED
    return 0 if fast and result["loss"] <= MOST_LOSS and not result["forged"] else 1


if __name__ == "__main__":
    sys.exit(main())
