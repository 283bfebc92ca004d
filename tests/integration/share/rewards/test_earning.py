"""What clicks promise, what limits leave of it, and when it is payable (docs/sharing.md, R1 to R5)."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit.errors import Forbidden
from membership.points import store as store_points
from share.clicks import Visitor
from share.rewards.errors import BadRewardTerms, BudgetBelowSpent, TermsChangedMeanwhile
from share.rewards.holding import refuse_rewards
from share.rewards.maturing import Maturing
from share.rewards.offer import Unit
from share.rewards.store import terms as store_terms
from share.rewards.tables import limits
from share.rewards.views import NewLimits, NewRewardTerms, NewTierReward

from ..conftest import SAFARI
from .conftest import WINDOW, Shop

FIXED = [NewTierReward(rank=2, kind="fixed", amount=700)]
POINTS = [NewTierReward(rank=2, kind="points", amount=80)]


async def spent(shop: Shop, unit: Unit = Unit.MONEY) -> int:
    async with shop.sharing.world.work.read() as tx:
        of_brand = limits.c.brand_id == shop.sharing.brand.id
        row = await tx.first(select(limits).where(of_brand, limits.c.unit == unit.value))
    assert row is not None
    return int(row["spent"])


async def test_without_terms_it_is_the_tiers_rate_and_payable_after_fourteen_days(
    shop: Shop,
) -> None:
    order = await shop.order(await shop.sharing.link())
    [reward] = await shop.rewards()
    assert (reward.kind, reward.amount_minor, reward.status) == ("rate", 500, "pending")
    shop.sharing.world.pass_time(WINDOW - timedelta(seconds=1))
    await shop.maturing.mature_all()
    assert await shop.statuses() == ["pending"]
    shop.sharing.world.pass_time(timedelta(seconds=1))
    await shop.maturing.mature_all()
    assert await shop.statuses() == ["payable"]
    await shop.sharing.crediting.credit_orders([order])
    await shop.maturing.mature_all()
    account = await shop.account()
    assert (account.pending_minor, account.payable_minor) == (0, 500)


async def test_a_click_keeps_what_it_promised(shop: Shop) -> None:
    link = await shop.sharing.link()
    await shop.order(link)
    await shop.set_terms(tiers=FIXED)
    shown = await shop.sharing.linking.link(link.code)
    assert (shown.reward_kind, shown.reward_amount, shown.rate_bp) == ("fixed", 700, 0)
    late = await shop.sharing.world.person("late")
    await shop.order(link, friend=late)
    await shop.sharing.world.put_on_tier(shop.sharing.sharer, shop.sharing.brand, 3)
    await shop.set_terms()
    await shop.order(link)
    kinds = [(each.kind, each.amount_minor) for each in await shop.rewards()]
    assert kinds == [("rate", 500), ("fixed", 700), ("rate", 1_000)]


async def test_a_fixed_reward_is_for_what_the_buyer_kept(shop: Shop) -> None:
    await shop.set_terms(tiers=FIXED)
    order = await shop.order(await shop.sharing.link())
    for _ in range(2):
        await shop.sharing.crediting.correct_reward(order.order_id, 5_000)
    [reward] = await shop.rewards()
    assert (reward.amount_minor, reward.version) == (350, 2)
    await shop.sharing.crediting.correct_reward(order.order_id, 0)
    await shop.sharing.crediting.correct_reward(order.order_id, 10_000)
    assert await shop.statuses() == ["cancelled"]


async def test_points_are_given_once_the_window_is_over_and_taken_back_by_a_refund(
    shop: Shop,
) -> None:
    await shop.set_terms(tiers=POINTS)
    sharing = shop.sharing
    order = await shop.order(await sharing.link())
    [reward] = await shop.rewards()
    assert (reward.kind, reward.points, reward.amount_minor) == ("points", 80, 0)
    await shop.mature()
    await asyncio.gather(*(Maturing(sharing.world.work, "").mature() for _ in range(3)))

    async def active() -> int:
        async with sharing.world.work.read() as tx:
            found = await store_points.balance(tx, sharing.brand.id, sharing.sharer.account())
        return found.active

    assert (await shop.statuses(), await active()) == (["paid"], 80)
    for kept_minor in (5_000, 5_000, 10_000):
        await sharing.crediting.correct_reward(order.order_id, kept_minor)
        assert await active() == 40
    await sharing.crediting.correct_reward(order.order_id, 0)
    assert (await shop.statuses(), await active()) == (["cancelled"], 0)


async def test_a_limit_makes_a_reward_smaller_and_says_so(shop: Shop) -> None:
    link = await shop.sharing.link()
    mira = await shop.sharing.world.person("mira")
    await shop.set_terms(money=NewLimits(per_friend=800, per_day=1_500))
    orders = [await shop.order(link, friend=mira) for _ in range(3)]
    for _ in range(2):
        await shop.order(link)
    found = [(each.amount_minor, each.cut_by, each.status) for each in await shop.rewards()]
    assert found == [
        (500, None, "pending"),
        (300, "friend", "pending"),
        (0, "friend", "cancelled"),
        (500, None, "pending"),
        (200, "day", "pending"),
    ]
    assert [each.full_amount for each in await shop.rewards()] == [500] * 5
    explained = await shop.sharing.explaining.order(
        shop.manager, orders[1].order_id, shop.sharing.brand.id
    )
    assert (explained.reward_minor, explained.cut_by, explained.full_amount) == (300, "friend", 500)
    newest = (await shop.statements.mine(shop.sharing.sharer)).entries[0]
    assert (newest.amount_minor, newest.cut_by, newest.full_minor) == (200, "day", 500)

    shop.sharing.world.pass_time(timedelta(days=1))
    await shop.order(link)
    assert (await shop.rewards())[-1].cut_by is None


async def test_a_budget_is_never_overspent_by_workers_at_once_and_refunds_refill_it(
    shop: Shop,
) -> None:
    sharing = shop.sharing
    link = await sharing.link()
    await shop.set_terms(money=NewLimits(budget=1_200))
    others = [type(sharing.crediting)(sharing.world.work) for _ in range(4)]
    orders = []
    for number in range(8):
        friend = await sharing.world.person(f"buyer{number}")
        token = await sharing.click(link, Visitor("203.0.113.5", SAFARI, visitor_id=f"w{number}"))
        orders.append(sharing.order(friend, token, 10_000))
    await asyncio.gather(*(other.credit_orders([order]) for other in others for order in orders))
    rewards = await shop.rewards()
    assert sorted(each.amount_minor for each in rewards) == [0, 0, 0, 0, 0, 200, 500, 500]
    assert await spent(shop) == 1_200
    for order in orders:
        for _ in range(2):
            await sharing.crediting.correct_reward(order.order_id, 5_000)
    assert sorted(each.amount_minor for each in await shop.rewards())[-3:] == [200, 250, 250]
    assert await spent(shop) == 700


async def test_the_database_refuses_more_than_the_budget(shop: Shop) -> None:
    await shop.set_terms(money=NewLimits(budget=100))
    with pytest.raises(IntegrityError):
        async with shop.sharing.world.work.write() as tx:
            await store_terms.spend(tx, {(shop.sharing.brand.id, Unit.MONEY): 101})


async def test_who_refuses_a_pending_reward_cancels_it_once(shop: Shop) -> None:
    await shop.order(await shop.sharing.link())
    work = shop.sharing.world.work
    [reward] = await shop.rewards()
    for _ in range(2):
        async with work.write() as tx:
            await refuse_rewards(tx, [reward.id])
    assert await shop.statuses() == ["cancelled"]
    await shop.mature()
    assert await shop.statuses() == ["cancelled"]
    entries = (await shop.statements.mine(shop.sharing.sharer)).entries
    assert [entry.reason for entry in entries] == ["refused", "earned"]


async def test_terms_are_for_managers_and_saved_as_they_were_seen(shop: Shop) -> None:
    buyer = await shop.sharing.world.person("buyer")
    with pytest.raises(Forbidden):
        await shop.offering.terms(buyer, shop.slug)
    await shop.set_terms(money=NewLimits(budget=1_000), return_days=30, least_payout_minor=500)
    terms = await shop.offering.terms(shop.manager, shop.slug)
    assert (terms.return_days, terms.least_payout_minor, terms.version) == (30, 500, 1)
    assert [tier.kind for tier in terms.tiers] == ["rate", "rate", "rate"]
    with pytest.raises(TermsChangedMeanwhile):
        await shop.offering.set_terms(shop.manager, shop.slug, NewRewardTerms())
    wrong = [NewTierReward(rank=1, friend_voucher_id="another")]
    with pytest.raises(BadRewardTerms):
        await shop.set_terms(tiers=wrong)
    await shop.order(await shop.sharing.link())
    with pytest.raises(BudgetBelowSpent):
        await shop.set_terms(money=NewLimits(budget=499))
    assert await spent(shop) == 500


async def test_of_two_managers_who_save_the_same_version_at_once_one_is_refused(shop: Shop) -> None:
    new = NewRewardTerms(tiers=FIXED, money=NewLimits(budget=1_000))
    answers = await asyncio.gather(
        *(shop.offering.set_terms(who, shop.slug, new) for who in (shop.manager, shop.other)),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in answers) == [
        "RewardTermsView",
        "TermsChangedMeanwhile",
    ]
