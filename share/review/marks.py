"""By what a visit can be recognised: the browser's cookie, the network address, and the address with the kind of browser.

Only keyed hashes leave this module. Addresses that are not of the public internet tell nothing: behind a proxy that does not
say who it speaks for, everybody would have the same one.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, IPv6Network, ip_address


class MarkKind(StrEnum):
    BROWSER = "browser"
    DEVICE = "device"
    NETWORK = "network"


KEPT = {
    MarkKind.BROWSER: timedelta(days=90),
    MarkKind.DEVICE: timedelta(days=7),
    MarkKind.NETWORK: timedelta(days=7),
}
"""How long after they were seen last marks are looked at, and kept."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is signed in."""

    account_id: str
    browser_id: str
    ip: str
    user_agent: str


def marks(visit: Visit, key: str) -> dict[MarkKind, str]:
    """The visit's keyed hashes."""
    values = {MarkKind.BROWSER: visit.browser_id}
    network = _network(visit.ip)
    if network is not None:
        values[MarkKind.NETWORK] = network
        values[MarkKind.DEVICE] = f"{network}\0{visit.user_agent}"
    return {kind: _hash(key, kind, value) for kind, value in values.items()}


def _network(ip: str) -> str | None:
    """The address, or of an IPv6 one the network of its household; None if it is nobody's in particular."""
    try:
        address = ip_address(ip)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if not address.is_global:
        return None
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


def _hash(key: str, kind: MarkKind, value: str) -> str:
    return hmac.digest(key.encode(), f"{kind}\0{value}".encode(), "sha256").hex()[:32]
