"""Deals that are sold in advance: buyers hear when their balance is due, and deposits go back when a brand withdraws."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout
from commerce.payments.gateway import Gateways
from commerce.payments.paying import Paying
from commerce.presale.reminding import BATCH, Reminding
from commerce.presale.routes import PresaleRoutes
from commerce.presale.scheduling import Scheduling
from commerce.presale.withdrawing import Withdrawing
from kit.events import Event
from kit.http import Endpoint
from server import wire
from server.features.feature import Chore, Feature, Reaction, in_batches
from server.ground import Ground


class PresaleFeature(Feature):
    def __init__(
        self, ground: Ground, gateways: Gateways, paying: Paying, checkout: Checkout
    ) -> None:
        self.scheduling = Scheduling(ground.work)
        self._withdrawing = Withdrawing(ground.work, gateways)
        self._reminding = Reminding(ground.work)
        self._paying = paying
        self._checkout = checkout
        self._hub = ground.hub

    def endpoints(self) -> Sequence[Endpoint]:
        return PresaleRoutes(self.scheduling, self._withdrawing, self._paying).endpoints()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {commerce.BalanceReminded: (self._tell_of_balance,)}

    def chores(self) -> Sequence[Chore]:
        return (
            Chore("remind_of_balances", 1.0, in_batches(self._reminding.remind, BATCH)),
            Chore("withdraw_presales", 1.0, self._withdrawing.go_on),
        )

    async def _tell_of_balance(self, event: commerce.BalanceReminded) -> None:
        """To the buyer alone: for the show's hosts nothing has changed, and a window opens for very many at once."""
        order = (await self._checkout.order_facts(event.order_id)).order
        if order.status != "deposit_paid":  # it was paid or given up before it was told
            return
        due = wire.MyBalanceDue(order=order, is_closing=event.is_closing)
        for frame in (wire.MyOrderChanged(order=order), due):
            await self._hub.tell(event.account_id, frame)
