"""Where the money of an order came from, and goes back to: one payment, or in a pre-sale two. Pure.

What goes back is taken from the balance first, and from the deposit only what is left then.
"""

from collections.abc import Sequence

from commerce.payments.payment import Payment, Share

Part = tuple[Payment, Share]
"""A payment, and what one order has in it."""


def parts_of(payments: Sequence[Payment], order_id: str) -> list[Part]:
    """The order's part in each of the payments that pay it, the last one first."""
    return [(payment, share_of(payment, order_id)) for payment in reversed(payments)]


def share_of(payment: Payment, order_id: str) -> Share:
    """The order's part of a payment that is for it."""
    return next(share for share in payment.shares if share.order_id == order_id)


def share_in(parts: Sequence[Part], payment_id: str | None) -> Share | None:
    """The order's part of this payment; None for what no payment was needed for."""
    return next((share for payment, share in parts if payment.id == payment_id), None)


def joined(parts: Sequence[Part]) -> Share | None:
    """What was paid and goes back in all of them together; None if nothing was paid."""
    if not parts:
        return None
    return Share(
        order_id=parts[0][1].order_id,
        amount_minor=sum(share.amount_minor for _, share in parts),
        refunded_minor=sum(share.refunded_minor for _, share in parts),
    )


def divided(parts: Sequence[Part], amount_minor: int) -> list[tuple[Payment, int]]:
    """How much of the amount goes back to which payment. It is at most what is left in all of them."""
    pieces: list[tuple[Payment, int]] = []
    for payment, share in parts:
        piece = min(amount_minor, share.amount_minor - share.refunded_minor)
        if piece:
            pieces.append((payment, piece))
            amount_minor -= piece
    assert amount_minor == 0, "more goes back than was paid"
    return pieces
