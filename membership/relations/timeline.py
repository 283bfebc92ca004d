"""What was between a brand and one of its members, the newest first. Pure.

Each slice knows a part of it. Parts come a page at a time, in one order, and are merged: by time, and by key where the time is
the same. A key is made of small letters and digits only, which databases and Python put in the same order.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice

from kit.errors import Invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_DIGITS = 17
MOST_KEY = 40


class Kind(StrEnum):
    SHOW = "show"
    ORDER = "order"
    MESSAGE = "message"
    LINK = "link"
    VOUCHER = "voucher"
    POINTS = "points"
    TIER = "tier"


def kinds_in(text: str | None) -> tuple[Kind, ...]:
    """The kind that a query names; all if it names none.

    Raises:
        Invalid
    """
    if not text:
        return tuple(Kind)
    if text not in set(Kind):
        raise Invalid.field("kind", "Use one of {known}.", known=", ".join(Kind))
    return (Kind(text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    at: datetime
    key: str
    """Its own among all entries."""
    kind: Kind
    what: str
    """What happened: `paid`, `clicked`."""
    title: str = ""
    subject_id: str | None = None
    """The order, show or link that it is about."""
    status: str | None = None
    """How an order or a voucher is now."""
    amount_minor: int | None = None
    currency: str | None = None
    points: int | None = None
    count: int | None = None
    seconds: int | None = None

    @property
    def place(self) -> "Place":
        return Place(self.at, self.key)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a page ends."""

    at: datetime
    key: str

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.key}"


def place_in(text: str) -> Place | None:
    """The place that was written so; None if none was."""
    number, _, key = text.partition("-")
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    if not is_number or not (key.isascii() and key.isalnum() and len(key) <= MOST_KEY):
        return None
    return Place(EPOCH + timedelta(microseconds=int(number)), key)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a slice is asked for: the newest entries that are older than the place."""

    brand_id: str
    account_id: str
    before: Place | None
    limit: int


def merged(parts: Iterable[Iterable[Entry]], limit: int) -> list[Entry]:
    """The newest of all parts, each of which has its newest first."""
    return list(islice(heapq.merge(*parts, key=lambda entry: entry.place, reverse=True), limit))
