"""Team deals on real databases, by the rules of docs/teams.md."""

from datetime import timedelta

import pytest

from commerce.errors import AlreadyPaid, NotPaid, OverBuyerLimit, ShowNotLive, SoldOut
from commerce.events import OrderPaid
from commerce.payments.views import NewRefund
from commerce.presale.scheduling import Scheduling
from commerce.presale.views import NewPresale
from commerce.teams.errors import (
    AlreadyInTeam,
    BadTeamTerms,
    LeaderFirst,
    NoSuchTeam,
    NotForTeams,
    TeamFull,
    TeamOver,
)
from commerce.teams.events import TeamChanged, TeamCompleted, TeamEnded
from commerce.teams.views import NewTeamTerms
from commerce.views import DealChange, NewFulfilment
from kit.idempotency import KeyReused

from ..conftest import ASKING_CARD, DECLINED_CARD, LATE_CARD
from ..presale.conftest import window_at
from .conftest import HALF_AN_HOUR, PRICE, TEAM_PRICE, Teams


async def test_a_leader_and_a_friend_fill_a_team_and_both_orders_go_on(teams: Teams) -> None:
    shop = teams.shop
    leader, friend = await shop.buyers(2)
    deal = await teams.deal()
    order = await teams.led(leader, deal)
    assert (order.status, order.total_minor, order.paid_at_ms) == ("awaiting_team", 1_500, None)
    await teams.react()
    team = await teams.team(order)
    assert (team.status, team.left, team.price_minor) == ("forming", 1, TEAM_PRICE)
    assert [(one.handle, one.is_leader, one.is_paid) for one in team.members] == [
        (leader.handle, True, True)
    ]

    other = await teams.pay(friend, await teams.join(friend, order.team_id))
    assert other.status == "awaiting_team"
    assert not shop.world.happened(OrderPaid)
    await teams.react()
    await teams.react()  # told twice
    for buyer, one in ((leader, order), (friend, other)):
        assert (await teams.now(buyer, one)).status == "paid"
    assert (await teams.team(order)).status == "complete"
    assert len(shop.world.happened(OrderPaid)) == 2
    assert len(shop.world.happened(TeamCompleted)) == 1
    assert await teams.let_time_end() == 0
    assert await shop.charged_minor() == 2 * TEAM_PRICE
    assert (await shop.books(deal)).sold == 2


async def test_a_team_that_is_not_filled_gives_all_money_and_units_back(teams: Teams) -> None:
    shop = teams.shop
    leader, payer, thinker, mistaken = await shop.buyers(4)
    deal = await teams.deal(size=5)
    order = await teams.led(leader, deal)
    paid = await teams.pay(payer, await teams.join(payer, order.team_id))
    shop.world.pass_time(timedelta(minutes=25))
    held = await teams.join(thinker, order.team_id)
    asked = await teams.pay(mistaken, await teams.join(mistaken, order.team_id), ASKING_CARD)
    assert asked.status == "awaiting_payment"
    shop.world.pass_time(timedelta(minutes=5))
    assert await teams.filling.settle_due() == 1
    assert await teams.filling.settle_due() == 0
    await shop.reconcile()
    assert (await teams.now(leader, order)).status == "cancelled"
    [refund] = (await teams.now(payer, paid)).refunds
    assert (refund.status, refund.amount_minor) == ("succeeded", TEAM_PRICE)
    assert (await teams.now(thinker, held)).status == "expired"
    assert (await teams.now(mistaken, asked)).status == "expired"
    assert await shop.charged_minor() == 0
    books = await shop.books(deal)
    assert (books.sold, books.held_units, books.taken_slots) == (0, 0, 0)
    assert (await teams.team(order)).status == "ended"
    assert len(shop.world.happened(TeamEnded)) == 1
    assert not shop.world.happened(OrderPaid)


async def test_friends_can_join_when_the_leader_has_paid(teams: Teams) -> None:
    leader, friend = await teams.shop.buyers(2)
    order = await teams.start(leader, await teams.deal())
    with pytest.raises(LeaderFirst):
        await teams.join(friend, order.team_id)
    await teams.pay(leader, order)
    assert (await teams.join(friend, order.team_id)).status == "held"


