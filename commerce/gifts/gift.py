"""An order that its buyer gives to a friend, who accepts it by a secret link once it is paid. Pure.

    waiting ──▶ open ──▶ accepted    by the first friend who does
      │          ├─────▶ expired     when nobody accepted it in time: the buyer keeps it
      └──────────┴─────▶ withdrawn   by the buyer, who keeps it

It waits for its order's payment, and nobody has its secret before. What is withdrawn or expired can be given anew, under another
secret. The order stays its buyer's in all else: what it counts for,
and what is refunded of it. Each rule returns the gift as it is afterwards, one version higher, or a refusal.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from commerce.gifts.errors import GiftAccepted, GiftOver, GiftTaken, NotGiftable, OwnGift
from commerce.order_status import WAS_PAID, OrderStatus
from commerce.orders import Order
from kit.errors import Refusal

LASTS = timedelta(days=14)
MAY_BE_PAID = {
    OrderStatus.HELD,
    OrderStatus.AWAITING_PAYMENT,
    OrderStatus.AWAITING_TEAM,
    OrderStatus.DEPOSIT_PAID,
}


class GiftStatus(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    order_id: str
    account_id: str
    """The buyer."""
    secret: str
    """Whoever has it may accept."""
    message: str
    wrapped_at: datetime
    expires_at: datetime | None
    """Until when it can be accepted; None until its order is paid."""
    withdrawn_at: datetime | None = None
    recipient_id: str | None = None
    accepted_at: datetime | None = None
    version: int = 1

    @property
    def path(self) -> str:
        return f"/gifts/{self.secret}"

    def status(self, now: datetime) -> GiftStatus:
        if self.accepted_at is not None:
            return GiftStatus.ACCEPTED
        if self.withdrawn_at is not None:
            return GiftStatus.WITHDRAWN
        if self.expires_at is None:
            return GiftStatus.WAITING
        return GiftStatus.EXPIRED if now >= self.expires_at else GiftStatus.OPEN


def wrap(
    order: Order, gift: Gift | None, message: str, now: datetime, secret: str
) -> Gift | Refusal:
    """Give the order to whoever has the secret, when it is paid; `gift` is what was made of it before. One that is open or waits
    keeps its secret, and says something else."""
    if refusal := refuse_wrapping(order):
        return refusal
    expires_at = now + LASTS if order.status in WAS_PAID else None
    if gift is None:
        return Gift(
            order_id=order.id,
            account_id=order.account_id,
            secret=secret,
            message=message,
            wrapped_at=now,
            expires_at=expires_at,
        )
    match gift.status(now):
        case GiftStatus.ACCEPTED:
            return _accepted()
        case GiftStatus.OPEN | GiftStatus.WAITING:
            begun = begin(gift, order, now)
            if message == gift.message:
                return begun
            return replace(begun, message=message, version=gift.version + 1)
        case _:
            return _changed(
                gift,
                secret=secret,
                message=message,
                wrapped_at=now,
                expires_at=expires_at,
                withdrawn_at=None,
            )


def begin(gift: Gift, order: Order, now: datetime) -> Gift:
    """The gift after what became of its order: one that waited for the payment can be accepted from then on."""
    if gift.status(now) is not GiftStatus.WAITING or refuse_giving(order):
        return gift
    return _changed(gift, wrapped_at=now, expires_at=now + LASTS)


def withdraw(gift: Gift, now: datetime) -> Gift | GiftAccepted:
    """Keep the order after all; what is withdrawn or expired stays as it is."""
    match gift.status(now):
        case GiftStatus.ACCEPTED:
            return _accepted()
        case GiftStatus.OPEN | GiftStatus.WAITING:
            return _changed(gift, withdrawn_at=now)
        case _:
            return gift


def accept(gift: Gift, order: Order, account_id: str, now: datetime) -> Gift | Refusal:
    """Give it to this person. Who accepts again what they have has it."""
    if account_id == gift.account_id:
        return OwnGift("Send its link to a friend, or keep it by withdrawing the gift.")
    match gift.status(now):
        case GiftStatus.ACCEPTED:
            return gift if gift.recipient_id == account_id else GiftTaken("Somebody was faster.")
        case GiftStatus.WITHDRAWN:
            return GiftOver("Who gave it keeps it after all.")
        case GiftStatus.WAITING:
            return GiftOver("It is not paid yet.")
        case GiftStatus.EXPIRED:
            return GiftOver("It was not accepted in time, so who gave it keeps it.")
        case GiftStatus.OPEN:
            if refuse_giving(order):
                return GiftOver("The order was refunded, so there is nothing to give.")
            return _changed(gift, recipient_id=account_id, accepted_at=now)


def refuse_wrapping(order: Order) -> NotGiftable | None:
    """Why the order cannot be meant for a friend, if it cannot: it may be paid later."""
    return None if order.status in MAY_BE_PAID else refuse_giving(order)


def refuse_giving(order: Order) -> NotGiftable | None:
    if order.status is OrderStatus.REFUNDED:
        return NotGiftable("Its money went back, so there is nothing to give.")
    if order.status not in WAS_PAID:
        return NotGiftable("It was not paid, so there is nothing to give.")
    return None


def _accepted() -> GiftAccepted:
    return GiftAccepted("It belongs to your friend now. A refund still comes back to you.")


def _changed(gift: Gift, **changes: Any) -> Gift:
    return replace(gift, version=gift.version + 1, **changes)
