"""The application on a loopback port, with a small festival on it whose ids are known."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from commerce.products import Product
from commerce.store.products import add_product
from kit.clock import to_ms, utc_now
from kit.ids import new_id
from kit.settings import Settings
from membership.passwords import cheap_passwords
from membership.people import Brand
from membership.routes import SESSION_COOKIE
from server.app import serving
from server.wiring import Dealcast
from tests.support.api import PASSWORD, SECRET, Api, Client, running_api
from tests.support.server_thread import serving_in_thread

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/30", "cvc": "123"}

NOBODY = "http://127.0.0.1:9/hooks"


@dataclass(frozen=True)
class Site:
    """Where it is, who is signed in, and what there is to name."""

    url: str
    sessions: dict[str, str]
    """Cookies of a `member` and an `operator`, and a `spare` one that may be ended."""
    known: dict[str, list[Any]]
    """What exists or would be taken, by the name of a parameter or field."""


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    for url in _databases(request, tmp_path_factory):
        sessions, known = asyncio.run(_fill(url))
        dealcast = Dealcast(Settings(url, None, SECRET, None), cheap_passwords())
        with capture_logs(), serving_in_thread(serving(dealcast, has_worker=True)) as base_url:
            yield Site(base_url, sessions, known)


def _databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A migrated database for the module."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("contract") / "dealcast.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield f"sqlite+aiosqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres_server")
        name = server.create_database(template=request.getfixturevalue("postgresql_template"))
        yield server.url_of(name)
        server.drop_database(name)


async def _fill(url: str) -> tuple[dict[str, str], dict[str, list[Any]]]:
    async with running_api(url) as api:
        people = {
            "operator": await api.operator("root"),
            "member": await api.sign_up("iris"),
            "spare": api.guest(),
        }
        await people["spare"].sign_in("root")
        known = await _known(api, people["operator"])
        return {who: client.cookies[SESSION_COOKIE] for who, client in people.items()}, known


async def _known(api: Api, operator: Client) -> dict[str, list[Any]]:
    brand = await api.brand("lumen")
    mira = await api.sign_up("mira")
    await mira.put("/api/brands/lumen/membership")
    product = Product(new_id(), brand.id, "Desk lamp", "It lights a desk.", "lamp", 5_000)
    async with api.dealcast.work.write() as tx:
        await add_product(tx, product)
    shows = [await _show(operator, brand) for _ in range(6)]
    live = shows[:4]
    for show in live:
        await _done(operator, f"/api/shows/{show}/start")
    terms = {"product_id": product.id, "price_minor": 2_000, "stock": 50, "per_buyer_limit": 5}
    deals = [await _made(operator, f"/api/shows/{show}/deals", terms) for show in live * 2]
    for deal in deals[:6]:
        await _done(operator, f"/api/deals/{deal}/drop")
    orders = [await _made(operator, f"/api/deals/{deal}/claims", {}) for deal in deals[:6]]
    await _done(operator, f"/api/orders/{orders[0]}/payment", CARD)
    vouchers = await _vouchers(operator, live[0])
    me = (await mira.get("/api/me")).json()
    principal = await api.dealcast.accounts.principal_of(
        api.dealcast.cookies.session.unsign(mira.cookies[SESSION_COOKIE])
    )
    hooks = "/api/brands/lumen/webhooks"
    webhooks = [(await _done(operator, hooks, {"url": NOBODY}))["webhook"]["id"] for _ in range(4)]
    sent = [await _made(operator, f"{hooks}/{webhook}/test", {}) for webhook in webhooks]
    messages = [(await api.dealcast.chat.say(principal, show, "hello")).id for show in live]
    return {
        "slug": ["lumen"],
        "brand": ["lumen"],
        "brand_id": [brand.id],
        "product_id": [product.id],
        "show_id": shows,
        "deal_id": deals,
        "order_id": orders,
        "target_id": [*shows, *deals],
        "message_id": messages,
        "voucher_id": vouchers,
        "voucher_ids": [[vouchers[0]], vouchers[:2]],
        "code": ["WELCOME"],
        "codes": [["WELCOME"]],
        "lines": [
            [{"deal_id": deals[0], "quantity": 2}],
            [{"deal_id": deals[0]}, {"order_id": orders[1]}],
        ],
        "rates": [{"EUR": "1", "USD": "1.0837"}],
        "starts_at_ms": [to_ms(utc_now())],
        "ends_at_ms": [to_ms(utc_now() + timedelta(days=1))],
        "locale": ["de_DE"],
        "q": ["lamp", "root"],
        "show": shows,
        "from": ["2026-01-01"],
        "to": ["2100-01-01"],
        "after": [orders[-1]],
        "webhook_id": webhooks,
        "delivery_id": sent,
        "url": [NOBODY],
        "state": ["pending", "delivered", "failed"],
        "before": [max(sent)],
        "account_id": [me["account_id"]],
        "handle": ["mira", "root", "noor"],
        "login": ["mira", "mira@example.com"],
        "email": ["noor@example.com"],
        "password": [PASSWORD],
        "status": ["live", "scheduled", "ended", "cancelled"],
        "title": ["Morning show"],
        "scheduled_at_ms": [to_ms(utc_now() + timedelta(hours=2))],
        "price_minor": [1_900],
        "quantity": [1],
        "line": [1],
        "amount_minor": [1, 2_000],
        "reason": ["It came back"],
        "gateway": ["sandbox"],
        "min_tier_rank": [0, 2],
        **{name: [value] for name, value in CARD.items()},
    }


async def _show(operator: Client, brand: Brand) -> str:
    start = to_ms(utc_now() + timedelta(hours=1))
    new = {"brand_id": brand.id, "title": "Evening show", "scheduled_at_ms": start}
    return await _made(operator, "/api/shows", new)


async def _vouchers(operator: Client, show_id: str) -> list[str]:
    """One to collect, one with a code, one to grant, and others that may be ended."""
    terms = {
        "title": "Ten off",
        "kind": "fixed",
        "amount_minor": 1_000,
        "scope": "brand",
        "starts_at_ms": to_ms(utc_now()),
        "ends_at_ms": to_ms(utc_now() + timedelta(days=1)),
    }
    ways = [
        {"how": "collect", "show_id": show_id},
        {"how": "code", "code": "WELCOME"},
        {"how": "grant"},
        {"how": "everyone"},
    ]
    made = [
        await _done(operator, "/api/brands/lumen/vouchers", {**terms, **way})
        for way in (*ways, *ways[2:])
    ]
    return [str(voucher["terms"]["id"]) for voucher in made]


async def _made(client: Client, path: str, body: dict[str, Any]) -> str:
    return str((await _done(client, path, body))["id"])


async def _done(client: Client, path: str, body: dict[str, Any] | None = None) -> Any:
    answer = await client.post(path, json=body)
    assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
    return answer.json()
