"""Webhooks of the whole product: over HTTP, by its own worker, and through a worker's sudden death."""

import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from commerce.webhooks.tables import deliveries
from kit.clock import utc_now
from kit.db import Database
from membership.routes import SESSION_COOKIE
from share.packets.events import PacketEnded
from tests.support.api import running_api
from tests.support.product import Festival, running_product
from tests.support.receiver import receiving
from tests.support.waiting import until


async def test_a_manager_adds_a_webhook_and_the_worker_sends_to_it(database_url: str) -> None:
    async with receiving() as receiver, running_api(database_url, has_worker=True) as api:
        brand = await api.brand("lumen")
        boss = await api.staff("boss", brand, "manager")
        every = "/api/brands/lumen/webhooks"
        added = await boss.post(every, json={"url": receiver.url, "kinds": ["order.paid"]})
        assert added.status_code == 201
        one = f"{every}/{added.json()['webhook']['id']}"
        sent = await boss.post(f"{one}/test")
        assert (sent.status_code, sent.json()["state"]) == (201, "pending")
        await until(lambda: len(receiver.heard) == 1)
        delivery = f"{one}/deliveries/{sent.json()['id']}"
        assert (await boss.post(f"{delivery}/replay")).status_code in {200, 409}
        paused = await boss.post(f"{one}/pause")
        assert paused.json()["status"] == "paused"
        refused = await boss.post(f"{one}/test")
        assert (refused.status_code, refused.json()["code"]) == (409, "webhook.not_active")
        assert (await boss.patch(one, json={"kinds": None})).json()["kinds"] is None
        rotated = await boss.post(f"{one}/secret")
        assert rotated.json()["secret"] != added.json()["secret"]
        assert (await boss.post(f"{one}/resume")).json()["status"] == "active"
        assert (await boss.post(f"{one}/replay", json={"since_ms": 0})).json() == {"count": 0}
        assert (await boss.delete(one)).status_code == 204
        assert (await boss.get(every)).json() == []


async def test_a_packet_is_told_of_when_it_is_dropped_and_when_it_has_ended(
    database_url: str,
) -> None:
    async with receiving() as receiver, running_api(database_url, has_worker=True) as api:
        brand = await api.brand("lumen")
        boss = await api.staff("boss", brand, "manager")
        new = {"url": receiver.url, "kinds": ["packet.dropped", "packet.ended"]}
        assert (await boss.post("/api/brands/lumen/webhooks", json=new)).status_code == 201
        show = {
            "brand_id": brand.id,
            "title": "Packets",
            "scheduled_at_ms": int(time.time() * 1000) + 3_600_000,
        }
        show_id = (await boss.post("/api/shows", json=show)).json()["id"]
        await boss.post(f"/api/shows/{show_id}/start")
        luck = {"points": 100, "shares": 5, "greeting": "Good luck"}
        packet = (await boss.post(f"/api/shows/{show_id}/packets", json=luck)).json()
        await until(lambda: receiver.kinds(packet["id"]) == ["packet.dropped"])
        assert receiver.heard[0].content["data"]["seed"] is None
        await boss.post(f"/api/packets/{packet['id']}/end")
        await until(lambda: receiver.kinds(packet["id"]) == ["packet.dropped", "packet.ended"])
        ended = receiver.heard[1].content
        assert (ended["data"]["status"], ended["data"]["opened_points"]) == ("ended", 0)
        assert ended["sequence"] == ended["data"]["version"] > 1
        feature, event = api.dealcast.packets, PacketEnded(packet_id=packet["id"], show_id=show_id)
        for reaction in feature.reactions()[PacketEnded]:
            await reaction(event)
        every = "/api/brands/lumen/webhooks"
        webhook_id = (await boss.get(every)).json()[0]["id"]
        log = (await boss.get(f"{every}/{webhook_id}/deliveries")).json()["deliveries"]
        assert len(log) == 2


async def test_an_installation_with_https_never_sends_to_itself(sqlite_url: str) -> None:
    async with running_api(sqlite_url, public_url="https://shop.example") as api:
        brand = await api.brand("lumen")
        boss = await api.staff("boss", brand, "manager")
        new = {"url": "http://127.0.0.1:9000/hooks"}
        # Its cookie is only for https, and the test speaks http.
        cookie = {"cookie": f"{SESSION_COOKIE}={boss.cookies[SESSION_COOKIE]}"}
        answer = await boss.post("/api/brands/lumen/webhooks", json=new, headers=cookie)
        assert (answer.status_code, answer.json()["code"]) == (422, "webhook.bad_url")


async def test_what_was_being_sent_by_a_killed_worker_is_sent_again_under_its_id(
    database_url: str, tmp_path: Path
) -> None:
    async with receiving() as receiver, running_product(database_url, tmp_path) as product:
        first = await product.start("--worker")
        festival = await Festival.begin(product, first)
        boss = await festival.person("boss", role="manager")
        buyer = await festival.person("mira")
        show_id = await festival.live_show(boss)
        deal_id = await festival.live_deal(boss, show_id)
        new = {"url": receiver.url, "kinds": ["order.placed", "order.cancelled"]}
        await festival.done(boss, "POST", f"/api/brands/{festival.brand.slug}/webhooks", json=new)
        receiver.gate.clear()
        order = (await festival.claim(buyer, deal_id, "k")).json()
        await festival.done(buyer, "POST", f"/api/orders/{order['id']}/cancellation")
        await until(lambda: receiver.at_once == 1)
        await product.kill(first)
        receiver.gate.set()
        await _end_leases(database_url)

        festival.url = await product.start("--worker")
        await until(lambda: len(receiver.heard) == 3)
    assert receiver.kinds(order["id"]) == ["order.placed", "order.placed", "order.cancelled"]
    assert receiver.heard[0].id == receiver.heard[1].id
    assert receiver.heard[0].raw == receiver.heard[1].raw


async def _end_leases(database_url: str) -> None:
    """As if the time had passed after which a worker counts as dead."""
    database = Database(database_url)
    async with database.writing() as connection:
        ended = await connection.execute(
            update(deliveries)
            .where(deliveries.c.lease.is_not(None))
            .values(due_at=utc_now() - timedelta(seconds=1))
        )
        assert ended.rowcount == 1
    await database.close()
