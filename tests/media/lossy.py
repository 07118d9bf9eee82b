"""A seeded UDP proxy between one browser and the worker: it loses, doubles, delays and reorders media (F7)."""

import asyncio
import random
import re
from collections.abc import Callable

QUEUE = 0.3
"""Seconds of packets that a narrow line keeps waiting; more is lost."""


class LossyLine:
    """One person's bad line, the same both ways but for its width."""

    def __init__(
        self,
        seed: int,
        *,
        loss: float = 0.0,
        doubled: float = 0.0,
        late: float = 0.0,
        delay: float = 0.0,
        narrow: int = 0,
        narrow_up: int = 0,
    ) -> None:
        """Shares of packets lost, doubled and out of order; seconds each way; bits per second towards the browser
        and from it."""
        self._chance = random.Random(seed)
        self._loss, self._doubled, self._late, self._delay = loss, doubled, late, delay
        self._down, self._up = _Pipe(narrow), _Pipe(narrow_up)
        self._browser: tuple[str, int] | None = None
        self._far: asyncio.DatagramTransport | None = None
        self.lost = 0
        self.is_cut = False
        """Nothing passes at all, as in a tunnel."""

    async def lay(self, answer: str) -> str:
        """Stand between the two; the answer names our port instead of the worker's. Again for every new answer."""
        found = re.search(r"a=candidate:1 1 udp \d+ 127\.0\.0\.1 (\d+) ", answer)
        assert found is not None
        await self._reach(int(found[1]))
        if not hasattr(self, "_near"):
            near = _End(self._from_browser)
            loop = asyncio.get_running_loop()
            self._near, _ = await loop.create_datagram_endpoint(lambda: near, local_addr=("127.0.0.1", 0))
        port = self._near.get_extra_info("sockname")[1]
        answer = re.sub(r"a=candidate:2 .*\r\n", "", answer)
        return answer.replace(f"127.0.0.1 {found[1]} ", f"127.0.0.1 {port} ")

    async def move(self) -> None:
        """Another network: the worker sees another address, and what it sends to the old one is lost."""
        assert self._far is not None
        await self._reach(self._far.get_extra_info("peername")[1])

    async def _reach(self, worker: int) -> None:
        if self._far is not None:
            self._far.close()
        far = _End(self._from_worker)
        self._far, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: far, local_addr=("127.0.0.1", 0), remote_addr=("127.0.0.1", worker)
        )

    def heal(self) -> None:
        """A good line from now on."""
        self._loss = self._doubled = self._late = self._delay = 0.0

    def close(self) -> None:
        """Take the line away."""
        self._near.close()
        if self._far is not None:
            self._far.close()

    def _from_browser(self, data: bytes, address: tuple[str, int]) -> None:
        self._browser = address
        self._pass(data, self._up, self._to_worker)

    def _from_worker(self, data: bytes, _: tuple[str, int]) -> None:
        self._pass(data, self._down, self._to_browser)

    def _to_browser(self, data: bytes) -> None:
        if not self._near.is_closing() and not self.is_cut:
            self._near.sendto(data, self._browser)

    def _to_worker(self, data: bytes) -> None:
        if self._far is not None and not self._far.is_closing() and not self.is_cut:
            self._far.sendto(data)

    def _pass(self, data: bytes, pipe: "_Pipe", send: Callable[[bytes], None]) -> None:
        wait = pipe.wait(len(data))
        if wait is None or self.is_cut:
            self.lost += 1
            return
        wait += self._delay
        # Handshakes have their own patience, and their own tests: what is lost here is media.
        fate = self._chance.random() if 127 < data[0] < 192 else 0.5
        if fate < self._loss:
            self.lost += 1
            return
        _later(wait + (0.02 if fate < self._loss + self._late else 0.0), send, data)
        if fate > 1 - self._doubled:
            _later(wait, send, data)


class _Pipe:
    """A width: packets wait for each other, and are lost when the queue is full."""

    def __init__(self, bits_per_second: int) -> None:
        self._width, self._free_at = bits_per_second, 0.0

    def wait(self, octets: int) -> float | None:
        if not self._width:
            return 0.0
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now)
        if self._free_at - now > QUEUE:
            return None
        self._free_at += octets * 8 / self._width
        return self._free_at - now


def _later(seconds: float, send: Callable[[bytes], None], data: bytes) -> None:
    if seconds > 0:
        asyncio.get_running_loop().call_later(seconds, send, data)
    else:
        send(data)


class _End(asyncio.DatagramProtocol):
    def __init__(self, take: Callable[[bytes, tuple[str, int]], None]) -> None:
        self._take = take

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._take(data, addr)
