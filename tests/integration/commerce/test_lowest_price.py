"""Who announces "lowest price" has it checked: before the deal is queued, before it drops, and as long as it is live."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from commerce.products import Product
from commerce.protection.announcing_lowest import LowestPrices
from commerce.protection.errors import NotLowestPrice
from commerce.views import DealChange, DealView

from .conftest import Shop

DAY = timedelta(days=1)
ANNOUNCED = {"is_lowest_price": True}


@pytest.fixture
async def lamp(shop: Shop) -> Product:
    return await shop.product()


async def dropped(shop: Shop, lamp: Product, price_minor: int, **terms: int) -> DealView:
    return await shop.live_deal(product_id=lamp.id, price_minor=price_minor, **terms)


async def queued(shop: Shop, lamp: Product, price_minor: int, **terms: int) -> DealView:
    return await shop.queued_deal(product_id=lamp.id, price_minor=price_minor, **terms)


async def test_a_lower_price_of_the_last_thirty_days_is_named_with_its_day(
    shop: Shop, lamp: Product
) -> None:
    await dropped(shop, lamp, 1_500)
    shop.world.pass_time(DAY)
    with pytest.raises(NotLowestPrice, match=r"It cost €15\.00 on Nov 11, 2026"):
        await queued(shop, lamp, 1_501, **ANNOUNCED)
    assert (await dropped(shop, lamp, 1_500, **ANNOUNCED)).is_lowest_price
    assert not (await dropped(shop, lamp, 1_501)).is_lowest_price


async def test_a_price_counts_until_thirty_days_after_it_ended(shop: Shop, lamp: Product) -> None:
    ended = await dropped(shop, lamp, 1_000, duration_s=3_600)
    shop.world.pass_time(timedelta(minutes=10))
    await shop.hosting.end_deal(shop.host, ended.id)
    shop.world.pass_time(30 * DAY - timedelta(seconds=1))
    with pytest.raises(NotLowestPrice):
        await dropped(shop, lamp, 1_500, **ANNOUNCED)
    shop.world.pass_time(timedelta(seconds=1))
    assert (await dropped(shop, lamp, 1_500, **ANNOUNCED)).is_lowest_price


async def test_a_price_for_a_tier_is_not_a_public_one(shop: Shop, lamp: Product) -> None:
    await dropped(shop, lamp, 500, min_tier_rank=1)
    await queued(shop, lamp, 500, min_tier_rank=1)
    assert (await dropped(shop, lamp, 1_500, **ANNOUNCED)).is_lowest_price


async def test_a_lower_price_that_is_queued_for_a_show_to_come_refuses_it_too(
    shop: Shop, lamp: Product
) -> None:
    await queued(shop, lamp, 1_000)
    with pytest.raises(NotLowestPrice, match="queued"):
        await queued(shop, lamp, 1_500, **ANNOUNCED)
    shop.end_show()
    shop.show_id = shop.open_stage(shop.brand)
    assert (await dropped(shop, lamp, 1_500, **ANNOUNCED)).is_lowest_price


async def test_it_is_checked_again_when_terms_change_and_at_the_drop(
    shop: Shop, lamp: Product
) -> None:
    announced = await queued(shop, lamp, 1_500, **ANNOUNCED)
    plain = await queued(shop, lamp, 1_600)
    with pytest.raises(NotLowestPrice):
        await shop.hosting.change_deal(shop.host, plain.id, DealChange(**ANNOUNCED))
    await dropped(shop, lamp, 1_400)
    with pytest.raises(NotLowestPrice, match=r"It has cost €14\.00 since"):
        await shop.hosting.drop_deal(shop.host, announced.id)
    change = DealChange(price_minor=1_400)
    changed = await shop.hosting.change_deal(shop.host, announced.id, change)
    assert (await shop.hosting.drop_deal(shop.host, changed.id)).is_lowest_price


async def test_for_a_show_to_come_the_days_before_it_count(shop: Shop, lamp: Product) -> None:
    await dropped(shop, lamp, 1_000, duration_s=60)
    begins = {"is_live": False, "scheduled_at": shop.world.now + 31 * DAY}
    in_time = replace(shop.stages[shop.show_id], **begins)
    shop.show_id = shop.open_stage(shop.brand)
    shop.stages[shop.show_id] = in_time
    assert (await queued(shop, lamp, 1_500, **ANNOUNCED)).is_lowest_price


async def test_what_turns_out_to_be_dearer_is_announced_no_longer(
    shop: Shop, lamp: Product
) -> None:
    lowest = LowestPrices(shop.world.work)
    announced = await dropped(shop, lamp, 1_500, **ANNOUNCED)
    same = await dropped(shop, lamp, 1_500, **ANNOUNCED)
    assert await lowest.recheck(same.id) == 0
    cheaper = await dropped(shop, lamp, 1_200)
    assert await lowest.recheck(cheaper.id) == 2
    assert await lowest.recheck(cheaper.id) == 0
    now = await shop.deals.get(announced.id)
    assert (now.is_lowest_price, now.version) == (False, announced.version + 1)


async def test_of_two_that_drop_at_once_only_the_lower_stays_announced(
    shop: Shop, lamp: Product
) -> None:
    lowest = LowestPrices(shop.world.work)
    dear, cheap = await queued(shop, lamp, 1_500, **ANNOUNCED), await queued(shop, lamp, 1_500)
    await shop.hosting.change_deal(shop.host, cheap.id, DealChange(price_minor=1_499))
    drops = [shop.hosting.drop_deal(shop.host, deal.id) for deal in (dear, cheap)]
    await asyncio.gather(*drops, return_exceptions=True)
    for deal in (dear, cheap):
        await lowest.recheck(deal.id)
    live = [await shop.deals.get(deal.id) for deal in (dear, cheap)]
    assert not any(deal.is_lowest_price and deal.status == "live" for deal in live)
