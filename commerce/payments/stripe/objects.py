"""What Stripe says, as far as we read it: a payment intent, a refund, an event.

A charge is a PaymentIntent that is made unconfirmed, so that its id is known before any money moves. It belongs to one
attempt with one card: after a decline it is left as it is, and the next attempt makes another.
"""

from typing import Any

import msgspec

from commerce.payments.gateway import Notice
from commerce.payments.payment import (
    NEEDS_CONFIRMATION,
    PENDING,
    UNCONFIRMED,
    Failure,
    Outcome,
    failed,
    succeeded,
)
from commerce.payments.refund import RefundStatus

AUTHENTICATION_FAILED = {"payment_intent_authentication_failure", "authentication_required"}
WAITING = {
    "requires_confirmation": UNCONFIRMED,
    "requires_action": NEEDS_CONFIRMATION,
    "processing": PENDING,
}
REFUND_STATUSES = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}


class Card(msgspec.Struct, frozen=True):
    last4: str
    fingerprint: str | None = None
    """The same for the same number, in one account of Stripe."""


class Method(msgspec.Struct, frozen=True):
    card: Card | None = None


class PaymentError(msgspec.Struct, frozen=True):
    code: str | None = None
    decline_code: str | None = None


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    status: str
    metadata: dict[str, str] = {}
    client_secret: str | None = None
    last_payment_error: PaymentError | None = None
    payment_method: Method | str | None = None


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    status: str | None
    metadata: dict[str, str] | None = None


class EventData(msgspec.Struct, frozen=True):
    object: dict[str, Any]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    type: str
    data: EventData


def outcome_of(intent: Intent) -> Outcome:
    if intent.status == "succeeded":
        return succeeded(_last4(intent))
    if intent.status == "canceled":
        return failed(Failure.CANCELLED)
    if intent.status == "requires_payment_method":
        return failed(_failure(intent.last_payment_error), _last4(intent))
    # What we do not know is not the end of it.
    return WAITING.get(intent.status, PENDING)


def fingerprint_of(intent: Intent) -> str | None:
    method = intent.payment_method
    return method.card.fingerprint if isinstance(method, Method) and method.card else None


def refund_status_of(refund: Refund) -> RefundStatus:
    return REFUND_STATUSES.get(refund.status or "", RefundStatus.BEGUN)


def notice_of(event: Event) -> Notice:
    """What the event tells of ours; one of another kind tells nothing."""
    if event.type.startswith("payment_intent."):
        intent = msgspec.convert(event.data.object, Intent)
        return Notice(
            event_id=event.id,
            payment_id=intent.metadata.get("payment_id"),
            reference=intent.id,
            outcome=outcome_of(intent),
        )
    if event.type.startswith(("refund.", "charge.refund.")):
        refund = msgspec.convert(event.data.object, Refund)
        return Notice(
            event_id=event.id,
            refund_id=(refund.metadata or {}).get("refund_id"),
            refund_status=refund_status_of(refund),
        )
    return Notice(event_id=event.id)


def _failure(error: PaymentError | None) -> Failure:
    if error is None:
        return Failure.DECLINED
    if error.code in AUTHENTICATION_FAILED:
        return Failure.NOT_CONFIRMED
    if "insufficient_funds" in {error.code, error.decline_code}:
        return Failure.INSUFFICIENT_FUNDS
    return Failure.DECLINED


def _last4(intent: Intent) -> str | None:
    method = intent.payment_method
    return method.card.last4 if isinstance(method, Method) and method.card else None
