"""A charge in the sandbox's books.

open ──▶ asking ──▶ charged
  ├────▶ deciding ──▶ charged | failed
  └────▶ charged | failed
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from commerce.payments.payment import (
    NEEDS_CONFIRMATION,
    PENDING,
    UNCONFIRMED,
    Failure,
    Outcome,
    failed,
    succeeded,
)
from commerce.payments.sandbox.cards import Behaviour

TAKES = timedelta(seconds=4)
"""How long a late answer takes."""


class ChargeStatus(StrEnum):
    OPEN = "open"
    ASKING = "asking"
    DECIDING = "deciding"
    CHARGED = "charged"
    FAILED = "failed"


FAILURES = {
    Behaviour.DECLINES: Failure.DECLINED,
    Behaviour.DECLINES_LATE: Failure.DECLINED,
    Behaviour.LACKS_FUNDS: Failure.INSUFFICIENT_FUNDS,
}
DECIDES_LATER = {Behaviour.CHARGES_LATE, Behaviour.DECLINES_LATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    id: str
    payment_id: str
    amount_minor: int
    currency: str
    behaviour: Behaviour
    card_last4: str
    card_hash: str | None = None
    status: ChargeStatus = ChargeStatus.OPEN
    failure: Failure | None = None
    secret: str
    """Who knows it may confirm."""
    return_path: str | None = None
    decides_at: datetime | None = None
    event_id: str | None = None
    notify_at: datetime | None = None
    """When the shop is told next; None if it has nothing to be told."""
    notified: int = 0
    """How often that was tried."""


def confirm(charge: Charge, now: datetime, event_id: str) -> Charge:
    """Charge the card, once: a second time nothing happens."""
    if charge.status is not ChargeStatus.OPEN:
        return charge
    if charge.behaviour is Behaviour.ASKS:
        return replace(charge, status=ChargeStatus.ASKING)
    if charge.behaviour in DECIDES_LATER:
        at = now + TAKES
        return _telling(charge, at, event_id, status=ChargeStatus.DECIDING, decides_at=at)
    return _decided(charge)


def decide(charge: Charge, now: datetime) -> Charge:
    """The charge as it is now: what takes its time may have been decided."""
    is_over = charge.decides_at is not None and now >= charge.decides_at
    return _decided(charge) if charge.status is ChargeStatus.DECIDING and is_over else charge


def answer(charge: Charge, now: datetime, event_id: str, *, is_confirmed: bool) -> Charge:
    """The holder confirmed, or refused. Only the first answer counts."""
    if charge.status is not ChargeStatus.ASKING:
        return charge
    if is_confirmed:
        return _telling(charge, now, event_id, status=ChargeStatus.CHARGED)
    refused = {"status": ChargeStatus.FAILED, "failure": Failure.NOT_CONFIRMED}
    return _telling(charge, now, event_id, **refused)


def cancel(charge: Charge) -> Charge:
    """Give it up, if no money moved and none may be moving."""
    if charge.status not in {ChargeStatus.OPEN, ChargeStatus.ASKING}:
        return charge
    return replace(charge, status=ChargeStatus.FAILED, failure=Failure.CANCELLED)


def outcome_of(charge: Charge) -> Outcome:
    if charge.failure is not None:
        return failed(charge.failure, charge.card_last4)
    if charge.status is ChargeStatus.CHARGED:
        return succeeded(charge.card_last4, charge.card_hash)
    waiting = {ChargeStatus.ASKING: NEEDS_CONFIRMATION, ChargeStatus.DECIDING: PENDING}
    return waiting.get(charge.status, UNCONFIRMED)


def _decided(charge: Charge) -> Charge:
    failure = FAILURES.get(charge.behaviour)
    status = ChargeStatus.FAILED if failure else ChargeStatus.CHARGED
    return replace(charge, status=status, failure=failure)


def _telling(charge: Charge, at: datetime, event_id: str, **changes: Any) -> Charge:
    return replace(charge, event_id=event_id, notify_at=at, notified=0, **changes)
