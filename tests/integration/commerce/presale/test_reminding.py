"""Buyers are reminded of balances, once each."""

import asyncio

from commerce import events
from commerce.presale.reminder import CLOSES_SOON
from commerce.presale.reminding import Reminding
from kit.auth import Principal

from ..conftest import GOOD_CARD
from .conftest import Presale


async def test_buyers_are_reminded_when_the_window_opens_and_before_it_closes_once_each(
    presale: Presale, buyer: Principal
) -> None:
    world = presale.shop.world
    other = await world.person("pays_early")
    await presale.reserved(buyer)
    paid = await presale.reserved(other)
    two_workers = [Reminding(world.work), Reminding(world.work)]

    async def remind() -> int:
        return sum(await asyncio.gather(*(worker.remind() for worker in two_workers)))

    assert await remind() == 0
    presale.until_balance()
    assert (await remind(), await remind()) == (2, 0)
    await presale.shop.paying.pay(other, paid.id, GOOD_CARD, None)
    presale.until_over()
    world.pass_time(-CLOSES_SOON)
    assert (await remind(), await remind()) == (1, 0)
    told = [event for event in world.events if isinstance(event, events.BalanceReminded)]
    assert [(event.account_id == buyer.account(), event.is_closing) for event in told][-1] == (
        True, True,
    )  # fmt: skip
    assert [event.is_closing for event in told] == [False, False, True]


async def test_nobody_is_reminded_of_a_window_that_is_over(
    presale: Presale, buyer: Principal
) -> None:
    await presale.reserved(buyer)
    presale.until_over()
    assert await Reminding(presale.shop.world.work).remind() == 0
