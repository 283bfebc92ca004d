"""Share over HTTP."""

from kit.http import Endpoint
from kit.ids import new_id
from share.routes import ShareRoutes
from tests.support.slices import client_as

from .conftest import Sharing


def endpoints_of(sharing: Sharing, public_url: str | None = None) -> list[Endpoint]:
    async def brand_of_order(_order_id: str) -> str:
        return sharing.brand.id

    return ShareRoutes(sharing.linking, sharing.explaining, brand_of_order, public_url).endpoints()


async def test_a_link_is_made_and_found_on_the_desk(sharing: Sharing) -> None:
    endpoints = endpoints_of(sharing, "https://deals.example")
    show_id = sharing.add_target()
    async with client_as(sharing.sharer, of=endpoints) as client:
        made = await client.post("/api/links", json={"kind": "show", "target_id": show_id})
        desk = await client.get("/api/links")

    assert made.status_code == 201
    assert made.json()["url"] == f"https://deals.example/s/{made.json()['code']}"
    assert desk.json() == {"links": [made.json()], "rewards": []}


async def test_without_a_public_address_a_link_has_the_one_the_person_came_by(
    sharing: Sharing,
) -> None:
    endpoints = endpoints_of(sharing)
    new = {"kind": "show", "target_id": sharing.add_target()}
    urls = []
    for base_url in ("http://127.0.0.1:8000", "https://deals.example"):
        async with client_as(sharing.sharer, of=endpoints, base_url=base_url) as client:
            link = (await client.post("/api/links", json=new)).json()
            assert link["url"] == f"{base_url}/s/{link['code']}"
            urls.append(link["url"])
    assert urls[0] != urls[1]


async def test_refusals_say_what_to_do(sharing: Sharing) -> None:
    endpoints = endpoints_of(sharing)
    hidden = sharing.add_target("deal", is_public=False)
    async with client_as(sharing.sharer, of=endpoints) as client:
        missing = await client.post("/api/links", json={"kind": "show", "target_id": new_id()})
        refused = await client.post("/api/links", json={"kind": "deal", "target_id": hidden})
        malformed = await client.post("/api/links", json={"kind": "moon", "target_id": "x"})
    async with client_as(of=endpoints) as guest:
        unknown = await guest.get("/api/links")

    assert (missing.status_code, missing.json()["code"]) == (404, "share.nothing_to_share")
    assert (refused.status_code, refused.json()["code"]) == (409, "share.not_shareable")
    assert refused.json()["detail"] == "Not everyone can see this deal. Share the show instead."
    assert malformed.status_code == 422
    assert list(malformed.json()["fields"]) == ["kind"]
    assert unknown.status_code == 401
