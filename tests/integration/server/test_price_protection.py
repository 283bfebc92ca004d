"""A cheaper drop reaches who bought before, through the whole product: outbox, worker, gateway and socket."""

from functools import partial
from pathlib import Path

from kit.ids import new_id
from tests.support.product import Festival, Someone, Watcher, running_product, watching
from tests.support.waiting import until, until_told

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}


async def test_the_buyer_hears_of_the_lower_price_and_the_room_of_the_lowest(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--worker")
        festival = await Festival.begin(product, url)
        host = await festival.person("host", "host")
        buyer = await festival.person("buyer")
        show_id = await festival.live_show(host)
        order_id = await _bought(festival, buyer, await festival.live_deal(host, show_id))
        async with watching(url, show_id, buyer) as watcher:
            await watcher.until("welcome")
            terms = {"price_minor": 1_500, "is_lowest_price": True}
            cheaper = await festival.live_deal(host, show_id, **terms)
            frame = await watcher.until("my_price_lowered")
            assert frame["order"]["id"] == order_id
            [lowered] = frame["order"]["lowered"]
            assert (lowered["price_minor"], lowered["amount_minor"]) == (1_500, 400)
            assert (cheaper, True) in _announced(watcher)
            await until(
                lambda: any(
                    told["order"]["refunded_minor"] == 400 for told in watcher.of("my_order")
                )
            )

            await festival.live_deal(host, show_id, price_minor=1_400)
            await until(lambda: (cheaper, False) in _announced(watcher))


async def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start()
        festival = await Festival.begin(product, url)
        host = await festival.person("host", "host")
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id, stock=40)
        buyers = await festival.people(20)
        orders = {buyer: await _bought(festival, buyer, deal_id) for buyer in buyers}
        await festival.live_deal(host, show_id, price_minor=1_500)
        for _ in range(2):
            await product.kill(await product.start("--worker"))
        await product.start("--worker")
        for buyer, order_id in orders.items():
            await until_told(partial(_is_lowered, festival, buyer, order_id))


async def _bought(festival: Festival, buyer: Someone, deal_id: str) -> str:
    order = (await festival.claim(buyer, deal_id, new_id())).json()
    await festival.done(buyer, "POST", f"/api/orders/{order['id']}/payment", json=CARD)
    return str(order["id"])


def _announced(watcher: Watcher) -> list[tuple[str, bool]]:
    """Of which deals the room was told, and whether at the lowest price."""
    deals = [frame["deal"] for frame in watcher.of("deal")]
    return [(deal["id"], deal["is_lowest_price"]) for deal in deals]


async def _is_lowered(festival: Festival, buyer: Someone, order_id: str) -> bool:
    """Whether the difference went back, which must not happen twice."""
    order = await festival.done(buyer, "GET", f"/api/orders/{order_id}")
    assert len(order["refunds"]) <= 1
    assert order["refunded_minor"] in {0, 400}
    return bool(order["refunded_minor"])
