"""Seals account numbers, so that who reads the database, or a copy of it, cannot. The key is made of SECRET_KEY and stored nowhere."""

import base64
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Sealing:
    def __init__(self, secret_key: str) -> None:
        key = hmac.digest(secret_key.encode(), b"dealcast.payees", "sha256")
        self._cipher = AESGCM(key)
        self.key_id = hmac.digest(key, b"id", "sha256").hex()[:16]
        """By which a number that was sealed with another key is known to be unreadable."""

    def seal(self, number: str, account_id: str) -> str:
        """The number for this account's row: in another it cannot be opened."""
        nonce = os.urandom(NONCE)
        sealed = self._cipher.encrypt(nonce, number.encode(), account_id.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, account_id: str) -> str | None:
        """None if it was sealed with another key, or for another account."""
        raw = base64.b64decode(sealed)
        try:
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], account_id.encode()).decode()
        except InvalidTag:
            return None
