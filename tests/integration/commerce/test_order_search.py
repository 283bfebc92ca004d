"""A brand's orders are found by what people know of them, page by page or as a file."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from commerce import order_search
from commerce.errors import TooManyOrders
from commerce.order_filter import OrderFilter, parsed
from commerce.order_routes import OrderRoutes
from commerce.order_search import PAGE, OrderSearch
from commerce.order_status import OrderStatus
from commerce.views import OrderView
from kit.auth import GUEST, Principal
from kit.errors import Forbidden, Invalid, NotSignedIn
from kit.ids import new_id
from membership.errors import NoSuchBrand
from tests.support.slices import client_as
from tests.support.statements import statements_to

from .conftest import GOOD_CARD, Shop


@pytest.fixture
def search(shop: Shop) -> OrderSearch:
    return OrderSearch(shop.world.work)


async def found(search: OrderSearch, shop: Shop, **query: str) -> list[str]:
    wanted = parsed({name.rstrip("_"): value for name, value in query.items()})
    page = await search.page(shop.host, shop.brand.slug, wanted)
    return [order.id for order in page.orders]


async def order_of(shop: Shop, handle: str, title: str) -> OrderView:
    buyer = await shop.world.person(handle)
    product = await shop.product(title=title)
    order = await shop.claim(buyer, await shop.live_deal(product_id=product.id))
    shop.world.pass_time(timedelta(hours=1))
    return order


async def test_orders_are_found_by_number_buyer_and_product(
    shop: Shop, search: OrderSearch
) -> None:
    lamp = await order_of(shop, "Mina_K", "Wärmelampe 100%")
    mug = await order_of(shop, "tomasz", "Enamel mug")
    assert await found(search, shop) == [mug.id, lamp.id]
    for text in (
        "WÄRME",
        "100%",
        "mina",
        "@Mina_K",
        "na_k",
        lamp.number,
        lamp.number.lower(),
        lamp.id,
    ):
        assert await found(search, shop, q=text) == [lamp.id], text
    assert await found(search, shop, q=mug.number[:4] + mug.number[5:]) == [mug.id]
    assert await found(search, shop, q="%") == [lamp.id]
    assert await found(search, shop, q="_") == [lamp.id]
    for nothing in ("%%", "minaxk", "0000-0000", "'; --", "Wärme%"):
        assert await found(search, shop, q=nothing) == [], nothing


async def test_who_looks_for_a_buyer_has_no_lines_of_others_looked_at(
    shop: Shop, search: OrderSearch
) -> None:
    lamp = await order_of(shop, "Mina_K", "Desk lamp")
    for text, looks in (("mina", False), ("lamp", True)):
        with statements_to(shop.world.work.database) as sent:
            assert await found(search, shop, q=text) == [lamp.id]
        (searching,) = [each for each in sent if "FROM orders" in each]
        assert ("order_line" in searching) == looks


async def test_orders_are_filtered_by_status_show_and_day(shop: Shop, search: OrderSearch) -> None:
    first = await order_of(shop, "mina", "Desk lamp")
    buyer = await shop.world.person("tomasz")
    shop.world.pass_time(timedelta(days=1))
    second = await shop.claim(buyer, await shop.live_deal())
    await shop.checkout.pay(buyer, second.id, GOOD_CARD, None)
    await shop.checkout.expire_holds()
    status = OrderStatus.PAID.value
    assert await found(search, shop, status=status) == [second.id]
    assert await found(search, shop, status="expired") == [first.id]
    assert await found(search, shop, status="cancelled") == []
    assert await found(search, shop, show=shop.show_id) == [second.id, first.id]
    assert await found(search, shop, show=new_id()) == []
    assert await found(search, shop, from_="2026-11-12") == [second.id]
    assert await found(search, shop, to="2026-11-11") == [first.id]
    assert await found(search, shop, from_="2026-11-11", to="2026-11-12", q="lamp") == [
        second.id,
        first.id,
    ]


async def test_another_brands_orders_are_never_found(shop: Shop, search: OrderSearch) -> None:
    order = await order_of(shop, "mina", "Desk lamp")
    other = await shop.world.brand()
    host = await shop.world.person("other_host", other, "host")
    for text in ("", "mina", order.number, order.id):
        page = await search.page(host, other.slug, OrderFilter(text=text))
        assert page.orders == []


async def test_pages_follow_each_other_without_gap_or_repetition(
    shop: Shop, search: OrderSearch
) -> None:
    deal = await shop.live_deal(stock=PAGE * 2)
    people = await shop.buyers(PAGE + 7)  # all at the same moment
    made = [(await shop.claim(who, deal)).id for who in people]
    first = await search.page(shop.host, shop.brand.slug, OrderFilter())
    assert len(first.orders) == PAGE
    await order_of(shop, "late", "Mug")
    rest = await search.page(shop.host, shop.brand.slug, OrderFilter(), first.next)
    assert rest.next is None
    assert [order.id for order in (*first.orders, *rest.orders)] == sorted(made, reverse=True)
    beyond = await search.page(shop.host, shop.brand.slug, OrderFilter(), new_id())
    assert beyond.orders == []
    with pytest.raises(Invalid):
        await search.page(shop.host, shop.brand.slug, OrderFilter(), "nonsense")


async def test_the_file_has_everything_that_was_found_in_batches(
    shop: Shop, search: OrderSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_search, "EXPORT_BATCH", 3)
    deal = await shop.live_deal(stock=50)
    for who in await shop.buyers(8):
        await shop.claim(who, deal)
    pieces = [
        piece async for piece in await search.export(shop.host, shop.brand.slug, OrderFilter())
    ]
    assert len(pieces) == 4
    rows = list(csv.DictReader(StringIO("".join(pieces).removeprefix("\ufeff"))))
    assert sorted(row["buyer"] for row in rows) == [f"buyer_{number}" for number in range(8)]
    assert {row["unit_price"] for row in rows} == {"20.00"}
    monkeypatch.setattr(order_search, "EXPORT_MOST", 7)
    with pytest.raises(TooManyOrders):
        await search.export(shop.host, shop.brand.slug, OrderFilter())
    some = OrderFilter(text="buyer_3", since=datetime(2026, 11, 11, tzinfo=UTC))
    assert (
        len([piece async for piece in await search.export(shop.host, shop.brand.slug, some)]) == 2
    )


async def test_only_the_brands_hosts_see_them(shop: Shop, search: OrderSearch) -> None:
    other = await shop.world.brand()
    stranger = await shop.world.person("stranger", other, "manager")
    moderator = await shop.world.person("moderator", shop.brand, "moderator")
    people: list[tuple[Principal, type[Exception]]] = [
        (GUEST, NotSignedIn),
        (stranger, Forbidden),
        (moderator, Forbidden),
    ]
    for who, refusal in people:
        with pytest.raises(refusal):
            await search.page(who, shop.brand.slug, OrderFilter())
        with pytest.raises(refusal):
            await search.export(who, shop.brand.slug, OrderFilter())
    with pytest.raises(NoSuchBrand):
        await search.page(shop.host, "nobody", OrderFilter())


async def test_the_file_comes_over_http_under_a_name(shop: Shop, search: OrderSearch) -> None:
    await order_of(shop, "mina", "Desk lamp")
    client = client_as(shop.host, of=OrderRoutes(search).endpoints())
    answer = await client.get(f"/api/brands/{shop.brand.slug}/orders.csv?q=lamp")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="orders-{shop.brand.slug}.csv"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbforder_number,")
    assert b"Desk lamp" in answer.content
    page = await client.get(f"/api/brands/{shop.brand.slug}/orders?status=lost")
    assert (page.status_code, list(page.json()["fields"])) == (422, ["status"])
    await client.aclose()
