"""Sale windows, and deals that belong to them."""

from datetime import timedelta

import pytest
from msgspec import structs

from commerce.hosting import Hosting
from commerce.presale.errors import (
    BadPresale,
    BadSaleWindow,
    DepositsClosed,
    SaleWindowInUse,
    TooManySaleWindows,
)
from commerce.presale.scheduling import Scheduling
from commerce.presale.store import MAX_WINDOWS
from commerce.presale.views import NewPresale
from commerce.views import DealChange, NewDeal
from kit.errors import Forbidden

from .conftest import DAY, DEPOSIT, HOUR, PRICE, Presale, window_at


async def test_windows_are_validated_and_belong_to_the_festival_or_a_brand(
    presale: Presale,
) -> None:
    shop, now = presale.shop, presale.shop.world.now
    scheduling = Scheduling(shop.world.work)
    operator = structs.replace(await shop.world.person("window_operator"), is_operator=True)
    for wrong in (
        {"deposit_until": -2 * HOUR},
        {"balance_from": HOUR},
        {"balance_until": 2 * DAY + timedelta(minutes=59)},
        {"balance_until": timedelta(days=400)},
    ):
        with pytest.raises(BadSaleWindow):
            await scheduling.schedule(operator, None, window_at(now, **wrong))
    with pytest.raises(Forbidden):
        await scheduling.schedule(presale.manager, None, window_at(now))
    whole = await scheduling.schedule(operator, None, window_at(now))
    assert [window.id for window in await scheduling.windows()] == [whole.id]
    of_brand = await scheduling.windows(shop.brand.slug)
    assert {window.id for window in of_brand} == {whole.id, presale.window.id}
    await scheduling.remove(operator, whole.id)
    with pytest.raises(SaleWindowInUse):
        await scheduling.remove(presale.manager, presale.window.id)


async def test_a_brand_has_so_many_windows_and_no_more(presale: Presale) -> None:
    shop, new = presale.shop, window_at(presale.shop.world.now)
    scheduling = Scheduling(shop.world.work)
    for _ in range(MAX_WINDOWS - 1):
        await scheduling.schedule(presale.manager, shop.brand.slug, new)
    with pytest.raises(TooManySaleWindows):
        await scheduling.schedule(presale.manager, shop.brand.slug, new)
    assert len(await scheduling.windows(shop.brand.slug)) == MAX_WINDOWS


async def test_a_deal_fits_its_window_and_its_deposit_its_price(presale: Presale) -> None:
    shop = presale.shop
    other = await shop.world.brand()
    host = await shop.world.person("other_host", other, "host")
    foreign = await shop.product(other)
    new = NewDeal(product_id=foreign.id, price_minor=5_000, stock=1, presale=presale.new)
    hosting = Hosting(shop.world.work, shop.find_stage)
    with pytest.raises(BadPresale, match="sale windows"):
        await hosting.add_deal(host, shop.open_stage(other), new)
    for wrong in ({"worth_minor": DEPOSIT - 1}, {"worth_minor": PRICE + 1}):
        terms = NewPresale(
            **{"sale_window_id": presale.window.id, "deposit_minor": DEPOSIT, **wrong}
        )
        with pytest.raises(BadPresale):
            await shop.queued_deal(price_minor=5_000, presale=terms)
    queued = await shop.queued_deal(price_minor=5_000, duration_s=86_400, presale=presale.new)
    with pytest.raises(BadPresale):
        await hosting.change_deal(shop.host, queued.id, DealChange(price_minor=1_999))
    plain = await hosting.change_deal(shop.host, queued.id, DealChange(presale=None))
    assert plain.presale is None
    await hosting.change_deal(shop.host, queued.id, DealChange(presale=presale.new))
    shop.world.pass_time(timedelta(hours=23))
    dropped = await hosting.drop_deal(shop.host, queued.id)
    assert dropped.closes_at_ms == presale.window.deposit_until_ms
    late = await shop.queued_deal(price_minor=5_000, presale=presale.new)
    shop.world.pass_time(HOUR)
    with pytest.raises(DepositsClosed):
        await hosting.drop_deal(shop.host, late.id)
