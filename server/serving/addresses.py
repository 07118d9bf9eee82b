"""Under which addresses this machine can be reached, for certificates, QR codes and media."""

import contextlib
import ipaddress
import socket

import ifaddr


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can reach `host`."""
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def is_any(host: str) -> bool:
    """Whether `host` means every address of the machine."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


def local_addresses() -> list[str]:
    """The machine's own IPv4 addresses, the one that others most likely reach first, without loopback."""
    found = {
        str(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and _is_reachable(str(ip.ip))
    }
    preferred = _address_of_the_default_route()
    return sorted(found, key=lambda address: (address != preferred, ipaddress.ip_address(address)))


def reachable(host: str) -> list[str]:
    """Where a server that listens on `host` is reached by others, best first; loopback when by nobody else."""
    if is_loopback(host):
        return ["127.0.0.1"]
    return local_addresses() or ["127.0.0.1"] if is_any(host) else [host]


def for_media(host: str, announced: str) -> list[str]:
    """The addresses told to browsers for media: the operator's if given, else the machine's own.

    A browser on this machine sends from the address of a network card even to loopback, and hears only an answer from
    the address it sent to. So the machine's own addresses are named beside loopback.
    """
    if announced:
        return [address.strip() for address in announced.split(",") if address.strip()]
    if is_loopback(host):
        return ["127.0.0.1", *local_addresses()]
    return reachable(host)


def _is_reachable(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)


def _address_of_the_default_route() -> str:
    # Connecting a datagram socket sends nothing; it only makes the system choose a card (RFC 5737 address).
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("203.0.113.1", 9))
        return probe.getsockname()[0]
    return ""
