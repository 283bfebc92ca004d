"""The till of the demo: takes the money for what was claimed, and does at once what a payment causes elsewhere."""

from datetime import datetime

from commerce.checkout import Checkout
from commerce.payments.refunding import Refunding
from commerce.payments.views import NewRefund
from commerce.sale import Sale
from commerce.store.purchases import bought
from commerce.teams.filling import Filling
from commerce.teams.forming import Forming
from commerce.views import Card, OrderView
from kit.auth import Principal
from membership.points.booking import Booking
from membership.segments.gathering import Gathering
from server.demo.staged import StagedWork
from server.purchases import paid_order_of, purchase_of
from share.challenges.scoring import Bought, Scoring
from share.crediting import Crediting
from share.review.screening import Screening
from share.rewards.store import rewards as store_rewards


class Till:
    """`screening` looks at the rewards that purchases earn; without it they pass."""

    def __init__(
        self,
        work: StagedWork,
        checkout: Checkout,
        refunding: Refunding,
        forming: Forming,
        screening: Screening | None,
    ) -> None:
        self._work = work
        self._checkout = checkout
        self._refunding = refunding
        self._forming = forming
        self._filling = Filling(work)
        self._crediting = Crediting(work)
        self._screening = screening
        self._booking = Booking(work)
        self._scoring = Scoring(work)
        self._gathering = Gathering(work, bought)

    async def pay(self, buyer: Principal, order_id: str, card_place: int) -> None:
        """Pay with the card at a place: each has a code of its own."""
        expiry = f"12/{(self._work.time.year + 3) % 100:02}"
        card = Card(number="4242 4242 4242 4242", expiry=expiry, cvc=str(100 + card_place))
        order = await self._checkout.pay(buyer, order_id, card, None)
        if order.status == "awaiting_team":
            await self._fill(order)
        elif order.status == "paid":
            await self._take_up(order_id)

    async def refund(self, manager: Principal, order_id: str, reason: str) -> None:
        """Give all of it back."""
        await self._refunding.refund(manager, order_id, NewRefund(reason=reason), None)
        [sale] = await self._checkout.sales([order_id])
        await self._crediting.correct_reward(order_id, sale.kept_minor)
        await self._count(sale)

    async def _fill(self, order: OrderView) -> None:
        """If all places are paid, the team's orders are."""
        assert order.team_id is not None, "an order that waits for its team has one"
        if await self._filling.settle_team_of(order.id) is None:
            _, orders = await self._forming.members(order.team_id)
            for order_id in orders.values():
                await self._take_up(order_id)

    async def _take_up(self, order_id: str) -> None:
        [sale] = await self._checkout.sales([order_id])
        await self._credit(sale)
        await self._count(sale)
        await self._scoring.bought([_bought(sale, self._work.time)])

    async def _count(self, sale: Sale) -> None:
        await self._booking.book_order(purchase_of(sale))
        await self._gathering.note([(sale.brand_id, sale.account_id)])

    async def _credit(self, sale: Sale) -> None:
        await self._crediting.credit_orders([paid_order_of(sale)])
        async with self._work.read() as tx:
            found = await store_rewards.lock_of_order(tx, sale.order_id)
        if found is None:
            return
        reward, _ = found
        await self._scoring.bought([_bought(sale, self._work.time, reward.account_id)])
        if self._screening is not None:
            await self._screening.screen([reward.id])


def _bought(sale: Sale, at: datetime, sharer_id: str | None = None) -> Bought:
    return Bought(sale.show_id, sale.account_id, sale.order_id, at, sharer_id)
