"""What an order does to points and tiers, through the whole product: outbox, reactions, vouchers and sockets."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from kit.clock import to_ms, utc_now
from kit.ids import new_id
from membership.events import HandoutDue
from membership.handouts.tables import handouts
from membership.points.booking import Purchase
from membership.points.earning import Bought
from tests.support.api import Api, Client
from tests.support.product import Festival, running_product, watching
from tests.support.waiting import until_told

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
DAY_MS = 86_400_000
TIERS: list[dict[str, Any]] = [
    {"name": "Bronze", "share_rate_bp": 300},
    {"name": "Silver", "share_rate_bp": 500, "points_from": 15},
    {"name": "Gold", "share_rate_bp": 1_000, "points_from": 100},
]


def voucher() -> dict[str, Any]:
    now_ms = to_ms(utc_now())
    return {
        "title": "Five off", "kind": "fixed", "amount_minor": 500, "scope": "brand",
        "how": "grant", "starts_at_ms": now_ms - DAY_MS, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip


async def test_progress_moves_as_one_buys_and_a_refund_takes_it_back(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--worker")
        festival = await Festival.begin(product, url)
        manager = await festival.person("boss", "manager")
        buyer = await festival.person("buyer")
        slug = festival.brand.slug
        rules = {"tiers": TIERS, "earn_points": 1, "return_days": 0, "downgrade": "refund"}
        await festival.done(manager, "PUT", f"/api/brands/{slug}/programme", json=rules)
        await festival.done(buyer, "PUT", f"/api/brands/{slug}/membership")
        show_id = await festival.live_show(manager)
        deal_id = await festival.live_deal(manager, show_id)
        async with watching(url, show_id, buyer) as watcher:
            await watcher.until("welcome")
            order = (await festival.claim(buyer, deal_id, new_id())).json()
            await festival.done(buyer, "POST", f"/api/orders/{order['id']}/payment", json=CARD)
            frame = await watcher.until_such("my_points", lambda told: told["wallet"]["active"] > 0)
            assert (frame["wallet"]["active"], frame["wallet"]["tier"]["name"]) == (19, "Silver")
            assert frame["wallet"]["progress"]["points_missing"] == 81
            await watcher.connection.wait_closed()  # to come back as who they are now
        async with watching(url, show_id, buyer) as again:
            welcome = await again.until("welcome")
            assert (welcome["you"]["rank"], welcome["you"]["tier_name"]) == (2, "Silver")
            refund = {"reason": "Broken on arrival."}
            await festival.done(manager, "POST", f"/api/orders/{order['id']}/refunds", json=refund)
            frame = await again.until_such(
                "my_points", lambda told: told["wallet"]["tier"]["name"] == "Bronze"
            )
            assert frame["wallet"]["active"] == 0


async def test_vouchers_for_points_are_handed_out_once_or_their_points_are_given_back(
    api: Api,
) -> None:
    brand = await api.brand("lumen")
    manager = await api.staff("greta", brand, "manager")
    mira = await api.sign_up("mira")
    issued = (await manager.post("/api/brands/lumen/vouchers", json=voucher())).json()
    voucher_id = issued["terms"]["id"]
    rules = {
        "tiers": TIERS, "earn_points": 1, "return_days": 0,
        "redeemables": [{"voucher_id": voucher_id, "points": 10}],
    }  # fmt: skip
    saved = await manager.put("/api/brands/lumen/programme", json=rules)
    assert saved.json()["redeemables"] == [
        {"voucher_id": voucher_id, "title": "Five off", "points": 10}
    ]
    await mira.put("/api/brands/lumen/membership")
    me = (await mira.get("/api/me")).json()
    bought = Bought(
        order_id=new_id(), title="Order", paid_minor=2_500, kept_minor=2_500, paid_at=utc_now()
    )
    await api.dealcast.booking.book_order(Purchase(brand.id, me["account_id"], bought))

    path, wanted = "/api/me/wallets/lumen/redemptions", {"voucher_id": voucher_id, "points": 10}
    spent = await mira.post(path, json=wanted, headers={"idempotency-key": "once"})
    assert (spent.status_code, spent.json()["active"]) == (201, 15)
    await until_told(lambda: _has_voucher(mira, voucher_id))

    # Whoever has one that is not used gets no other, and the points back.
    await mira.post(path, json=wanted)
    await until_told(lambda: _has_points(mira, 15))
    entries = (await mira.get("/api/me/wallets/lumen/entries")).json()["entries"]
    handed = [entry["reason"] for entry in entries if entry["title"] == "Five off"]
    assert handed == ["given_back", "redeemed", "redeemed"]

    # Delivered again, none of it happens again.
    async with api.dealcast.work.write() as tx:
        for row in await tx.all(select(handouts.c.id)):
            tx.emit(HandoutDue(handout_id=row["id"]))
    await api.dealcast.relay.drain()
    assert (await mira.get("/api/me/wallets/lumen")).json()["active"] == 15
    assert (await manager.get("/api/brands/lumen/vouchers")).json()[0]["taken"] == 1


async def test_wallets_and_programmes_are_refused_in_the_callers_words(api: Api) -> None:
    brand = await api.brand("lumen")
    host, mira = await api.staff("hannah", brand, "host"), await api.sign_up("mira")
    answer = await mira.get("/api/me/wallets/lumen")
    assert (answer.status_code, answer.json()["code"]) == (404, "membership.not_a_member")
    assert (await mira.get("/api/me/wallets")).json() == []
    assert (await host.get("/api/brands/lumen/programme")).status_code == 403
    assert (await api.guest().get("/api/me/wallets")).status_code == 401
    await mira.put("/api/brands/lumen/membership")
    for at_ms in ("", "?at_ms=soon", f"?at_ms={10**30}"):
        answer = await mira.get(f"/api/me/wallets/lumen/balance{at_ms}")
        assert (answer.status_code, set(answer.json()["fields"])) == (422, {"at_ms"})
    answer = await mira.get("/api/me/wallets/lumen/entries?before=nonsense")
    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"before"})
    [wallet] = (await mira.get("/api/me/wallets")).json()
    assert (wallet["tier"]["name"], wallet["progress"]) == ("Bronze", None)


async def _has_voucher(mira: Client, voucher_id: str) -> bool:
    held = (await mira.get("/api/me/vouchers")).json()
    return [(each["terms"]["id"], each["state"]) for each in held] == [(voucher_id, "ready")]


async def _has_points(mira: Client, active: int) -> bool:
    return bool((await mira.get("/api/me/wallets/lumen")).json()["active"] == active)
