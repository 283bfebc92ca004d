"""Products and their pictures over HTTP, in the whole application."""

from collections.abc import AsyncIterator

import pytest

from commerce.pictures.recoding import MOST_SENT_BYTES
from membership.people import Brand
from tests.support.api import Api, Client, running_api
from tests.support.picture_files import picture, size

NEW = {"title": "Desk lamp", "category": "lamp", "list_price_minor": 4_900}


@pytest.fixture
async def api(database_url: str) -> AsyncIterator[Api]:
    async with running_api(database_url) as api:
        yield api


@pytest.fixture
async def brand(api: Api) -> Brand:
    return await api.brand("kumoi")


@pytest.fixture
async def manager(api: Api, brand: Brand) -> Client:
    return await api.staff("aiko", brand, "manager")


async def test_a_picture_is_shown_to_everyone_wherever_the_product_is(
    api: Api, brand: Brand, manager: Client
) -> None:
    guest = api.guest()
    product = (await manager.post("/api/brands/kumoi/products", json=NEW)).json()
    plain = product["image_url"]
    assert (await guest.get(plain)).headers["content-type"].startswith("image/svg")
    link = (
        await manager.post("/api/links", json={"kind": "product", "target_id": product["id"]})
    ).json()

    shown = await _show(manager, product["id"], picture(640, 480, "png"), "image/png")
    assert shown.status_code == 200
    url = shown.json()["image_url"]
    answer = await guest.get(url)
    assert answer.headers["content-type"] == "image/jpeg"
    assert "immutable" in answer.headers["cache-control"]
    assert size(answer.content) == (480, 480)
    assert (await guest.get(plain)).headers["location"] == url
    assert url in (await guest.get("/brands/kumoi")).text
    await api.dealcast.relay.drain()
    card = await guest.get(f"/s/{link['code']}/card.jpg")
    assert (card.headers["content-type"], size(card.content)) == ("image/jpeg", (1200, 630))
    mine = (await manager.get("/api/links")).json()["links"]
    assert [each["image_url"] for each in mine if each["code"] == link["code"]] == [url]

    await manager.delete(f"/api/products/{product['id']}/picture")
    assert (await guest.get(url)).headers["location"] == plain
    assert (await guest.get(plain)).status_code == 200
    assert (await guest.get("/pictures/products/nothing/x.jpg")).status_code == 404


async def test_uploads_are_bounded_and_of_a_kind_that_is_taken(
    brand: Brand, manager: Client
) -> None:
    product = (await manager.post("/api/brands/kumoi/products", json=NEW)).json()
    large = await _show(manager, product["id"], b"\xff" * (MOST_SENT_BYTES + 1), "image/jpeg")
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    svg = await _show(manager, product["id"], b"<svg/>", "image/svg+xml")
    assert (svg.status_code, svg.json()["code"]) == (415, "unsupported_media_type")
    false = await _show(manager, product["id"], b"<svg/>", "image/png")
    assert (false.status_code, false.json()["code"]) == (422, "picture.unreadable")
    assert (await manager.get("/api/brands/kumoi/products")).json() == [product]


async def test_what_is_taken_out_cannot_be_linked_to_any_more(
    brand: Brand, manager: Client
) -> None:
    product = (await manager.post("/api/brands/kumoi/products", json=NEW)).json()
    await manager.patch(f"/api/products/{product['id']}", json={"is_listed": False})
    new = {"kind": "product", "target_id": product["id"]}
    assert (await manager.post("/api/links", json=new)).status_code == 404
    assert product["title"] not in (await manager.get("/brands/kumoi")).text
    assert product["title"] in (await manager.get("/host/brands/kumoi/products")).text


async def _show(client: Client, product_id: str, file: bytes, kind: str):  # type: ignore[no-untyped-def]
    return await client.put(
        f"/api/products/{product_id}/picture", content=file, headers={"content-type": kind}
    )
