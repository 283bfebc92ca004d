"""The rules of a delivery and of its line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.webhooks import delivery as rules
from commerce.webhooks.delivery import LEASE, LIVE, Answer, Delivery, State
from commerce.webhooks.errors import BeingSent
from commerce.webhooks.schedule import MAX_TRIES

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def delivery(sequence: int = 1, **facts: Any) -> Delivery:
    due = {"due_at": NOW} if facts.get("state") is State.DUE else {}
    return Delivery(
        **{
            "id": f"d{sequence}",
            "webhook_id": "w",
            "event_id": f"e{sequence}",
            "subject_id": "s",
            "sequence": sequence,
            "created_at": NOW,
            **due,
            **facts,
        }
    )


def answer(status: int | None, **facts: Any) -> Answer:
    return Answer(**{"began_at": NOW, "took_ms": 5, "status": status, **facts})


def lined_up(line: list[Delivery], is_active: bool = True) -> dict[int, Delivery]:
    after = {one.sequence: one for one in line}
    changed = rules.line_up(line, NOW, is_active=is_active)
    return {**after, **{one.sequence: one for one in changed}}


def test_the_earliest_is_due_and_the_others_wait() -> None:
    after = lined_up([delivery(3), delivery(2), delivery(5)])
    assert [after[n].state for n in (2, 3, 5)] == [State.DUE, State.WAITING, State.WAITING]
    assert after[2].due_at == NOW


def test_the_next_goes_when_the_one_before_it_has_left_the_line() -> None:
    after = lined_up([delivery(2, state=State.WAITING), delivery(3, state=State.WAITING)])
    assert [after[n].state for n in (2, 3)] == [State.DUE, State.WAITING]


def test_one_that_is_tried_later_keeps_its_time_and_the_others_behind_it() -> None:
    head = delivery(1, state=State.DUE, tries=3, due_at=NOW + timedelta(hours=1))
    after = lined_up([head, delivery(2)])
    assert after[1] == head
    assert after[2].state is State.WAITING


def test_a_replayed_earlier_one_goes_before_one_that_waits_for_its_next_try() -> None:
    later = delivery(2, state=State.DUE, due_at=NOW + timedelta(hours=1))
    after = lined_up([delivery(1), later])
    assert [after[n].state for n in (1, 2)] == [State.DUE, State.WAITING]


def test_nothing_overtakes_what_is_being_sent() -> None:
    flying = rules.claimed(delivery(2, state=State.DUE), "lease", NOW)
    after = lined_up([delivery(1), flying])
    assert after[2] == flying
    assert after[1].state is State.WAITING


def test_to_a_webhook_that_is_not_active_everything_waits_but_what_is_being_sent() -> None:
    flying = rules.claimed(delivery(1, state=State.DUE), "lease", NOW)
    after = lined_up([flying, delivery(2)], is_active=False)
    assert (after[1], after[2].state) == (flying, State.WAITING)
    after = lined_up([delivery(1, state=State.DUE), delivery(2)], is_active=False)
    assert {one.state for one in after.values()} == {State.WAITING}


@st.composite
def lines(draw: st.DrawFn) -> list[Delivery]:
    """Lines as they can be: any states, with at most one that is being sent."""
    states = draw(st.lists(st.sampled_from(LIVE), max_size=6))
    minutes = st.integers(-5, 500)
    line = [
        delivery(n, state=state, due_at=NOW + timedelta(minutes=draw(minutes)))
        if state is State.DUE
        else delivery(n, state=state)
        for n, state in enumerate(states)
    ]
    due = [n for n, one in enumerate(line) if one.state is State.DUE]
    if due and draw(st.booleans()):
        flying = draw(st.sampled_from(due))
        line[flying] = rules.claimed(line[flying], "lease", NOW)
    return draw(st.permutations(line))


@given(lines(), st.booleans())
def test_at_most_one_of_a_line_is_due_and_it_is_the_earliest_or_being_sent(
    line: list[Delivery], is_active: bool
) -> None:
    after = list(lined_up(line, is_active).values())
    due = [one for one in after if one.state is State.DUE]
    assert len(due) <= 1
    assert all(one.state in {State.DUE, State.WAITING} for one in after)
    if due:
        assert due[0].is_in_flight(NOW) or due[0] == min(after, key=lambda one: one.place)
    if is_active and line:
        assert due
    assert rules.line_up(after, NOW, is_active=is_active) == []


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_any_2xx_is_a_success(status: int) -> None:
    done = rules.answered(_claimed(), answer(status), NOW, 0.5)
    assert (done.state, done.finished_at, done.due_at, done.lease) == (
        State.DELIVERED,
        NOW,
        None,
        None,
    )


@pytest.mark.parametrize("status", [None, 301, 302, 400, 404, 410, 429, 500, 503])
def test_anything_else_is_tried_again(status: int | None) -> None:
    again = rules.answered(_claimed(), answer(status), NOW, 0.5)
    assert (again.state, again.lease) == (State.DUE, None)
    assert again.due_at == NOW + timedelta(seconds=5)
    assert (again.tries, again.attempts) == (1, 1)


def test_the_receiver_can_ask_for_time() -> None:
    wait = timedelta(minutes=2)
    again = rules.answered(_claimed(), answer(503, retry_after=wait), NOW, 0.5)
    assert again.due_at == NOW + wait


def test_after_enough_tries_it_has_failed() -> None:
    one = _claimed(tries=MAX_TRIES - 1, attempts=40)
    failed = rules.answered(one, answer(500), NOW, 0.5)
    assert (failed.state, failed.tries, failed.attempts) == (State.FAILED, MAX_TRIES, 41)


def test_a_replay_is_new_and_counts_its_tries_anew() -> None:
    failed = rules.answered(_claimed(tries=MAX_TRIES - 1), answer(500), NOW, 0.5)
    fresh = rules.replay(failed, NOW)
    assert isinstance(fresh, Delivery)
    assert (fresh.state, fresh.tries, fresh.attempts) == (State.NEW, 0, failed.attempts)
    assert (fresh.finished_at, fresh.id, fresh.event_id) == (None, failed.id, failed.event_id)


def test_what_is_being_sent_cannot_be_replayed_until_its_lease_is_over() -> None:
    flying = _claimed()
    assert isinstance(rules.replay(flying, NOW), BeingSent)
    assert isinstance(rules.replay(flying, NOW + LEASE), Delivery)


def test_what_was_given_back_is_due_at_once() -> None:
    back = rules.released(_claimed(), NOW)
    assert (back.due_at, back.lease, back.tries) == (NOW, None, 0)


def _claimed(**facts: Any) -> Delivery:
    return rules.claimed(replace(delivery(state=State.DUE), **facts), "lease", NOW)
