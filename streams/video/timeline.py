"""One time for picture and sound, from two clocks that begin anywhere (RFC 3550, 6.4.1).

A sender tells now and then which moment of its wall clock each of its RTP clocks stands for. Until it has told both, what arrives
waits; a sender that never tells is followed by when things arrive. Pure: the time comes with each item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Kind = Literal["video", "audio"]
Item = TypeVar("Item")

WAIT_FOR_REPORTS_S = 3.0
MOST_WAITING = 4_096
MOST_DRIFT_S = 0.03
"""Two clocks of one sender go apart by some ms a minute. Beyond this the sound is moved."""
MOST_MOVED_S = 1.0
"""More is no drift: the sender's wall clock was set between two reports."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[Item]):
    """An item, and where on the show's timeline it stands, in units of its own clock."""

    kind: Kind
    at: int
    item: Item


@dataclass(frozen=True, slots=True)
class _Arrived(Generic[Item]):
    kind: Kind
    counter: int
    at_s: float
    item: Item


class Timeline(Generic[Item]):
    """Places what one publisher sends. Its first picture, or its first sound if it sends no pictures, stands at `begins_at_s`.

    `clocks` has units a second for each kind that the publisher sends. Counters are unwrapped ones.
    """

    def __init__(self, clocks: Mapping[Kind, int], begins_at_s: float) -> None:
        self._clocks = clocks
        self._begins_at_s = begins_at_s
        self._leading: Kind = "video" if "video" in clocks else "audio"
        self._reports: dict[Kind, tuple[float, int]] = {}
        self._waiting: list[_Arrived[Item]] = []
        self._began: _Arrived[Item] | None = None
        self._zero: dict[Kind, int] = {}
        """What each counter would be at the timeline's beginning."""

    @property
    def began_at_s(self) -> float | None:
        """When the item arrived that stands at the beginning."""
        return None if self._began is None else self._began.at_s

    def report(self, kind: Kind, wall_s: float, counter: int) -> None:
        """The sender says that its counter stood there at this moment of its own wall clock."""
        self._reports[kind] = (wall_s, counter)
        zero = self._zero.get(kind)
        if zero is None or kind == self._leading or not self._knows_all():
            return
        told = self._zero_by_reports(kind)
        if MOST_DRIFT_S < abs(told - zero) / self._clocks[kind] < MOST_MOVED_S:
            self._zero[kind] = told

    def place(
        self, kind: Kind, counter: int, arrived_at_s: float, item: Item
    ) -> list[Placed[Item]]:
        """What has found its place with this item, in the order in which it arrived. Sound from before the first picture is left out."""
        self._waiting.append(_Arrived(kind, counter, arrived_at_s, item))
        if self._began is None and not self._begin(arrived_at_s):
            return []
        waiting, self._waiting = self._waiting, []
        placed = [Placed(each.kind, each.counter - self._tied(each), each.item) for each in waiting]
        return [each for each in placed if each.at >= self._begins_at_s * self._clocks[each.kind]]

    def _begin(self, now_s: float) -> bool:
        """Begin, if something of the leading kind is there and enough is known, or was waited for."""
        first = next((each for each in self._waiting if each.kind == self._leading), None)
        if first is None:
            del self._waiting[:-MOST_WAITING]
            return False
        may_wait = now_s - first.at_s < WAIT_FOR_REPORTS_S and len(self._waiting) < MOST_WAITING
        if not self._knows_all() and may_wait:
            return False
        self._began = first
        self._tied(first)
        return True

    def _knows_all(self) -> bool:
        return len(self._clocks) == 1 or self._reports.keys() >= self._clocks.keys()

    def _tied(self, each: _Arrived[Item]) -> int:
        """The zero of its kind, which its first item decides."""
        if each.kind not in self._zero:
            self._zero[each.kind] = self._zero_of(each)
        return self._zero[each.kind]

    def _zero_of(self, first: _Arrived[Item]) -> int:
        assert self._began is not None
        if first.kind != self._leading and self._knows_all():
            return self._zero_by_reports(first.kind)
        since_s = first.at_s - self._began.at_s
        return first.counter - round((self._begins_at_s + since_s) * self._clocks[first.kind])

    def _zero_by_reports(self, kind: Kind) -> int:
        """So that what was told to be at one moment stands at one place."""
        wall_s, counter = self._reports[kind]
        leading_wall_s, leading_counter = self._reports[self._leading]
        leading_at_s = (leading_counter - self._zero[self._leading]) / self._clocks[self._leading]
        return counter - round((leading_at_s + wall_s - leading_wall_s) * self._clocks[kind])
