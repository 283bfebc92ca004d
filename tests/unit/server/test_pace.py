"""How long a busy room rests between two writes."""

import pytest

from server.pace import FEW, LONGEST_REST_S, REST, Pace


def test_a_quiet_room_waits_for_nothing() -> None:
    assert Pace().rest_s(3, now=10.0) == 0.0


def test_few_events_that_came_during_a_write_let_more_gather() -> None:
    pace = Pace()
    pace.wrote(10.0, 10.02)
    assert pace.rest_s(2, now=10.02) == pytest.approx(REST * 0.02)
    assert pace.rest_s(2, now=10.02 + REST * 0.02) == 0.0


def test_one_event_alone_is_never_kept_waiting() -> None:
    pace = Pace()
    pace.wrote(10.0, 10.02)
    assert pace.rest_s(1, now=10.02) == 0.0


def test_many_events_share_a_write_already() -> None:
    pace = Pace()
    pace.wrote(10.0, 10.02)
    assert pace.rest_s(FEW.stop, now=10.02) == 0.0


def test_no_rest_is_felt() -> None:
    pace = Pace()
    pace.wrote(10.0, 12.0)
    assert pace.rest_s(2, now=12.0) == pytest.approx(LONGEST_REST_S)
