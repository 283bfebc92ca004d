"""Vouchers in a database: issuing, held orders to use them for, and what the tables say of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from commerce.orders import HOLD, Line, Order
from commerce.pricing.quote import Quote
from commerce.quotes.asking import quote_for
from commerce.quotes.views import AskedLine, AskedQuote
from commerce.store import claims as store_claims
from commerce.store import orders as store_orders
from commerce.venue import FindVenue
from commerce.views import DealView
from commerce.vouchers.collecting import Collecting
from commerce.vouchers.issuing import Issuing
from commerce.vouchers.reserving import reserve_vouchers
from commerce.vouchers.store.uses import ledger_sum
from commerce.vouchers.tables import voucher_shares, voucher_uses, vouchers
from commerce.vouchers.uses import Use
from commerce.vouchers.views import NewVoucher, VoucherView
from kit.auth import Principal
from kit.clock import to_ms
from kit.ids import new_id
from kit.unit_of_work import UnitOfWork
from membership.people import Brand
from tests.support.slices import Unlimited, World


@dataclass(frozen=True)
class Account:
    """What the tables say of one voucher."""

    taken: int
    spent_minor: int
    held: int
    """Copies and uses that take a place."""
    reserved: int
    shares_minor: int
    ledger_minor: int
    most_of_one_person: int


class VoucherDesk:
    """The use cases of vouchers, as one process has them."""

    def __init__(
        self,
        world: World,
        work: UnitOfWork,
        find_venue: FindVenue,
        brand: Brand,
        manager: Principal,
        show_id: str,
    ) -> None:
        self.world = world
        self.work = work
        self.brand = brand
        self.manager = manager
        self.show_id = show_id
        self.issuing = Issuing(work, find_venue)
        self.collecting = Collecting(work, find_venue, Unlimited())

    def new(self, **facts: Any) -> NewVoucher:
        """A voucher of the brand that takes 1.00 and has a code, with other facts where given."""
        now = self.world.now
        if facts.get("how") == "collect":
            facts.setdefault("show_id", self.show_id)
        return NewVoucher(
            **{
                "title": "Welcome",
                "kind": "fixed",
                "amount_minor": 0 if facts.get("kind") == "percent" else 100,
                "scope": "brand",
                "how": "code",
                "starts_at_ms": to_ms(now - timedelta(days=1)),
                "ends_at_ms": to_ms(now + timedelta(days=1)),
                **facts,
            }
        )

    async def issue(self, **facts: Any) -> VoucherView:
        return await self.issuing.issue(self.manager, self.brand.slug, self.new(**facts))

    async def held_orders(self, buyers: Sequence[Principal], deal: DealView) -> list[str]:
        """An order of one unit of the deal for each, which waits for payment."""
        now = self.world.now
        line = Line(
            deal_id=deal.id,
            product_id=deal.product_id,
            title=deal.title,
            quantity=1,
            unit_price_minor=deal.price_minor,
            list_price_minor=deal.list_price_minor,
        )
        orders = [
            Order(
                id=new_id(),
                account_id=buyer.account(),
                brand_id=deal.brand_id,
                show_id=deal.show_id,
                lines=(line,),
                currency=deal.currency,
                referral_token=None,
                created_at=now,
                hold_expires_at=now + HOLD,
            )
            for buyer in buyers
        ]
        async with self.work.write() as tx:
            store_claims.add_claims(tx, [(order, ()) for order in orders])
        return [order.id for order in orders]

    async def quote(self, buyer: Principal, order_ids: Sequence[str], **asked: Any) -> Quote:
        """The quote of these orders; of a voucher that applied, `vouchers` is not empty."""
        lines = [AskedLine(order_id=order_id) for order_id in order_ids]
        async with self.work.read() as tx:
            return await quote_for(tx, buyer, AskedQuote(lines=lines, **asked))

    async def reserve(self, buyer: Principal, quote: Quote) -> list[Use]:
        """In a transaction of its own, with the orders locked, as the checkout does it."""
        async with self.work.write() as tx:
            await store_orders.lock_orders(
                tx, {line.order_id for line in quote.lines if line.order_id}
            )
            return await reserve_vouchers(tx, buyer.account(), quote)

    async def account(self, voucher: VoucherView) -> Account:
        is_its = voucher_uses.c.voucher_id == voucher.terms.id
        has_place = is_its & voucher_uses.c.slot.is_not(None)
        of_person = (
            select(func.count().label("held"))
            .where(has_place)
            .group_by(voucher_uses.c.account_id)
            .subquery()
        )
        row = vouchers.c.id == voucher.terms.id
        of_shares = (
            select(func.coalesce(func.sum(voucher_shares.c.cost_minor), 0))
            .join(voucher_uses, voucher_uses.c.id == voucher_shares.c.use_id)
            .where(is_its)
        )
        count = select(func.count()).select_from(voucher_uses)
        async with self.work.read() as tx:
            return Account(
                taken=await tx.scalar(select(vouchers.c.taken).where(row)),
                spent_minor=await tx.scalar(select(vouchers.c.spent_minor).where(row)),
                held=await tx.scalar(count.where(has_place)),
                reserved=await tx.scalar(count.where(is_its, voucher_uses.c.status == "reserved")),
                shares_minor=int(await tx.scalar(of_shares)),
                ledger_minor=await ledger_sum(tx, voucher.terms.id),
                most_of_one_person=await tx.scalar(
                    select(func.coalesce(func.max(of_person.c.held), 0))
                ),
            )

    async def close(self) -> None:
        await self.collecting.close()
