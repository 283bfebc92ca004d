"""Secrets that are made, not stored: a show's stream key, and passes to watch it.

A viewer's pass is the same for all who ask within five minutes, so that a CDN keeps one copy of what stands behind it. It says until when it
holds, five to ten minutes on; players renew it in its last five. Whoever may no longer watch is not given the next one.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kit.auth import Signer, derived_secret
from streams.broadcast.airing import Airing

WATCH_FOR = timedelta(hours=12)
"""A host, before the show is live."""
KEY_BYTES = 20
SLOT_S = 300
REPLAY_SLOT_S = 6 * 3600
PASS_BYTES = 15
PUBLIC = "public"
"""In the place of a pass, for shows that need none."""

_VIEWER_PASS = re.compile(r"([0-9a-f]{1,10})-[a-z2-7]{24}")


@dataclass(frozen=True, slots=True)
class ViewerPass:
    text: str
    until: datetime


class Passes:
    def __init__(self, secret_key: str) -> None:
        self._stream_secret = derived_secret(secret_key, "stream key").encode()
        self._viewer_secret = derived_secret(secret_key, "viewer pass").encode()
        self._watching = Signer(secret_key, "watch pass", WATCH_FOR)

    def stream_key(self, airing: Airing) -> str:
        """The key of this number. 160 bits, letters and digits."""
        text = f"{airing.show_id}:{airing.key_number}".encode()
        return _code(self._stream_secret, text, KEY_BYTES)

    def is_stream_key(self, airing: Airing, key: str) -> bool:
        return hmac.compare_digest(self.stream_key(airing).encode(), key.encode())

    def viewer_pass(self, show_id: str, now: datetime) -> ViewerPass:
        return self._pass(show_id, now, SLOT_S)

    def replay_pass(self, show_id: str, now: datetime) -> ViewerPass:
        """The same for a show that is over. It holds six to twelve hours, so that nobody need renew it."""
        return self._pass(show_id, now, REPLAY_SLOT_S)

    def _pass(self, show_id: str, now: datetime, slot_s: int) -> ViewerPass:
        until_s = (int(now.timestamp()) // slot_s + 2) * slot_s
        return ViewerPass(self._viewer_text(show_id, until_s), datetime.fromtimestamp(until_s, UTC))

    def admits_until(self, show_id: str, viewer_pass: str, now: datetime) -> datetime | None:
        """Until when a viewer's pass holds; None if it is not one of this show's, or is too old."""
        found = _VIEWER_PASS.fullmatch(viewer_pass)
        if found is None:
            return None
        until_s = int(found[1], 16)
        genuine = self._viewer_text(show_id, until_s)
        if now.timestamp() >= until_s or not hmac.compare_digest(genuine, viewer_pass):
            return None
        return datetime.fromtimestamp(until_s, UTC)

    def watch_pass(self, show_id: str) -> str:
        """For the show's hosts, who also watch it before it is live."""
        return self._watching.sign(show_id)

    def is_watch_pass(self, show_id: str, watch_pass: str) -> bool:
        return self._watching.unsign(watch_pass) == show_id

    def _viewer_text(self, show_id: str, until_s: int) -> str:
        code = _code(self._viewer_secret, f"{show_id}:{until_s}".encode(), PASS_BYTES)
        return f"{until_s:x}-{code}"


def _code(secret: bytes, text: bytes, length: int) -> str:
    """Letters and digits that only who has the secret can make of the text."""
    return base64.b32encode(hmac.digest(secret, text, "sha256")[:length]).decode().lower()
