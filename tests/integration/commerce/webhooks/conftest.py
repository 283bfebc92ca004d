"""A brand whose own system hears webhooks: its manager, a receiver, and workers that the test drives."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from commerce.events import DealEvent, OrderEvent, OrdersPlaced, UnitsTaken
from commerce.teams.events import TeamCompleted, TeamEnded
from commerce.webhooks.checked_network import CheckedNetwork
from commerce.webhooks.kinds import TOLD
from commerce.webhooks.managing import Managing
from commerce.webhooks.posting import Posting
from commerce.webhooks.replaying import Replaying
from commerce.webhooks.sending import Claim, Outcome, Sending
from commerce.webhooks.signing import Secrets
from commerce.webhooks.telling import Telling
from commerce.webhooks.views import DeliveryView, NewWebhook, WebhookSecretView
from kit.auth import Principal
from kit.outbox import Message, Relay
from tests.support.delivering import one_by_one
from tests.support.receiver import Receiver, receiving
from tests.support.slices import Unlimited

from ..conftest import Shop

KEY = "a key that only tests know, of some length"


class Desk:
    """The brand's webhooks, and what sends to them; nothing is sent but by `deliver` and what runs `sending`."""

    def __init__(
        self, shop: Shop, manager: Principal, receiver: Receiver, posting: Posting
    ) -> None:
        work = shop.world.work
        self.shop = shop
        self.world = shop.world
        self.manager = manager
        self.slug = shop.brand.slug
        self.receiver = receiver
        self.posting = posting
        self.secrets = Secrets(KEY)
        self.telling = Telling(work)
        self.managing = Managing(work, Unlimited(), self.secrets, allows_loopback=True)
        self.replaying = Replaying(work)
        self.sending = self.worker()
        kinds = [
            OrdersPlaced,
            UnitsTaken,
            *OrderEvent.__subclasses__(),
            *DealEvent.__subclasses__(),
            TeamCompleted,
            TeamEnded,
        ]
        self.relay = Relay(work.database, lambda: self.world.now, kinds, one_by_one(self.react))
        work.on_commit = self.relay.offer

    def worker(self) -> Sending:
        return Sending(self.world.work, self.posting, self.secrets, chance=lambda: 0.5)

    async def react(self, message: Message) -> None:
        if type(message.event) in TOLD:
            await self.telling.tell([message])

    async def add(self, **facts: object) -> WebhookSecretView:
        new = NewWebhook(**{"url": self.receiver.url, **facts})  # type: ignore[arg-type]
        return await self.managing.add(self.manager, self.slug, new)

    async def claimed(self) -> list[Claim]:
        """What a worker would send now."""
        await self.relay.drain()
        await self.sending.line_up()
        return await self.sending.claim(100)

    async def deliver(self) -> int:
        """Send until nothing is due; how many attempts."""
        count = 0
        while claims := await self.claimed():
            await asyncio.gather(*(self.attempt(claim) for claim in claims))
            count += len(claims)
        return count

    async def attempt(self, claim: Claim) -> None:
        await self.sending.settle([Outcome(claim, await self.sending.send(claim))])

    async def log(self, webhook_id: str, state: str | None = None) -> list[DeliveryView]:
        """Oldest first."""
        page = await self.replaying.deliveries(self.manager, self.slug, webhook_id, state)
        return page.deliveries[::-1]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def posting(shop: Shop) -> AsyncIterator[Posting]:
    network = CheckedNetwork(allows_loopback=True)
    async with Posting(network, lambda: shop.world.now, "Dealcast-Webhooks/test") as posting:
        yield posting


@pytest.fixture
async def desk(shop: Shop, receiver: Receiver, posting: Posting) -> AsyncIterator[Desk]:
    manager = await shop.world.person("boss", shop.brand, "manager")
    desk = Desk(shop, manager, receiver, posting)
    task = asyncio.create_task(desk.relay.run())
    yield desk
    await desk.relay.drain()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
