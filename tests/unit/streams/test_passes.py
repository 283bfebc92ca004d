"""Passes to watch a show: bound to it, the same for all of a moment, and good for minutes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.broadcast.passes import SLOT_S, Passes

NOW = datetime(2026, 11, 11, 20, 2, 3, tzinfo=UTC)
PASSES = Passes("a secret that only this test knows")
moments = st.integers(0, 4 * SLOT_S).map(lambda after_s: NOW + timedelta(seconds=after_s))


@given(moments)
def test_a_pass_holds_for_five_to_ten_minutes(now: datetime) -> None:
    given_pass = PASSES.viewer_pass("show1", now)
    assert timedelta(seconds=SLOT_S) <= given_pass.until - now <= timedelta(seconds=2 * SLOT_S)
    assert PASSES.admits_until("show1", given_pass.text, now) == given_pass.until
    just_before = given_pass.until - timedelta(seconds=1)
    assert PASSES.admits_until("show1", given_pass.text, just_before) == given_pass.until
    assert PASSES.admits_until("show1", given_pass.text, given_pass.until) is None


def test_all_who_ask_within_a_slot_get_the_same_one() -> None:
    slot = datetime(2026, 11, 11, 20, 0, tzinfo=UTC)
    within = [slot, slot + timedelta(seconds=SLOT_S - 1)]
    assert len({PASSES.viewer_pass("show1", now).text for now in within}) == 1


@given(moments)
def test_in_its_last_five_minutes_a_pass_is_renewed_by_another(now: datetime) -> None:
    first = PASSES.viewer_pass("show1", now)
    late = first.until - timedelta(seconds=SLOT_S)
    assert PASSES.viewer_pass("show1", late).until > first.until


def test_a_pass_is_one_shows_and_one_installations() -> None:
    text = PASSES.viewer_pass("show1", NOW).text
    assert PASSES.admits_until("show2", text, NOW) is None
    assert Passes("another secret of the same length").admits_until("show1", text, NOW) is None


def test_nobody_makes_a_pass_last_longer() -> None:
    until, _, code = PASSES.viewer_pass("show1", NOW).text.partition("-")
    later = f"{int(until, 16) + SLOT_S:x}-{code}"
    assert PASSES.admits_until("show1", later, NOW) is None


@pytest.mark.parametrize("text", ["", "public", "-", "x-y", "ffffffffffff-" + "a" * 24, "é"])
def test_what_is_no_pass_admits_nobody(text: str) -> None:
    assert PASSES.admits_until("show1", text, NOW) is None


@given(st.text(max_size=60))
def test_any_text_is_an_answer_and_no_error(text: str) -> None:
    assert PASSES.admits_until("show1", text, NOW) is None


def test_a_hosts_pass_is_not_a_viewers_nor_the_other_way_round() -> None:
    host, viewer = PASSES.watch_pass("show1"), PASSES.viewer_pass("show1", NOW).text
    assert PASSES.admits_until("show1", host, NOW) is None
    assert not PASSES.is_watch_pass("show1", viewer)
