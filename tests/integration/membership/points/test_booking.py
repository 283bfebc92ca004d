"""Orders earn points and tiers for members; refunds take them back; nothing counts twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from kit.clock import to_ms
from kit.ids import new_id
from membership.events import PointsExpiring
from membership.handouts.handout import HandoutStatus
from membership.points import gifts
from membership.points.errors import NotAMember, NotEnoughPoints, NotRedeemable, OtherCost
from membership.points.gift import Gift
from membership.points.views import NewRedemption
from membership.tiers.views import NewRedeemable, NewTier
from tests.support.points import TIERS, VOUCHER, Club, Order, programme
from tests.support.slices import World

REWARD = NewRedemption(voucher_id=VOUCHER, points=60)
SHOP = {"redeemables": [NewRedeemable(voucher_id=VOUCHER, points=60)], "return_days": 0}


async def test_a_purchase_earns_points_and_the_tier_that_it_reaches(world: World) -> None:
    club = await Club.open(world, programme())
    mira = await club.member("mira")
    before = await club.wallet(mira)
    assert before.progress is not None
    assert (before.progress.points_missing, before.pending) == (100, 0)

    await club.buys(mira, 12_050)
    wallet = await club.wallet(mira)
    assert (wallet.tier.name, wallet.pending, wallet.active) == ("Silver", 120, 0)
    assert wallet.progress is not None
    assert (wallet.progress.tier.name, wallet.progress.points_missing) == ("Gold", 180)
    assert wallet.version > before.version
    assert club.tiers_of(mira) == [(1, 2)]
    await club.pass_days(14)
    assert (await club.wallet(mira)).active == 120


async def test_a_higher_tier_multiplies_what_is_earned_from_then_on(world: World) -> None:
    club = await Club.open(world, programme())
    mira = await club.member("mira")
    await club.buys(mira, 30_000)
    await club.buys(mira, 10_000)
    assert (await club.wallet(mira)).pending == 300 + 200


async def test_the_same_order_many_times_and_at_once_counts_once(world: World) -> None:
    club = await Club.open(world, programme())
    mira = await club.member("mira")
    order = await club.buys(mira, 10_000)
    entries = await club.wallets.entries(mira, club.brand.slug, None)
    changes = club.changes
    await asyncio.gather(*(club.book(mira, order) for _ in range(8)))
    assert await club.wallets.entries(mira, club.brand.slug, None) == entries
    assert club.changes == changes


async def test_who_had_not_joined_when_they_paid_earns_nothing(world: World) -> None:
    club = await Club.open(world, programme())
    stranger = await world.person("stranger")
    order = await club.buys(stranger, 10_000)
    with pytest.raises(NotAMember):
        await club.wallet(stranger)
    world.pass_time(timedelta(seconds=1))
    joined = await club.member("late")
    await club.book(joined, Order(order.id, 10_000, order.paid_at))
    assert (await club.wallet(joined)).pending == 0


@pytest.mark.parametrize(("downgrade", "tier"), [("never", "Silver"), ("refund", "Bronze")])
async def test_a_refund_takes_back_points_and_may_demote(
    world: World, downgrade: str, tier: str
) -> None:
    club = await Club.open(world, programme(downgrade=downgrade))
    mira = await club.member("mira")
    order = await club.buys(mira, 15_000)
    await club.book(mira, order, refunded_minor=10_000)
    await club.book(mira, order)  # an older state of the order, heard of late
    wallet = await club.wallet(mira)
    assert (wallet.tier.name, wallet.pending) == (tier, 50)


async def test_a_tiers_voucher_is_due_once_however_often_one_rises(world: World) -> None:
    silver = NewTier(name="Silver", share_rate_bp=500, points_from=100, entry_voucher_id=VOUCHER)
    club = await Club.open(world, programme(tiers=[TIERS[0], silver], downgrade="refund"))
    mira = await club.member("mira")
    order = await club.buys(mira, 10_000)
    [handout_id] = club.due
    handout = await club.redeeming.handout(handout_id)
    assert (handout.title, handout.points, handout.tier_rank) == ("Welcome to Silver", 0, 2)
    await club.book(mira, order, refunded_minor=10_000)
    await club.buys(mira, 10_000)
    assert club.tiers_of(mira) == [(1, 2), (2, 1), (1, 2)]
    assert club.due == [handout_id]


async def test_who_joins_is_due_the_first_tiers_voucher(world: World) -> None:
    first = NewTier(name="Bronze", share_rate_bp=300, entry_voucher_id=VOUCHER)
    club = await Club.open(world, programme(tiers=[first], earn_points=0))
    await club.member("mira")
    assert len(club.due) == 1


async def test_points_buy_a_voucher_once_under_one_key(world: World) -> None:
    club = await Club.open(world, programme(**SHOP))
    mira = await club.member("mira")
    await club.buys(mira, 10_000)
    slug = club.brand.slug
    for _ in range(2):
        await club.redeeming.redeem(mira, slug, REWARD, "first")
    assert (await club.wallet(mira)).active == 40
    assert len(club.due) == 1
    with pytest.raises(NotEnoughPoints):
        await club.redeeming.redeem(mira, slug, REWARD, "second")
    with pytest.raises(OtherCost):
        await club.redeeming.redeem(mira, slug, NewRedemption(voucher_id=VOUCHER, points=10), None)
    with pytest.raises(NotRedeemable):
        await club.redeeming.redeem(mira, slug, NewRedemption(voucher_id="x", points=10), None)


async def test_ten_redemptions_at_once_spend_no_more_than_there_is(world: World) -> None:
    club = await Club.open(world, programme(**SHOP))
    mira = await club.member("mira")
    await club.buys(mira, 13_000)
    tries = [
        club.redeeming.redeem(mira, club.brand.slug, REWARD, f"key-{number}")
        for number in range(10)
    ]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(result is None for result in done) == 2
    assert (await club.wallet(mira)).active == 10


async def test_what_a_voucher_cost_is_given_back_once_if_it_cannot_be_handed_out(
    world: World,
) -> None:
    club = await Club.open(world, programme(**SHOP))
    mira = await club.member("mira")
    await club.buys(mira, 10_000)
    await club.redeeming.redeem(mira, club.brand.slug, REWARD, None)
    [handout_id] = club.due
    handout = await club.redeeming.handout(handout_id)
    for is_given in (False, False, True):
        await club.redeeming.settle(handout, is_given=is_given)
    assert (await club.wallet(mira)).active == 100
    assert (await club.redeeming.handout(handout_id)).status is HandoutStatus.REFUSED
    told = await club.wallets.entries(mira, club.brand.slug, None)
    assert [(entry.reason, entry.points) for entry in told.entries] == [
        ("given_back", 60), ("redeemed", 60), ("matured", 100), ("bought", 100),
    ]  # fmt: skip
    assert [bool(entry.order_id) for entry in told.entries] == [False, False, True, True]


async def test_points_expire_after_one_notice(world: World) -> None:
    club = await Club.open(world, programme(return_days=0, expires_after_days=30, notice_days=10))
    mira = await club.member("mira")
    await club.buys(mira, 10_000)
    wallet = await club.wallet(mira)
    assert (wallet.expiring, wallet.expires_at_ms) == (
        100, to_ms(world.now + timedelta(days=30)),
    )  # fmt: skip
    for _ in range(3):
        await club.pass_days(10)
    [notice] = world.happened(PointsExpiring)
    assert isinstance(notice, PointsExpiring)
    assert (notice.points, notice.expires_at_ms) == (100, wallet.expires_at_ms)
    assert (await club.wallet(mira)).active == 0


async def test_the_balance_of_any_past_time_is_what_it_was(world: World) -> None:
    club = await Club.open(world, programme(**{**SHOP, "return_days": 14}))
    mira = await club.member("mira")
    start = world.now
    await club.buys(mira, 10_000)
    await club.pass_days(20)
    await club.redeeming.redeem(mira, club.brand.slug, REWARD, None)

    async def balance(days: int) -> tuple[int, int, int]:
        at_ms = to_ms(start + timedelta(days=days))
        then = await club.wallets.balance(mira, club.brand.slug, at_ms)
        return then.pending, then.active, then.spent

    assert [await balance(days) for days in (-1, 1, 19, 21)] == [
        (0, 0, 0), (100, 0, 0), (100, 0, 0), (0, 40, 60),
    ]  # fmt: skip


async def test_entries_come_in_pages(world: World) -> None:
    club = await Club.open(world, programme())
    mira = await club.member("mira")
    for _ in range(53):
        await club.buys(mira, 100)
    slug = club.brand.slug
    first = await club.wallets.entries(mira, slug, None)
    second = await club.wallets.entries(mira, slug, first.next)
    assert (len(first.entries), len(second.entries), second.next) == (50, 3, None)
    assert len({entry.id for entry in (*first.entries, *second.entries)}) == 53


async def test_a_gift_is_given_once_and_lifts_nobody(world: World) -> None:
    club = await Club.open(world, programme())
    mira = await club.member("mira")
    gift = Gift(
        id=new_id(),
        brand_id=club.brand.id,
        account_id=mira.account(),
        points=500,
        title="A red packet",
    )

    async def give(gift: Gift) -> bool:
        async with world.work.write() as tx:
            return await gifts.give(tx, gift)

    assert await asyncio.gather(*(give(gift) for _ in range(5))) == [True] * 5
    wallet = await club.wallet(mira)
    assert (wallet.active, wallet.tier.name) == (500, "Bronze")
    assert wallet.progress is not None
    assert wallet.progress.points_missing == 100
    [matured, given] = (await club.wallets.entries(mira, club.brand.slug, None)).entries
    assert (given.title, given.order_id, matured.reason) == ("A red packet", None, "matured")

    assert await give(replace(gift, kept=200))
    taken = await club.wallet(mira)
    assert (taken.active, taken.version) == (200, wallet.version + 1)

    stranger = await world.person("stranger")
    assert not await give(replace(gift, id=new_id(), account_id=stranger.account()))
