"""Moving a member between tiers, within the transaction that has locked them."""

from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.events import HandoutDue, TierChanged
from membership.handouts import store as store_handouts
from membership.handouts.handout import Handout
from membership.people import Brand, Tier
from membership.tiers.judging import Held, judge
from membership.tiers.member import Member
from membership.tiers.rules import Rules, current_period, period_at
from membership.tiers.store import members as store


async def look_at(
    tx: Tx, brand: Brand, rules: Rules, member: Member, *, is_refund: bool = False
) -> Held:
    """The tier that they should be on now."""
    current = current_period(rules, tx.now)
    given = period_at(rules, member.held.given_at(tx.now))
    return judge(
        rules,
        brand.tiers,
        member.held,
        await store.totals(tx, member.brand_id, member.account_id, current),
        await store.totals(tx, member.brand_id, member.account_id, given),
        tx.now,
        is_refund=is_refund,
    )


async def settle_on(tx: Tx, brand: Brand, member: Member, held: Held) -> None:
    """Put them on that tier, and hand out what is due to who comes to one for the first time."""
    await store.save_member(tx, member, held)
    if held.rank == member.held.rank:
        return
    await store.add_move(tx, member, held.rank)
    tx.emit(
        TierChanged(
            brand_id=brand.id,
            account_id=member.account_id,
            tier_rank=held.rank,
            was_rank=member.held.rank,
        )
    )
    come_to = [tier for tier in brand.tiers if member.held.rank < tier.rank <= held.rank]
    await enter(tx, brand, member.account_id, come_to)


async def enter(tx: Tx, brand: Brand, account_id: str, come_to: list[Tier]) -> None:
    """Note that the member came to these tiers, and have their vouchers handed out: once, whatever happens later."""
    for tier in come_to:
        is_first = await store.enter_tier(tx, brand.id, account_id, tier.rank)
        if is_first and tier.entry_voucher_id is not None:
            handout = _entry_handout(tx, brand, account_id, tier, tier.entry_voucher_id)
            await store_handouts.add_handouts(tx, [handout])
            tx.emit(HandoutDue(handout_id=handout.id))


def _entry_handout(tx: Tx, brand: Brand, account_id: str, tier: Tier, voucher_id: str) -> Handout:
    return Handout(
        id=new_id(),
        brand_id=brand.id,
        account_id=account_id,
        voucher_id=voucher_id,
        title=f"Welcome to {tier.name}",
        points=0,
        tier_rank=tier.rank,
        made_at=tx.now,
    )
