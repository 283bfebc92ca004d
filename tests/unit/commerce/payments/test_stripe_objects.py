"""What Stripe's words mean for us."""

from typing import Any

import msgspec
import pytest

from commerce.payments.payment import PENDING, Failure, PaymentStatus
from commerce.payments.refund import RefundStatus
from commerce.payments.stripe.objects import Event, Intent, notice_of, outcome_of


def intent(**facts: Any) -> dict[str, Any]:
    return {"id": "pi_1", "status": "succeeded", "metadata": {"payment_id": "p1"}, **facts}


def event(kind: str, found: dict[str, Any]) -> Event:
    return msgspec.convert({"id": "evt_1", "type": kind, "data": {"object": found}}, Event)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (None, Failure.DECLINED),
        ({"code": "card_declined", "decline_code": "generic_decline"}, Failure.DECLINED),
        (
            {"code": "card_declined", "decline_code": "insufficient_funds"},
            Failure.INSUFFICIENT_FUNDS,
        ),
        ({"code": "payment_intent_authentication_failure"}, Failure.NOT_CONFIRMED),
    ],
)
def test_a_failed_charge_says_why(error: dict[str, str] | None, failure: Failure) -> None:
    found = intent(status="requires_payment_method", last_payment_error=error)
    assert outcome_of(msgspec.convert(found, Intent)).failure is failure


def test_a_status_that_is_new_to_us_is_not_the_end_of_it() -> None:
    assert outcome_of(msgspec.convert(intent(status="dreaming"), Intent)) == PENDING


@pytest.mark.parametrize("method", [None, "pm_1", {"id": "pm_1", "type": "sepa_debit"}])
def test_a_card_may_be_unknown(method: Any) -> None:
    outcome = outcome_of(msgspec.convert(intent(payment_method=method), Intent))
    assert (outcome.status, outcome.card_last4) == (PaymentStatus.SUCCEEDED, None)


def test_an_event_of_a_payment_tells_of_it_by_our_id() -> None:
    notice = notice_of(event("payment_intent.succeeded", intent()))
    assert (notice.event_id, notice.payment_id, notice.reference) == ("evt_1", "p1", "pi_1")


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("pending", RefundStatus.BEGUN),
        ("succeeded", RefundStatus.SUCCEEDED),
        ("canceled", RefundStatus.FAILED),
        (None, RefundStatus.BEGUN),
    ],
)
def test_an_event_of_a_refund_tells_of_it_by_our_id(
    status: str | None, meaning: RefundStatus
) -> None:
    found = {"id": "re_1", "status": status, "metadata": {"refund_id": "r1"}}
    notice = notice_of(event("refund.updated", found))
    assert (notice.refund_id, notice.refund_status) == ("r1", meaning)


def test_an_event_of_somebody_elses_payment_tells_nothing() -> None:
    assert notice_of(event("payment_intent.succeeded", intent(metadata={}))).payment_id is None
    assert notice_of(event("account.updated", {})).outcome is None
