"""What is shown of where and with what somebody has signed in."""

import ipaddress


def shortened(address: str) -> str:
    """An address without its last part: 203.0.113.0, 2001:db8:1::."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    bits = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, bits), strict=False).network_address)
