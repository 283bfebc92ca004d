"""The rules of a payment: whatever is said, in whatever order and how often, the truth about the money wins."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.payments.payment import (
    LONGEST_WAIT,
    LONGEST_WAIT_AFTERWARDS,
    MOVES,
    NEEDS_CONFIRMATION,
    PENDING,
    UNCONFIRMED,
    Failure,
    Outcome,
    Payment,
    PaymentStatus,
    Share,
    checked,
    failed,
    settle,
    succeeded,
)

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
OUTCOMES = (
    UNCONFIRMED,
    PENDING,
    NEEDS_CONFIRMATION,
    failed(Failure.DECLINED),
    succeeded("4242"),
)


def payment(status: PaymentStatus = PaymentStatus.BEGUN) -> Payment:
    return Payment(
        id="p",
        account_id="a",
        gateway="sandbox",
        currency="EUR",
        shares=(Share(order_id="o", amount_minor=100), Share(order_id="q", amount_minor=50)),
        status=status,
        failure=Failure.DECLINED if status is PaymentStatus.FAILED else None,
        begun_at=NOW,
        give_up_at=NOW,
        next_check_at=NOW,
    )


@pytest.mark.parametrize(("status", "outcome"), [*product(PaymentStatus, OUTCOMES)])
def test_an_outcome_moves_a_payment_by_the_table_and_not_otherwise(
    status: PaymentStatus, outcome: Outcome
) -> None:
    after = settle(payment(status), outcome, NOW)
    if (status, outcome.status) in MOVES:
        assert after is not None
        assert (after.status, after.failure) == (outcome.status, outcome.failure)
    else:
        assert after is None


@given(st.lists(st.sampled_from(OUTCOMES), max_size=12))
def test_what_is_said_in_any_order_ends_at_the_money(said: list[Outcome]) -> None:
    now = payment()
    for outcome in said:
        now = settle(now, outcome, NOW) or now
    told = {outcome.status for outcome in said}
    if PaymentStatus.SUCCEEDED in told:
        assert (now.status, now.failure) == (PaymentStatus.SUCCEEDED, None)
    elif PaymentStatus.FAILED in told:
        assert now.status is PaymentStatus.FAILED
    else:
        assert now.is_under_way


def test_the_amount_is_that_of_its_orders() -> None:
    assert payment().amount_minor == 150


@pytest.mark.parametrize(
    ("at", "longest"),
    [(NOW - timedelta(seconds=1), LONGEST_WAIT), (NOW, LONGEST_WAIT_AFTERWARDS)],
)
def test_a_payment_is_asked_about_less_and_less_often(at: datetime, longest: timedelta) -> None:
    now, waits = payment(), []
    for _ in range(30):
        now = checked(now, at)
        waits.append(now.next_check_at - at)
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert waits == sorted(waits)
    assert waits[-1] == longest
