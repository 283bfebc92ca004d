"""The waitlist over sockets: who is told what, whichever process they are at."""

from pathlib import Path
from typing import Any

from tests.support.product import Festival, running_product, watching


async def test_a_place_in_line_is_followed_and_an_offer_arrives_at_another_process(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path, redis_url) as product:
        here, there = await product.start("--worker"), await product.start()
        festival = await Festival.begin(product, here)
        host, mira = await festival.person("host", role="host"), await festival.person("mira")
        ann, bob, cid = await festival.people(3)
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id, stock=1)
        line = f"/api/deals/{deal_id}/waitlist"
        async with (
            watching(here, show_id, host) as at_host,
            watching(there, show_id, ann) as at_ann,
            watching(there, show_id, bob) as at_bob,
        ):
            for watcher in (at_host, at_ann, at_bob):
                await watcher.until("welcome")
            order = (await festival.claim(mira, deal_id, "k")).json()
            for watcher in (at_host, at_ann, at_bob):
                await watcher.until("stock")
            place = await festival.done(ann, "PUT", line, json={"quantity": 1})
            behind = await festival.done(bob, "PUT", line, json={"quantity": 1}, url=there)
            assert (place["place"], behind["place"]) == (1, 2)
            await at_host.until("stock", 3)
            assert {frame["waiting"] for frame in at_host.of("stock")} >= {0, 2}
            assert len(at_bob.of("stock")) == 1, "who joins is told to hosts alone"

            await festival.done(mira, "POST", f"/api/orders/{order['id']}/cancellation")
            offer = (await at_ann.until("my_order"))["order"]
            assert (offer["status"], offer["was_offered"]) == ("held", True)
            moved = await at_bob.until("stock", 2)
            assert behind["number"] - moved["line_served"] == 1
            assert moved["version"] > behind["version"]
            assert at_bob.of("my_order") == []

            async with watching(here, show_id, cid) as late:  # the first guest at this process
                [deal] = (await late.until("welcome"))["state"]["deals"]
            assert (deal["waiting"], deal["stock_left"]) == (1, 0)
            [mine] = await festival.done(bob, "GET", f"/api/shows/{show_id}/waitlists")
            assert mine["place"] == 1

            await festival.done(host, "PATCH", f"/api/deals/{deal_id}", json={"price_minor": 1500})
            changed = (await at_bob.until_such("deal", _costs_less))["deal"]
            assert (changed["price_minor"], changed["was_price_minor"]) == (1500, 1900)
            await festival.done(host, "POST", f"/api/deals/{deal_id}/end")
            ended = (await at_bob.until_such("deal", _has_ended))["deal"]
            assert ended["waiting"] == 0


async def test_a_price_for_a_tier_is_told_to_those_who_may_see_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with running_product(sqlite_url, tmp_path) as product:
        url = await product.start()
        festival = await Festival.begin(product, url)
        host = await festival.person("host", role="host")
        above, below = (
            await festival.person("gold", tier=3),
            await festival.person("bronze", tier=1),
        )
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id, min_tier_rank=2)
        async with watching(url, show_id, above) as high, watching(url, show_id, below) as low:
            await low.until("welcome")
            await high.until("welcome")
            new = {"price_minor": 1500, "stock": 9}
            await festival.done(host, "PATCH", f"/api/deals/{deal_id}", json=new)
            # The drop may be told after the welcome that shows it already.
            deal = (await high.until_such("deal", _costs_less))["deal"]
            assert (deal["price_minor"], deal["stock_left"]) == (1500, 9)
            await low.send({"t": "time", "client_ms": 1})
            await low.until("time")
            assert low.of("deal") == []


def _costs_less(frame: dict[str, Any]) -> bool:
    return bool(frame["deal"]["price_minor"] == 1500)


def _has_ended(frame: dict[str, Any]) -> bool:
    return bool(frame["deal"]["status"] == "ended")
