"""Where a request comes from, and what limits count it by."""

import ipaddress

from starlette.requests import HTTPConnection


def address_of(connection: HTTPConnection) -> str:
    """The network address of the client, as told by the server or by a proxy that the operator trusts."""
    return connection.client.host if connection.client else ""


def network_of(address: str) -> str:
    """The network that limits count by: one IPv6 customer has many addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address
