"""A shop: a brand that is live in one show, with a host, products and buyers."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement, func, select, true

from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.deals_query import Deals
from commerce.fulfilling import Fulfilling
from commerce.hosting import Hosting
from commerce.moments import Moments
from commerce.payments.checkout_views import CheckoutView, NewCheckout
from commerce.payments.gateway import Gateways
from commerce.payments.notices import Notices
from commerce.payments.paying import Paying
from commerce.payments.payment import CALL_LASTS
from commerce.payments.reconciling import Reconciling
from commerce.payments.refunding import Refunding
from commerce.payments.sandbox.gateway import Sandbox
from commerce.payments.sandbox.tables import sandbox_charges, sandbox_refunds
from commerce.products import Product
from commerce.store.products import add_product
from commerce.tables import deal_slots, deals, order_lines, orders
from commerce.views import Card, DealChange, DealView, NewClaim, NewDeal, OrderView
from commerce.waiting.tables import waiters
from commerce.waiting.views import NewWaiter, WaiterView
from commerce.waiting.waitlist import Waitlist
from kit.auth import Principal
from kit.db import Database
from kit.ids import new_id
from kit.rate_limit import RateLimiter
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership.people import Account, Brand
from tests.support.slices import Unlimited, World
from tests.support.vouchers import VoucherDesk

GOOD_CARD = Card(number="4242 4242 4242 4242", expiry="12/30", cvc="123")
DECLINED_CARD = Card(number="4000 0000 0000 0002", expiry="12/30", cvc="123")
POOR_CARD = Card(number="4000 0000 0000 9995", expiry="12/30", cvc="123")
ASKING_CARD = Card(number="4000 0025 0000 3155", expiry="12/30", cvc="123")
LOST_ANSWER_CARD = Card(number="4000 0000 0000 0408", expiry="12/30", cvc="123")
LATE_CARD = Card(number="4000 0000 0000 0077", expiry="12/30", cvc="123")
LATE_DECLINE_CARD = Card(number="4000 0000 0000 0341", expiry="12/30", cvc="123")
HOLDS_UNITS = [
    "held",
    "awaiting_payment",
    "awaiting_team",
    "deposit_paid",
    "paid",
    "partly_refunded",
]


@dataclass(frozen=True)
class Stage:
    brand_id: str
    scheduled_at: datetime
    is_live: bool = True
    is_over: bool = False
    min_tier_rank: int = 0
    opens_to: int = 0
    """The rank that it asks for at this moment."""

    @property
    def is_for_everybody(self) -> bool:
        return self.rank_needed(self.scheduled_at) == 0

    def rank_needed(self, now: datetime) -> int:
        return max(self.min_tier_rank, self.opens_to)


@dataclass(frozen=True)
class Books:
    """What the tables say of one deal."""

    sold: int
    held_units: int
    taken_slots: int
    orders: int
    most_of_one_buyer: int
    waiting: int
    in_line: int


def ever_open(_show_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Stages are in memory: a statement cannot look whether one is open."""
    return true()


