"""Deciding about held rewards: once, by somebody, with a reason."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kit.auth import Principal
from kit.errors import Forbidden, Invalid
from share.events import RewardCorrected
from share.review import reviewing as use_case
from share.review.errors import CaseDecided, NoSuchCase, OwnCase, RulesOutdated
from share.review.events import RewardReleased
from share.review.tables import decisions, rulebooks
from share.review.views import NewDecision, NewRulebook, RuleChoice

from .conftest import Reviews

RELEASE = NewDecision(action="release", reason="Mother and son ")
REFUSE = NewDecision(action="refuse", reason="Both are the same person")


async def test_a_released_reward_is_what_it_was(reviews: Reviews) -> None:
    fresh = await reviews.held(await reviews.world.person("friend"))
    case = await reviews.reviewing.decide(reviews.manager, fresh, RELEASE)
    assert case.status == "released"
    assert case.decision is not None
    assert (case.decision.by, case.decision.reason) == ("manager", "Mother and son")
    reward = await reviews.reward(fresh)
    assert (reward.is_held, reward.status) == (False, "pending")
    assert len(reviews.world.happened(RewardReleased)) == 1
    assert await reviews.cases() == []
    assert await reviews.cases(is_waiting=False) == [case]


async def test_a_refused_reward_is_cancelled(reviews: Reviews) -> None:
    fresh = await reviews.held(await reviews.world.person("friend"))
    case = await reviews.reviewing.decide(reviews.manager, fresh, REFUSE)
    assert case.status == "refused"
    reward = await reviews.reward(fresh)
    assert (reward.is_held, reward.status) == (False, "cancelled")
    assert len(reviews.world.happened(RewardCorrected)) == 1
    await reviews.reviewing.close_case_of(fresh)  # what its own event causes
    assert await reviews.cases(is_waiting=False) == [case]


async def test_of_two_reviewers_one_wins_and_the_other_is_told_who(reviews: Reviews) -> None:
    fresh = await reviews.held(await reviews.world.person("friend"))
    other = await reviews.world.person("other", reviews.brand, "manager")
    answers = await asyncio.gather(
        reviews.reviewing.decide(reviews.manager, fresh, RELEASE),
        reviews.reviewing.decide(other, fresh, REFUSE),
        return_exceptions=True,
    )
    [conflict] = [answer for answer in answers if isinstance(answer, CaseDecided)]
    [case] = await reviews.cases(is_waiting=False)
    assert case.decision is not None
    assert conflict.detail == f"{case.decision.by} {case.status} the reward."
    async with reviews.world.work.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(decisions)) == 1


async def test_a_refund_closes_the_case_and_leaves_nothing_to_decide(reviews: Reviews) -> None:
    fresh = await reviews.held(await reviews.world.person("friend"))
    [case] = await reviews.cases()
    await reviews.crediting.correct_reward(case.order_id, 5_000)
    await reviews.reviewing.close_case_of(fresh)
    [smaller] = await reviews.cases()
    assert (smaller.amount_minor, smaller.status) == (250, "waiting")

    await reviews.crediting.correct_reward(case.order_id, 0)
    with pytest.raises(CaseDecided, match="refunded"):
        await reviews.reviewing.decide(reviews.manager, fresh, RELEASE)
    for _ in range(3):
        await reviews.reviewing.close_case_of(fresh)
    [closed] = await reviews.cases(is_waiting=False)
    assert (closed.status, closed.decision.by if closed.decision else "") == ("closed", None)
    with pytest.raises(CaseDecided, match="refunded"):
        await reviews.reviewing.decide(reviews.manager, fresh, REFUSE)


async def test_nobody_decides_about_their_own_link_or_order(reviews: Reviews) -> None:
    friend = await reviews.world.person("friend")
    fresh = await reviews.held(friend)
    for account_id in (reviews.sharer.account(), friend.account()):
        own = Principal(account_id, "own", roles=reviews.manager.roles)
        with pytest.raises(OwnCase):
            await reviews.reviewing.decide(own, fresh, RELEASE)


async def test_a_case_is_for_managers_of_its_brand_and_for_operators(reviews: Reviews) -> None:
    fresh = await reviews.held(await reviews.world.person("friend"))
    host = await reviews.world.person("host", reviews.brand, "host")
    elsewhere = await reviews.world.person("elsewhere", await reviews.world.brand(), "manager")
    for person in (host, elsewhere, reviews.sharer):
        with pytest.raises(Forbidden):
            await reviews.reviewing.decide(person, fresh, RELEASE)
        with pytest.raises(Forbidden):
            await reviews.reviewing.cases(person, reviews.brand.slug)
        with pytest.raises(Forbidden):
            await reviews.reviewing.cases(person, None)
    operator = Principal(reviews.manager.account(), "operator", is_operator=True)
    page = await reviews.reviewing.cases(operator, None)
    assert [case.brand_name for case in page.cases] == [reviews.brand.name]
    assert await reviews.reviewing.waiting(operator, None) == 1
    with pytest.raises(NoSuchCase):
        await reviews.reviewing.decide(reviews.manager, "no id", RELEASE)


async def test_cases_are_found_by_rule_and_age_page_by_page(
    reviews: Reviews, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_case, "PAGE", 2)
    first = await reviews.held(await reviews.world.person("friend0"))
    reviews.world.pass_time(timedelta(hours=5))
    others = [await reviews.held(await reviews.world.person(f"friend{n}")) for n in (1, 2)]
    look, slug = reviews.reviewing.cases, reviews.brand.slug

    page = await look(reviews.manager, slug)
    assert [case.reward_id for case in page.cases] == [first, others[0]]
    rest = await look(reviews.manager, slug, after=page.next)
    assert ([case.reward_id for case in rest.cases], rest.next) == ([others[1]], None)
    old = await look(reviews.manager, slug, older_than_h=5)
    assert [case.reward_id for case in old.cases] == [first]
    assert (await look(reviews.manager, slug, rule="ring")).cases == []
    assert len((await look(reviews.manager, slug, rule="same_card")).cases) == 2
    assert await reviews.reviewing.waiting(reviews.manager, slug) == 3
    with pytest.raises(Invalid):
        await look(reviews.manager, slug, rule="none")
    for one in (first, *others):
        await reviews.reviewing.decide(reviews.manager, one, RELEASE)
    newest = await look(reviews.manager, slug, is_waiting=False)
    assert [case.reward_id for case in newest.cases] == [others[1], others[0]]
    rest = await look(reviews.manager, slug, is_waiting=False, after=newest.next)
    assert [case.reward_id for case in rest.cases] == [first]


async def test_rules_are_chosen_by_version_and_hold_from_then_on(reviews: Reviews) -> None:
    slug, choose = reviews.brand.slug, reviews.rulemaking.choose
    before = await reviews.held(await reviews.world.person("before"))
    off = RuleChoice(code="same_card", is_on=False, severity="hold")
    changed = await choose(reviews.manager, slug, NewRulebook(version=0, rules=[off]))
    assert changed == await reviews.rulemaking.rules(reviews.manager, slug)
    assert changed.version == 1
    assert [rule.code for rule in changed.rules if not rule.is_on] == ["same_card"]
    after = await reviews.held(await reviews.world.person("after"))
    assert not (await reviews.reward(after)).is_held
    [case] = await reviews.cases()
    assert (case.reward_id, case.rules_version) == (before, 0)

    with pytest.raises(RulesOutdated):
        await choose(reviews.manager, slug, NewRulebook(version=0, rules=[]))
    counting = RuleChoice(code="ring", is_on=True, at_least=2, severity="hold")
    with pytest.raises(Invalid):
        await choose(reviews.manager, slug, NewRulebook(version=1, rules=[counting]))
    with pytest.raises(Invalid):
        await choose(reviews.manager, slug, NewRulebook(version=1, rules=[off, off]))
    refuse = RuleChoice(code="same_card", is_on=True, severity="refuse")
    answers = await asyncio.gather(
        *(choose(reviews.manager, slug, NewRulebook(version=1, rules=[refuse])) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, RulesOutdated) for answer in answers) == 2
    third = await reviews.held(await reviews.world.person("third"))
    assert (await reviews.reward(third)).status == "cancelled"
    async with reviews.world.work.read() as tx:
        rows = await tx.all(select(rulebooks.c.version, rulebooks.c.changed_by))
    assert sorted(row["version"] for row in rows) == [1, 2]
