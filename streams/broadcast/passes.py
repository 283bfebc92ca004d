"""Secrets that are made, not stored: a show's stream key, and passes to watch it before it is live."""

import base64
import hmac
from datetime import timedelta

from kit.auth import Signer, derived_secret
from streams.broadcast.airing import Airing

WATCH_FOR = timedelta(hours=12)
KEY_BYTES = 20


class Passes:
    def __init__(self, secret_key: str) -> None:
        self._stream_secret = derived_secret(secret_key, "stream key").encode()
        self._watching = Signer(secret_key, "watch pass", WATCH_FOR)

    def stream_key(self, airing: Airing) -> str:
        """The key of this number. 160 bits, letters and digits."""
        text = f"{airing.show_id}:{airing.key_number}".encode()
        digest = hmac.digest(self._stream_secret, text, "sha256")[:KEY_BYTES]
        return base64.b32encode(digest).decode().lower()

    def is_stream_key(self, airing: Airing, key: str) -> bool:
        return hmac.compare_digest(self.stream_key(airing).encode(), key.encode())

    def watch_pass(self, show_id: str) -> str:
        return self._watching.sign(show_id)

    def is_watch_pass(self, show_id: str, watch_pass: str) -> bool:
        return self._watching.unsign(watch_pass) == show_id
