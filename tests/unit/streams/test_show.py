"""The moves of a show, and the times for which it can be scheduled."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.clock import to_ms
from streams.errors import BadShowTime, IllegalShowMove
from streams.show import MOVES, Show, ShowStatus, checked_start, moved

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
LEGAL = [
    (ShowStatus.SCHEDULED, ShowStatus.LIVE),
    (ShowStatus.SCHEDULED, ShowStatus.CANCELLED),
    (ShowStatus.LIVE, ShowStatus.ENDED),
]
ILLEGAL = sorted(set(product(ShowStatus, ShowStatus)) - set(LEGAL))


def a_show(status: ShowStatus) -> Show:
    started = NOW - timedelta(hours=1) if status in {ShowStatus.LIVE, ShowStatus.ENDED} else None
    return Show("s", "b", "Evening show", "", status, NOW, started, None, version=4)


def test_there_are_no_other_moves() -> None:
    assert set(LEGAL) == MOVES


@pytest.mark.parametrize(("status", "to"), LEGAL)
def test_a_legal_move_changes_status_and_version(status: ShowStatus, to: ShowStatus) -> None:
    show = a_show(status)
    after = moved(show, to, NOW)
    assert isinstance(after, Show)
    assert (after.status, after.version) == (to, 5)
    assert after.started_at == (NOW if to is ShowStatus.LIVE else show.started_at)
    assert after.ended_at == (NOW if to is ShowStatus.ENDED else None)
    assert (after.id, after.title, after.scheduled_at) == (show.id, show.title, show.scheduled_at)


@pytest.mark.parametrize(("status", "to"), ILLEGAL)
def test_any_other_move_is_refused_and_says_what_the_show_is(
    status: ShowStatus, to: ShowStatus
) -> None:
    refusal = moved(a_show(status), to, NOW)
    assert isinstance(refusal, IllegalShowMove)
    assert status.value in refusal.detail


@pytest.mark.parametrize(
    "ahead",
    [timedelta(0), timedelta(minutes=-4), timedelta(days=365), timedelta(minutes=1)],
)
def test_a_show_can_be_scheduled_from_now_to_a_year_ahead(ahead: timedelta) -> None:
    assert checked_start(to_ms(NOW + ahead), NOW) == NOW + ahead


@pytest.mark.parametrize(
    "at_ms",
    [
        to_ms(NOW - timedelta(minutes=6)),
        to_ms(NOW + timedelta(days=367)),
        0,
        -1,
        2**63,
        -(10**18),
        10**400,
    ],
)
def test_any_other_time_is_refused_at_its_field(at_ms: int) -> None:
    refusal = checked_start(at_ms, NOW)
    assert isinstance(refusal, BadShowTime)
    assert set(refusal.fields) == {"scheduled_at_ms"}


@given(st.integers())
def test_any_integer_is_a_time_or_a_refusal(at_ms: int) -> None:
    start = checked_start(at_ms, NOW)
    assert isinstance(start, BadShowTime) or to_ms(start) == at_ms
