"""Passwords are hashed slowly, verified in the same time for nobody, and never stop the loop."""

import asyncio
import threading

from argon2 import PasswordHasher

from membership.passwords import CONCURRENT, Passwords, cheap_passwords


async def test_a_password_matches_its_own_hash_only() -> None:
    passwords = cheap_passwords()
    hashed = await passwords.hash("correct horse")
    assert hashed.startswith("$argon2id$")
    assert await passwords.matches("correct horse", hashed)
    assert not await passwords.matches("Correct horse", hashed)
    assert not await passwords.matches("", hashed)


async def test_two_hashes_of_one_password_differ() -> None:
    passwords = cheap_passwords()
    assert await passwords.hash("correct horse") != await passwords.hash("correct horse")


async def test_a_hash_that_cannot_be_read_matches_nothing() -> None:
    assert not await cheap_passwords().matches("correct horse", "")
    assert not await cheap_passwords().matches("correct horse", "$argon2id$broken")


class Counting(PasswordHasher):
    """Counts what runs at the same time, and in which threads."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []
        self.threads: set[int] = set()
        self.running = 0
        self.most = 0
        self._lock = threading.Lock()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
            self.threads.add(threading.get_ident())
        try:
            return super().hash(password, salt=salt)
        finally:
            with self._lock:
                self.running -= 1

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.verified.append(str(hash))
        return super().verify(hash, password)


async def test_without_an_account_the_same_work_is_done_and_the_answer_is_no() -> None:
    hasher = Counting()
    passwords = Passwords(hasher)
    for _ in range(2):
        assert not await passwords.matches("correct horse", None)
    assert len(hasher.verified) == 2
    assert len(set(hasher.verified)) == 1, "the decoy is made once"


async def test_hashing_is_bounded_and_off_the_loop() -> None:
    hasher = Counting()
    passwords = Passwords(hasher)
    await asyncio.gather(*(passwords.hash("correct horse") for _ in range(12)))
    assert hasher.most <= CONCURRENT
    assert threading.get_ident() not in hasher.threads
