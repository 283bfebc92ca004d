"""Payments over HTTP with everything around them: notices, the bank's page, refunds, and what they cause elsewhere."""

from collections.abc import Sequence

import msgspec
import pytest
from sqlalchemy import select

from commerce.payments.gateway import Notice
from commerce.payments.payment import succeeded
from commerce.payments.signing import sign
from commerce.payments.tables import payment_events, payments
from kit.auth import derived_secret
from kit.clock import utc_now
from share.crediting import PaidOrder
from tests.support.api import SECRET, Api, Client
from tests.support.counter import Counter

GOOD_CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
ASKING_CARD = {**GOOD_CARD, "number": "4000 0025 0000 3155"}
NOTICES = "/api/payments/webhooks/sandbox"


@pytest.fixture
async def manager(api: Api) -> Client:
    return await api.staff("maria", await api.brand("lumen"), "manager")


@pytest.fixture
async def counter(api: Api, manager: Client) -> Counter:
    return await Counter.open(api, manager)


async def test_a_payment_is_confirmed_on_the_banks_page(api: Api, counter: Counter) -> None:
    buyer = await api.sign_up("mira")
    order = await counter.claim(buyer)
    paying = await buyer.post(f"{order}/payment", json=ASKING_CARD)
    assert (paying.status_code, paying.json()["status"]) == (200, "awaiting_payment")
    url = (await buyer.get(f"{order}/confirmation")).json()["url"]
    assert (await api.guest().get(f"{order}/confirmation")).status_code == 401
    page = await buyer.get(url, headers={"accept": "text/html"})
    assert "Confirm the payment" in page.text
    assert "€20.00" in page.text

    answered = await buyer.post(
        f"/api{url.replace('/sandbox', '/sandbox/confirmations')}/acceptance"
    )

    assert (answered.status_code, answered.headers["location"]) == (
        303,
        order.removeprefix("/api"),
    )
    assert (await buyer.get(order)).json()["status"] == "paid"
    assert "answered already" in (await buyer.get(url)).text
    assert (await buyer.get(f"{order}/confirmation")).status_code == 409


async def test_a_signed_notice_counts_once_and_an_unsigned_one_not_at_all(
    api: Api, counter: Counter
) -> None:
    buyer, guest = await api.sign_up("mira"), api.guest()
    order = await counter.claim(buyer)
    await buyer.post(f"{order}/payment", json=ASKING_CARD)
    async with api.dealcast.work.read() as tx:
        payment_id = await tx.scalar(select(payments.c.id))
    notice = Notice(event_id="e1", payment_id=payment_id, outcome=succeeded("4242"))
    body = msgspec.json.encode(notice)
    signed = {"sandbox-signature": sign(derived_secret(SECRET, "sandbox"), body, utc_now())}

    unsigned = await guest.post(NOTICES, content=body)
    assert (unsigned.status_code, unsigned.json()["code"]) == (400, "payment.bad_signature")
    elsewhere = await guest.post("/api/payments/webhooks/nobody", content=body, headers=signed)
    assert elsewhere.status_code == 404
    too_long = await guest.post(NOTICES, content=b" " * 70_000, headers=signed)
    assert too_long.status_code == 413
    assert (await buyer.get(order)).json()["status"] == "awaiting_payment"

    answers = [await guest.post(NOTICES, content=body, headers=signed) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {204}
    assert (await buyer.get(order)).json()["status"] == "paid"
    async with api.dealcast.work.read() as tx:
        assert len(await tx.all(select(payment_events))) == 1


async def test_a_refund_takes_the_sharers_reward_back_with_it(
    api: Api, manager: Client, counter: Counter
) -> None:
    sharer, buyer = await api.sign_up("sol"), await api.sign_up("mira")
    await sharer.put("/api/brands/lumen/membership")
    target = {"kind": "show", "target_id": counter.show_id}
    link = (await sharer.post("/api/links", json=target)).json()
    await buyer.get(f"/s/{link['code']}", headers={"user-agent": "Mozilla/5.0 Firefox/130"})
    order = await counter.claim(buyer)
    await buyer.post(f"{order}/payment", json=GOOD_CARD)
    await api.dealcast.relay.drain()
    [reward] = (await sharer.get("/api/links")).json()["rewards"]
    assert (reward["amount_minor"], reward["status"]) == (60, "pending")

    half = {"amount_minor": 1_000, "reason": "A scratch"}
    first = await manager.post(f"{order}/refunds", json=half)
    assert (first.status_code, first.json()["status"]) == (201, "partly_refunded")
    await api.dealcast.relay.drain()
    desk = (await sharer.get("/api/links")).json()
    assert desk["rewards"][0]["amount_minor"] == desk["links"][0]["pending_minor"] == 30

    for _ in range(2):
        await manager.post(f"{order}/refunds", json={"reason": "Sorry"})
    await api.dealcast.relay.drain()
    desk = (await sharer.get("/api/links")).json()
    assert [reward["status"] for reward in desk["rewards"]] == ["cancelled"]
    assert desk["links"][0]["pending_minor"] == 0


async def test_a_refund_that_another_process_tells_of_before_there_is_a_reward_corrects_it(
    api: Api, manager: Client, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sharer, buyer = await api.sign_up("sol"), await api.sign_up("mira")
    await sharer.put("/api/brands/lumen/membership")
    target = {"kind": "show", "target_id": counter.show_id}
    link = (await sharer.post("/api/links", json=target)).json()
    await buyer.get(f"/s/{link['code']}", headers={"user-agent": "Mozilla/5.0 Firefox/130"})
    order = await counter.claim(buyer)
    crediting, work = api.dealcast.crediting, api.dealcast.work
    credit = crediting.credit_orders

    async def be_overtaken(paid: Sequence[PaidOrder]) -> None:
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(work, "on_commit", None)
            await manager.post(f"{order}/refunds", json={"reason": "Sorry"})
            await crediting.correct_reward(paid[0].order_id, 0)
        await credit(paid)

    monkeypatch.setattr(crediting, "credit_orders", be_overtaken)
    await buyer.post(f"{order}/payment", json=GOOD_CARD)
    await api.dealcast.relay.drain()
    [reward] = (await sharer.get("/api/links")).json()["rewards"]
    assert reward["status"] == "cancelled"


async def test_staff_send_and_refund_by_their_roles(
    api: Api, manager: Client, counter: Counter
) -> None:
    buyer = await api.sign_up("mira")
    order = await counter.claim(buyer)
    early = await manager.post(f"{order}/fulfilment", json={})
    assert (early.status_code, early.json()["code"]) == (409, "order.not_paid")
    await buyer.post(f"{order}/payment", json=GOOD_CARD)
    sent = await manager.post(f"{order}/fulfilment", json={"tracking": "Post 1"})
    assert (sent.status_code, sent.json()["tracking"]) == (200, "Post 1")
    assert (await buyer.post(f"{order}/refunds", json={"reason": "mine"})).status_code == 403
    key = {"idempotency-key": "r1"}
    wrong = {"amount_minor": 2_001, "reason": "x"}
    refused = await manager.post(f"{order}/refunds", json=wrong, headers=key)
    assert (refused.status_code, refused.json()["code"]) == (409, "refund.too_large")
    units = {"lines": [{"line": 1, "quantity": 1}], "reason": "x"}
    answers = [await manager.post(f"{order}/refunds", json=units, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (await buyer.get(order)).json()["status"] == "refunded"
