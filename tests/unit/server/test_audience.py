"""The audience count thins out as a room grows."""

import pytest

from server.audience import AudienceCount, announced_every_s, visible


@pytest.mark.parametrize(
    ("count", "every_s"), [(0, 1), (99, 1), (100, 3), (9_999, 3), (10_000, 10), (10**6, 10)]
)
def test_a_larger_room_is_told_more_rarely(count: int, every_s: float) -> None:
    assert announced_every_s(count) == every_s


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (999, 999), (1_004, 1_000), (1_019, 1_010), (12_345, 12_300), (987_654, 987_000)],
)
def test_a_larger_count_is_shown_to_three_digits(count: int, shown: int) -> None:
    assert visible(count) == shown


def test_only_a_visible_change_is_news() -> None:
    count = AudienceCount()
    assert count.changes(12_345, now=0)
    assert not count.is_due(now=9)
    assert count.is_due(now=10)
    assert not count.changes(12_349, now=10)
    assert count.changes(12_401, now=20)
    assert count.shown == 12_400
