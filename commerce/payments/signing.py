"""Signatures of notices, as Stripe makes them: `t=1700000000,v1=<hex>`, an HMAC-SHA256 of the time, a dot and the body.

There may be several `v1`, while a secret is being replaced. A notice whose time is too far away is refused: who
recorded an old one cannot send it again.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=5)
MAX_HEADER_LENGTH = 2_000


def sign(secret: str, body: bytes, now: datetime) -> str:
    """The header's value."""
    at_s = int(now.timestamp())
    return f"t={at_s},v1={_digest(secret, body, at_s)}"


def is_signed(secret: str, header: str, body: bytes, now: datetime) -> bool:
    """Whether the body was signed with this secret a moment ago."""
    if len(header) > MAX_HEADER_LENGTH:
        return False
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) < 12):
        return False
    at_s = int(times[0])
    if abs(now - datetime.fromtimestamp(at_s, UTC)) > TOLERANCE:
        return False
    expected = _digest(secret, body, at_s).encode()
    given = [value.encode() for name, _, value in parts if name == "v1"]
    return any(hmac.compare_digest(expected, value) for value in given)


def _digest(secret: str, body: bytes, at_s: int) -> str:
    return hmac.new(secret.encode(), b"%d." % at_s + body, hashlib.sha256).hexdigest()
