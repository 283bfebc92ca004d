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
        self._head = -1
        self._head_text = ""

    def __call__(self) -> str:
        with self._lock:
            now_ms = time.time_ns() // 1_000_000
            if now_ms > self._last_ms:
                self._last_ms, self._tail = now_ms, secrets.randbits(_TAIL_BITS - 1)
            else:
                self._tail += 1
            return self._encoded((self._last_ms << _TAIL_BITS) | self._tail)

    def _encoded(self, value: int) -> str:
        """All ids of a millisecond begin alike, mostly."""
        head = value >> 20
        if head != self._head:
            self._head, self._head_text = head, "".join([_PAIRS[head >> s & 1023] for s in _SHIFTS])
        return self._head_text + _PAIRS[value >> 10 & 1023] + _PAIRS[value & 1023]


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
    value = max(at_ms, 0) << _TAIL_BITS
    return "".join(ALPHABET[value >> shift & 31] for shift in range(5 * (ID_LENGTH - 1), -1, -5))


_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_SHIFTS = tuple(range(10 * (ID_LENGTH // 2 - 3), -1, -10))
