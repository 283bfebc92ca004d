"""Identifiers, codes and secrets.

An id is 20 characters of lower-case Crockford base 32 (no i, l, o, u): 48 bits of milliseconds, then
52 bits that are random at first and counted up within the same millisecond, so that ids made by one
process sort in the order in which they were made. A code is short and unguessable enough for a link
that only opens a public page; a secret is for what grants something.
"""

import secrets
import time
from itertools import count
from threading import Lock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 20
_TAIL_BITS = 52
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_SHIFTS = tuple(range(10 * (ID_LENGTH // 2 - 3), -1, -10))


class IdSource:
    """Makes ids that grow. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._moment = _Moment(0)

    def __call__(self) -> str:
        now_ms = time.time_ns() // 1_000_000
        moment = self._moment
        if now_ms > moment.ms:
            moment = self._moment_at(now_ms)
        # One step of the interpreter: no two threads get the same.
        tail = next(moment.tails)
        return moment.head(tail >> 20) + _PAIRS[tail >> 10 & 1023] + _PAIRS[tail & 1023]

    def _moment_at(self, now_ms: int) -> "_Moment":
        with self._lock:
            if now_ms > self._moment.ms:
                self._moment = _Moment(now_ms)
            return self._moment


class _Moment:
    """A millisecond, and what is counted up within it."""

    __slots__ = ("_head", "ms", "tails")

    def __init__(self, ms: int) -> None:
        self.ms = ms
        self.tails = count(secrets.randbits(_TAIL_BITS - 1))
        self._head = -1, ""

    def head(self, tail_head: int) -> str:
        """All its ids begin alike, mostly."""
        known, text = self._head
        if known != tail_head:
            value = (self.ms << _TAIL_BITS - 20) + tail_head
            text = "".join([_PAIRS[value >> s & 1023] for s in _SHIFTS])
            self._head = tail_head, text
        return text


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
