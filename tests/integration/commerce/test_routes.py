"""Commerce over HTTP: what a browser sends, and what it is answered."""

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request

from commerce.payments.routes import PaymentRoutes
from commerce.routes import CommerceRoutes
from kit.auth import GUEST, Principal
from kit.http import starlette_routes

from .conftest import Shop

GOOD_CARD = {"number": "4242 4242 4242 4242", "expiry": "12/30", "cvc": "123"}
DECLINED_CARD = {**GOOD_CARD, "number": "4000 0000 0000 0002"}


class Browser:
    """Sends requests as one person or another."""

    def __init__(self, shop: Shop) -> None:
        routes = CommerceRoutes(
            shop.catalogue, shop.hosting, shop.checkout, shop.moments, lambda _request: "a-click"
        )
        payments = PaymentRoutes(
            shop.gateways,
            shop.paying,
            shop.refunding,
            shop.fulfilling,
            shop.notices,
            shop.sandbox,
        )
        app = Starlette(routes=starlette_routes([*routes.endpoints(), *payments.endpoints()]))

        async def identified(scope, receive, send):  # type: ignore[no-untyped-def]
            handle = Request(scope).headers.get("x-who", "")
            scope.setdefault("state", {})["principal"] = self.people.get(handle, GUEST)
            await app(scope, receive, send)

        self.people = {str(shop.host.handle): shop.host}
        self.client = AsyncClient(transport=ASGITransport(identified), base_url="http://test")

    async def send(self, who: Principal, method: str, path: str, body=None, **headers: str):  # type: ignore[no-untyped-def]
        self.people[str(who.handle)] = who
        return await self.client.request(
            method, f"/api/{path}", json=body, headers={"x-who": str(who.handle), **headers}
        )


@pytest.fixture
def browser(shop: Shop) -> Browser:
    return Browser(shop)


async def test_a_deal_goes_from_the_catalogue_to_a_paid_order(
    shop: Shop, browser: Browser, buyer: Principal
) -> None:
    await shop.product(title="Desk lamp")
    found = await browser.send(GUEST, "GET", f"brands/{shop.brand.slug}/products?q=lamp")
    new = {"product_id": found.json()[0]["id"], "price_minor": 2_000, "stock": 3}
    added = await browser.send(shop.host, "POST", f"shows/{shop.show_id}/deals", new)
    deal = f"deals/{added.json()['id']}"
    changed = await browser.send(shop.host, "PATCH", deal, {"stock": 4})
    dropped = await browser.send(shop.host, "POST", f"{deal}/drop")
    pinned = await browser.send(shop.host, "POST", f"{deal}/pin")
    claimed = await browser.send(buyer, "POST", f"{deal}/claims", {"quantity": 1})
    order = f"orders/{claimed.json()['id']}"
    paid = await browser.send(buyer, "POST", f"{order}/payment", GOOD_CARD)
    board = await browser.send(shop.host, "GET", f"shows/{shop.show_id}/board")
    ended = await browser.send(shop.host, "POST", f"{deal}/end")

    answers = [found, added, changed, dropped, pinned, claimed, paid, board, ended]
    assert [answer.status_code for answer in answers] == [
        200, 201, 200, 200, 200, 201, 200, 200, 200,
    ]  # fmt: skip
    assert (paid.json()["status"], board.json()["revenue_minor"]) == ("paid", 2_000)
    assert (await browser.send(buyer, "GET", order)).json() == paid.json()
    assert (await browser.send(buyer, "GET", "orders")).json() == [paid.json()]
    facts = await shop.checkout.order_facts(claimed.json()["id"])
    assert facts.referral_token == "a-click"


async def test_the_same_claim_sent_again_gives_the_same_order(
    shop: Shop, browser: Browser, buyer: Principal
) -> None:
    path = f"deals/{(await shop.live_deal()).id}/claims"
    first, again = [
        await browser.send(buyer, "POST", path, {}, **{"idempotency-key": "k"}) for _ in range(2)
    ]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await browser.send(buyer, "POST", path, {"quantity": 2}, **{"idempotency-key": "k"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.key_reused")


async def test_a_declined_card_is_a_problem_that_says_what_to_do(
    shop: Shop, browser: Browser, buyer: Principal
) -> None:
    order = await shop.claim(buyer, await shop.live_deal())
    answer = await browser.send(buyer, "POST", f"orders/{order.id}/payment", DECLINED_CARD)
    assert (answer.status_code, answer.json()["code"]) == (402, "payment.declined")
    assert "another card" in answer.json()["detail"]
    cancelled = await browser.send(buyer, "POST", f"orders/{order.id}/cancellation")
    assert cancelled.json()["status"] == "cancelled"


async def test_a_price_above_the_list_price_is_refused_at_its_field(
    shop: Shop, browser: Browser
) -> None:
    new = {"product_id": (await shop.product()).id, "price_minor": 9_999, "stock": 3}
    answer = await browser.send(shop.host, "POST", f"shows/{shop.show_id}/deals", new)
    assert (answer.status_code, answer.json()["code"]) == (422, "deal.price_above_list")
    assert "50.00" in answer.json()["fields"]["price_minor"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "deals/{id}/claims", 401),
        ("GET", "orders", 401),
        ("POST", "deals/{id}/drop", 401),
        ("GET", "shows/{id}/deals", 404),
    ],
)
async def test_a_guest_is_answered_with_what_a_guest_may_know(
    browser: Browser, method: str, path: str, status: int
) -> None:
    answer = await browser.send(GUEST, method, path.format(id="0" * 20))
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["deals/{id}/drop", "deals/{id}/pin", "orders/{id}"])
@pytest.mark.parametrize("unknown", ["0" * 20, "nonsense", "%00", "a" * 500])
async def test_what_does_not_exist_is_not_found(
    shop: Shop, browser: Browser, path: str, unknown: str
) -> None:
    method = "GET" if path.startswith("orders") else "POST"
    answer = await browser.send(shop.host, method, path.format(id=unknown))
    assert answer.status_code == 404


async def test_a_queued_deal_is_removed(shop: Shop, browser: Browser) -> None:
    deal = await shop.queued_deal()
    answer = await browser.send(shop.host, "DELETE", f"deals/{deal.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    listed = await browser.send(shop.host, "GET", f"shows/{shop.show_id}/deals")
    assert listed.json() == []
    assert (await browser.send(shop.host, "GET", f"shows/{shop.show_id}/orders")).json() == []
    live = await shop.live_deal()
    assert (await browser.send(shop.host, "POST", f"deals/{live.id}/unpin")).status_code == 200
