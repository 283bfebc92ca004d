"""A deal for teams of two, who have half an hour to fill."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from commerce.events import PlacePaid
from commerce.teams.filling import Filling
from commerce.teams.finding import Finding
from commerce.teams.forming import Forming
from commerce.teams.views import NewTeamTerms, TeamView
from commerce.views import Card, DealView, OrderView
from kit.auth import Principal
from kit.unit_of_work import UnitOfWork
from tests.support.slices import Unlimited

from ..conftest import GOOD_CARD, Shop

PRICE, TEAM_PRICE = 2_000, 1_500
HALF_AN_HOUR = timedelta(minutes=30)


@dataclass
class Teams:
    shop: Shop
    forming: Forming
    filling: Filling

    async def deal(self, size: int = 2, **terms: Any) -> DealView:
        team = NewTeamTerms(price_minor=TEAM_PRICE, size=size, minutes=30)
        usual = {"price_minor": PRICE, "stock": 20, "duration_s": 86_400}
        return await self.shop.live_deal(**{**usual, "team": team, **terms})

    async def start(self, leader: Principal, deal: DealView, key: str | None = None) -> OrderView:
        return await self.forming.start(leader, deal.id, key, None)

    async def join(
        self, friend: Principal, team_id: str | None, key: str | None = None
    ) -> OrderView:
        return await self.forming.join(friend, team_id or "", key, None)

    async def pay(self, buyer: Principal, order: OrderView, card: Card = GOOD_CARD) -> OrderView:
        return await self.shop.paying.pay(buyer, order.id, card, None)

    async def led(self, leader: Principal, deal: DealView) -> OrderView:
        """A team whose leader has paid."""
        return await self.pay(leader, await self.start(leader, deal))

    async def react(self) -> None:
        """What the product does when a place is paid."""
        for event in self.shop.world.happened(PlacePaid):
            assert isinstance(event, PlacePaid)
            await self.filling.settle_team_of(event.order_id)

    async def let_time_end(self) -> int:
        """Let the countdown run out, and the worker decide; on how many teams it did."""
        self.shop.world.pass_time(HALF_AN_HOUR)
        return await self.filling.settle_due()

    async def team(self, order: OrderView) -> TeamView:
        return await Finding(self.shop.world.work).get(order.team_id or "")

    async def now(self, buyer: Principal, order: OrderView) -> OrderView:
        return await self.shop.checkout.order(buyer, order.id)


def another_process(shop: Shop) -> tuple[Forming, Filling]:
    here = shop.world.work
    work = UnitOfWork(here.database, here.clock, here.on_commit)
    return Forming(work, shop.find_stage, Unlimited()), Filling(work)


@pytest.fixture
async def teams(shop: Shop) -> Teams:
    work = shop.world.work
    return Teams(shop, Forming(work, shop.find_stage, Unlimited()), Filling(work))
