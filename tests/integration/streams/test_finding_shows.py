"""Many shows: the page of each status has them all, found by a part of a name, page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Invalid
from kit.ids import new_id
from membership import store
from membership.brands import Brands
from membership.people import Brand
from streams.shows import Shows
from streams.views import NewShow
from tests.support.slices import World


@pytest.fixture
def shows(world: World) -> Shows:
    return Shows(world.work)


@pytest.fixture
async def brand(world: World) -> Brand:
    return await world.brand()


@pytest.fixture
async def host(world: World, brand: Brand) -> Principal:
    return await world.person("hannah", brand, "host")


async def scheduled(
    shows: Shows, world: World, host: Principal, brand: Brand, title: str, hours: int
) -> str:
    start = to_ms(world.now + timedelta(hours=hours))
    return (
        await shows.schedule(host, NewShow(brand_id=brand.id, title=title, scheduled_at_ms=start))
    ).id


async def test_shows_on_air_are_found_however_many_are_to_come(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    on_air = await scheduled(shows, world, host, brand, "On air", 1)
    await shows.start(host, on_air)
    for hours in range(2, 5):
        await scheduled(shows, world, host, brand, "To come", hours)
    assert [show.id for show in await shows.find("live", limit=2)] == [on_air]


@pytest.mark.parametrize("status", ["scheduled", "live"])
async def test_pages_of_shows_hold_each_once_in_order(
    shows: Shows, world: World, brand: Brand, host: Principal, status: str
) -> None:
    ids = [
        await scheduled(shows, world, host, brand, "Evening", hours) for hours in (2, 1, 2, 3, 1)
    ]
    if status == "live":
        for show_id in ids:
            await shows.start(host, show_id)
    whole = [show.id for show in await shows.find(status)]
    paged: list[str] = []
    while page := await shows.find(status, after=paged[-1] if paged else None, limit=2):
        paged += [show.id for show in page]
    assert paged == whole
    assert sorted(paged) == sorted(ids)


async def test_a_show_is_found_by_its_title_and_by_its_brand(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    titled = await scheduled(shows, world, host, brand, "Lamps, 50% off_season", 1)
    other = await scheduled(shows, world, host, brand, "Chairs", 2)

    async def found(part: str) -> list[str]:
        return [show.id for show in await shows.find("scheduled", q=part)]

    assert await found("lAMPS") == [titled]
    assert await found("50% off_") == [titled]
    assert await found("%") == [titled]
    assert await found(brand.name[1:].upper()) == [titled, other]
    assert await found("nowhere") == []


async def test_names_are_found_in_whatever_case_their_letters_are(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    titled = await scheduled(shows, world, host, brand, "Ärmel für den Été, Вечер", 1)
    for part in ("ärmel FÜR", "ÉTÉ", "вЕЧЕР"):
        assert [show.id for show in await shows.find("scheduled", q=part)] == [titled]
    async with world.work.write() as tx:
        await store.save_brand(tx, replace(brand, name="Ølhuset"))
    assert [found.name for found in await Brands(world.work).find("øLH")] == ["Ølhuset"]
    assert [show.id for show in await shows.find("scheduled", q="ØLH")] == [titled]


async def test_a_search_that_cannot_be_is_refused(shows: Shows, world: World) -> None:
    for wrong in ({"q": "a" * 101}, {"q": "\0"}, {"after": "x"}):
        with pytest.raises(Invalid) as refused:
            await shows.find("live", **wrong)
        assert refused.value.fields.keys() == wrong.keys()
        with pytest.raises(Invalid):
            await Brands(world.work).find(**wrong)
    assert await shows.find("live", after=new_id()) == []


async def test_brands_are_found_by_name_page_by_page(world: World) -> None:
    brands = Brands(world.work)
    ids = {(await world.brand()).id for _ in range(5)}
    paged: list[str] = []
    while page := await brands.find(after=paged[-1] if paged else None, limit=2):
        paged += [brand.id for brand in page]
    assert len(paged) == 5
    assert set(paged) == ids
    assert [brand.id for brand in await brands.find()] == paged
    one = await brands.by_id(paged[3])
    assert one.id in [brand.id for brand in await brands.find(one.name.upper())]
    assert await brands.find("nobody is called so") == []
