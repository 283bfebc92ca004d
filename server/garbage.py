"""Garbage collection in a process that holds very many sockets.

Python frees what nobody refers to at once; its collector is there for cycles, and to find them it visits every container
that it knows. With thousands of viewers a full visit stops the process for long enough to be felt, finds nothing, and comes
again whenever enough new objects are about: viewers stay for hours and are freed without the collector's help.

So whatever is alive while viewers arrive is frozen, which takes it out of the collector's sight. Right before, the
collector visits what came since the last time, so that no garbage is frozen with it: a little each time, because
all that came earlier is frozen. Viewers must not be part of cycles then, or they would stay for ever when they leave: a test
holds that. The thresholds let requests die young and leave full visits to this beat.
`gc.disable()` would be simpler, and leak the cycles of every failed request.
"""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kit import metrics

THRESHOLDS = (5_000, 10, 1_000_000)
"""New objects to a visit of the youngest; such visits to one of the middle; and of those to a full one, which is ours."""
BEAT_S = 0.1
COLLECT_EVERY_S = 60.0
"""How often garbage that has grown old is looked for where nobody arrives."""


class Garbage:
    """`arrivals` says how many sockets ever came."""

    def __init__(self, arrivals: Callable[[], int]) -> None:
        self._arrivals = arrivals
        self._frozen_at = 0
        self._collected_at = 0.0

    async def run(self) -> None:
        """Keep the collector's work small, until cancelled."""
        with _tuned():
            while True:
                self.beat(time.monotonic())
                await asyncio.sleep(BEAT_S)

    def beat(self, now: float) -> None:
        arrivals = self._arrivals()
        if arrivals != self._frozen_at:
            self._frozen_at, self._collected_at = arrivals, now
            gc.collect()
            gc.freeze()
        elif now - self._collected_at > COLLECT_EVERY_S:
            self._collected_at = now
            gc.collect()


@contextmanager
def _tuned() -> Iterator[None]:
    before = gc.get_threshold()
    gc.collect()  # what starting took; nobody waits yet
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.callbacks.append(metrics.gc_pauses.note)
    try:
        yield
    finally:
        gc.callbacks.remove(metrics.gc_pauses.note)
        gc.set_threshold(*before)
        gc.unfreeze()
