"""What can become of an order.

                 ┌────────── declined ─────────┐
                 ▼                             │
    claim ──▶ held ──── a payment begins ──▶ awaiting_payment ────▶ paid ──▶ partly_refunded ──▶ refunded
                 ├──▶ expired ◀── too late ────┘  ▲    └─────────────────────────────────────────▲
                 └──▶ cancelled ──────────────────┴─ paid after all, and there were units left

In a pre-sale the first payment is the deposit, and the second, in its window, the balance:

    held ──▶ awaiting_payment ──▶ deposit_paid ──▶ awaiting_payment ──▶ paid
                                       ├──▶ forfeited   the buyer did not pay the balance, or gave the order up
                                       └──▶ cancelled   the brand withdrew it, and returns the deposit

In a team (`commerce/teams`) what is paid waits for the others:

    held ──▶ awaiting_payment ──▶ awaiting_team ──▶ paid
                                       └──▶ cancelled   the team was not filled, or the buyer left it: the money goes back

`held`: the units wait for their buyer for `orders.HOLD`, and nothing is under way. `awaiting_payment`: a payment was begun and
its outcome is not known: the order does not expire then, but for `orders.PAYMENT_GRACE` at most. `deposit_paid`: the units are
kept until the balance's window is over. An order that expired, was cancelled or forfeited has given its units back.
"""

from enum import StrEnum


class OrderStatus(StrEnum):
    HELD = "held"
    AWAITING_PAYMENT = "awaiting_payment"
    AWAITING_TEAM = "awaiting_team"
    DEPOSIT_PAID = "deposit_paid"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    FORFEITED = "forfeited"


MOVES = {
    (OrderStatus.HELD, OrderStatus.AWAITING_PAYMENT),
    (OrderStatus.HELD, OrderStatus.PAID),
    (OrderStatus.HELD, OrderStatus.EXPIRED),
    (OrderStatus.HELD, OrderStatus.CANCELLED),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.HELD),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED),
    (OrderStatus.EXPIRED, OrderStatus.PAID),
    (OrderStatus.CANCELLED, OrderStatus.PAID),
    (OrderStatus.HELD, OrderStatus.DEPOSIT_PAID),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.DEPOSIT_PAID),
    (OrderStatus.EXPIRED, OrderStatus.DEPOSIT_PAID),
    (OrderStatus.CANCELLED, OrderStatus.DEPOSIT_PAID),
    (OrderStatus.DEPOSIT_PAID, OrderStatus.AWAITING_PAYMENT),
    (OrderStatus.DEPOSIT_PAID, OrderStatus.PAID),
    (OrderStatus.DEPOSIT_PAID, OrderStatus.FORFEITED),
    (OrderStatus.DEPOSIT_PAID, OrderStatus.CANCELLED),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.FORFEITED),
    (OrderStatus.FORFEITED, OrderStatus.PAID),
    (OrderStatus.HELD, OrderStatus.AWAITING_TEAM),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.AWAITING_TEAM),
    (OrderStatus.AWAITING_TEAM, OrderStatus.PAID),
    (OrderStatus.AWAITING_TEAM, OrderStatus.CANCELLED),
    (OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED),
    (OrderStatus.PAID, OrderStatus.REFUNDED),
    (OrderStatus.PARTLY_REFUNDED, OrderStatus.PARTLY_REFUNDED),
    (OrderStatus.PARTLY_REFUNDED, OrderStatus.REFUNDED),
}
UNPAID = {OrderStatus.HELD, OrderStatus.AWAITING_PAYMENT}
GAVE_BACK = {OrderStatus.EXPIRED, OrderStatus.CANCELLED, OrderStatus.FORFEITED}
"""Their units are free for others."""
WAS_PAID = {OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED, OrderStatus.REFUNDED}
