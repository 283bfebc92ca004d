"""Long lists are read a page at a time, and what a page asks of the database does not grow with what there is."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from commerce.tables import order_lines, orders
from kit.clock import utc_now
from kit.ids import new_id
from membership import store
from membership.people import Brand
from streams import store as streams
from streams.show import Show, ShowStatus
from tests.support.api import Api, Client
from tests.support.statements import statements_to

ENOUGH = 26
"""More than a page of any list has."""
PAGES = (
    "/",
    "/brands",
    "/brands?q=house",
    "/shows?status=scheduled",
    "/shows?status=scheduled&q=house",
    "/operator",
    "/operator/brands",
    "/host",
    "/host/brands/lumen/orders",
    "/host/brands/lumen/orders?q=root",
    "/orders",
)


async def add_brands(api: Api, *names: str, currency: str = "EUR") -> list[Brand]:
    """Brands, each with a show to come."""
    founded = [
        Brand(new_id(), f"brand-{new_id()}", name, "DE", currency, "de_DE", "", 200, ())
        for name in names
    ]
    async with api.dealcast.work.write() as tx:
        for brand in founded:
            await store.add_brand(tx, brand)
            await streams.add(tx, _show(brand))
    return founded


async def add_orders(api: Api, brand: Brand, buyer: str, count: int) -> None:
    """Orders of a buyer that were not paid in time."""
    ids = [new_id() for _ in range(count)]
    show_id, deal_id, product_id = new_id(), new_id(), new_id()
    async with api.dealcast.work.write() as tx:
        order = {
            "account_id": buyer, "brand_id": brand.id, "show_id": show_id, "status": "expired",
            "units": 1, "total_minor": 2_000, "currency": "EUR", "created_at": tx.now,
            "hold_expires_at": tx.now, "version": 2,
        }  # fmt: skip
        line = {
            "number": 1, "deal_id": deal_id, "product_id": product_id, "title": "Desk lamp",
            "quantity": 1, "unit_price_minor": 2_000, "list_price_minor": 2_500,
        }  # fmt: skip
        await tx.execute(insert(orders), [{**order, "id": order_id} for order_id in ids])
        await tx.execute(insert(order_lines), [{**line, "order_id": order_id} for order_id in ids])


def _show(brand: Brand) -> Show:
    at = utc_now() + timedelta(hours=1)
    return Show(
        new_id(), brand.id, "Evening show", "", ShowStatus.SCHEDULED, at, None, None, version=1
    )


@pytest.fixture
async def operator(api: Api) -> Client:
    return await api.operator()


async def test_pages_ask_no_more_of_the_database_the_more_there_is(
    api: Api, operator: Client
) -> None:
    brand = await api.brand("lumen")
    me = (await operator.get("/api/me")).json()["account_id"]

    async def asked() -> dict[str, int]:
        await add_brands(api, *["House of lamps"] * ENOUGH)
        await add_orders(api, brand, me, ENOUGH)
        counts = {}
        for page in PAGES:
            with statements_to(api.dealcast.work.database) as sent:
                answer = await operator.get(page, headers={"accept": "text/html"})
            assert answer.status_code == 200, page
            counts[page] = len(sent)
        return counts

    assert await asked() == await asked()


async def test_orders_of_a_buyer_are_shown_a_page_at_a_time(api: Api) -> None:
    buyer = await api.sign_up("mira")
    me = (await buyer.get("/api/me")).json()["account_id"]
    await add_orders(api, await api.brand("lumen"), me, 30)
    shown: list[str] = []
    page = "/orders"
    while page:
        text = (await buyer.get(page, headers={"accept": "text/html"})).text
        found = re.findall(r'class="card-cover" href="/orders/(\w+)"', text)
        assert 0 < len(found) <= 25
        shown += found
        older = re.search(r'href="(\?after=\w+)"', text)
        page = f"/orders{older[1]}" if older else ""
    assert shown == [order["id"] for order in (await buyer.get("/api/orders")).json()]


async def test_the_api_gives_a_hundred_brands_at_a_time(api: Api) -> None:
    guest = api.guest()
    founded = await add_brands(api, *(f"House {number:03}" for number in range(103)))
    first = (await guest.get("/api/brands")).json()
    rest = (await guest.get("/api/brands", params={"after": first[-1]["id"]})).json()
    assert [len(first), len(rest)] == [100, 3]
    assert [brand["id"] for brand in first + rest] == [brand.id for brand in founded]
    (found,) = (await guest.get("/api/brands", params={"q": "SE 042"})).json()
    assert found == (await guest.get("/api/brands", params={"id": found["id"]})).json()[0]
    assert (await guest.get("/api/brands", params={"id": "nobody"})).json() == []
    answer = await guest.get("/api/brands", params={"after": "x"})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["after"])


async def test_operators_issue_vouchers_in_each_currency_that_a_brand_sells_in(
    api: Api, operator: Client
) -> None:
    await add_brands(api, "Nordlicht", "Lumen")
    await add_brands(api, "Kumoi", currency="JPY")
    text = (await operator.get("/operator", headers={"accept": "text/html"})).text
    assert '"currencies":["EUR","JPY"]' in text
