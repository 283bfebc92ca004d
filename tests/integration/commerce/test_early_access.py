"""Deals that drop to the tiers first (docs/membership.md, T9)."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from commerce import events
from commerce.errors import OpensLater
from commerce.opening import Opening
from commerce.protection.tables import public_prices
from commerce.views import DealView
from kit.clock import to_ms
from membership.tables import tiers

from .conftest import Shop

GOLD, SILVER, EVERYONE = 3, 2, 0


@pytest.fixture
async def first(shop: Shop) -> Shop:
    """Gold is 60 s before the public, Silver 20 s."""
    async with shop.world.work.write() as tx:
        for rank, seconds in ((SILVER, 20), (GOLD, 60)):
            of_rank = (tiers.c.brand_id == shop.brand.id) & (tiers.c.rank == rank)
            await tx.execute(tiers.update().where(of_rank).values(early_access_s=seconds))
    return shop


async def seen_by(shop: Shop, *ranks: int) -> list[bool]:
    return [bool(await shop.deals.of_show(shop.show_id, rank)) for rank in ranks]


async def dropped(shop: Shop, **terms: object) -> DealView:
    deal = await shop.queued_deal(tiers_first=True, **terms)
    return await shop.hosting.drop_deal(shop.host, deal.id)


async def test_each_rank_sees_it_when_its_time_comes(first: Shop) -> None:
    opening = Opening(first.world.work)
    deal = await dropped(first, duration_s=30)
    opened_ms = to_ms(first.world.now)
    assert [(step.min_tier_rank, step.at_ms - opened_ms) for step in deal.steps] == [
        (GOLD, 0), (SILVER, 40_000), (EVERYONE, 60_000),
    ]  # fmt: skip
    assert deal.closes_at_ms == opened_ms + 90_000
    assert await seen_by(first, 0, 1, SILVER, GOLD) == [False, False, False, True]
    assert await opening.open_due() == 0
    first.world.pass_time(timedelta(seconds=40))
    assert await opening.open_due() == 1
    assert await seen_by(first, 0, 1, SILVER, GOLD) == [False, False, True, True]
    first.world.pass_time(timedelta(seconds=20))
    assert await opening.due_in_s() == 0
    assert await opening.open_due() == 1
    assert await seen_by(first, 0, 1, SILVER, GOLD) == [True] * 4
    assert await opening.due_in_s() is None


async def test_several_processes_open_a_deal_once(first: Shop) -> None:
    await dropped(first)
    first.world.pass_time(timedelta(seconds=60))
    opened = await asyncio.gather(*(Opening(first.world.work).open_due() for _ in range(4)))
    assert sum(opened) == 1
    assert len(first.world.happened(events.DealOpened)) == 1
    assert await Opening(first.world.work).open_due() == 0


async def test_a_claim_before_ones_time_is_refused_with_the_time_left(first: Shop) -> None:
    deal = await dropped(first)
    gold, silver = await first.world.person("gold"), await first.world.person("silver")
    await first.world.put_on_tier(gold, first.brand, GOLD)
    await first.world.put_on_tier(silver, first.brand, SILVER)
    first.world.pass_time(timedelta(seconds=10))
    assert (await first.claim(gold, deal)).status == "held"
    for buyer, left_s in ((silver, 30), (await first.world.person("guest"), 50)):
        with pytest.raises(OpensLater) as refusal:
            await first.claim(buyer, deal)
        assert refusal.value.retry_after_s == left_s
    first.world.pass_time(timedelta(seconds=30))
    await Opening(first.world.work).open_due()
    assert (await first.claim(silver, deal)).status == "held"


async def test_its_price_is_public_from_when_it_is_open_to_everyone(first: Shop) -> None:
    deal = await dropped(first, price_minor=1_000)
    first.world.pass_time(timedelta(seconds=59))
    await Opening(first.world.work).open_due()
    assert await _public_since(first, deal) is None
    first.world.pass_time(timedelta(seconds=1))
    await Opening(first.world.work).open_due()
    assert await _public_since(first, deal) == first.world.now


async def test_in_the_replay_each_rank_sees_it_from_when_it_did(first: Shop) -> None:
    deal = await dropped(first)
    began = first.world.now
    await first.moments.keep(deal.id, began)
    first.world.pass_time(timedelta(seconds=60))
    await Opening(first.world.work).open_due()
    await first.moments.keep(deal.id, first.world.now)
    gold, guest = await first.world.person("gold"), await first.world.person("guest")
    await first.world.put_on_tier(gold, first.brand, GOLD)
    at_drop = to_ms(began + timedelta(seconds=1))
    assert (await first.moments.around(gold, first.show_id, at_drop)).before != []
    seen = await first.moments.around(guest, first.show_id, at_drop)
    assert (seen.before, len(seen.after)) == ([], 1)


async def test_a_deal_that_is_ended_early_is_never_opened_further(first: Shop) -> None:
    deal = await dropped(first)
    await first.hosting.end_deal(first.host, deal.id)
    first.world.pass_time(timedelta(seconds=60))
    assert await Opening(first.world.work).open_due() == 0
    assert await seen_by(first, EVERYONE, GOLD) == [False, True]


async def _public_since(shop: Shop, deal: DealView) -> datetime | None:
    async with shop.world.work.read() as tx:
        row = await tx.first(select(public_prices).where(public_prices.c.deal_id == deal.id))
    return row["starts_at"] if row else None
