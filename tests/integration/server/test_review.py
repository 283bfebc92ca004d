"""From an odd order to a decision about its reward, through the whole product: traces, cards, outbox, pages and events."""

from typing import Any

import pytest
from sqlalchemy import select

from kit.ids import new_id
from share.events import RewardCorrected, RewardsEarned
from share.review.events import RewardHeld
from share.tables import links
from tests.support.api import Api, Client
from tests.support.counter import Counter
from tests.support.waiting import until_told

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
OTHER_CARD = {**CARD, "number": "5555 5555 5555 4444"}
BROWSER = {"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36"}
CASES = "/api/review/cases"


class Shop:
    """A brand's manager, somebody who shares its show, and orders that come by the link."""

    def __init__(self, api: Api, counter: Counter, manager: Client, sharer: Client) -> None:
        self.api = api
        self.counter = counter
        self.manager = manager
        self.sharer = sharer

    async def share(self) -> str:
        target = {"kind": "show", "target_id": self.counter.show_id}
        answer = await self.sharer.post("/api/links", json=target, headers=BROWSER)
        return str(answer.json()["code"])

    async def buy(self, friend: Client, code: str | None, card: dict[str, str]) -> str:
        """The order's path."""
        if code is not None:
            await friend.get(f"/s/{code}", headers=BROWSER)
        order = await self.counter.claim(friend)
        paid = await friend.post(f"{order}/payment", json=card)
        assert paid.status_code == 200, paid.text
        return order

    async def waiting(self) -> int:
        answer = await self.manager.get("/api/review/waiting?brand=lumen")
        return int(answer.json()["waiting"])

    async def cases(self, status: str = "waiting") -> list[dict[str, Any]]:
        answer = await self.manager.get(f"{CASES}?brand=lumen&status={status}")
        found: list[dict[str, Any]] = answer.json()["cases"]
        return found

    async def reward(self) -> dict[str, Any]:
        """The sharer's newest."""
        rewards = (await self.sharer.get("/api/links")).json()["rewards"]
        return dict(rewards[0]) if rewards else {}


@pytest.fixture
async def shop(api: Api) -> Shop:
    manager = await api.staff("maria", await api.brand("lumen"), "manager")
    sharer = await api.sign_up("sol")
    await sharer.put("/api/brands/lumen/membership")
    return Shop(api, await Counter.open(api, manager), manager, sharer)


async def test_a_card_that_both_paid_with_holds_the_reward_until_it_is_released(
    shop: Shop,
) -> None:
    await shop.buy(shop.sharer, None, CARD)
    code, friend = await shop.share(), await shop.api.sign_up("friend")
    await shop.buy(friend, code, CARD)
    await until_told(_is_waiting(shop, 1))
    [case] = await shop.cases()
    assert [finding["rule"] for finding in case["findings"]] == ["same_card"]
    assert (case["sharer_handle"], case["friend_handle"]) == ("sol", "friend")
    assert (await shop.reward())["is_held"] is True

    path = f"{CASES}/{case['reward_id']}/decision"
    assert (await shop.sharer.post(path, json=_decision("release"))).status_code == 403
    assert (await shop.manager.post(path, json=_decision("release", " "))).status_code == 422
    decided = await shop.manager.post(path, json=_decision("release"))
    assert (decided.status_code, decided.json()["status"]) == (200, "released")
    again = await shop.manager.post(path, json=_decision("refuse"))
    assert (again.status_code, again.json()["code"]) == (409, "review.decided")
    assert again.json()["detail"] == "maria released the reward."
    reward = await shop.reward()
    assert (reward["is_held"], reward["status"]) == (False, "pending")


async def test_two_accounts_of_one_browser_are_seen_and_others_are_not(shop: Shop) -> None:
    code = await shop.share()
    stranger = await shop.api.sign_up("stranger")
    await shop.buy(stranger, code, CARD)
    await until_told(_is_rewarded(shop, 1))
    # The same browser: the cookie stays when somebody else signs in.
    friend = await shop.api.sign_up("friend")
    friend.cookies.set("dc_visitor", shop.sharer.cookies["dc_visitor"])
    await shop.buy(friend, code, OTHER_CARD)
    await until_told(_is_waiting(shop, 1))
    [case] = await shop.cases()
    assert case["friend_handle"] == "friend"
    assert [finding["rule"] for finding in case["findings"]] == ["same_browser"]


async def test_events_that_are_delivered_again_change_nothing(shop: Shop) -> None:
    await shop.buy(shop.sharer, None, CARD)
    code, friend = await shop.share(), await shop.api.sign_up("friend")
    order = await shop.buy(friend, code, CARD)
    await until_told(_is_waiting(shop, 1))
    refund = {"reason": "Broken on arrival."}
    assert (await shop.manager.post(f"{order}/refunds", json=refund)).is_success
    await until_told(_is_waiting(shop, 0))
    [closed] = await shop.cases("decided")
    assert (closed["status"], closed["decision"]["by"]) == ("closed", None)

    named = {
        "reward_id": closed["reward_id"],
        "link_code": code,
        "account_id": (await shop.sharer.get("/api/me")).json()["account_id"],
        "order_id": closed["order_id"],
    }
    for _ in range(3):
        async with shop.api.dealcast.work.write() as tx:
            link_id = await tx.scalar(select(links.c.id).where(links.c.code == code))
            tx.emit(RewardsEarned(reward_ids=[closed["reward_id"]], link_ids=[link_id]))
            for kind in (RewardCorrected, RewardHeld):
                tx.emit(kind(**named))
    await shop.api.dealcast.relay.drain()
    assert await shop.cases("decided") == [closed]
    assert await shop.waiting() == 0


async def test_the_pages_are_for_the_brands_managers_and_for_operators(shop: Shop) -> None:
    page, all_brands = "/host/brands/lumen/review", "/operator/review"
    operator, host = await shop.api.operator(), shop.api.guest()
    html = {"accept": "text/html"}
    assert (await host.get(page, headers=html)).status_code == 303
    assert (await shop.sharer.get(page, headers=html)).status_code == 403
    assert (await shop.manager.get(page, headers=html)).status_code == 200
    assert (await shop.manager.get(all_brands, headers=html)).status_code == 403
    assert (await shop.manager.get(CASES)).status_code == 403
    for path in (page, all_brands, CASES):
        assert (await operator.get(path, headers=html)).status_code == 200
    for query in ("rule=none", "older_than_h=x", "status=some", "after=1", f"after={new_id()}x"):
        assert (await operator.get(f"{CASES}?{query}")).status_code == 422


def _decision(action: str, reason: str = "A family with one card") -> dict[str, str]:
    return {"action": action, "reason": reason}


def _is_waiting(shop: Shop, count: int) -> Any:
    async def is_so() -> bool:
        return await shop.waiting() == count

    return is_so


def _is_rewarded(shop: Shop, count: int) -> Any:
    async def is_so() -> bool:
        return len((await shop.sharer.get("/api/links")).json()["rewards"]) == count

    return is_so
