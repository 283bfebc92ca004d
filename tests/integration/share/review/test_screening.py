"""Each rule of docs/cheating.md on what is in the database; and that screening happens once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from kit.unit_of_work import Tx
from membership.points.tables import lots
from membership.tables import accounts
from share.events import RewardCorrected
from share.review.events import RewardHeld, RewardsScreened
from share.review.screening import Screening
from share.review.tables import findings, screenings, traces
from share.review.views import NewRulebook, RuleChoice
from share.rewards.maturing import Maturing
from share.rewards.offering import Offering
from share.rewards.views import NewRewardTerms, NewTierReward

from .conftest import Reviews

WEEK = timedelta(days=7)


async def test_a_friend_like_any_other_is_let_pass(reviews: Reviews) -> None:
    await reviews.seen(reviews.sharer, "sharers")
    friend = await reviews.world.person("friend")
    await reviews.seen(friend, "friends", "9.9.9.9")
    fresh = await reviews.screened(friend)
    assert not (await reviews.reward(fresh)).is_held
    assert await reviews.found(fresh) == []
    assert reviews.world.events[-1] == RewardsScreened(reward_ids=[fresh])


async def test_the_same_card_holds_a_reward_and_says_so(reviews: Reviews) -> None:
    fresh = await reviews.held(await reviews.world.person("friend"))
    reward = await reviews.reward(fresh)
    assert (reward.is_held, reward.status) == (True, "pending")
    [case] = await reviews.cases()
    assert (case.status, case.sharer_handle, case.friend_handle) == ("waiting", "sharer", "friend")
    assert (case.amount_minor, case.order_number) == (500, "A1B2C3")
    [finding] = case.findings
    assert (finding.rule, finding.found, finding.at_least) == ("same_card", 1, 1)
    assert len(reviews.world.happened(RewardHeld)) == 1


@pytest.mark.parametrize(
    ("browser", "ip", "found"),
    [
        ("one", "9.9.9.9", ["same_browser"]),
        ("one", "8.8.8.8", ["same_browser", "same_device"]),
        ("other", "8.8.8.8", []),
    ],
)
async def test_who_was_seen_where_the_sharer_was_is_held(
    reviews: Reviews, browser: str, ip: str, found: list[str]
) -> None:
    await reviews.seen(reviews.sharer, "one")
    friend = await reviews.world.person("friend")
    await reviews.seen(friend, browser, ip)
    assert await reviews.found(await reviews.screened(friend)) == found


async def test_one_flatmate_is_let_be_and_the_second_is_looked_at(reviews: Reviews) -> None:
    await reviews.seen(reviews.sharer, "sharers")
    found = []
    for handle in ("flatmate", "second", "far", "third"):
        friend = await reviews.world.person(handle)
        await reviews.seen(friend, handle, "9.9.9.9" if handle == "far" else "8.8.8.8")
        found.append(await reviews.found(await reviews.screened(friend)))
    assert found == [[], ["same_network"], [], ["same_network"]]


async def test_marks_are_forgotten_in_time_and_not_looked_at_before_that(
    reviews: Reviews,
) -> None:
    await reviews.seen(reviews.sharer, "one")
    reviews.world.pass_time(WEEK)
    friend = await reviews.world.person("friend")
    await reviews.seen(friend, "one")
    assert await reviews.found(await reviews.screened(friend)) == ["same_browser"]
    assert await reviews.traces.forget() == 2
    reviews.world.pass_time(timedelta(days=90))
    assert await reviews.traces.forget() == 4
    async with reviews.world.work.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(traces)) == 0


@pytest.mark.parametrize(
    ("email", "found"),
    [
        ("Sharer+2@example.com", "same_mailbox"),
        ("x@mailinator.com", "disposable_email"),
        ("x@a.thrown.test", "disposable_email"),
    ],
)
async def test_odd_addresses_are_held(reviews: Reviews, email: str, found: str) -> None:
    friend = await reviews.world.person("friend")
    async with reviews.world.work.write() as tx:
        await tx.execute(
            update(accounts).where(accounts.c.id == friend.account()).values(email=email)
        )
    assert await reviews.found(await reviews.screened(friend)) == [found]


async def test_a_friend_is_rewarded_once_and_again_after_a_refund(reviews: Reviews) -> None:
    friend = await reviews.world.person("friend")
    first, second = [await reviews.screened(friend) for _ in range(2)]
    assert await reviews.found(second) == ["one_per_friend"]
    statuses = [(await reviews.reward(one)).status for one in (first, second)]
    assert statuses == ["pending", "cancelled"]
    assert len(reviews.world.happened(RewardCorrected)) == 1
    [case] = await reviews.cases(is_waiting=False)
    assert (case.status, case.decision.by if case.decision else "") == ("refused", None)

    await _refund(reviews, first)
    third = await reviews.screened(friend)
    assert (await reviews.reward(third)).status == "pending"


async def test_of_a_friends_rewards_that_come_at_once_one_passes(reviews: Reviews) -> None:
    friend = await reviews.world.person("friend")
    fresh = [await reviews.earn(friend) for _ in range(6)]
    # Of several processes, each of which sees nothing of the others' before it writes.
    processes = [Screening(reviews.world.work, reviews.shared_cards) for _ in fresh]
    await asyncio.gather(
        *(process.screen([one]) for process, one in zip(processes, fresh, strict=True))
    )
    statuses = [(await reviews.reward(one)).status for one in fresh]
    assert sorted(statuses) == ["cancelled"] * 5 + ["pending"]


async def test_rings_of_two_and_three_are_held(reviews: Reviews) -> None:
    ada, bo, cy = [await reviews.member(name) for name in ("ada", "bo", "cy")]
    first = await reviews.screened(bo, await reviews.link(ada))
    second = await reviews.screened(cy, await reviews.link(bo))
    third = await reviews.screened(ada, await reviews.link(cy))
    assert [await reviews.found(one) for one in (first, second, third)] == [[], [], ["ring"]]
    [case] = await reviews.cases()
    assert case.ring == ["cy", "ada", "bo"]
    back = await reviews.screened(ada, await reviews.link(bo))
    assert await reviews.found(back) == ["ring"]


async def test_a_ring_of_one_moment_is_seen_from_both_sides(reviews: Reviews) -> None:
    ada, bo = [await reviews.member(name) for name in ("ada", "bo")]
    fresh = [
        await reviews.earn(bo, await reviews.link(ada)),
        await reviews.earn(ada, await reviews.link(bo)),
    ]
    await asyncio.gather(*(reviews.screening.screen([one]) for one in fresh))
    assert [await reviews.found(one) for one in fresh] in (
        [["ring"], ["ring"]],
        [[], ["ring"]],  # the first was alone in its batch
    )


async def test_a_ring_that_took_longer_than_a_month_is_none(reviews: Reviews) -> None:
    ada, bo = [await reviews.member(name) for name in ("ada", "bo")]
    await reviews.screened(bo, await reviews.link(ada))
    reviews.world.pass_time(timedelta(days=30))
    assert await reviews.found(await reviews.screened(ada, await reviews.link(bo))) == []


@pytest.mark.parametrize("code", ["rewards_an_hour", "rewards_a_day", "new_friends_an_hour"])
async def test_too_many_within_a_while_are_held(reviews: Reviews, code: str) -> None:
    choice = RuleChoice(code=code, is_on=True, at_least=3, severity="hold")  # type: ignore[arg-type]
    await reviews.rulemaking.choose(
        reviews.manager, reviews.brand.slug, NewRulebook(version=0, rules=[choice])
    )
    link = await reviews.link()
    fresh = [
        await reviews.earn(await reviews.world.person(f"friend{number}"), link)
        for number in range(4)
    ]
    await reviews.screening.screen([fresh[0]])
    await asyncio.gather(*(reviews.screening.screen([one]) for one in fresh[1:]))
    held = [await reviews.found(one) == [code] for one in fresh]
    assert held[0] is False
    assert sum(held) == 2

    reviews.world.pass_time(timedelta(days=1))
    later = await reviews.screened(await reviews.world.person("later"), link)
    assert await reviews.found(later) == []


async def test_accounts_that_are_older_than_a_day_are_not_new(reviews: Reviews) -> None:
    choice = RuleChoice(code="new_friends_an_hour", is_on=True, at_least=1, severity="hold")
    await reviews.rulemaking.choose(
        reviews.manager, reviews.brand.slug, NewRulebook(version=0, rules=[choice])
    )
    old = await reviews.world.person("old")
    reviews.world.pass_time(timedelta(days=1))
    assert await reviews.found(await reviews.screened(old)) == []
    new = await reviews.world.person("new")
    assert await reviews.found(await reviews.screened(new)) == ["new_friends_an_hour"]


async def test_a_reward_that_is_said_to_be_earned_many_times_is_screened_once(
    reviews: Reviews,
) -> None:
    fresh = await reviews.held(await reviews.world.person("friend"))
    await asyncio.gather(*(reviews.screening.screen([fresh]) for _ in range(20)))
    await reviews.screening.screen([fresh])
    async with reviews.world.work.read() as tx:
        for table in (screenings, findings):
            assert await tx.scalar(select(func.count()).select_from(table)) == 1
    assert len(reviews.world.happened(RewardHeld)) == 1


async def test_a_reward_that_was_refunded_before_it_was_looked_at_is_no_case(
    reviews: Reviews,
) -> None:
    friend = await reviews.world.person("friend")
    reviews.cards |= {reviews.sharer.account(): "one", friend.account(): "one"}
    fresh = await reviews.earn(friend)
    await _refund(reviews, fresh)
    await reviews.screening.screen([fresh])
    assert await reviews.cases() == []
    assert not (await reviews.reward(fresh)).is_held


async def _refund(reviews: Reviews, reward_id: str) -> None:
    await reviews.crediting.correct_reward(reviews.orders[reward_id], 0)


async def test_with_no_return_window_nothing_is_given_before_it_was_screened(
    reviews: Reviews,
) -> None:
    points = NewTierReward(rank=2, kind="points", amount=50)
    terms = NewRewardTerms(tiers=[points], return_days=0)
    offering, work = Offering(reviews.world.work, _no_voucher), reviews.world.work
    await offering.set_terms(reviews.manager, reviews.brand.slug, terms)
    maturing, friend = Maturing(work, ""), await reviews.world.person("friend")
    first, second = await reviews.earn(friend), await reviews.earn(friend)
    await maturing.mature_all()
    assert [(await reviews.reward(one)).status for one in (first, second)] == ["pending"] * 2
    for one in (first, second):
        await reviews.screening.screen([one])
    for _ in range(2):
        await maturing.mature_all()
    statuses = [(await reviews.reward(one)).status for one in (first, second)]
    assert statuses == ["paid", "cancelled"]
    async with work.read() as tx:
        given = await tx.scalar(
            select(func.sum(lots.c.earned)).where(lots.c.account_id == reviews.sharer.account())
        )
    assert given == 50


async def test_what_nobody_screened_within_a_day_goes_on(reviews: Reviews) -> None:
    terms = NewRewardTerms(return_days=0)
    offering = Offering(reviews.world.work, _no_voucher)
    await offering.set_terms(reviews.manager, reviews.brand.slug, terms)
    fresh = await reviews.earn(await reviews.world.person("friend"))
    maturing = Maturing(reviews.world.work, "")
    await maturing.mature_all()
    assert (await reviews.reward(fresh)).status == "pending"
    reviews.world.pass_time(timedelta(days=1))
    await maturing.mature_all()
    assert (await reviews.reward(fresh)).status == "payable"


async def _no_voucher(_tx: Tx, _brand_id: str, _voucher_id: str) -> str | None:
    return None
