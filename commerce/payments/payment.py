"""A payment: one charge of one buyer for one or more orders, and what is known of it.

    begun ──▶ pending ◀──▶ needs_confirmation
      └───────────┴───────────────┴─────▶ succeeded
      └───────────┴───────────────┴─────▶ failed ──▶ succeeded

`begun`: the row is written, and the gateway may or may not have been asked to charge. What the gateway says moves it on:
in its answer, in a notice or when asked again, in any order and as often as it likes. The same said twice changes
nothing, and an older state said late changes nothing. That money was taken is always believed, even after a failure:
whoever did not want it any more gives it back.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from commerce.orders import Purpose

CALL_LASTS = timedelta(seconds=45)
"""The process that began a payment has asked the gateway by then, or is dead."""
FIRST_CHECK = timedelta(seconds=2)
LONGEST_WAIT = timedelta(seconds=30)
"""Between two checks, while the units wait."""
LONGEST_WAIT_AFTERWARDS = timedelta(minutes=10)


class PaymentStatus(StrEnum):
    BEGUN = "begun"
    PENDING = "pending"
    NEEDS_CONFIRMATION = "needs_confirmation"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Failure(StrEnum):
    DECLINED = "declined"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    NOT_CONFIRMED = "not_confirmed"
    """The buyer refused, or did not prove that the card is theirs."""
    CANCELLED = "cancelled"
    """We gave it up before any money moved."""


MOVES = {
    (PaymentStatus.BEGUN, PaymentStatus.PENDING),
    (PaymentStatus.BEGUN, PaymentStatus.NEEDS_CONFIRMATION),
    (PaymentStatus.BEGUN, PaymentStatus.SUCCEEDED),
    (PaymentStatus.BEGUN, PaymentStatus.FAILED),
    (PaymentStatus.PENDING, PaymentStatus.NEEDS_CONFIRMATION),
    (PaymentStatus.PENDING, PaymentStatus.SUCCEEDED),
    (PaymentStatus.PENDING, PaymentStatus.FAILED),
    (PaymentStatus.NEEDS_CONFIRMATION, PaymentStatus.PENDING),
    (PaymentStatus.NEEDS_CONFIRMATION, PaymentStatus.SUCCEEDED),
    (PaymentStatus.NEEDS_CONFIRMATION, PaymentStatus.FAILED),
    (PaymentStatus.FAILED, PaymentStatus.SUCCEEDED),
}
UNDER_WAY = {PaymentStatus.BEGUN, PaymentStatus.PENDING, PaymentStatus.NEEDS_CONFIRMATION}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a gateway says of a charge. `begun` says that it was never asked to move any money."""

    status: PaymentStatus
    card_last4: str | None = None
    failure: Failure | None = None
    card_hash: str | None = None
    """The same for the same card, and made with a key: it tells nothing of the card's number."""


UNCONFIRMED = Outcome(PaymentStatus.BEGUN)
PENDING = Outcome(PaymentStatus.PENDING)
NEEDS_CONFIRMATION = Outcome(PaymentStatus.NEEDS_CONFIRMATION)


def failed(failure: Failure, card_last4: str | None = None) -> Outcome:
    return Outcome(PaymentStatus.FAILED, card_last4, failure)


def succeeded(card_last4: str | None = None, card_hash: str | None = None) -> Outcome:
    return Outcome(PaymentStatus.SUCCEEDED, card_last4, card_hash=card_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One order's part of a payment."""

    order_id: str
    amount_minor: int
    refunded_minor: int = 0
    """What was given back or is being given back."""
    is_binding: bool = True
    """Whether this payment is the one that pays the order, or may yet be. Each order has one at most for each purpose."""
    purpose: Purpose = Purpose.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    id: str
    account_id: str
    gateway: str
    currency: str
    shares: tuple[Share, ...]
    status: PaymentStatus = PaymentStatus.BEGUN
    reference: str | None = None
    """What the gateway calls it. It is kept before the gateway is asked to move money, so that without one none moved."""
    card_last4: str | None = None
    failure: Failure | None = None
    begun_at: datetime
    give_up_at: datetime
    """From then on it is not waited for."""
    next_check_at: datetime
    """When the gateway is asked again, while it is under way."""
    checks: int = 0

    @property
    def amount_minor(self) -> int:
        return sum(share.amount_minor for share in self.shares)

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY


def settle(payment: Payment, outcome: Outcome, now: datetime) -> Payment | None:
    """The payment after what the gateway says; None if that is nothing new."""
    if (payment.status, outcome.status) not in MOVES:
        return None
    return replace(
        payment,
        status=outcome.status,
        card_last4=outcome.card_last4 or payment.card_last4,
        failure=outcome.failure,
        next_check_at=now + FIRST_CHECK,
    )


def checked(payment: Payment, now: datetime) -> Payment:
    """The payment when the gateway is about to be asked once more: each time it waits twice as long."""
    longest = LONGEST_WAIT if now < payment.give_up_at else LONGEST_WAIT_AFTERWARDS
    wait = min(longest, FIRST_CHECK * 2 ** min(payment.checks, 20))
    return replace(payment, checks=payment.checks + 1, next_check_at=now + wait)
