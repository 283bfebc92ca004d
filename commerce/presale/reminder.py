"""When a buyer is reminded of a balance: when its window opens, and once more before it closes. Pure.

`remind_at` is when the next reminder of a reserved order is due. A window that is about to close when a reminder is due is told
of as closing, once.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from commerce.order_status import OrderStatus
from commerce.orders import Order, touch

CLOSES_SOON = timedelta(hours=6)
"""So long before its window closes the buyer is reminded again."""


class Reminder(StrEnum):
    OPEN = "open"
    CLOSING = "closing"


def remind(order: Order, now: datetime) -> tuple[Order, Reminder] | None:
    """The order after its reminder, and which one that is; None if none is due."""
    if order.status is not OrderStatus.DEPOSIT_PAID or order.balance_until is None:
        return None
    if order.remind_at is None or not order.remind_at <= now < order.balance_until:
        return None
    closes_soon_at = order.balance_until - CLOSES_SOON
    if now >= closes_soon_at:
        return touch(order, remind_at=None), Reminder.CLOSING
    return touch(order, remind_at=closes_soon_at), Reminder.OPEN
