"""Identifiers, codes and secrets.

An id is 20 characters of lower-case Crockford base 32 (no i, l, o, u): 48 bits of milliseconds, then
52 bits that are random at first and counted up within the same millisecond, so that ids made by one
process sort in the order in which they were made. A code is short and unguessable enough for a link
that only opens a public page; a secret is for what grants something.
"""

import secrets
import time
from threading import Lock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 20
_TAIL_BITS = 52


class IdSource:
    """Makes ids that grow. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last_ms = 0
        self._tail = 0

    def __call__(self) -> str:
        with self._lock:
            now_ms = time.time_ns() // 1_000_000
            if now_ms > self._last_ms:
                self._last_ms, self._tail = now_ms, secrets.randbits(_TAIL_BITS - 1)
            else:
                self._tail += 1
            return _encode((self._last_ms << _TAIL_BITS) | self._tail)


new_id = IdSource()


def new_code(length: int = 8) -> str:
    """A random public code: 5 bits a character."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_secret() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def is_id(text: str) -> bool:
    return len(text) == ID_LENGTH and all(character in ALPHABET for character in text)


def made_at_ms(made: str) -> int:
    """When an id was made, in milliseconds since the epoch."""
    value = 0
    for character in made:
        value = value << 5 | ALPHABET.index(character)
    return value >> _TAIL_BITS


def first_id_at(at_ms: int) -> str:
    """What sorts before all ids that were made from then on."""
    return _encode(max(at_ms, 0) << _TAIL_BITS)


_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_SHIFTS = tuple(range(10 * (ID_LENGTH // 2 - 1), -1, -10))


def _encode(value: int) -> str:
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in _SHIFTS])
