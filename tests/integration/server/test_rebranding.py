"""A brand gets another name and colour, and all that shows it follows: links, their pictures, rooms and orders."""

from typing import Any

import pytest

from commerce.products import Product
from commerce.store.products import add_product
from kit.clock import to_ms, utc_now
from kit.ids import new_id
from membership.people import Brand
from tests.support.api import Api, Client
from web.share_cards import version

CHANGE = {"name": " Kumoi & Sons ", "tagline": "Since 1690", "hue": 20}


async def done(client: Client, method: str, path: str, body: Any = None) -> Any:
    answer = await client.request(method, path, json=body)
    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


@pytest.fixture
async def brand(api: Api) -> Brand:
    return await api.brand("kumoi")


@pytest.fixture
async def manager(api: Api, brand: Brand) -> Client:
    return await api.staff("aiko", brand, "manager")


async def _live_deal(api: Api, manager: Client, brand: Brand) -> tuple[str, str]:
    product = Product(new_id(), brand.id, "Teapot", "", "teapot", 5_000)
    async with api.dealcast.work.write() as tx:
        await add_product(tx, product)
    new = {"brand_id": brand.id, "title": "Kiln", "scheduled_at_ms": to_ms(utc_now()) + 1}
    show = (await done(manager, "POST", "/api/shows", new))["id"]
    await done(manager, "POST", f"/api/shows/{show}/start")
    terms = {"product_id": product.id, "price_minor": 2_000, "stock": 9, "per_buyer_limit": 5}
    deal = (await done(manager, "POST", f"/api/shows/{show}/deals", terms))["id"]
    await done(manager, "POST", f"/api/deals/{deal}/drop")
    return show, deal


async def test_all_that_shows_a_brand_follows_it(api: Api, brand: Brand, manager: Client) -> None:
    show, deal = await _live_deal(api, manager, brand)
    guest = api.guest()
    links = [
        await done(manager, "POST", "/api/links", {"kind": kind, "target_id": target})
        for kind, target in (("brand", brand.id), ("show", show))
    ]
    pages = [f"/s/{link['code']}" for link in links]
    following = api.dealcast.following
    sharing, destinations = following._sharing, following.destinations

    async def cards() -> list[str]:
        found = [await destinations.open(link["code"]) for link in links]
        return [version((await sharing.shared(each)).card) for each in found]

    async def named() -> list[bool]:
        return ["Kumoi &amp; Sons" in (await guest.get(page)).text for page in pages]

    await done(manager, "POST", f"/api/deals/{deal}/claims", {})
    before, drawn = await cards(), await guest.get(f"/pictures/shows/{show}.svg")
    assert await named() == [False, False]

    changed = await done(manager, "PUT", "/api/brands/kumoi", CHANGE)
    await api.dealcast.relay.drain()
    assert (changed["name"], changed["tagline"], changed["hue"]) == (
        "Kumoi & Sons",
        "Since 1690",
        20,
    )
    assert await done(guest, "GET", "/api/brands/kumoi") == changed
    assert await named() == [True, True]
    assert "Kumoi & Sons" in [
        each["title"] for each in (await done(manager, "GET", "/api/links"))["links"]
    ]
    assert not set(before) & set(await cards())
    headers = {"if-none-match": drawn.headers["etag"]}
    assert (await guest.get(f"/pictures/shows/{show}.svg", headers=headers)).status_code == 200
    order = await done(manager, "POST", f"/api/deals/{deal}/claims", {})
    assert order["brand_name"] == "Kumoi & Sons"
    _, log = await api.dealcast.broker.tail(show)
    assert any(b'"Kumoi & Sons"' in entry.payload for entry in log)


async def test_the_same_again_and_others_change_nothing(
    api: Api, brand: Brand, manager: Client
) -> None:
    await done(manager, "PUT", "/api/brands/kumoi", CHANGE)
    host = await api.staff("ren", brand, "host")
    for client, status in ((host, 403), (api.guest(), 401)):
        answer = await client.put("/api/brands/kumoi", json={**CHANGE, "hue": 1})
        assert answer.status_code == status
    missing = await manager.put("/api/brands/nothing", json=CHANGE)
    assert (missing.status_code, missing.json()["code"]) == (404, "brand.not_found")
    for wrong, field in (
        ({"name": "a\nb"}, "name"),
        ({"name": " "}, "name"),
        ({"hue": 360}, "hue"),
    ):
        answer = await manager.put("/api/brands/kumoi", json={**CHANGE, **wrong})
        assert (answer.status_code, set(answer.json()["fields"])) == (422, {field})
    found = await done(api.guest(), "GET", "/api/brands/kumoi")
    assert (found["name"], found["hue"]) == ("Kumoi & Sons", 20)
