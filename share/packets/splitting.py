"""How a packet is split, so that everyone can split it again. Pure (docs/packets.md).

>>> equal_shares(10, 4)
[3, 3, 2, 2]

The seed is chosen when the packet is dropped, and its hash is published at once: from then on all shares are fixed, before
anybody has opened one. Who opens as the n-th gets the n-th share. Of what remains, each share is drawn between one point and
twice the mean of it, in such a way that it is the mean on average: nobody gains by being first or last.
`web/static/check_packet.py` and `web/client/packets/splitting.ts` do the same without anything of Dealcast.
"""

import hashlib
import hmac
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache


class Split(StrEnum):
    LUCKY = "lucky"
    EQUAL = "equal"


@lru_cache(maxsize=64)
def shares_of(split: Split, seed: str, points: int, count: int) -> Sequence[int]:
    """All shares, in the order in which they are opened. They sum to the points, and each is at least one."""
    if split is Split.EQUAL:
        return equal_shares(points, count)
    return lucky_shares(seed, points, count)


def lucky_shares(seed: str, points: int, count: int) -> list[int]:
    shares: list[int] = []
    left = points
    for number in range(1, count):
        waiting = count - number + 1
        share = _drawn(seed, number, left, waiting)
        shares.append(share)
        left -= share
    return [*shares, left]


def equal_shares(points: int, count: int) -> list[int]:
    """What does not divide goes to those who come first, a point each."""
    share, more = divmod(points, count)
    return [share + 1] * more + [share] * (count - more)


def hash_of_arrivals(lines: Sequence[tuple[str, int]]) -> str:
    """Of the tickets with their points in order of arrival, each line ending in a line feed."""
    return hashlib.sha256(arrivals_text(lines).encode()).hexdigest()


def arrivals_text(lines: Sequence[tuple[str, int]]) -> str:
    return "".join(f"{ticket} {points}\n" for ticket, points in lines)


def _drawn(seed: str, number: int, left: int, waiting: int) -> int:
    """One point, and of the others that are left up to twice the mean, rounded up or down by chance.

    With `spare` points beyond one for each who waits, `part` is drawn from 0 to `2 × spare` and `luck` from 0 to
    `waiting − 1`, all of them equally often. So the share is below `2 × left ÷ waiting`, and on average `left ÷ waiting`.
    """
    spare = left - waiting
    drawn = _number(seed, number) % ((2 * spare + 1) * waiting)
    part, luck = divmod(drawn, waiting)
    return 1 + (part + luck) // waiting


def _number(seed: str, number: int) -> int:
    return int.from_bytes(hmac.digest(seed.encode(), str(number).encode(), "sha256"))
