"""Payments and refunds as their views."""

from collections.abc import Sequence

from commerce.payments.payment import Payment, PaymentStatus
from commerce.payments.refund import Refund, RefundStatus
from commerce.payments.views import PaymentState, PaymentView, RefundState, RefundView
from kit.clock import to_ms

PAYMENT_STATES: dict[PaymentStatus, PaymentState] = {
    PaymentStatus.BEGUN: "under_way",
    PaymentStatus.PENDING: "under_way",
    PaymentStatus.NEEDS_CONFIRMATION: "needs_confirmation",
    PaymentStatus.SUCCEEDED: "succeeded",
    PaymentStatus.FAILED: "failed",
}
REFUND_STATES: dict[RefundStatus, RefundState] = {
    RefundStatus.BEGUN: "under_way",
    RefundStatus.SUCCEEDED: "succeeded",
    RefundStatus.FAILED: "failed",
}


def payment_view(payment: Payment | None, refunds: Sequence[Refund]) -> PaymentView | None:
    if payment is None:
        return None
    return PaymentView(
        status=PAYMENT_STATES[payment.status],
        failure=payment.failure.value if payment.failure else None,
        was_late=any(refund.was_late and refund.payment_id == payment.id for refund in refunds),
    )


def refund_view(refund: Refund) -> RefundView:
    return RefundView(
        id=refund.id,
        amount_minor=refund.amount_minor,
        reason=refund.reason,
        status=REFUND_STATES[refund.status],
        was_late=refund.was_late,
        begun_at_ms=to_ms(refund.begun_at),
    )