async def test_a_person_has_one_place_in_a_team_and_the_limit_holds_across_teams(
    teams: Teams,
) -> None:
    leader, friend = await teams.shop.buyers(2)
    deal = await teams.deal(size=3)
    order = await teams.led(leader, deal)
    with pytest.raises(AlreadyInTeam):
        await teams.join(leader, order.team_id)
    with pytest.raises(OverBuyerLimit):
        await teams.start(leader, deal)
    with pytest.raises(OverBuyerLimit):
        await teams.shop.claim(leader, deal)
    other = await teams.led(friend, deal)
    with pytest.raises(OverBuyerLimit):
        await teams.join(friend, order.team_id)
    with pytest.raises(OverBuyerLimit):
        await teams.join(leader, other.team_id)


async def test_a_place_that_is_not_paid_is_given_back(teams: Teams) -> None:
    leader, sleeper, friend = await teams.shop.buyers(3)
    deal = await teams.deal()
    order = await teams.led(leader, deal)
    await teams.join(sleeper, order.team_id)
    with pytest.raises(TeamFull):
        await teams.join(friend, order.team_id)
    teams.shop.world.pass_time(timedelta(minutes=10))
    assert await teams.shop.checkout.expire_holds() == 1
    await teams.pay(friend, await teams.join(friend, order.team_id))
    await teams.react()
    assert (await teams.team(order)).status == "complete"


async def test_a_hold_never_outlasts_the_countdown(teams: Teams) -> None:
    leader, friend = await teams.shop.buyers(2)
    order = await teams.led(leader, await teams.deal())
    teams.shop.world.pass_time(timedelta(minutes=25))
    held = await teams.join(friend, order.team_id)
    assert held.hold_expires_at_ms == (await teams.team(order)).fills_by_ms


async def test_the_countdown_ends_with_the_deal_at_the_latest(teams: Teams) -> None:
    [leader] = await teams.shop.buyers(1)
    deal = await teams.deal(duration_s=600)
    order = await teams.start(leader, deal)
    assert (await teams.team(order)).fills_by_ms == deal.closes_at_ms


async def test_a_leader_who_goes_gets_the_money_back_and_the_next_leads(teams: Teams) -> None:
    shop = teams.shop
    leader, second, third = await shop.buyers(3)
    deal = await teams.deal(size=3)
    order = await teams.led(leader, deal)
    await teams.pay(second, await teams.join(second, order.team_id))
    assert (await shop.checkout.cancel(leader, order.id)).status == "cancelled"
    assert (await shop.checkout.cancel(leader, order.id)).status == "cancelled"
    await shop.reconcile()
    assert await shop.charged_minor() == TEAM_PRICE
    team = await teams.team(order)
    assert [(one.handle, one.is_leader) for one in team.members] == [(second.handle, True)]
    assert team.left == 2
    again = await teams.join(leader, order.team_id)
    await teams.pay(leader, again)
    await teams.pay(third, await teams.join(third, order.team_id))
    await teams.react()
    assert (await teams.team(order)).status == "complete"
    assert await shop.charged_minor() == 3 * TEAM_PRICE


async def test_a_team_that_everyone_left_is_over(teams: Teams) -> None:
    shop = teams.shop
    leader, friend = await shop.buyers(2)
    deal = await teams.deal()
    order = await teams.led(leader, deal)
    await shop.checkout.cancel(leader, order.id)
    assert (await teams.team(order)).status == "ended"
    with pytest.raises(TeamOver):
        await teams.join(friend, order.team_id)
    await shop.reconcile()
    assert await shop.charged_minor() == 0
    assert (await shop.books(deal)).sold == 0


async def test_nobody_leaves_a_team_that_is_complete(teams: Teams) -> None:
    leader, friend = await teams.shop.buyers(2)
    order = await teams.led(leader, await teams.deal())
    await teams.pay(friend, await teams.join(friend, order.team_id))
    await teams.react()
    with pytest.raises(AlreadyPaid):
        await teams.shop.checkout.cancel(leader, order.id)


