"""Points for vouchers. The points are spent at once; commerce hands the voucher out, or they are given back."""

from kit import idempotency
from kit.auth import Principal
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership.access import brand_of
from membership.events import HandoutDue
from membership.handouts import store as store_handouts
from membership.handouts.handout import Handout, HandoutStatus
from membership.points import store
from membership.points.booking import close_book
from membership.points.errors import NotAMember, NotRedeemable, OtherCost
from membership.points.redeemable import Redeemable
from membership.points.views import NewRedemption
from membership.tiers.member import Member
from membership.tiers.store import members as store_members


class Redeeming:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def redeem(
        self, principal: Principal, slug: str, new: NewRedemption, key: str | None
    ) -> None:
        """Spend points on a voucher. Under a key that was used before nothing more is spent.

        Raises:
            NotSignedIn, NoSuchBrand, NotAMember, NotRedeemable, OtherCost, NotEnoughPoints, KeyReused
        """
        account_id = principal.account()
        parameters = idempotency.fingerprint("redemption", slug, new)
        async with self._work.write() as tx:
            member = await _member(tx, slug, account_id)
            if key is not None:
                if await idempotency.recall(tx, account_id, key, parameters) is not None:
                    return
                await idempotency.keep(tx, account_id, key, parameters, "")
            await _redeem(tx, member, await _chosen(tx, member.brand_id, new))

    async def handout(self, handout_id: str) -> Handout:
        """For who reacts to `HandoutDue`."""
        async with self._work.read() as tx:
            handout = await store_handouts.handout(tx, handout_id)
        assert handout is not None, "a handout that was said to be due is not there"
        return handout

    async def settle(self, handout: Handout, *, is_given: bool) -> None:
        """Note what became of a handout. What a refused one cost is given back. The second time nothing happens."""
        async with self._work.write() as tx:
            member = await store_members.lock_member(tx, handout.brand_id, handout.account_id)
            now = await store_handouts.handout(tx, handout.id)
            if member is None or now is None or now.status is not HandoutStatus.DUE:
                return
            status = HandoutStatus.GIVEN if is_given else HandoutStatus.REFUSED
            await store_handouts.save_status(tx, handout.id, status)
            if not is_given and handout.points:
                await _give_back(tx, member, handout)


async def _redeem(tx: Tx, member: Member, chosen: Redeemable) -> None:
    handout = _handout(tx, member, chosen)
    await store_handouts.add_handouts(tx, [handout])
    book = await store.book(tx, member.brand_id, member.account_id)
    book.tend()
    refusal = book.spend(chosen.points, handout.id, chosen.title)
    if refusal is not None:
        raise refusal
    await close_book(tx, book)
    await store_members.save_member(tx, member, member.held)
    tx.emit(HandoutDue(handout_id=handout.id))


async def _give_back(tx: Tx, member: Member, handout: Handout) -> None:
    parts = await store.spent_on(tx, handout.id)
    book = await store.book(tx, member.brand_id, member.account_id, lot_ids=parts.keys())
    book.give_back(parts, handout.id, handout.title)
    await close_book(tx, book)
    await store_members.save_member(tx, member, member.held)


async def _member(tx: Tx, slug: str, account_id: str) -> Member:
    brand = await brand_of(tx, slug)
    member = await store_members.lock_member(tx, brand.id, account_id)
    if member is None:
        raise NotAMember("Join {name} first.", name=brand.name)
    return member


async def _chosen(tx: Tx, brand_id: str, new: NewRedemption) -> Redeemable:
    offered = await store.redeemables_of(tx, brand_id)
    chosen = next((each for each in offered if each.voucher_id == new.voucher_id), None)
    if chosen is None:
        raise NotRedeemable("Look in your wallet for what there is.")
    if chosen.points != new.points:
        raise OtherCost("It costs {points} points now.", points=chosen.points)
    return chosen


def _handout(tx: Tx, member: Member, chosen: Redeemable) -> Handout:
    return Handout(
        id=new_id(),
        brand_id=member.brand_id,
        account_id=member.account_id,
        voucher_id=chosen.voucher_id,
        title=chosen.title,
        points=chosen.points,
        tier_rank=None,
        made_at=tx.now,
    )
