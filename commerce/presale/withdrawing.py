"""The brand does not deliver what it sold in advance: each deposit goes back in full, and the units are free.

One order is withdrawn at once. A whole deal is marked and ended; the worker then withdraws its orders one after the other.
Orders whose balance is paid are sales like any other: they are sent, or refunded.
"""

from contextlib import suppress

from commerce import deals as deal_rules
from commerce import events
from commerce.announcing import save_deal
from commerce.deals import DealStatus
from commerce.errors import NoSuchDeal
from commerce.hosting import end
from commerce.orders import Purpose
from commerce.payments import store as store_payments
from commerce.payments.beginning import no_such_order
from commerce.payments.charging import stop_payment_of
from commerce.payments.gateway import Gateways
from commerce.payments.payment import CALL_LASTS, Payment, Share
from commerce.payments.refund import Refund
from commerce.payments.refunding import ask_for, begin_refund
from commerce.payments.sources import parts_of
from commerce.presale.ending import withdraw
from commerce.presale.views import NewWithdrawal
from commerce.presenting import deal_view, order_view
from commerce.refusing import allowed
from commerce.releasing import release_units
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.views import DealView, OrderView
from commerce.waiting.waitlist import close_line
from kit.auth import Principal, Role
from kit.errors import Conflict
from kit.ids import new_id
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork

BATCH = 100
REASON = "withdrawn"


class Withdrawing:
    def __init__(self, work: UnitOfWork, gateways: Gateways) -> None:
        self._work = work
        self._gateways = gateways
        self._due = OneByOne[str]("withdraw_presales")

    async def withdraw_order(
        self, principal: Principal, order_id: str, new: NewWithdrawal
    ) -> OrderView:
        """Cancel an order of a pre-sale for its brand; a deposit that is paid goes back in full.

        Raises:
            NotSignedIn, Forbidden, NoSuchOrder, AlreadyPaid, PaymentUnderWay, NoDeposit, DepositForfeited
        """
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
            if order is None:
                raise no_such_order()
            principal.require(Role.MANAGER, order.brand_id)
        await self._withdraw(order_id, new.reason, principal.account())
        async with self._work.read() as tx:
            after = await store_orders.order(tx, order_id)
            assert after is not None, "an order is never deleted"
            return await order_view(tx, after)

    async def withdraw_deal(self, principal: Principal, deal_id: str) -> DealView:
        """Take a pre-sale back: end it if it is live, and return all deposits. Said twice it is done once.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal, NotPresale, NotOpen
        """
        async with self._work.write() as tx:
            deal = await store_deals.lock_deal(tx, deal_id)
            if deal is None:
                raise NoSuchDeal("It may have been removed from the show. Load the page again.")
            principal.require(Role.MANAGER, deal.brand_id)
            is_live = deal.presale is not None and deal.status is DealStatus.LIVE
            closed = await close_line(tx, deal)
            ended = await end(tx, closed) if is_live else closed
            after = allowed(deal_rules.withdraw(ended))
            if after is not deal:
                await save_deal(tx, after, events.DealChanged)
            return await deal_view(tx, after)

    async def go_on(self) -> int:
        """Withdraw orders of deals that were taken back; how many. For the worker."""
        async with self._work.read() as tx:
            deal_ids = await store_deals.withdrawn_deal_ids(tx)
        return sum(await self._due.each(deal_ids, self._go_on_with))

    async def _go_on_with(self, deal_id: str) -> int:
        async with self._work.read() as tx:
            order_ids = await store_orders.open_order_ids(tx, deal_id, self._due.reach(BATCH))
        if not order_ids:
            await self._finish(deal_id)
        return sum(await self._due.each(order_ids, self._try_to_withdraw))

    async def _try_to_withdraw(self, order_id: str) -> bool:
        # It was paid meanwhile, or nobody knows the outcome of a payment: the next beat looks again.
        with suppress(Conflict):
            await self._withdraw(order_id, REASON, None)
            return True
        return False

    async def _finish(self, deal_id: str) -> None:
        async with self._work.write() as tx:
            deal = await store_deals.lock_deal(tx, deal_id)
            if deal is None or deal.withdrawal is not deal_rules.Withdrawal.BEGUN:
                return
            if not await store_orders.open_order_ids(tx, deal_id, 1):
                await save_deal(tx, deal_rules.finish_withdrawal(deal), events.DealChanged)

    async def _withdraw(self, order_id: str, reason: str, by: str | None) -> None:
        await stop_payment_of(self._work, self._gateways, order_id)
        async with self._work.write() as tx:
            refund = await _withdrawn(tx, order_id, reason, by)
        if refund is not None:
            await ask_for(self._work, self._gateways, refund)


async def _withdrawn(tx: Tx, order_id: str, reason: str, by: str | None) -> Refund | None:
    """Cancel the order; the refund of its deposit, if that was paid and is not on its way back."""
    after = await release_units(tx, order_id, withdraw)
    if after is None or after.deposit_paid_at is None:
        return None
    payments = await store_payments.binding_payments(tx, order_id)
    for payment, share in parts_of(payments, order_id):
        if share.purpose is Purpose.DEPOSIT and share.refunded_minor < share.amount_minor:
            refund = _refund(tx, payment, share, reason, by)
            await begin_refund(tx, share, refund)
            return refund
    return None


def _refund(tx: Tx, payment: Payment, share: Share, reason: str, by: str | None) -> Refund:
    """Of what is left of the deposit. The units are free already."""
    return Refund(
        id=new_id(),
        payment_id=payment.id,
        order_id=share.order_id,
        amount_minor=share.amount_minor - share.refunded_minor,
        currency=payment.currency,
        units={},
        reason=reason,
        restock=False,
        begun_by=by,
        begun_at=tx.now,
        next_check_at=tx.now + CALL_LASTS,
    )
