"""Passwords: argon2id in a thread, a bounded number at a time, so that sign-ins never stop the event loop."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

CONCURRENT = 2


class Passwords:
    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = asyncio.Semaphore(CONCURRENT)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password. Without a hash it takes as long and says no, so that the time it takes
        does not tell whether an account exists."""
        if password_hash is None:
            if self._decoy is None:
                self._decoy = await self.hash(secrets.token_hex())
            password_hash = self._decoy
        async with self._places:
            return await asyncio.to_thread(self._verify, password_hash, password)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def cheap_passwords() -> Passwords:
    """For data that protects nothing, such as the demo's accounts and tests: the weakest parameters there are."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
