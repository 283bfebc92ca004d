"""A checkout over HTTP with everything around it: the cart, the new total, and what pays, reports and rewards go by."""

import pytest

from kit.clock import to_ms, utc_now
from tests.support.api import Api, Client
from tests.support.counter import Counter

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
DAY_MS = 86_400_000


@pytest.fixture
async def manager(api: Api) -> Client:
    return await api.staff("maria", await api.brand("lumen"), "manager")


@pytest.fixture
async def counter(api: Api, manager: Client) -> Counter:
    return await Counter.open(api, manager)


async def issue(manager: Client) -> None:
    """Five off with the code FIVE-OFF."""
    now_ms = to_ms(utc_now())
    new = {
        "title": "Five off", "kind": "fixed", "amount_minor": 500, "scope": "brand", "how": "code",
        "code": "FIVE-OFF", "starts_at_ms": now_ms - DAY_MS, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip
    assert (await manager.post("/api/brands/lumen/vouchers", json=new)).status_code == 201


async def test_what_was_paid_is_what_everybody_counts(
    api: Api, manager: Client, counter: Counter
) -> None:
    await issue(manager)
    sharer, buyer = await api.sign_up("sol"), await api.sign_up("mira")
    await sharer.put("/api/brands/lumen/membership")
    target = {"kind": "show", "target_id": counter.show_id}
    link = (await sharer.post("/api/links", json=target)).json()
    await buyer.get(f"/s/{link['code']}", headers={"user-agent": "Mozilla/5.0 Firefox/130"})
    order = await counter.claim(buyer)
    order_id = order.rpartition("/")[2]
    assert [each["id"] for each in (await buyer.get("/api/cart")).json()] == [order_id]
    assert "Desk lamp" in (await buyer.get("/cart", headers={"accept": "text/html"})).text
    assert (await buyer.get(f"{order}/quote")).status_code == 404

    wanted = {"order_ids": [order_id], "codes": ["five-off"], "expected_total_minor": 2_000}
    told = await buyer.post("/api/checkouts", json={**wanted, "card": CARD})
    assert (told.status_code, told.json()["code"]) == (409, "quote.changed")
    assert "€15.00" in told.json()["detail"]
    wanted["expected_total_minor"] = 1_500
    forgotten = await buyer.post("/api/checkouts", json=wanted)
    assert (forgotten.status_code, "card" in forgotten.json()["fields"]) == (422, True)
    key = {"idempotency-key": "c1"}
    answers = [
        await buyer.post("/api/checkouts", json={**wanted, "card": CARD}, headers=key)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    await api.dealcast.relay.drain()

    [paid] = answers[0].json()["orders"]
    assert (paid["status"], paid["total_minor"], paid["discount_minor"]) == ("paid", 1_500, 500)
    [reward] = (await sharer.get("/api/links")).json()["rewards"]
    assert reward["amount_minor"] == 45
    board = (await manager.get(f"/api/shows/{counter.show_id}/board")).json()
    assert board["revenue_minor"] == 1_500
    [_, row] = (await manager.get("/api/brands/lumen/orders.csv")).text.splitlines()
    assert "20.00,5.00,15.00,15.00" in row
    quote = (await buyer.get(f"{order}/quote")).json()
    assert quote["total_text"] == "€15.00"
    assert (await buyer.get("/api/cart")).json() == []
    for page in ("/orders", order.removeprefix("/api")):
        assert "€5.00" in (await buyer.get(page, headers={"accept": "text/html"})).text


async def test_a_cart_and_a_checkout_are_for_members(api: Api, counter: Counter) -> None:
    guest, other = api.guest(), await api.sign_up("nobody")
    order = await counter.claim(await api.sign_up("mira"))
    wanted = {"order_ids": [order.rpartition("/")[2]], "expected_total_minor": 2_000, "card": CARD}
    assert (await guest.get("/api/cart")).status_code == 401
    assert (await guest.post("/api/checkouts", json=wanted)).status_code == 401
    assert (await other.post("/api/checkouts", json=wanted)).status_code == 404
    assert (await other.get(f"{order}/quote")).status_code == 404