class Shop:
    def __init__(self, world: World, brand: Brand, host: Principal, limiter: RateLimiter) -> None:
        self.world = world
        self._limiter = limiter
        self.brand = brand
        self.host = host
        self.stages: dict[str, Stage] = {}
        self.show_id = self.open_stage(brand)
        self.catalogue = Catalogue(world.work)
        self.deals = Deals(world.work)
        self.moments = Moments(world.work, self.find_stage)
        self.hosting = Hosting(world.work, self.find_stage)
        self.sandbox = Sandbox(world.work, "a secret of tests")
        self.use(Gateways(self.sandbox))

    def use(self, gateways: Gateways) -> None:
        """Take payments through these."""
        work = self.world.work
        self.gateways = gateways
        self.paying = Paying(work, gateways, Unlimited())
        self.refunding = Refunding(work, gateways)
        self.reconciling = Reconciling(work, gateways)
        self.notices = Notices(work, gateways)
        self.fulfilling = Fulfilling(work)
        self.checkout = Checkout(work, self.find_stage, ever_open, self._limiter, self.paying)
        self.waitlist = Waitlist(work, self.find_stage, self._limiter)

    async def find_stage(self, _tx: Tx, show_id: str) -> Stage | None:
        return self.stages.get(show_id)

    def checkout_at(self, now: datetime) -> Checkout:
        """Another process's checkout, whose clock says `now`."""
        here = self.world.work
        work = UnitOfWork(here.database, lambda: now, here.on_commit)
        paying = Paying(work, self.gateways, Unlimited())
        return Checkout(work, self.find_stage, ever_open, Unlimited(), paying)

    def open_stage(self, brand: Brand) -> str:
        show_id = new_id()
        self.stages[show_id] = Stage(brand.id, self.world.now)
        return show_id

    def end_show(self) -> None:
        self.stages[self.show_id] = replace(self.stages[self.show_id], is_live=False, is_over=True)

    def open_to(self, rank: int) -> None:
        """From now on the show lets in whoever has this rank."""
        self.stages[self.show_id] = replace(self.stages[self.show_id], opens_to=rank)

    async def product(self, brand: Brand | None = None, **facts: Any) -> Product:
        product = Product(
            **{
                "id": new_id(),
                "brand_id": (brand or self.brand).id,
                "title": "Desk lamp",
                "description": "It lights a desk.",
                "category": "lamp",
                "list_price_minor": 5_000,
                **facts,
            }
        )
        async with self.world.work.write() as tx:
            await add_product(tx, product)
        return product

    async def queued_deal(self, **terms: Any) -> DealView:
        product_id = terms.pop("product_id", None) or (await self.product()).id
        new = NewDeal(product_id=product_id, **{"price_minor": 2_000, "stock": 5, **terms})
        return await self.hosting.add_deal(self.host, self.show_id, new)

    async def live_deal(self, **terms: Any) -> DealView:
        return await self.hosting.drop_deal(self.host, (await self.queued_deal(**terms)).id)

    async def buyers(self, count: int) -> list[Principal]:
        people = [Principal(new_id(), f"buyer_{number}") for number in range(count)]
        async with self.world.work.write() as tx:
            for person in people:
                handle = str(person.handle)
                account = Account(person.account(), handle, f"{handle}@example.com", False)
                await membership.add_account(tx, account, password_hash="")
        return people

    async def claim(
        self, buyer: Principal, deal: DealView, quantity: int = 1, key: str | None = None
    ) -> OrderView:
        return await self.checkout.claim(buyer, deal.id, NewClaim(quantity=quantity), key, None)

    async def wait(self, buyer: Principal, deal: DealView, quantity: int = 1) -> WaiterView:
        """Join the deal's line."""
        return await self.waitlist.join(buyer, deal.id, NewWaiter(quantity=quantity), None)

    async def change(self, deal: DealView, **terms: int) -> DealView:
        return await self.hosting.change_deal(self.host, deal.id, DealChange(**terms))

    async def check_out(
        self,
        buyer: Principal,
        order_ids: Sequence[str],
        total_minor: int,
        card: Card | None = None,
        key: str | None = None,
        **asked: Any,
    ) -> CheckoutView:
        """Pay these orders together, at a total that the buyer was told."""
        new = NewCheckout(
            order_ids=list(order_ids),
            expected_total_minor=total_minor,
            card=card or GOOD_CARD,
            **asked,
        )
        return await self.paying.check_out(buyer, new, key)

    async def reconcile(self, after: timedelta = CALL_LASTS) -> None:
        """Let time pass, and the worker do all that is due for payments."""
        self.world.pass_time(after)
        await self.reconciling.check_payments()
        await self.reconciling.repeat_refunds()
        await self.sandbox.tell(self.notices.receive)

    async def charged_minor(self) -> int:
        """What the sandbox's books say that it has taken and not given back."""
        taken = select(func.sum(sandbox_charges.c.amount_minor)).where(
            sandbox_charges.c.status == "charged"
        )
        returned = select(func.sum(sandbox_refunds.c.amount_minor))
        async with self.world.work.read() as tx:
            return int(await tx.scalar(taken) or 0) - int(await tx.scalar(returned) or 0)

    async def books(self, deal: DealView) -> Books:
        of_buyer = (
            select(func.count().label("units"))
            .where(deal_slots.c.deal_id == deal.id)
            .group_by(deal_slots.c.account_id)
            .subquery()
        )
        lines = (
            select(func.coalesce(func.sum(order_lines.c.quantity), 0))
            .join(orders, orders.c.id == order_lines.c.order_id)
            .where(order_lines.c.deal_id == deal.id)
        )
        async with self.world.work.read() as tx:
            return Books(
                sold=await tx.scalar(select(deals.c.sold).where(deals.c.id == deal.id)),
                held_units=int(await tx.scalar(lines.where(orders.c.status.in_(HOLDS_UNITS)))),
                taken_slots=int(
                    await tx.scalar(select(func.coalesce(func.sum(of_buyer.c.units), 0)))
                ),
                orders=await tx.scalar(
                    select(func.count())
                    .select_from(order_lines)
                    .where(order_lines.c.deal_id == deal.id)
                ),
                most_of_one_buyer=await tx.scalar(
                    select(func.coalesce(func.max(of_buyer.c.units), 0))
                ),
                waiting=await tx.scalar(select(deals.c.waiting).where(deals.c.id == deal.id)),
                in_line=await tx.scalar(
                    select(func.count()).select_from(waiters).where(waiters.c.deal_id == deal.id)
                ),
            )


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    database = Database(database_url)
    yield World(database)
    await database.close()


@pytest.fixture
async def shop(world: World) -> Shop:
    brand = await world.brand()
    host = await world.person("host", brand, "host")
    return Shop(world, brand, host, Unlimited())


@pytest.fixture
async def buyer(world: World) -> Principal:
    return await world.person("mina")


@pytest.fixture
async def desk(shop: Shop) -> AsyncIterator[VoucherDesk]:
    """Where a manager of the shop's brand issues vouchers."""
    manager = await shop.world.person("manager", shop.brand, "manager")
    desk = VoucherDesk(
        shop.world, shop.world.work, shop.find_stage, shop.brand, manager, shop.show_id
    )
    yield desk
    await desk.close()
