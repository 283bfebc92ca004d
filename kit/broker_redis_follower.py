"""Where this process stands in one room's log on Redis, without I/O: what comes next, what is missing, what was lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from kit.broker import Entry, OnEntry, OnLine, OnLost, Position


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as Redis has it, with the mark that tells it from another at the same place."""

    entry: Entry
    mark: bytes

    @classmethod
    def from_message(cls, data: bytes) -> "Row":
        epoch, seq, for_, mark, payload = data.split(b" ", 4)
        return cls(_entry(epoch, seq, for_, payload), mark)

    @classmethod
    def from_stream(cls, epoch: bytes, row_id: bytes, fields: Sequence[bytes]) -> "Row":
        _, for_, _, mark, _, payload = fields
        return cls(_entry(epoch, row_id.partition(b"-")[0], for_, payload), mark)


@dataclass(slots=True, eq=False)
class Listener:
    on_entry: OnEntry
    on_lost: OnLost
    on_line: OnLine
    believes_up: bool = True
    """What it was told of the line; that it is up goes without saying."""

    def tell_line(self, *, is_up: bool) -> None:
        if is_up != self.believes_up:
            self.believes_up = is_up
            self.on_line(is_up)


@dataclass(frozen=True, slots=True)
class Place:
    """The last entry that was delivered. Without a mark it is only known by its number."""

    epoch: str
    seq: int
    mark: bytes = b""

    def leads_to(self, end: Position, rows: Sequence[Row]) -> bool:
        """Whether the log, read from this place to its end, goes on from here."""
        if end.epoch != self.epoch or self.is_beyond(end, rows):
            return False
        newer = [row.entry.seq for row in rows if row.entry.seq > self.seq]
        return end.seq == self.seq or newer[:1] == [self.seq + 1]

    def is_beyond(self, end: Position, rows: Sequence[Row]) -> bool:
        """Whether something was delivered that this log of the same epoch does not have."""
        is_replaced = any(
            row.entry.seq == self.seq and self.mark and row.mark != self.mark for row in rows
        )
        return end.epoch == self.epoch and (end.seq < self.seq or is_replaced)


class Follower:
    __slots__ = ("is_up", "listeners", "lock", "place")

    def __init__(self) -> None:
        self.place: Place | None = None
        """None before the log was read for the first time."""
        self.listeners: list[Listener] = []
        self.is_up = False
        """Whether everything published arrives here."""
        self.lock = asyncio.Lock()
        """Held by who reads the log to catch up."""

    def begin(self, end: Position, rows: Sequence[Row]) -> None:
        """Stand at the end of the log, of which `rows` are the newest."""
        is_last_known = rows and rows[-1].entry.seq == end.seq
        self.place = Place(end.epoch, end.seq, rows[-1].mark if is_last_known else b"")

    def expects(self, row: Row) -> bool:
        """Whether nothing is missing before this one."""
        place, entry = self.place, row.entry
        return place is not None and entry.epoch == place.epoch and entry.seq <= place.seq + 1

    def take(self, row: Row) -> None:
        """Deliver an entry, unless it was delivered before."""
        place, entry = self.place, row.entry
        if place is not None and entry.epoch == place.epoch and entry.seq <= place.seq:
            return
        self.place = Place(entry.epoch, entry.seq, row.mark)
        for listener in tuple(self.listeners):
            listener.on_entry(entry)

    def set_line(self, *, is_up: bool) -> None:
        self.is_up = is_up
        for listener in tuple(self.listeners):
            listener.tell_line(is_up=is_up)

    def tell_lost(self) -> None:
        for listener in tuple(self.listeners):
            listener.on_lost()


def _entry(epoch: bytes, seq: bytes, for_: bytes, payload: bytes) -> Entry:
    """`for_` is the least rank and the lane: `3.0`."""
    min_rank, _, lane = for_.partition(b".")
    return Entry(epoch.decode(), int(seq), int(min_rank), payload, int(lane))
