"""How an order of a pre-sale ends without its balance: the buyer gives it up, or the brand withdraws it. Pure.

That its time is over is a rule of orders (`commerce.orders.expire`).
"""

from commerce.errors import AlreadyPaid, PaymentUnderWay
from commerce.order_status import WAS_PAID, OrderStatus
from commerce.orders import Order, forfeited, moved
from commerce.presale.errors import NoDeposit
from kit.errors import Refusal


def forfeit(order: Order) -> Order | Refusal:
    """The buyer gives up what they paid a deposit for, which stays with the brand; a forfeited one stays as it is."""
    if order.status is OrderStatus.FORFEITED:
        return order
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return PaymentUnderWay("Wait for its outcome. The order can then be given up.")
    if order.status is not OrderStatus.DEPOSIT_PAID:
        return NoDeposit("There is no deposit to give up. An unpaid order can be cancelled.")
    return moved(order, OrderStatus.FORFEITED)


def withdraw(order: Order) -> Order | Refusal:
    """The brand does not deliver what was sold in advance: the caller returns the deposit, if it is paid. A cancelled
    order stays as it is."""
    if order.status is OrderStatus.CANCELLED:
        return order
    if order.status in WAS_PAID:
        return AlreadyPaid("The balance is paid too. Refund the order instead.")
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return PaymentUnderWay("Wait for its outcome, then try again.")
    if order.status is OrderStatus.FORFEITED:
        return forfeited()
    if order.balance_until is None or order.status is OrderStatus.EXPIRED:
        return NoDeposit("There is no deposit to return.")
    return moved(order, OrderStatus.CANCELLED)
