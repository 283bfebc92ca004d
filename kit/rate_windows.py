"""Counting in a sliding window, in memory and in a microsecond.

Of each identity the count of the window that runs is kept and the one of the window before, which counts for the part of it
that is still in view. Nothing is stored for a single event, and what is out of view is dropped as the table grows.
"""

import math

from msgspec import Struct

Key = tuple[object, ...]
FEWEST_TO_SWEEP = 10_000


class _Count(Struct, gc=False):
    window: int
    """Which window runs, counted from the clock's zero."""
    before: int
    now: int


class SlidingWindows:
    """At most `limit` in any `window_s` seconds. One instance serves one kind of window."""

    def __init__(self, limit: int, window_s: float) -> None:
        self._limit = limit
        self._window_s = window_s
        self._counts: dict[Key, _Count] = {}
        self._sweep_at = FEWEST_TO_SWEEP
        self._swept_in = -1
        """The window that ran when it was swept last: until the next one nothing more is out of view."""

    def __len__(self) -> int:
        return len(self._counts)

    def hit(self, key: Key, at_s: float) -> int:
        """Count one more; 0, or after how many seconds there is room for it."""
        window, passed = divmod(at_s / self._window_s, 1)
        count = self._count(key, int(window))
        if math.floor(count.before * (1 - passed)) + count.now < self._limit:
            count.now += 1
            return 0
        return math.floor(self._wait_windows(count, passed) * self._window_s) + 1

    def _count(self, key: Key, window: int) -> _Count:
        count = self._counts.get(key)
        if count is None:
            self._sweep(window)
            count = self._counts[key] = _Count(window, 0, 0)
        elif count.window != window:
            count.before = count.now if count.window == window - 1 else 0
            count.window, count.now = window, 0
        return count

    def _wait_windows(self, count: _Count, passed: float) -> float:
        """Until the window before, or else the one that runs and is before then, has moved far enough out of view."""
        if count.now < self._limit:
            return max(0.0, (1 - passed) - (self._limit - count.now) / count.before)
        return (1 - passed) + max(0.0, 1 - self._limit / count.now)

    def _sweep(self, window: int) -> None:
        if len(self._counts) < self._sweep_at or window == self._swept_in:
            return
        self._swept_in = window
        self._counts = {
            key: count for key, count in self._counts.items() if count.window >= window - 1
        }
        self._sweep_at = max(FEWEST_TO_SWEEP, 2 * len(self._counts))
