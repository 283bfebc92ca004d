"""Garbage collections as a histogram."""

import gc

import pytest

from kit import pauses
from kit.pauses import GcPauses


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time; tests put it forward."""
    now = [0.0]
    monkeypatch.setattr(pauses.time, "perf_counter", lambda: now[0])
    return now


def note(kept: GcPauses, clock: list[float], generation: int, seconds: float) -> None:
    kept.note("start", {"generation": generation})
    clock[0] += seconds
    kept.note("stop", {"generation": generation, "collected": 0, "uncollectable": 0})


def sample(kept: GcPauses, name: str, **labels: str) -> float:
    (family,) = kept.collect()
    return next(s.value for s in family.samples if s.name == name and s.labels == labels)


def test_pauses_are_counted_by_generation_and_length(clock: list[float]) -> None:
    kept = GcPauses()
    for seconds in (0.0004, 0.004, 0.004, 3.0):
        note(kept, clock, 2, seconds)
    note(kept, clock, 0, 0.004)
    bucket = "dealcast_gc_pause_seconds_bucket"
    assert sample(kept, bucket, generation="2", le="0.0005") == 1
    assert sample(kept, bucket, generation="2", le="0.005") == 3
    assert sample(kept, bucket, generation="2", le="1.0") == 3
    assert sample(kept, bucket, generation="2", le="+Inf") == 4
    assert sample(kept, bucket, generation="0", le="+Inf") == 1
    total = sample(kept, "dealcast_gc_pause_seconds_sum", generation="2")
    assert total == pytest.approx(3.0084)


def test_the_longest_pause_is_said_once(clock: list[float]) -> None:
    kept = GcPauses()
    note(kept, clock, 0, 0.002)
    note(kept, clock, 1, 0.001)
    assert kept.take_longest_s() == pytest.approx(0.002)
    assert kept.take_longest_s() == 0


def test_the_collector_itself_is_noted() -> None:
    kept = GcPauses()
    gc.callbacks.append(kept.note)
    try:
        gc.collect()
    finally:
        gc.callbacks.remove(kept.note)
    assert sample(kept, "dealcast_gc_pause_seconds_count", generation="2") == 1
