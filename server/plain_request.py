"""A request for a share link as browsers write it, in one piece: read without a parser. What is written otherwise is for a parser
to judge.

    plain_request(b"GET /s/abc HTTP/1.1\r\nhost: shop.example\r\n\r\n")
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from membership.routes import SESSION_COOKIE

Headers = Mapping[bytes, bytes]
"""Names in lower case."""

_PLAIN = re.compile(
    rb"GET /s/([0-9A-Za-z-]{1,32}) HTTP/1\.1\r\n"
    rb"((?:[0-9A-Za-z-]+:[^\x00-\x08\x0a-\x1f\x7f]*\r\n)+)\r\n"
)
_NOT_PLAIN = frozenset({b"content-length", b"transfer-encoding", b"upgrade", b"expect"})
_KEEPS_ALIVE = {b"": True, b"keep-alive": True, b"close": False}
_SESSION = f"{SESSION_COOKIE}=".encode()


class PlainRequest(NamedTuple):
    """Of a guest, who asks for nothing but a link."""

    code: str
    headers: Headers
    keeps_alive: bool
    data: bytes
    """All of it, as it came."""


def plain_request(data: bytes) -> PlainRequest | None:
    """None if it is anything else."""
    request = _PLAIN.fullmatch(data)
    if request is None:
        return None
    headers = _headers(request[2])
    keeps_alive = _KEEPS_ALIVE.get(headers.get(b"connection", b"").lower())
    if keeps_alive is None or not _NOT_PLAIN.isdisjoint(headers):
        return None
    if _SESSION in headers.get(b"cookie", b""):
        return None
    return PlainRequest(request[1].decode().lower(), headers, keeps_alive, data)


def _headers(lines: bytes) -> Headers:
    found = {}
    for line in lines[:-2].split(b"\r\n"):
        name, _, value = line.partition(b":")
        found[name.lower()] = value.strip(b" \t")
    return found
