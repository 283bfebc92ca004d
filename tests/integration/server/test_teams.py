"""Teams through the whole product: what follows a payment follows when the team is complete, the rooms hear of it, and workers are killed."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from commerce.payments.sandbox.tables import sandbox_charges, sandbox_refunds
from commerce.tables import deals, orders
from commerce.teams.tables import teams
from tests.support.api import Api, Client
from tests.support.counter import Counter
from tests.support.product import Festival, running_product, watching
from tests.support.waiting import until, until_told

from .test_presale import CARD, writing

TEAM = {"price_minor": 1_500, "size": 2, "minutes": 30}


async def test_points_rewards_and_scores_follow_when_the_team_is_complete(api: Api) -> None:
    manager = await api.staff("maria", await api.brand("lumen"), "manager")
    counter = await Counter.open(api, manager)
    leader, friend = await api.sign_up("sol"), await api.sign_up("mira")
    for buyer in (leader, friend):
        await buyer.put("/api/brands/lumen/membership")
    show = f"/api/shows/{counter.show_id}"
    challenge = await done(manager, f"{show}/challenges", {"title": "Who brings most"})
    await done(leader, f"/api/challenges/{challenge['id']}/teams", {"name": "Foxes"})
    deal = await team_deal(manager, leader, show)

    order = await done(leader, f"/api/deals/{deal['id']}/teams")
    await done(leader, f"/api/orders/{order['id']}/payment", CARD)
    team_id = order["team_id"]
    link = await done(leader, "/api/links", {"kind": "team", "target_id": team_id})
    opened = await friend.get(
        f"/s/{link['code']}", headers={"user-agent": "Mozilla/5.0 Firefox/130"}
    )
    assert f'href="/t/{team_id}' in opened.text
    page = (await friend.get(f"/t/{team_id}", headers={"accept": "text/html"})).text
    assert "sol buys" in page
    other = await done(friend, f"/api/teams/{team_id}/places")
    await api.dealcast.relay.drain()
    assert await score(manager, challenge) == 0
    assert (await wallet(leader))["pending"] == 0

    paid = await done(friend, f"/api/orders/{other['id']}/payment", CARD)
    assert paid["status"] in {"awaiting_team", "paid"}
    await api.dealcast.relay.drain()
    for buyer, one in ((leader, order), (friend, other)):
        answer = (await buyer.get(f"/api/orders/{one['id']}")).json()
        assert (answer["status"], answer["total_minor"]) == ("paid", 1_500)
    assert (await leader.get(f"/api/teams/{team_id}")).json()["status"] == "complete"
    [reward] = (await leader.get("/api/links")).json()["rewards"]
    assert reward["order_number"] == other["number"]
    await until_told(partial(has_score, manager, challenge, 6))  # own 1, and a friend's 5


async def has_score(client: Client, challenge: dict[str, Any], wanted: int) -> bool:
    return await score(client, challenge) == wanted


async def score(client: Client, challenge: dict[str, Any]) -> int:
    [team] = (await client.get(f"/api/challenges/{challenge['id']}")).json()["teams"]
    return int(team["score"])


async def wallet(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/api/me/wallets/lumen")).json()
    return found


async def team_deal(manager: Client, buyer: Client, show: str) -> dict[str, Any]:
    [lamp] = (await buyer.get(f"{show}/deals")).json()
    terms = {"product_id": lamp["product_id"], "price_minor": 2_000, "stock": 5, "team": TEAM}
    deal = await done(manager, f"{show}/deals", terms)
    return await done(manager, f"/api/deals/{deal['id']}/drop")


async def done(client: Client, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = await client.post(path, json=body) if body is not None else await client.post(path)
    assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
    content: dict[str, Any] = answer.json()
    return content


async def test_a_worker_that_is_killed_refunds_each_member_once_with_the_next(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start()
        festival = await Festival.begin(product, url)
        host = await festival.person("host", "host")
        show_id = await festival.live_show(host)
        deal_id = await festival.live_deal(host, show_id, stock=40, team={**TEAM, "size": 5})
        leaders = await festival.people(4)
        for leader in leaders:
            order = await festival.done(leader, "POST", f"/api/deals/{deal_id}/teams")
            await festival.done(leader, "POST", f"/api/orders/{order['id']}/payment", json=CARD)
        async with watching(url, show_id, leaders[0]) as watcher:
            await watcher.until("welcome")
            async with writing(database_url) as tx:
                await tx.execute(update(teams).values(fills_by=tx.now - timedelta(seconds=1)))
            await product.kill(await product.start("--worker"))
            product.start_worker()
            await until_told(partial(_all_money_is_back, database_url))
            await until(lambda: watcher.of("my_order")[-1]["order"]["status"] == "cancelled")
        async with writing(database_url) as tx:
            assert await tx.scalar(select(deals.c.sold).where(deals.c.id == deal_id)) == 0
            left = select(func.count()).where(orders.c.status != "cancelled")
            assert await tx.scalar(left) == 0
            assert await tx.scalar(select(func.count()).select_from(sandbox_refunds)) == 4


async def _all_money_is_back(database_url: str) -> bool:
    async with writing(database_url) as tx:
        taken = await tx.scalar(
            select(func.sum(sandbox_charges.c.amount_minor)).where(
                sandbox_charges.c.status == "charged"
            )
        )
        returned = await tx.scalar(select(func.sum(sandbox_refunds.c.amount_minor)))
        return bool(returned == taken == 4 * TEAM["price_minor"])
