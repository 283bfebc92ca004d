"""Payouts: a brand's managers make one of what is payable, another approves it, and it is paid or rejected."""

from collections.abc import Callable

from kit.auth import Principal
from kit.ids import is_id, new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.access import managed_brand
from membership.people import Brand
from share.events import PayoutChanged
from share.payees import store as store_payees
from share.payees.sealing import Sealing
from share.rewards.bank_file import written
from share.rewards.errors import NoSuchPayout, NothingToPay, OwnPayout, PayoutMovedOn, PayoutWaits
from share.rewards.payout import Payout, PayoutStatus, at_once, payable, totals
from share.rewards.presenting import number_of, payout_view, payouts_view
from share.rewards.reward import Change, Reward, batched, freed, paid
from share.rewards.store import payouts as store_payouts
from share.rewards.store import rewards as store_rewards
from share.rewards.store import statements as store_statements
from share.rewards.store import terms as store_terms
from share.rewards.views import PayoutsView, PayoutView

MOST_SHARERS = 1_000
"""In one payout; the others are in the next."""
MOST_REWARDS = 20_000
"""The same, unless one sharer alone has more: those of one are paid together."""


class Paying:
    def __init__(self, work: UnitOfWork, sealing: Sealing) -> None:
        self._work = work
        self._sealing = sealing

    async def all(self, principal: Principal, slug: str) -> PayoutsView:
        """What is payable, and the newest payouts.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return await payouts_view(tx, brand, self._sealing.key_id)

    async def make(self, principal: Principal, slug: str) -> PayoutView:
        """Put what is payable into a payout: of all sharers, at most 1,000 with 20,000 rewards, who get the brand's minimum or
        more and have said where to.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, PayoutWaits, NothingToPay
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            taken = await _payable(tx, brand, self._sealing.key_id)
            payout = _payout(tx, brand, principal, taken)
            if not await store_payouts.add(tx, payout, taken):
                raise PayoutWaits("Approve or reject it first.")
            store_rewards.save(tx, [batched(reward, payout.id) for reward in taken])
            await _log(tx, payout, principal)
        return await self._view(payout)

    async def approve(self, principal: Principal, slug: str, payout_id: str) -> PayoutView:
        """Let it be paid. Who made it cannot, unless they are the brand's only manager.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPayout, OwnPayout, PayoutMovedOn
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            payout = await _locked(tx, brand, payout_id)
            if payout.status is not PayoutStatus.APPROVED:
                await _refuse_own(tx, payout, principal)
                payout = await _become(tx, payout, PayoutStatus.APPROVED, principal)
                lines = await store_payouts.lines_of(tx, payout.id)
                await store_payees.approve(tx, payout.id, [row["account_id"] for row in lines])
        return await self._view(payout)

    async def reject(
        self, principal: Principal, slug: str, payout_id: str, note: str
    ) -> PayoutView:
        """Take it back before it is paid. What it took is payable again.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPayout, PayoutMovedOn
        """
        return await self._end(principal, slug, payout_id, PayoutStatus.REJECTED, freed, note)

    async def pay(self, principal: Principal, slug: str, payout_id: str, note: str) -> PayoutView:
        """Note that the bank has paid it.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPayout, PayoutMovedOn
        """
        return await self._end(principal, slug, payout_id, PayoutStatus.PAID, paid, note)

    async def bank_file(self, principal: Principal, slug: str, payout_id: str) -> tuple[str, str]:
        """An approved payout's number, and the payout as CSV.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPayout, PayoutMovedOn
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            payout = await _found(tx, brand, payout_id)
            if payout.status not in {PayoutStatus.APPROVED, PayoutStatus.PAID}:
                raise PayoutMovedOn("Only what is approved is paid.")
            rows = await store_payouts.lines_of(tx, payout.id)
            ids = [row["account_id"] for row in rows]
            handles, emails = await directory.handles(tx, ids), await directory.emails(tx, ids)
            accounts = await store_payees.approved(tx, payout.id, self._sealing)
        return number_of(payout.id), written(payout, rows, handles, emails, accounts)

    async def desks(self, brand_id: str) -> tuple[str, list[str]]:
        """Whose desk shows the brand's payouts, and by which slug: for whoever tells them."""
        async with self._work.read() as tx:
            brand = await directory.brand(tx, brand_id)
            assert brand is not None, "brands are never deleted"
            return brand.slug, await directory.managers(tx, brand_id)

    async def brands_of(self, account_id: str) -> list[str]:
        """Of which the person earned something."""
        async with self._work.read() as tx:
            return await store_statements.brands_of(tx, account_id)

    async def _end(
        self,
        principal: Principal,
        slug: str,
        payout_id: str,
        status: PayoutStatus,
        move: Callable[[Reward, int], Change],
        note: str,
    ) -> PayoutView:
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            payout = await _locked(tx, brand, payout_id)
            if payout.status is not status:
                payout = await _become(tx, payout, status, principal, note)
                items = await store_payouts.items_of(tx, payout.id)
                rewards = await store_rewards.lock_these(tx, items)
                store_rewards.save(tx, [move(reward, items[reward.id]) for reward in rewards])
        return await self._view(payout)

    async def _view(self, payout: Payout) -> PayoutView:
        async with self._work.read() as tx:
            return await payout_view(tx, payout)


