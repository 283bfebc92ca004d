"""Moving a member between tiers, within the transaction that has locked them."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

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
from membership.tiers.store.members import Asked


class Look(Struct, frozen=True):
    """What is to be known of a member to see on which tier they should be now."""

    brand: Brand
    rules: Rules
    member: Member
    is_refund: bool = False

    def current(self, now: datetime) -> Asked:
        return self.member.key, current_period(self.rules, now)

    def given(self, now: datetime) -> Asked:
        return self.member.key, period_at(self.rules, self.member.held.given_at(now))


async def climb(tx: Tx, brand: Brand, rules: Rules, member: Member) -> None:
    """Put them on the tier that they should be on now."""
    await climb_all(tx, [Look(brand, rules, member)])


async def climb_all(tx: Tx, looks: Sequence[Look]) -> None:
    """The same of many, each of whom is looked at once."""
    held = await look_at_all(tx, looks)
    await store.save_members(
        tx, [(look.member, each) for look, each in zip(looks, held, strict=True)]
    )
    for look, each in zip(looks, held, strict=True):
        await _move(tx, look.brand, look.member, each)


async def look_at(tx: Tx, brand: Brand, rules: Rules, member: Member) -> Held:
    """The tier that they should be on now."""
    return (await look_at_all(tx, [Look(brand, rules, member)]))[0]


async def look_at_all(tx: Tx, looks: Sequence[Look]) -> list[Held]:
    now = tx.now
    asked = [each for look in looks for each in (look.current(now), look.given(now))]
    totals = await store.totals_of(tx, asked)
    return [
        judge(
            look.rules,
            look.brand.tiers,
            look.member.held,
            totals[look.current(now)],
            totals[look.given(now)],
            now,
            is_refund=look.is_refund,
        )
        for look in looks
    ]


async def settle_on(tx: Tx, brand: Brand, member: Member, held: Held) -> None:
    """Put them on the tier that the rules give, or the one by hand, and hand out what is due to who comes to one for the first time."""
    await store.save_member(tx, member, held)
    await _move(tx, brand, member, held)


async def _move(tx: Tx, brand: Brand, member: Member, held: Held) -> None:
    rank = member.rank_with(held)
    if rank == member.rank:
        return
    await store.add_move(tx, member, held.rank)
    tx.emit(
        TierChanged(
            brand_id=brand.id,
            account_id=member.account_id,
            tier_rank=rank,
            was_rank=member.rank,
        )
    )
    come_to = [tier for tier in brand.tiers if member.rank < tier.rank <= rank]
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
