"""A pre-sale: a lamp in a sale window of the shop's brand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from commerce.presale.scheduling import Scheduling
from commerce.presale.views import NewPresale, NewSaleWindow, SaleWindowView
from commerce.presale.withdrawing import Withdrawing
from commerce.views import DealView, OrderView
from kit.auth import Principal
from kit.clock import to_ms
from tests.support.vouchers import Account

from ..conftest import GOOD_CARD, Shop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEPOSIT, WORTH, PRICE = 1_000, 2_000, 10_000
BALANCE = PRICE - WORTH
UNUSED = Account(0, 0, 0, 0, 0, 5_000, 0)


@dataclass(frozen=True)
class Presale:
    """A lamp for 100.00 with a deposit of 10.00 that is worth 20.00; balances from the second day, until the fourth."""

    shop: Shop
    manager: Principal
    window: SaleWindowView
    deal: DealView

    @property
    def new(self) -> NewPresale:
        return NewPresale(sale_window_id=self.window.id, deposit_minor=DEPOSIT, worth_minor=WORTH)

    @property
    def withdrawing(self) -> Withdrawing:
        return Withdrawing(self.shop.world.work, self.shop.gateways)

    def until(self, at_ms: int) -> None:
        """Let it be that time."""
        self.shop.world.now = datetime.fromtimestamp(at_ms / 1000, self.shop.world.now.tzinfo)

    def until_balance(self) -> None:
        self.until(self.window.balance_from_ms)

    def until_over(self) -> None:
        self.until(self.window.balance_until_ms)

    async def reserved(self, buyer: Principal, quantity: int = 1) -> OrderView:
        """An order whose deposit is paid."""
        order = await self.shop.claim(buyer, self.deal, quantity)
        return await self.shop.paying.pay(buyer, order.id, GOOD_CARD, None)

    async def bought(self, buyer: Principal, quantity: int = 1) -> OrderView:
        """An order whose balance is paid too, at the beginning of its window."""
        order = await self.reserved(buyer, quantity)
        self.until_balance()
        return await self.shop.paying.pay(buyer, order.id, GOOD_CARD, None)

    async def now(self, buyer: Principal, order: OrderView) -> OrderView:
        return await self.shop.checkout.order(buyer, order.id)


def window_at(now: datetime, **times: timedelta) -> NewSaleWindow:
    usual = {
        "deposit_from": -HOUR, "deposit_until": DAY, "balance_from": 2 * DAY, "balance_until": 4 * DAY,
    }  # fmt: skip
    given = {f"{name}_ms": to_ms(now + after) for name, after in {**usual, **times}.items()}
    return NewSaleWindow(title="First window", **given)


@pytest.fixture
async def presale(shop: Shop) -> Presale:
    world = shop.world
    manager = await world.person("presale_manager", shop.brand, "manager")
    scheduling = Scheduling(world.work)
    window = await scheduling.schedule(manager, shop.brand.slug, window_at(world.now))
    product = await shop.product(list_price_minor=12_000)
    new = NewPresale(sale_window_id=window.id, deposit_minor=DEPOSIT, worth_minor=WORTH)
    deal = await shop.live_deal(
        product_id=product.id, price_minor=PRICE, stock=5, per_buyer_limit=3, duration_s=86_400,
        presale=new,
    )  # fmt: skip
    return Presale(shop, manager, window, deal)