async def test_money_that_comes_after_the_countdown_goes_back(teams: Teams) -> None:
    shop = teams.shop
    leader, friend = await shop.buyers(2)
    deal = await teams.deal()
    order = await teams.led(leader, deal)
    shop.world.pass_time(HALF_AN_HOUR - timedelta(seconds=2))
    late = await teams.pay(friend, await teams.join(friend, order.team_id), LATE_CARD)
    assert late.status == "awaiting_payment"
    shop.world.pass_time(timedelta(seconds=10))
    await shop.sandbox.tell(shop.notices.receive)  # before the worker has looked at the team
    assert (await teams.now(friend, late)).status == "awaiting_payment"
    assert await teams.filling.settle_due() == 1
    await shop.reconcile()
    assert (await teams.now(friend, late)).status == "expired"
    assert (await teams.now(leader, order)).status == "cancelled"
    assert await shop.charged_minor() == 0
    assert (await shop.books(deal)).sold == 0


async def test_money_that_comes_after_the_team_has_ended_goes_back(teams: Teams) -> None:
    shop = teams.shop
    leader, friend = await shop.buyers(2)
    deal = await teams.deal()
    order = await teams.led(leader, deal)
    shop.world.pass_time(HALF_AN_HOUR - timedelta(seconds=1))
    await teams.pay(friend, await teams.join(friend, order.team_id), LATE_CARD)
    shop.world.pass_time(timedelta(seconds=1))
    assert await teams.filling.settle_due() == 1
    await shop.reconcile()
    await shop.reconcile()
    assert await shop.charged_minor() == 0
    assert (await shop.books(deal)).sold == 0


async def test_a_team_that_was_paid_in_time_is_completed_however_late_it_is_looked_at(
    teams: Teams,
) -> None:
    leader, friend = await teams.shop.buyers(2)
    order = await teams.led(leader, await teams.deal())
    await teams.pay(friend, await teams.join(friend, order.team_id))
    assert await teams.let_time_end() == 1
    assert (await teams.team(order)).status == "complete"


async def test_what_waits_for_its_team_is_neither_sent_nor_paid_again_nor_refunded(
    teams: Teams,
) -> None:
    shop = teams.shop
    [leader] = await shop.buyers(1)
    manager = await shop.world.person("manager", shop.brand, "manager")
    order = await teams.led(leader, await teams.deal())
    with pytest.raises(NotPaid):
        await shop.fulfilling.fulfil(manager, order.id, NewFulfilment())
    with pytest.raises(NotPaid):
        await shop.refunding.refund(manager, order.id, NewRefund(reason="A favour"), None)
    with pytest.raises(AlreadyPaid):
        await teams.pay(leader, order)


async def test_the_same_key_gives_the_same_place(teams: Teams) -> None:
    leader, friend = await teams.shop.buyers(2)
    deal = await teams.deal(per_buyer_limit=3)
    first = await teams.start(leader, deal, "start")
    assert (await teams.start(leader, deal, "start")).id == first.id
    await teams.pay(leader, first)
    joined = await teams.join(friend, first.team_id, "join")
    assert (await teams.join(friend, first.team_id, "join")).id == joined.id
    other = await teams.led(leader, deal)
    with pytest.raises(KeyReused):
        await teams.join(friend, other.team_id, "join")
    assert (await teams.shop.books(deal)).orders == 3


async def test_a_declined_card_keeps_the_place_for_another(teams: Teams) -> None:
    leader, friend = await teams.shop.buyers(2)
    order = await teams.led(leader, await teams.deal())
    held = await teams.join(friend, order.team_id)
    with pytest.raises(Exception, match="declined"):
        await teams.pay(friend, held, DECLINED_CARD)
    assert (await teams.pay(friend, held)).status == "awaiting_team"


