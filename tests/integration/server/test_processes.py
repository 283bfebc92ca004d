"""Several web processes over one database and one Redis."""

import asyncio
from pathlib import Path

from tests.support.product import Festival, running_product, watching

CLAIMANTS = 200
STOCK = 20


async def test_two_processes_share_one_room(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path, redis_url) as product:
        here, there = await product.start("--worker"), await product.start()
        festival = await Festival.begin(product, here)
        host, mira = await festival.person("host", role="host"), await festival.person("mira")
        show_id = await festival.live_show(host)
        async with (
            watching(here, show_id, host) as at_host,
            watching(there, show_id, mira) as at_mira,
        ):
            await at_host.until("welcome")
            await at_mira.until("welcome")
            deal_id = await festival.live_deal(host, show_id)
            assert (await at_mira.until("deal"))["deal"]["id"] == deal_id
            await at_mira.send({"t": "say", "ref": "1", "text": "from over there"})
            assert (await at_host.until("message"))["message"]["text"] == "from over there"
            assert (await festival.claim(mira, deal_id, "k", url=here)).status_code == 201
            assert (await at_mira.until("my_order"))["order"]["buyer_handle"] == mira.handle
            while at_host.of("audience")[-1:] == [] or at_host.of("audience")[-1]["count"] != 2:
                await at_host.until("audience", len(at_host.of("audience")) + 1)


async def test_a_race_over_two_processes_sells_the_stock_and_not_one_more(
    postgresql_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with running_product(postgresql_url, tmp_path, redis_url) as product:
        urls = [await product.start("--worker"), await product.start()]
        festival = await Festival.begin(product, urls[0])
        host = await festival.person("host", role="host")
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id, stock=STOCK)
        people = await festival.people(CLAIMANTS)
        answers = await asyncio.gather(
            *(
                festival.claim(person, deal_id, "the one", url=urls[number % 2])
                for number, person in enumerate(people)
            )
        )
        won = [answer.json() for answer in answers if answer.status_code == 201]
        lost = [answer.json() for answer in answers if answer.status_code != 201]
        board = await festival.done(host, "GET", f"/api/shows/{show_id}/board")
        (deal,) = await festival.done(host, "GET", f"/api/shows/{show_id}/deals")
    assert (
        len({order["id"] for order in won})
        == len({order["buyer_handle"] for order in won})
        == STOCK
    )
    assert {problem["code"] for problem in lost} == {"deal.sold_out"}
    assert len(lost) == CLAIMANTS - STOCK
    assert (board["claims"], deal["stock_left"]) == (STOCK, 0)
