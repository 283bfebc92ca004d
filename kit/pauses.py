"""How long the garbage collector stops the process, as a histogram by generation.

The collector can run in the middle of anything, also while a metric holds its lock, so what it calls must take none:
plain numbers are counted here, and made into a metric when one is asked for.
"""

import time
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

BOUNDS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
GENERATIONS = 3


class GcPauses(Collector):
    """Give `note` to `gc.callbacks`."""

    def __init__(self) -> None:
        self._began = 0.0
        self._counts = [[0] * (len(BOUNDS_S) + 1) for _ in range(GENERATIONS)]
        self._sums = [0.0] * GENERATIONS
        self._longest_s = 0.0

    def note(self, phase: str, info: dict[str, Any]) -> None:
        if phase == "start":
            self._began = time.perf_counter()
            return
        pause_s = time.perf_counter() - self._began
        generation = info["generation"]
        self._counts[generation][bisect_left(BOUNDS_S, pause_s)] += 1
        self._sums[generation] += pause_s
        self._longest_s = max(self._longest_s, pause_s)

    def take_longest_s(self) -> float:
        """The longest pause since the last call."""
        longest, self._longest_s = self._longest_s, 0.0
        return longest

    def collect(self) -> Iterator[HistogramMetricFamily]:
        family = HistogramMetricFamily(
            "dealcast_gc_pause_seconds",
            "How long garbage collections stopped the process",
            labels=["generation"],
        )
        names = [*(str(bound) for bound in BOUNDS_S), "+Inf"]
        for generation in range(GENERATIONS):
            buckets = list(zip(names, accumulate(self._counts[generation]), strict=True))
            family.add_metric([str(generation)], buckets, self._sums[generation])
        yield family