async def test_who_buys_alone_pays_the_price_and_waits_for_nobody(teams: Teams) -> None:
    [buyer] = await teams.shop.buyers(1)
    order = await teams.shop.claim(buyer, await teams.deal())
    paid = await teams.pay(buyer, order)
    assert (paid.status, paid.total_minor, paid.team_id) == ("paid", PRICE, None)


async def test_teams_take_what_is_left(teams: Teams) -> None:
    leader, friend, other = await teams.shop.buyers(3)
    order = await teams.led(leader, await teams.deal(stock=2))
    await teams.join(friend, order.team_id)
    with pytest.raises(TeamFull):
        await teams.join(other, order.team_id)
    full = await teams.deal(size=3, stock=3)
    order = await teams.led(leader, full)
    for buyer in (friend, other):
        await teams.shop.claim(buyer, full)
    [late] = [await teams.shop.world.person("late")]
    with pytest.raises(SoldOut):
        await teams.join(late, order.team_id)


async def test_what_is_refused(teams: Teams) -> None:
    shop = teams.shop
    leader, friend = await shop.buyers(2)
    with pytest.raises(NotForTeams):
        await teams.start(leader, await shop.live_deal())
    with pytest.raises(NoSuchTeam):
        await teams.join(friend, "nothing")
    order = await teams.led(leader, await teams.deal())
    shop.end_show()
    with pytest.raises(ShowNotLive):
        await teams.join(friend, order.team_id)


@pytest.mark.parametrize(
    "team",
    [
        NewTeamTerms(price_minor=PRICE, size=2),
        NewTeamTerms(price_minor=TEAM_PRICE, size=5),
    ],
)
async def test_a_host_is_told_what_is_wrong_with_the_terms(
    teams: Teams, team: NewTeamTerms
) -> None:
    with pytest.raises(BadTeamTerms):
        await teams.shop.queued_deal(price_minor=PRICE, stock=4, team=team)
    deal = await teams.shop.queued_deal(price_minor=PRICE, stock=4)
    with pytest.raises(BadTeamTerms):
        await teams.shop.hosting.change_deal(teams.shop.host, deal.id, DealChange(team=team))


async def test_a_queued_deal_is_opened_to_teams_and_closed_to_them(teams: Teams) -> None:
    shop = teams.shop
    deal = await shop.queued_deal()
    terms = NewTeamTerms(price_minor=1_000, size=3, minutes=10)
    changed = await shop.hosting.change_deal(shop.host, deal.id, DealChange(team=terms))
    assert changed.team
    assert (changed.team.price_minor, changed.team.size, changed.team.minutes) == (1_000, 3, 10)
    closed = await shop.hosting.change_deal(shop.host, deal.id, DealChange(team=None))
    assert closed.team is None


async def test_the_price_of_a_live_deal_stays_above_its_teams(teams: Teams) -> None:
    deal = await teams.deal()
    with pytest.raises(BadTeamTerms):
        await teams.shop.change(deal, price_minor=TEAM_PRICE)
    assert (await teams.shop.change(deal, price_minor=TEAM_PRICE + 1)).team is not None


async def test_what_is_sold_in_advance_is_not_sold_to_teams(teams: Teams) -> None:
    shop = teams.shop
    manager = await shop.world.person("manager", shop.brand, "manager")
    window = await Scheduling(shop.world.work).schedule(
        manager, shop.brand.slug, window_at(shop.world.now)
    )
    presale = NewPresale(sale_window_id=window.id, deposit_minor=100, worth_minor=200)
    with pytest.raises(BadTeamTerms):
        await shop.queued_deal(presale=presale, team=NewTeamTerms(price_minor=1_000))


async def test_members_are_shown_their_teams_of_a_show(teams: Teams) -> None:
    leader, stranger = await teams.shop.buyers(2)
    order = await teams.start(leader, await teams.deal())
    [mine] = await teams.forming.mine(leader, teams.shop.show_id)
    assert (mine.team.id, mine.order_id) == (order.team_id, order.id)
    assert await teams.forming.mine(stranger, teams.shop.show_id) == []
    assert len(teams.shop.world.happened(TeamChanged)) == 1
