"""Vouchers and quotes over HTTP, from the manager's desk to the buyer's explained total."""

from typing import Any

from commerce.quotes.exchange import Exchange
from commerce.quotes.price_lists import PriceLists
from commerce.quotes.quotes import Quotes
from commerce.quotes.routes import QuoteRoutes
from commerce.vouchers.routes import VoucherRoutes
from kit.auth import GUEST, Principal
from tests.support.slices import Unlimited, client_as
from tests.support.vouchers import VoucherDesk

from ..conftest import Shop


async def test_a_voucher_goes_from_the_managers_desk_into_a_quote(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    work = shop.world.work
    endpoints = [
        *VoucherRoutes(desk.issuing, desk.collecting).endpoints(),
        *QuoteRoutes(Quotes(work, Unlimited()), PriceLists(work), Exchange(work)).endpoints(),
    ]

    async def send(who: Principal, method: str, path: str, body: Any = None) -> Any:
        async with client_as(who, of=endpoints) as client:
            answer = await client.request(method, f"/api/{path}", json=body)
        return answer.status_code, answer.json()

    terms = {
        "title": "Ten percent",
        "kind": "percent",
        "rate_bp": 1_000,
        "scope": "brand",
        "how": "collect",
        "show_id": shop.show_id,
        "total_limit": 100,
        "budget_minor": 50_000,
        "starts_at_ms": desk.new().starts_at_ms,
        "ends_at_ms": desk.new().ends_at_ms,
    }
    desk_path = f"brands/{shop.brand.slug}/vouchers"
    assert (await send(buyer, "POST", desk_path, terms))[0] == 403
    status, made = await send(desk.manager, "POST", desk_path, terms)
    assert (status, made["budget_minor"], made["spent_minor"]) == (201, 50_000, 0)

    voucher_id = made["terms"]["id"]
    assert (await send(GUEST, "POST", f"vouchers/{voucher_id}/collection"))[0] == 401
    status, mine = await send(buyer, "POST", f"vouchers/{voucher_id}/collection")
    assert (status, mine["state"]) == (200, "ready")
    assert (await send(buyer, "GET", "me/vouchers"))[1] == [mine]
    assert (await send(buyer, "GET", f"shows/{shop.show_id}/vouchers"))[1] == [mine]

    cart = {
        "lines": [{"deal_id": (await shop.live_deal()).id, "quantity": 3}],
        "voucher_ids": [voucher_id],
    }
    status, quote = await send(buyer, "POST", "quotes", cart)
    assert (status, quote["total_minor"], quote["total_text"]) == (200, 5_400, "€54.00")
    assert quote["notes"][-1]["text"] == "“Ten percent” takes €6.00 off €60.00."

    assert (await send(desk.manager, "POST", f"vouchers/{voucher_id}/end"))[1]["is_ended"]
    status, quote = await send(buyer, "POST", "quotes", cart)
    assert (quote["total_minor"], quote["notes"][-1]["code"]) == (6_000, "voucher.over")
    status, problem = await send(desk.manager, "POST", desk_path, {**terms, "rate_bp": 0})
    assert (status, problem["code"], list(problem["fields"])) == (
        422,
        "voucher.bad_terms",
        ["rate_bp"],
    )
