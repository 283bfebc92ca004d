"""What an order does to its buyer's points and tier."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kit.clock import to_ms
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.events import PointsChanged, PointsExpiring
from membership.people import Brand
from membership.points import store
from membership.points.book import Book
from membership.points.earning import Bought, terms_of
from membership.tiers.climbing import look_at, settle_on
from membership.tiers.member import Member
from membership.tiers.rules import Rules
from membership.tiers.store import members as store_members
from membership.tiers.store import programmes as store_programmes


@dataclass(frozen=True, slots=True)
class Purchase:
    """A paid order as it is now, and whose it is."""

    brand_id: str
    account_id: str
    bought: Bought


class Booking:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def members_among(self, pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of these brands and accounts that are a member's: mostly few."""
        async with self._work.read() as tx:
            return await store_members.among(tx, [*pairs])

    async def book_orders(self, purchases: Sequence[Purchase]) -> None:
        """The same for many."""
        for purchase in purchases:
            await self.book_order(purchase)

    async def book_order(self, purchase: Purchase) -> None:
        """Count the order for its buyer: what was paid and not refunded, and the points for it. The same again changes
        nothing. Who was no member when they paid earns nothing."""
        bought = purchase.bought
        async with self._work.write() as tx:
            member = await store_members.lock_member(tx, purchase.brand_id, purchase.account_id)
            # Orders say when they were paid in milliseconds.
            if member is None or to_ms(member.joined_at) > to_ms(bought.paid_at):
                return
            brand = await directory.brand(tx, purchase.brand_id)
            assert brand is not None, "a member of a brand that is not there"
            rules = await store_programmes.rules(tx, brand.id)
            book = await store.book(tx, brand.id, member.account_id, source_id=bought.order_id)
            book.book_order(bought, terms_of(rules, _multiplier(brand, member), bought))
            if book.is_changed:
                is_refund = bought.kept_minor < bought.paid_minor
                await _save(tx, brand, rules, member, book, is_refund=is_refund)


async def _save(
    tx: Tx, brand: Brand, rules: Rules, member: Member, book: Book, *, is_refund: bool
) -> None:
    await close_book(tx, book)
    held = await look_at(tx, brand, rules, member, is_refund=is_refund)
    await settle_on(tx, brand, member, held)


async def close_book(tx: Tx, book: Book) -> None:
    """Write what has changed, and say it."""
    await store.save_book(tx, book)
    owner = {"brand_id": book.brand_id, "account_id": book.account_id}
    tx.emit(PointsChanged(**owner))
    for notice in book.notices:
        expires_at_ms = to_ms(notice.expires_at)
        tx.emit(PointsExpiring(**owner, points=notice.points, expires_at_ms=expires_at_ms))


def _multiplier(brand: Brand, member: Member) -> int:
    tier = brand.tier(member.rank)
    assert tier is not None, "a member on a tier that is not there"
    return tier.multiplier_bp
