"""Which sockets the worker opens for the addresses it announces."""

import pytest

from server.media.mux import Mux

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("announced", "bound"),
    [
        (["127.0.0.1"], ["127.0.0.1"]),
        (["127.0.0.1", "127.0.0.2", "127.0.0.1"], ["127.0.0.1", "127.0.0.2"]),
        (["203.0.113.9"], ["0.0.0.0"]),
        (["203.0.113.9", "127.0.0.1"], ["127.0.0.1", "0.0.0.0"]),
    ],
)
async def test_each_own_address_has_a_socket_and_all_share_the_port(announced: list[str], bound: list[str]) -> None:
    mux = Mux()
    mux.open(0, announced)
    names = [bound.socket.getsockname() for bound in mux._sockets]
    mux.close()
    assert [name[0] for name in names] == bound
    assert {name[1] for name in names} == {mux.port}


async def test_a_port_that_is_taken_is_an_error_and_not_shared() -> None:
    first, second = Mux(), Mux()
    first.open(0, ["127.0.0.1"])
    with pytest.raises(OSError, match="in use"):
        second.open(first.port, ["127.0.0.1"])
    first.close()
