"""What one slice causes in another happens, even while something beside it fails."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from commerce.products import Product
from commerce.store.products import add_product
from kit.clock import to_ms, utc_now
from kit.events import Event
from kit.ids import new_id
from kit.outbox import outbox
from server.hub import Hub
from tests.support.api import Api, Client, running_api


@pytest.fixture
async def api(sqlite_url: str) -> AsyncIterator[Api]:
    async with running_api(sqlite_url) as api:
        yield api


async def test_deals_end_with_their_show_although_the_room_cannot_be_told(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, show, deal = await _live_deal(api)

    async def fail(*_arguments: Any) -> None:
        raise ConnectionError("Redis is gone")

    with monkeypatch.context() as patched:
        patched.setattr(Hub, "publish", fail)
        await host.post(f"/api/shows/{show}/end")
        await api.dealcast.relay.drain()

    deals = (await host.get(f"/api/shows/{show}/deals")).json()
    assert [(found["id"], found["status"]) for found in deals] == [(deal, "ended")]
    assert "show.ended" in await _waiting(api)

    relay = api.dealcast.relay
    relay._clock = lambda: utc_now() + timedelta(minutes=1)
    await relay.sweep(timedelta(seconds=5))
    assert await _waiting(api) == []


async def test_every_event_that_a_slice_knows_has_its_place_in_the_table(api: Api) -> None:
    assert _kinds(Event) == set(api.dealcast.reactions.kinds)


def _kinds(kind: type[Event]) -> set[type[Event]]:
    """The slices' event types, without those that others derive from."""
    children = kind.__subclasses__()
    if not children and kind.__module__.endswith(".events"):
        return {kind}
    return {found for child in children for found in _kinds(child)}


async def _live_deal(api: Api) -> tuple[Client, str, str]:
    brand = await api.brand("lumen")
    host = await api.staff("hannah", brand, "host")
    product = Product(new_id(), brand.id, "Desk lamp", "It lights a desk.", "lamp", 5_000)
    async with api.dealcast.work.write() as tx:
        await add_product(tx, product)
    start = to_ms(utc_now() + timedelta(minutes=1))
    new = {"brand_id": brand.id, "title": "Evening show", "scheduled_at_ms": start}
    show = (await host.post("/api/shows", json=new)).json()["id"]
    await host.post(f"/api/shows/{show}/start")
    terms = {"product_id": product.id, "price_minor": 2_000, "stock": 5}
    deal = (await host.post(f"/api/shows/{show}/deals", json=terms)).json()["id"]
    assert (await host.post(f"/api/deals/{deal}/drop")).status_code == 200
    return host, show, deal


async def _waiting(api: Api) -> list[str]:
    async with api.dealcast.work.read() as tx:
        rows = await tx.all(select(outbox.c.name).where(outbox.c.delivered_at.is_(None)))
    return [row["name"] for row in rows]
