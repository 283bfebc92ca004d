"""A stampede on one deal: more buyers than units, who claim, pay with a voucher whose budget is too small for all of them,
give up, and get their money back.

Whoever gets no answer, or is told that the server is in trouble, asks again under the same key, as clients do. What was
acknowledged is remembered, so that it can be held against what is there in the end.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from httpx2 import HTTPError, Response

from kit.auth import Signer
from kit.clock import utc_now
from kit.ids import new_id
from server.cookies import REFERRAL_LASTS
from share.store import clicks as store_clicks
from share.store import links as store_links
from tests.support.product import SECRET, Festival, Product, Someone
from tests.support.waiting import until

BUYERS, STOCK = 60, 45
PRICE_MINOR, OFF_MINOR = 1_900, 100
VOUCHERS = 12
"""For so many the budget lasts: for fewer than pay."""
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
CARD_WHOSE_ANSWER_IS_LOST = {**CARD, "number": "4000 0000 0000 0408"}
PAID = {"paid", "partly_refunded", "refunded"}
TROUBLE = {429, 500, 503}
AGAIN_AFTER_S = 0.1
ANSWERED_WITHIN_S = 120


class Course(IntEnum):
    """What a buyer does with what they got."""

    WAITS = 0
    PAYS = 1
    PAYS_UNHEARD = 2
    """By a card of which the gateway's answer gets lost: the worker finds out."""
    CANCELS = 3
    GETS_MONEY_BACK = 4


