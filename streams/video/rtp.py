"""RTP packets in the order in which they were sent, and numbers that wrap around made to go on (RFC 3550).

Pure: what the time is comes with each packet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

MOST_WAITING = 512
"""Packets that wait for one which is missing: about two seconds of 2.5 Mbit/s."""
LATE_IN_A_ROW = 64
"""So many packets of the past are not late: their sender began to count anew."""


@dataclass(frozen=True, slots=True)
class Packet:
    sequence: int
    """16 bits, wraps around."""
    timestamp: int
    """32 bits, in units of the codec's clock, wraps around."""
    is_marked: bool
    """The last packet of a picture."""
    payload: bytes
    arrived_at_s: float
    """On a monotonic clock."""


class Reordering:
    """Waits for a missing packet for `wait_s` at most, then goes on without it.

    Feed it with each packet as it arrives; it yields those whose turn has come, each with whether something before it is
    missing for good. A packet that comes twice, or too late, is left out.
    """

    def __init__(self, wait_s: float) -> None:
        self._wait_s = wait_s
        self._next: int | None = None
        self._waiting: dict[int, Packet] = {}
        self._missing_since_s: float | None = None
        self._late_in_a_row = 0

    def feed(self, packet: Packet) -> Iterator[tuple[Packet, bool]]:
        if self._next is None:
            self._next = packet.sequence
        if _distance(self._next, packet.sequence) < 0:
            self._late_in_a_row += 1
            if self._late_in_a_row < LATE_IN_A_ROW:
                return
            self._waiting.clear()
            yield from self._from(packet.sequence, {packet.sequence: packet}, is_after_gap=True)
            return
        self._late_in_a_row = 0
        self._waiting[packet.sequence] = packet
        yield from self._from(self._next, self._waiting, is_after_gap=False)
        while self._waiting and self._has_waited(packet.arrived_at_s):
            yield from self._from(self._earliest(), self._waiting, is_after_gap=True)

    def _from(
        self, sequence: int, waiting: dict[int, Packet], *, is_after_gap: bool
    ) -> Iterator[tuple[Packet, bool]]:
        """Those that follow each other without a gap from here on."""
        while (packet := waiting.pop(sequence, None)) is not None:
            self._missing_since_s = None
            yield packet, is_after_gap
            is_after_gap = False
            sequence = (sequence + 1) & 0xFFFF
        self._next = sequence

    def _has_waited(self, now_s: float) -> bool:
        if self._missing_since_s is None:
            self._missing_since_s = now_s
        return now_s - self._missing_since_s >= self._wait_s or len(self._waiting) >= MOST_WAITING

    def _earliest(self) -> int:
        assert self._next is not None
        after = self._next
        return min(self._waiting, key=lambda sequence: _distance(after, sequence))


class Unwrapped:
    """Makes a counter that wraps around after 32 bits go on for ever. Steps back are kept."""

    def __init__(self) -> None:
        self._last: int | None = None

    def __call__(self, counter: int) -> int:
        if self._last is None:
            self._last = counter
        else:
            self._last += ((counter - self._last + (1 << 31)) & 0xFFFFFFFF) - (1 << 31)
        return self._last


def _distance(here: int, there: int) -> int:
    """How many packets `there` is ahead of `here`; negative if behind."""
    return ((there - here + 0x8000) & 0xFFFF) - 0x8000
