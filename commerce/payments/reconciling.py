"""What the worker does for money: it asks gateways about payments of which nothing was heard, and repeats refunds that
were not answered. So a notice that never comes, an answer that is lost and a process that dies in between cost
seconds, and nothing else.
"""

from datetime import timedelta

from commerce import orders as rules
from commerce.payments import payment as payments
from commerce.payments import refund as refunds
from commerce.payments import store
from commerce.payments.charging import down
from commerce.payments.gateway import GatewayDown, Gateways
from commerce.payments.payment import Failure, Outcome, Payment, PaymentStatus, failed
from commerce.payments.refund import Refund
from commerce.payments.refunding import ask_for
from commerce.payments.settling import settle_payment
from commerce.releasing import release_units
from kit.one_by_one import OneByOne
from kit.unit_of_work import UnitOfWork

BATCH = 16
"""So many are asked about at once, since a gateway that is away lets each wait for its time-out."""
KEEP_EVENTS = timedelta(days=90)
NEVER_ASKED = failed(Failure.CANCELLED)


class Reconciling:
    def __init__(self, work: UnitOfWork, gateways: Gateways) -> None:
        self._work = work
        self._gateways = gateways
        self._checks = OneByOne[str]("check_payments")
        self._repeats = OneByOne[str]("repeat_refunds")

    async def check_payments(self) -> int:
        """Ask about payments under way that are due; of how many it was asked."""
        async with self._work.read() as tx:
            rows = await store.due_payments(tx, self._checks.reach(BATCH))
        due = {payment.id: payment for payment in rows}
        return sum(await self._checks.at_once(due, lambda id: self._check(due[id])))

    async def repeat_refunds(self) -> int:
        """Ask again for refunds that have no answer; how many were asked for."""
        async with self._work.read() as tx:
            rows = await store.due_refunds(tx, self._repeats.reach(BATCH))
        due = {refund.id: refund for refund in rows}
        return sum(await self._repeats.at_once(due, lambda id: self._repeat(due[id])))

    async def forget_events(self) -> None:
        """Forget notices that no gateway sends again any more."""
        async with self._work.write() as tx:
            await store.forget_events(tx, tx.now - KEEP_EVENTS)

    async def _check(self, payment: Payment) -> bool:
        async with self._work.write() as tx:
            now = tx.now
            if not await store.take_check(tx, payment, payments.checked(payment, now)):
                return False
        is_over = now >= payment.give_up_at
        outcome = await self._ask(payment, is_over=is_over)
        if outcome is not None:
            await settle_payment(self._work, payment.id, outcome)
        if is_over:
            await self._release(payment)
        return True

    async def _ask(self, payment: Payment, *, is_over: bool) -> Outcome | None:
        """What became of the payment. It is given up when its time is over, or if whoever began it never came to
        charge it."""
        if payment.reference is None:
            return NEVER_ASKED
        gateway = self._gateways[payment.gateway]
        try:
            if is_over:
                return await gateway.cancel(payment.reference)
            outcome = await gateway.look_up(payment.reference)
            if outcome.status is PaymentStatus.BEGUN:
                return await gateway.cancel(payment.reference)
            return outcome
        except GatewayDown as error:
            down(gateway, error)
            return None

    async def _release(self, payment: Payment) -> None:
        """Wait no longer: what is still unpaid gives its units back."""
        for share in payment.shares:
            await self._expire(share.order_id)

    async def _expire(self, order_id: str) -> None:
        async with self._work.write() as tx:
            await release_units(tx, order_id, lambda order: rules.expire_unanswered(order, tx.now))

    async def _repeat(self, refund: Refund) -> bool:
        async with self._work.write() as tx:
            if not await store.take_refund_check(tx, refund, refunds.checked(refund, tx.now)):
                return False
        await ask_for(self._work, self._gateways, refund)
        return True