@dataclass
class Buyer:
    who: Someone
    course: Course
    order_id: str | None = None
    paid_by: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Keys and bodies of payments that were answered with success."""


class Stampede:
    """`answers` counts by status what was ever answered, `acknowledged` the acts that were."""

    def __init__(
        self,
        festival: Festival,
        urls: list[str],
        show_id: str,
        deal_id: str,
        manager: Someone,
        buyers: list[Buyer],
    ) -> None:
        self.festival = festival
        self.show_id = show_id
        self.deal_id = deal_id
        self.buyers = buyers
        self.answers = Counter[int]()
        self.silences = 0
        self.acknowledged = Counter[str]()
        self._urls = urls
        self._manager = manager

    @classmethod
    async def prepare(cls, product: Product, urls: list[str], webhook_url: str) -> "Stampede":
        """A brand with a live deal, a voucher with a budget, a webhook, and buyers who come by somebody's link."""
        festival = await Festival.begin(product, urls[0])
        manager = await festival.person("manager", role="manager")
        show_id = await festival.live_show(manager)
        deal_id = await festival.live_deal(manager, show_id, stock=STOCK, price_minor=PRICE_MINOR)
        brand = f"/api/brands/{festival.brand.slug}"
        await festival.done(manager, "POST", f"{brand}/webhooks", json={"url": webhook_url})
        await festival.done(manager, "POST", f"{brand}/vouchers", json=_voucher(festival))
        click = await _click(festival, show_id)
        people = await festival.people(BUYERS)
        return cls(
            festival,
            urls,
            show_id,
            deal_id,
            manager,
            [
                Buyer(Someone(who.account_id, who.handle, f"{who.cookie}; {click}"), Course(n % 5))
                for n, who in enumerate(people)
            ],
        )

    @property
    def code(self) -> str:
        return code_of(self.festival)

    async def run(self) -> None:
        """Everyone at once, until everyone has their answers."""
        await asyncio.gather(*(self._walk(buyer) for buyer in self.buyers))

    async def until_acknowledged(self, count: int) -> None:
        await until(lambda: self.acknowledged.total() >= count)

    async def conclude(self) -> None:
        """Whoever meant to pay, and was not told that they did, pays now; refunds that were asked for have ended."""
        await asyncio.gather(*(self._conclude(buyer) for buyer in self.buyers if buyer.order_id))

    async def drop_cheaper(self) -> None:
        """The same product at a lower price, of which those who paid get the difference."""
        price = PRICE_MINOR - 4 * OFF_MINOR
        await self.festival.live_deal(self._manager, self.show_id, price_minor=price)

    async def check_first_answers(self) -> None:
        """Each acknowledged claim and payment is there, and asked again under its key it is answered as at first."""
        holders = [buyer for buyer in self.buyers if buyer.order_id]
        assert len({buyer.order_id for buyer in holders}) == len(holders) >= STOCK
        await asyncio.gather(*(self._check(buyer) for buyer in holders))

    async def go_home(self) -> None:
        """Whoever still holds a unit gives it up, so that no hold runs out while a later round is looked at."""
        for buyer in self.buyers:
            if buyer.order_id and await self._status(buyer) == "held":
                await self._cancel(buyer)

    async def _walk(self, buyer: Buyer) -> None:
        claimed = await self._claim(buyer)
        if claimed.status_code != 201:
            assert claimed.json()["code"] == "deal.sold_out", claimed.text
            return
        buyer.order_id = claimed.json()["id"]
        self.acknowledged["claim"] += 1
        if buyer.course is Course.CANCELS:
            await self._cancel(buyer)
        elif buyer.course is not Course.WAITS:
            is_paid = await self._pay(buyer, "first")
            if is_paid and buyer.course is Course.GETS_MONEY_BACK:
                await self._refund(buyer)

    async def _claim(self, buyer: Buyer) -> Response:
        path = f"/api/deals/{self.deal_id}/claims"
        return await self._ask(buyer.who, path, "claim", {"quantity": 1})

    async def _cancel(self, buyer: Buyer) -> None:
        """The units are not sold again: who came too late was told so, and does not come back."""
        order = await self._ask(buyer.who, f"/api/orders/{buyer.order_id}/cancellation", "c", {})
        assert order.json()["status"] == "cancelled", order.text
        self.acknowledged["cancellation"] += 1

    async def _pay(self, buyer: Buyer, attempt: str) -> bool:
        """With the voucher, or without it if its budget is spent; whether it is known to be paid."""
        is_unheard = buyer.course is Course.PAYS_UNHEARD
        body = {
            "order_ids": [buyer.order_id],
            "card": CARD_WHOSE_ANSWER_IS_LOST if is_unheard else CARD,
        }
        cheap = {**body, "codes": [self.code], "expected_total_minor": PRICE_MINOR - OFF_MINOR}
        full = {**body, "expected_total_minor": PRICE_MINOR}
        for key, asked in ((f"{attempt}-cheap", cheap), (f"{attempt}-full", full)):
            answer = await self._ask(buyer.who, "/api/checkouts", key, asked)
            if answer.is_success:
                is_paid = bool(answer.json()["orders"][0]["status"] == "paid")
                if is_paid:
                    buyer.paid_by.append((key, asked))
                    self.acknowledged["payment"] += 1
                return is_paid
            code = answer.json()["code"]
            if code in {"payment.declined", "order.payment_under_way", "order.already_paid"}:
                return False  # begun before its process died
            assert code in {"quote.changed", "voucher.budget_spent"}, answer.text
        return False

    async def _refund(self, buyer: Buyer) -> None:
        path = f"/api/orders/{buyer.order_id}/refunds"
        answer = await self._ask(self._manager, path, f"r-{buyer.order_id}", {"reason": "Sorry"})
        assert answer.status_code == 201, answer.text
        self.acknowledged["refund"] += 1

    async def _conclude(self, buyer: Buyer) -> None:
        if buyer.course in {Course.WAITS, Course.CANCELS}:
            return
        attempt = 0
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            while (status := await self._status(buyer)) not in PAID:
                if status == "held":
                    attempt += 1
                    await self._pay(buyer, f"again-{attempt}")
                await asyncio.sleep(AGAIN_AFTER_S)
        if buyer.course is Course.GETS_MONEY_BACK:
            await self._refund(buyer)

    async def _check(self, buyer: Buyer) -> None:
        assert (await self._claim(buyer)).json()["id"] == buyer.order_id
        for key, body in buyer.paid_by:
            again = await self._ask(buyer.who, "/api/checkouts", key, body)
            assert again.json()["orders"][0]["status"] in PAID, again.text

    async def _status(self, buyer: Buyer) -> Any:
        order = await self.festival.done(buyer.who, "GET", f"/api/orders/{buyer.order_id}")
        return order["status"]

    async def _ask(self, who: Someone, path: str, key: str, body: Mapping[str, Any]) -> Response:
        """The answer: of whichever process there is, as often as it takes."""
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            while True:
                answer = await self._try(who, path, key, body)
                if answer is not None and answer.status_code not in TROUBLE:
                    return answer
                await asyncio.sleep(AGAIN_AFTER_S)

    async def _try(
        self, who: Someone, path: str, key: str, body: Mapping[str, Any]
    ) -> Response | None:
        try:
            answer = await self.festival.call(
                who,
                "POST",
                path,
                url=random.choice(self._urls),
                json=body,
                headers={"idempotency-key": key},
            )
        except (HTTPError, OSError):
            self.silences += 1
            return None
        self.answers[answer.status_code] += 1
        return answer


def code_of(festival: Festival) -> str:
    return f"POOL-{festival.brand.id[-8:]}".upper()


def _voucher(festival: Festival) -> dict[str, Any]:
    now_ms = int(utc_now().timestamp() * 1000)
    return {
        "title": "Welcome",
        "kind": "fixed",
        "amount_minor": OFF_MINOR,
        "scope": "brand",
        "how": "code",
        "code": code_of(festival),
        "budget_minor": VOUCHERS * OFF_MINOR,
        "starts_at_ms": now_ms - 1_000,
        "ends_at_ms": now_ms + 3_600_000,
    }


async def _click(festival: Festival, show_id: str) -> str:
    """The cookie of a browser that came by a member's link."""
    sharer = await festival.person("sharer", tier=2)
    new = {"kind": "show", "target_id": show_id}
    link = await festival.done(sharer, "POST", "/api/links", json=new)
    async with festival.product.writing() as tx:
        found = await store_links.link_by_code(tx, link["code"])
        assert found is not None
        click_id = new_id()
        tx.add(store_clicks.new_clicks([(click_id, found, "browser", click_id, None)], tx.now))
    return f"dc_ref={Signer(SECRET, 'referral', REFERRAL_LASTS).sign(click_id)}"
