"""What members see of their points: what they have, how it came about, and how far it is to the next tier."""

from kit.auth import Principal
from kit.clock import from_ms
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.access import brand_of
from membership.people import Brand
from membership.points import store
from membership.points.errors import NotAMember
from membership.points.presenting import Wallet, balance_view, entry_view, wallet_view
from membership.points.views import BalanceView, EntriesView, WalletView
from membership.tiers.member import Member
from membership.tiers.progress import progress_of
from membership.tiers.rules import current_period
from membership.tiers.store import members as store_members
from membership.tiers.store import programmes as store_programmes


class Wallets:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def mine(self, principal: Principal) -> list[WalletView]:
        """One for each brand, in the order in which they were joined.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            members = await store_members.memberships(tx, principal.account())
            brands = await directory.brands_by_id(tx, {member.brand_id for member in members})
            return [await _wallet(tx, brands[member.brand_id], member) for member in members]

    async def wallet(self, principal: Principal, slug: str) -> WalletView:
        """
        Raises:
            NotSignedIn, NoSuchBrand, NotAMember
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            brand, member = await _membership(tx, slug, account_id)
            return await _wallet(tx, brand, member)

    async def wallet_of(self, brand_id: str, account_id: str) -> WalletView:
        """For who reacts to what happens to a member."""
        async with self._work.read() as tx:
            member = await store_members.member(tx, brand_id, account_id)
            brand = await directory.brand(tx, brand_id)
            assert member is not None and brand is not None, "a member who is not there"  # noqa: PT018
            return await _wallet(tx, brand, member)

    async def entries(self, principal: Principal, slug: str, before: str | None) -> EntriesView:
        """The newest entries, or those before one.

        Raises:
            NotSignedIn, NoSuchBrand, NotAMember
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            brand, _ = await _membership(tx, slug, account_id)
            rows = await store.page(tx, brand.id, account_id, before)
        shown = [entry_view(row) for row in rows[: store.PAGE]]
        return EntriesView(entries=shown, next=shown[-1].id if len(rows) > store.PAGE else None)

    async def balance(self, principal: Principal, slug: str, at_ms: int) -> BalanceView:
        """What they had at that time.

        Raises:
            NotSignedIn, NoSuchBrand, NotAMember
        """
        account_id, at = principal.account(), from_ms(at_ms)
        async with self._work.read() as tx:
            brand, _ = await _membership(tx, slug, account_id)
            return balance_view(await store.balance_at(tx, brand.id, account_id, at), at)


async def _membership(tx: Tx, slug: str, account_id: str) -> tuple[Brand, Member]:
    brand = await brand_of(tx, slug)
    member = await store_members.member(tx, brand.id, account_id)
    if member is None:
        raise NotAMember("Join {name} first.", name=brand.name)
    return brand, member


async def _wallet(tx: Tx, brand: Brand, member: Member) -> WalletView:
    owner = brand.id, member.account_id
    rules = await store_programmes.rules(tx, brand.id)
    totals = await store_members.totals(tx, *owner, current_period(rules, tx.now))
    return wallet_view(
        Wallet(
            member,
            brand,
            rules,
            progress_of(brand.tiers, member.rank, totals),
            await store.balance(tx, *owner),
            await store.next_expiry(tx, *owner),
            await store.redeemables_of(tx, brand.id),
        )
    )
