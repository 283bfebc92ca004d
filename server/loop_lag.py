"""How late the event loop is: a timer that looks at the clock when it is woken.

Whatever keeps the loop busy keeps every viewer waiting as long, so this is the first number to look at.
"""

import asyncio
import time
from collections import deque

from kit import metrics

EVERY_S = 0.05
WINDOW = 200
"""Samples that `p99_s` looks back on: ten seconds."""


class LoopLag:
    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=WINDOW)

    async def run(self) -> None:
        while True:
            # Not the loop's own clock, which stands still during a round.
            due = time.perf_counter() + EVERY_S
            await asyncio.sleep(EVERY_S)
            self.note(max(0.0, time.perf_counter() - due))

    def note(self, lag_s: float) -> None:
        metrics.loop_lag_seconds.observe(lag_s)
        self._recent.append(lag_s)

    def p99_s(self) -> float:
        """Of the last ten seconds; 0 before the first sample."""
        ordered = sorted(self._recent)
        return ordered[len(ordered) * 99 // 100] if ordered else 0.0
