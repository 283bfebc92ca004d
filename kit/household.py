"""What is counted as one where addresses are counted: whoever has an IPv6 address mostly has all that begin so.

household_of("2001:db8:1:2:aaaa::1")        # "2001:db8:1:2::/64"
"""

from ipaddress import IPv4Address, IPv6Network, ip_address

BITS = 64


def household_of(address: str) -> str:
    """A text that is no address is itself."""
    if ":" not in address:
        return address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address) or parsed.ipv4_mapped:
        return str(parsed if isinstance(parsed, IPv4Address) else parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), BITS), strict=False))
