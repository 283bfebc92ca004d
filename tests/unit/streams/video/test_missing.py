from hypothesis import given
from hypothesis import strategies as st

from streams.video.missing import AGAIN_S, MOST_MISSING, MOST_REQUESTS, Missing


def after(*sequences: int, now_s: float = 0.0) -> Missing:
    missing = Missing()
    for sequence in sequences:
        missing.arrived(sequence, now_s)
    return missing


def test_what_comes_in_order_leaves_nothing_to_ask_for() -> None:
    assert after(65_534, 65_535, 0, 1).due(0.0) == []


def test_what_is_missing_is_asked_for_at_once_also_where_numbers_wrap_around() -> None:
    assert after(65_533, 2).due(0.0) == [65_534, 65_535, 0, 1]


def test_it_is_asked_for_again_until_it_comes() -> None:
    missing = after(1, 4)
    assert missing.due(0.0) == [2, 3]
    assert missing.due(AGAIN_S / 2) == []
    missing.arrived(3, AGAIN_S / 2)
    assert missing.due(AGAIN_S) == [2]


def test_it_is_asked_for_a_few_times_only() -> None:
    missing = after(1, 3)
    asked = [missing.due(number * AGAIN_S) for number in range(3 * MOST_REQUESTS)]
    assert asked.count([2]) == MOST_REQUESTS


def test_an_outage_is_not_asked_for() -> None:
    assert after(1, MOST_MISSING + 100).due(0.0) == []


@given(st.lists(st.integers(0, 0xFFFF), max_size=200))
def test_what_is_kept_is_bounded(sequences: list[int]) -> None:
    assert len(after(*sequences).due(0.0)) <= MOST_MISSING


def test_what_was_missed_and_what_came_after_all_are_counted() -> None:
    missing = after(1, 4, 3, 3, 9, 2)
    assert (missing.missed, missing.recovered) == (6, 2)
