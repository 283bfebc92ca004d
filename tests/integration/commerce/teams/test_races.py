"""Teams under a stampede at several processes: first what happens without the guard, then that it cannot happen."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from commerce.payments.payment import succeeded
from commerce.payments.settling import settle_payment
from commerce.payments.store import binding_payment
from commerce.teams import store
from commerce.teams.errors import TeamFull
from commerce.teams.tables import team_places
from commerce.teams.team import Team, joined
from kit.auth import Principal
from kit.ids import new_id
from kit.unit_of_work import Tx
from tests.support.races import unguarded

from ..conftest import ASKING_CARD
from ..test_claim_races import outcomes
from .conftest import HALF_AN_HOUR, TEAM_PRICE, Teams, another_process

AT_ONCE = 20


async def test_without_its_guard_the_last_place_is_given_twice_but_for_the_constraint(
    teams: Teams,
) -> None:
    leader, *friends = await teams.shop.buyers(3)
    order = await teams.led(leader, await teams.deal())
    waiting = iter(friends)

    async def look(tx: Tx) -> tuple[Team, Principal]:
        team = await store.team(tx, order.team_id or "")
        assert team is not None
        assert team.left == 1
        return team, next(waiting)

    async def write(tx: Tx, seen: tuple[Team, Principal]) -> None:
        team, friend = seen
        after = joined(team, friend.account(), new_id(), tx.now)
        await store.add_places(tx, team, after.places[-1:])

    with pytest.raises(IntegrityError):
        await unguarded(teams.shop.world.work, 2, look, write)


async def test_a_sixth_place_cannot_be_written(teams: Teams) -> None:
    leader, friend = await teams.shop.buyers(2)
    order = await teams.led(leader, await teams.deal())
    with pytest.raises(IntegrityError):
        async with teams.shop.world.work.write() as tx:
            await tx.execute(
                team_places.insert().values(
                    team_id=order.team_id,
                    size=2,
                    number=3,
                    account_id=friend.account(),
                    order_id=new_id(),
                    joined_at=tx.now,
                )
            )
    with pytest.raises(IntegrityError):  # nor by saying that the team is larger
        async with teams.shop.world.work.write() as tx:
            await tx.execute(
                team_places.insert().values(
                    team_id=order.team_id,
                    size=5,
                    number=3,
                    account_id=friend.account(),
                    order_id=new_id(),
                    joined_at=tx.now,
                )
            )


async def test_twenty_people_want_the_last_place_at_three_processes(teams: Teams) -> None:
    leader, *friends = await teams.shop.buyers(AT_ONCE + 1)
    deal = await teams.deal(stock=100)
    order = await teams.led(leader, deal)
    doors = [teams.forming, another_process(teams.shop)[0], another_process(teams.shop)[0]]
    placed, refusals = await outcomes(
        *(
            doors[number % 3].join(friend, order.team_id or "", None, None)
            for number, friend in enumerate(friends)
        )
    )
    assert len(placed) == 1
    assert {type(refusal) for refusal in refusals} == {TeamFull}
    assert (await teams.shop.books(deal)).sold == 2
    async with teams.shop.world.work.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(team_places)) == 2


async def test_the_last_payment_and_the_countdown_never_both_win(teams: Teams) -> None:
    shop = teams.shop
    deal = await teams.deal(stock=100)
    for number in range(6):
        leader, friend = [await shop.world.person(f"{name}_{number}") for name in ("ann", "ben")]
        order = await teams.led(leader, deal)
        other = await teams.join(friend, order.team_id)
        await teams.pay(friend, other, ASKING_CARD)
        async with shop.world.work.read() as tx:
            payment = await binding_payment(tx, other.id)
        assert payment is not None
        # Whoever looks last is a moment before the end, the worker a moment after: as two clocks may be.
        shop.world.pass_time(HALF_AN_HOUR - timedelta(milliseconds=1))
        await asyncio.gather(
            settle_payment(shop.world.work, payment.id, succeeded("4242")),
            _end_later(teams, number),
        )
        await teams.react()
        states = {
            (await teams.now(who, one)).status for who, one in ((leader, order), (friend, other))
        }
        team = await teams.team(order)
        assert (team.status, states) in [
            ("complete", {"paid"}),
            ("ended", {"cancelled", "expired"}),
        ]


async def _end_later(teams: Teams, number: int) -> None:
    await asyncio.sleep(0.002 * (number % 3))
    teams.shop.world.pass_time(timedelta(milliseconds=1))
    await another_process(teams.shop)[1].settle_due()


async def test_two_last_payments_at_once_complete_the_team_once(teams: Teams) -> None:
    leader, second, third = await teams.shop.buyers(3)
    order = await teams.led(leader, await teams.deal(size=3))
    held = [await teams.join(friend, order.team_id) for friend in (second, third)]
    await asyncio.gather(
        *(teams.pay(friend, one) for friend, one in zip((second, third), held, strict=True))
    )
    processes = [teams.filling, another_process(teams.shop)[1]]
    await asyncio.gather(*(one.settle_team_of(order.id) for one in processes * 3))
    assert (await teams.team(order)).status == "complete"
    assert await teams.shop.charged_minor() == 3 * TEAM_PRICE


async def test_leaving_and_completing_at_once_leaves_no_team_of_one(teams: Teams) -> None:
    leader, friend = await teams.shop.buyers(2)
    deal = await teams.deal()
    order = await teams.led(leader, deal)
    other = await teams.pay(friend, await teams.join(friend, order.team_id))
    await asyncio.gather(
        teams.shop.checkout.cancel(leader, order.id),
        teams.filling.settle_team_of(other.id),
        return_exceptions=True,
    )
    states = ((await teams.now(leader, order)).status, (await teams.now(friend, other)).status)
    assert states in [("paid", "paid"), ("cancelled", "awaiting_team")]
    assert (await teams.shop.books(deal)).sold == (2 if states[0] == "paid" else 1)