async def _payable(tx: Tx, brand: Brand, key_id: str) -> list[Reward]:
    least_minor = (await store_terms.terms_of(tx, brand.id)).least_payout_minor
    reachable = store_payouts.reachable(key_id)
    due = await store_payouts.due(
        tx, brand.id, brand.currency, least_minor, MOST_SHARERS, reachable
    )
    sharers = at_once({row["account_id"]: row["rewards"] for row in due}, MOST_REWARDS)
    rewards = await store_payouts.lock_due_of(tx, brand.id, brand.currency, sharers)
    taken = payable(rewards, least_minor)  # as they are now that they are locked
    if not taken:
        if await store_payouts.waiting(tx, brand.id):
            raise PayoutWaits("Approve or reject it first.")
        raise NothingToPay(
            "Rewards are payable once their return window is over, to members who said where to."
        )
    return taken


def _payout(tx: Tx, brand: Brand, principal: Principal, taken: list[Reward]) -> Payout:
    due = totals(taken)
    return Payout(
        id=new_id(),
        brand_id=brand.id,
        currency=brand.currency,
        made_by=principal.account(),
        made_at=tx.now,
        total_minor=sum(due.values()),
        sharers=len(due),
    )


async def _locked(tx: Tx, brand: Brand, payout_id: str) -> Payout:
    return await _found(tx, brand, payout_id, for_update=True)


async def _found(tx: Tx, brand: Brand, payout_id: str, *, for_update: bool = False) -> Payout:
    found = None
    if is_id(payout_id):
        found = await store_payouts.payout(tx, brand.id, payout_id, for_update=for_update)
    if found is None:
        raise NoSuchPayout("The payouts page lists those that there are.")
    return found


async def _refuse_own(tx: Tx, payout: Payout, principal: Principal) -> None:
    me = principal.account()
    if payout.made_by == me and await directory.has_other_manager(tx, payout.brand_id, me):
        raise OwnPayout("Whoever made it cannot. Ask another manager of the brand.")


async def _become(
    tx: Tx, payout: Payout, status: PayoutStatus, principal: Principal, note: str = ""
) -> Payout:
    if not payout.may_become(status):
        raise PayoutMovedOn("Somebody was faster. Reload the page to see who.")
    payout = payout.become(status)
    await store_payouts.save_status(tx, payout)
    await _log(tx, payout, principal, note.strip())
    return payout


async def _log(tx: Tx, payout: Payout, principal: Principal, note: str = "") -> None:
    await store_payouts.log_step(tx, payout, principal.account(), note)
    tx.emit(PayoutChanged(brand_id=payout.brand_id, payout_id=payout.id))
