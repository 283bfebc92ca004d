"""Tries go on for about three days, and heed what the receiver asks for."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.webhooks.schedule import LONGEST, MAX_TRIES, next_delay, retry_after

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def delays(chance: float) -> list[timedelta]:
    found = [next_delay(tries, None, chance) for tries in range(1, MAX_TRIES)]
    return [delay for delay in found if delay is not None]


def test_the_first_try_comes_soon_and_the_last_after_three_days() -> None:
    assert delays(0.5)[:4] == [timedelta(seconds=s) for s in (5, 20, 80, 320)]
    assert timedelta(days=3) < sum(delays(0.5), timedelta()) < timedelta(days=3.5)
    assert next_delay(MAX_TRIES, None, 0.5) is None


@given(st.floats(0, 1))
def test_each_wait_is_longer_than_the_one_before_until_the_longest(chance: float) -> None:
    found = delays(chance)
    assert len(found) == MAX_TRIES - 1
    assert all(one <= other for one, other in pairwise(found))


def test_chance_spreads_by_a_tenth() -> None:
    assert (delays(0)[0], delays(1)[0]) == (timedelta(seconds=4.5), timedelta(seconds=5.5))


def test_a_receiver_can_ask_for_more_time_but_not_for_less_nor_for_ever() -> None:
    assert next_delay(1, timedelta(minutes=3), 0.5) == timedelta(minutes=3)
    assert next_delay(4, timedelta(seconds=1), 0.5) == timedelta(seconds=320)
    assert next_delay(1, timedelta(days=900), 0.5) == LONGEST


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta()),
        ("9" * 400, LONGEST),
        ("Wed, 11 Nov 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("Wed, 11 Nov 2026 11:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
        ("12.5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    header: str | None, wait: timedelta | None
) -> None:
    assert retry_after(header, NOW) == wait


@given(st.text(max_size=60))
def test_no_header_breaks_the_reader(header: str) -> None:
    wait = retry_after(header, NOW)
    assert wait is None or wait >= timedelta()
