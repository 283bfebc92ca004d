"""A moment in a picture, for programs: a row of black and white blocks along the lower edge. Pure.

    1 0 | 28 bits of milliseconds, the highest first | 8 bits that check them | 0 1

Each block is a fortieth of the picture's width, wide and high, so the row survives compression and scaling.
"""

from collections.abc import Sequence

COLUMNS = 40
WRAPS_AFTER_MS = 1 << 28
"""Three days."""
_TIME_BITS, _CHECK_BITS = 28, 8
_BEFORE, _AFTER = (True, False), (False, True)


def stamp(at_ms: int) -> list[bool]:
    """The blocks of this moment, from left to right; true is white."""
    ms = at_ms % WRAPS_AFTER_MS
    return [*_BEFORE, *_bits(ms, _TIME_BITS), *_bits(_check(ms), _CHECK_BITS), *_AFTER]


def read(brightness: Sequence[float]) -> int | None:
    """The milliseconds that blocks of this brightness say, in the range of `WRAPS_AFTER_MS`; None if they say nothing."""
    if len(brightness) != COLUMNS:
        return None
    threshold = (max(brightness) + min(brightness)) / 2
    bits = [each > threshold for each in brightness]
    ms = _number(bits[2 : 2 + _TIME_BITS])
    return ms if bits == stamp(ms) else None


def _check(ms: int) -> int:
    """The upper bits of a product mix all bits of the moment (Knuth's multiplicative hash)."""
    return (ms * 0x9E3779B1 & 0xFFFFFFFF) >> 24


def _bits(number: int, count: int) -> list[bool]:
    return [bool(number >> place & 1) for place in reversed(range(count))]


def _number(bits: Sequence[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
