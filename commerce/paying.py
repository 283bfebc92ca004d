"""Paying an order, inside a transaction. The sandbox is a pure function, so nothing waits while the row is locked."""

from commerce import events, orders, sandbox
from commerce.announcing import save_order
from commerce.errors import PaymentDeclined
from commerce.orders import Order
from commerce.refusing import allowed, refuse
from commerce.replays import Attempt
from commerce.sandbox import Outcome
from commerce.store import orders as store_orders
from commerce.views import Card
from kit.ids import new_id
from kit.unit_of_work import Tx


async def pay_order(tx: Tx, order: Order, card: Card, key: str | None) -> Order | PaymentDeclined:
    """Charge the card for a locked order. A declined payment is a result, to be committed, and not raised.

    Raises:
        AlreadyPaid, HoldExpired, WasCancelled, Invalid, KeyReused
    """
    attempt = Attempt(order.account_id, key, "pay", order.id, sandbox.last4(card))
    if attempt_id := await attempt.recall(tx):
        return _result(order, await store_orders.attempt_outcome(tx, attempt_id))
    refuse(orders.refuse_payment(order, tx.now))
    charged = allowed(sandbox.charge(card, tx.now))
    attempt_id = new_id()
    await store_orders.add_attempt(tx, attempt_id, order, charged.last4, charged.outcome)
    await attempt.keep(tx, attempt_id)
    if charged.outcome is Outcome.APPROVED:
        order = allowed(orders.pay(order, tx.now, charged.last4))
        await save_order(tx, order, events.OrderPaid)
    return _result(order, charged.outcome)


def _result(order: Order, outcome: Outcome) -> Order | PaymentDeclined:
    return order if outcome is Outcome.APPROVED else sandbox.refusal(outcome)
