"""A window that slides: what it lets through, and when it lets through again."""

from hypothesis import given
from hypothesis import strategies as st

from kit import rate_windows
from kit.rate_windows import SlidingWindows


def test_so_many_pass_and_the_next_waits_for_room() -> None:
    windows = SlidingWindows(3, 10)
    assert [windows.hit(("ann",), 100.0) for _ in range(3)] == [0, 0, 0]
    wait_s = windows.hit(("ann",), 100.0)
    assert 10 <= wait_s <= 11
    assert windows.hit(("ann",), 100.0 + wait_s) == 0


def test_each_identity_is_counted_for_itself() -> None:
    windows = SlidingWindows(1, 10)
    assert (windows.hit(("ann",), 5.0), windows.hit(("ben",), 5.0)) == (0, 0)


def test_two_bursts_around_the_edge_of_a_window_are_not_both_let_through() -> None:
    windows = SlidingWindows(10, 10)
    passed = sum(windows.hit(("ann",), 109.9) == 0 for _ in range(10))
    passed += sum(windows.hit(("ann",), 110.1) == 0 for _ in range(10))
    assert passed <= 11


def test_who_stayed_away_is_forgotten() -> None:
    windows = SlidingWindows(1, 10)
    for number in range(rate_windows.FEWEST_TO_SWEEP):
        windows.hit((number,), 0.0)
    windows.hit(("late",), 30.0)
    assert len(windows) == 1


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60).map(sorted), st.integers(1, 5))
def test_who_waits_as_long_as_told_is_let_through(times: list[float], limit: int) -> None:
    windows = SlidingWindows(limit, 10)
    for at_s in times:
        if wait_s := windows.hit(("ann",), at_s):
            assert windows.hit(("ann",), at_s + wait_s) == 0
            return
