"""What an order does to its buyer's points and tier."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from kit.clock import to_ms
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.events import PointsChanged, PointsExpiring
from membership.people import Brand
from membership.points import store
from membership.points.book import Book
from membership.points.earning import Bought, terms_of
from membership.tiers.climbing import Look, climb_all
from membership.tiers.member import Member
from membership.tiers.store import members as store_members
from membership.tiers.store import programmes as store_programmes


class Purchase(Struct, frozen=True, gc=False):
    """A paid order as it is now, and whose it is."""

    brand_id: str
    account_id: str
    bought: Bought

    @property
    def key(self) -> tuple[str, str]:
        return self.brand_id, self.account_id


class Booking:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def members_among(self, pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of these brands and accounts that are a member's: mostly few."""
        async with self._work.read() as tx:
            return await store_members.among(tx, [*pairs])

    async def book_orders(self, purchases: Sequence[Purchase]) -> None:
        """Count the orders for their buyers: what was paid and not refunded, and the points for it. The same again changes
        nothing. Who was no member when they paid earns nothing. What comes twice of one member comes one after the other: the
        first may have put them on a tier that earns more."""
        for each_member_once in _rounds(purchases):
            async with self._work.write() as tx:
                await _book(tx, each_member_once)

    async def book_order(self, purchase: Purchase) -> None:
        """The same of one."""
        await self.book_orders([purchase])


def _rounds(purchases: Iterable[Purchase]) -> list[list[Purchase]]:
    rounds: list[list[Purchase]] = []
    seen: Counter[tuple[str, str]] = Counter()
    for purchase in purchases:
        if seen[purchase.key] == len(rounds):
            rounds.append([])
        rounds[seen[purchase.key]].append(purchase)
        seen[purchase.key] += 1
    return rounds


async def _book(tx: Tx, purchases: Sequence[Purchase]) -> None:
    members = await store_members.lock_members(tx, [purchase.key for purchase in purchases])
    bought = {
        purchase.key: purchase.bought
        for purchase in purchases
        if purchase.key in members and _had_joined(members[purchase.key], purchase.bought)
    }
    if not bought:
        return
    brand_ids = {brand_id for brand_id, _ in bought}
    brands = await directory.brands_by_id(tx, brand_ids)
    rules = await store_programmes.rules_of(tx, brand_ids)
    books = await store.books(tx, {key: one.order_id for key, one in bought.items()})
    looks = []
    for book in books:
        key = book.brand_id, book.account_id
        brand, of_brand, member, one = brands[key[0]], rules[key[0]], members[key], bought[key]
        book.book_order(one, terms_of(of_brand, _multiplier(brand, member), one))
        if book.is_changed:
            looks.append(Look(brand, of_brand, member, one.kept_minor < one.paid_minor))
    if looks:
        await close_books(tx, [book for book in books if book.is_changed])
        await climb_all(tx, looks)


def _had_joined(member: Member, bought: Bought) -> bool:
    """Orders say when they were paid in milliseconds."""
    return to_ms(member.joined_at) <= to_ms(bought.paid_at)


async def close_book(tx: Tx, book: Book) -> None:
    """Write what has changed, and say it."""
    await close_books(tx, [book])


async def close_books(tx: Tx, books: Sequence[Book]) -> None:
    await store.save_books(tx, books)
    for book in books:
        owner = {"brand_id": book.brand_id, "account_id": book.account_id}
        tx.emit(PointsChanged(**owner))
        for notice in book.notices:
            expires_at_ms = to_ms(notice.expires_at)
            tx.emit(PointsExpiring(**owner, points=notice.points, expires_at_ms=expires_at_ms))


def _multiplier(brand: Brand, member: Member) -> int:
    tier = brand.tier(member.rank)
    assert tier is not None, "a member on a tier that is not there"
    return tier.multiplier_bp
