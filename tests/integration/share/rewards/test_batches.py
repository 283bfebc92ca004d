"""Crediting in batches of any size gives what crediting one by one gives, however often it is said."""

from collections.abc import Sequence
from random import Random

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, select, update

from kit.auth import Principal
from kit.ids import new_id
from share.clicks import Visitor
from share.crediting import PaidOrder
from share.rewards.tables import entries, limits
from share.rewards.views import NewLimits
from share.tables import credits, rewards, steps, touches
from share.views import LinkView, NewLink

from ..conftest import BASE_URL, SAFARI
from .conftest import Shop

LIMITS = NewLimits(per_day=2_400, per_friend=900, budget=4_500)
ORDERS = 40
Found = list[tuple[str, int | None, str | None, str | None, int]]


@pytest.mark.parametrize("seed", range(2))
async def test_batches_of_any_size_give_what_one_by_one_gives(shop: Shop, seed: int) -> None:
    dice = Random(seed)
    sharing = shop.sharing
    await shop.set_terms(money=LIMITS)
    other = await sharing.world.person("other_sharer")
    await sharing.world.put_on_tier(other, sharing.brand, 3)
    links = [await sharing.link(), await _link_of(shop, other)]
    friends = [await sharing.world.person(f"friend{number}") for number in range(5)]
    tokens = [
        await _click(shop, links[number % 2], friends[number % 5], number) for number in range(10)
    ]
    wishes = [
        (dice.choice(friends), dice.choice([*tokens, None, "gone"]), dice.randrange(1, 30_000))
        for _ in range(ORDERS)
    ]
    wishes.append((sharing.sharer, tokens[0], 10_000))

    one_by_one = await _credited(shop, _orders(shop, wishes), [1] * len(wishes), dice)
    await _forget(shop)
    in_batches = await _credited(
        shop, _orders(shop, wishes), [dice.randrange(1, 20) for _ in wishes], dice
    )
    assert in_batches == one_by_one
    assert {cut_by for _, _, cut_by, _, _ in in_batches} == {None, "friend", "day", "budget"}


def _orders(shop: Shop, wishes: Sequence[tuple[Principal, str | None, int]]) -> list[PaidOrder]:
    # Their ids run against their order, which must not matter.
    ids = sorted((new_id() for _ in wishes), reverse=True)
    return [
        replace(shop.sharing.order(buyer, token, total_minor), order_id=order_id)
        for order_id, (buyer, token, total_minor) in zip(ids, wishes, strict=True)
    ]


async def _credited(
    shop: Shop, orders: Sequence[PaidOrder], sizes: Sequence[int], dice: Random
) -> Found:
    """What was found out about the orders, in their order, after all was said once, and then some of it once more."""
    crediting, rest = shop.sharing.crediting, list(orders)
    for size in sizes:
        batch, rest = rest[:size], rest[size:]
        if batch:
            await crediting.credit_orders([*batch, *dice.sample(batch, len(batch) // 2)])
    await crediting.credit_orders(orders)
    before = await _found(shop, orders)
    await crediting.credit_orders(dice.sample(orders, len(orders)))
    assert await _found(shop, orders) == before
    return before


async def _found(shop: Shop, orders: Sequence[PaidOrder]) -> Found:
    async with shop.sharing.world.work.read() as tx:
        decided = {row["order_id"]: row for row in await tx.all(select(credits))}
        earned = {row["order_id"]: row for row in await tx.all(select(rewards))}
        seen = [row["order_id"] for row in await tx.all(select(touches))]
    return [
        (
            decided[order.order_id]["outcome"] if order.order_id in decided else "not_looked_at",
            earned[order.order_id]["amount_minor"] if order.order_id in earned else None,
            earned[order.order_id]["cut_by"] if order.order_id in earned else None,
            earned[order.order_id]["status"] if order.order_id in earned else None,
            seen.count(order.order_id),
        )
        for order in orders
    ]


async def _forget(shop: Shop) -> None:
    async with shop.sharing.world.work.write() as tx:
        for table in (entries, rewards, touches, credits, steps):
            await tx.execute(delete(table))
        await tx.execute(update(limits).values(spent=0))


async def _link_of(shop: Shop, sharer: Principal) -> LinkView:
    new = NewLink(kind="show", target_id=shop.sharing.add_target())
    return await shop.sharing.linking.make_link(sharer, new, BASE_URL)


async def _click(shop: Shop, link: LinkView, friend: Principal, number: int) -> str:
    visitor = Visitor("8.8.8.8", SAFARI, visitor_id=f"v{number}", account_id=friend.account())
    return await shop.sharing.click(link, visitor)
