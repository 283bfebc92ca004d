"""Where messages may be sent: to public addresses only, so that nobody reaches our own network through us.

A URL is checked when it is registered; what its host resolves to is checked each time before a connection is opened
(`checked_network`), because a name can be given another address at any time. An installation without https, as
a developer runs it, also sends to itself.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from commerce.webhooks.errors import BadWebhookUrl
from kit.words import Sayable, Text

IPAddress = IPv4Address | IPv6Address

MAX_URL = 500
HTTPS_PORT = 443
FIRST_USER_PORT = 1024
LOOPBACK_NAMES = {"localhost", "127.0.0.1"}
_NAT64 = ip_network("64:ff9b::/96")
_PLAIN = re.compile(
    r"[!-\[\]-~]+"
)  # visible ASCII but for the backslash, which some read as a slash
_HOST = re.compile(r"[a-z0-9._\-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)


def refuse_url(url: str, *, allows_loopback: bool) -> BadWebhookUrl | None:
    """Why the URL cannot be registered, if it cannot."""
    message = _fault(url, allows_loopback=allows_loopback)
    return BadWebhookUrl(message, fields={"url": message}) if message else None


def is_allowed(address: str, *, allows_loopback: bool) -> bool:
    """Whether a connection to this IP address may be opened."""
    ip = ip_address(address.partition("%")[0])
    return _is_public(ip) or (allows_loopback and _embedded(ip).is_loopback)


def _fault(url: str, *, allows_loopback: bool) -> Sayable | None:
    if len(url) > MAX_URL:
        return Text("Use at most {most} characters.", most=MAX_URL)
    parts = _split(url)
    if parts is None or not parts.hostname:
        return "Write a whole address, such as https://shop.example/hooks."
    if "@" in parts.netloc:
        return "Leave out the name and password. Messages are signed instead."
    if "#" in url:
        return "Leave out what follows the #."
    is_own = allows_loopback and parts.hostname in LOOPBACK_NAMES
    if parts.scheme != "https" and not (is_own and parts.scheme == "http"):
        return "The address must begin with https://."
    if not is_own and not _is_sane_port(parts.port):
        return Text(
            "Use port {usual}, or one from {least} on.",
            usual=str(HTTPS_PORT),
            least=str(FIRST_USER_PORT),
        )
    return None if is_own or _may_be_public(parts.hostname) else "This address is not public."


def _split(url: str) -> SplitResult | None:
    if not _PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port  # raises if it is no port
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2].removesuffix("" if port is None else f":{port}")
    return parts if _HOST.fullmatch(host.removesuffix(":")) else None


def _is_sane_port(port: int | None) -> bool:
    return port is None or port == HTTPS_PORT or port >= FIRST_USER_PORT


def _may_be_public(host: str) -> bool:
    """Whether it is a name, which says nothing yet, or a public address."""
    try:
        return _is_public(ip_address(host))
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".localhost", ".local", ".internal"))


def _is_public(ip: IPAddress) -> bool:
    ip = _embedded(ip)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _embedded(ip: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address leads to, if it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)
