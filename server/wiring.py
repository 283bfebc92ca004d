"""The composition root: the ground is made here, once, and the features that stand on it, each given what it works with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any

import structlog
from starlette.requests import HTTPConnection

from kit.auth import Principal
from kit.broker import Broker
from kit.broker_memory import MemoryBroker
from kit.broker_redis import RedisBroker
from kit.clock import utc_now
from kit.db import Database
from kit.http import Endpoint
from kit.outbox import Relay
from kit.rate_limit import RateLimiter
from kit.settings import Settings
from kit.unit_of_work import UnitOfWork
from membership.passwords import Passwords
from server.asyncapi import asyncapi
from server.cookies import Cookies
from server.doors import guarded
from server.features.all import Features
from server.features.feature import Duty
from server.features.upkeep import UpkeepFeature
from server.garbage import Garbage
from server.ground import Ground
from server.hub import Hub
from server.openapi import openapi
from server.operator_board import OperatorBoard
from server.operator_routes import OperatorRoutes
from server.operator_streams import OperatorStreams, streams_signer
from server.reactions import Reactions
from server.reception import Reception
from server.room_state import RoomStates
from server.version import VERSION
from server.vitals import Vitals
from server.worker import Worker
from web.assets import Assets
from web.page import Page
from web.reference import Reference, all_refusals, reference
from web.reference_page import ReferencePage
from web.rendering import Rendering

log = structlog.get_logger()

SYSTEM = Principal(account_id="system", handle="system", is_operator=True)
"""Who acts when a command line does."""
DRAIN_S = 5.0


class Dealcast:
    """All parts of one process. Nothing runs until `running` is entered."""

    def __init__(self, settings: Settings, passwords: Passwords | None = None) -> None:
        self.settings = settings
        self.database = Database(settings.database_url)
        self.work = UnitOfWork(self.database, utc_now)
        self.limiter = RateLimiter(settings.redis_url)
        redis_url = settings.redis_url
        self.broker: Broker = RedisBroker(redis_url) if redis_url else MemoryBroker()
        self.hub = Hub(self.broker)
        self.cookies = Cookies(settings.secret_key)
        media_url = settings.media.url
        self.rendering = Rendering(Assets(), settings.public_url, settings.stripe, media_url)
        ground = Ground(
            settings,
            self.work,
            self.limiter,
            self.broker,
            self.hub,
            self.rendering,
            self.cookies,
        )

        made = Features(ground, passwords or Passwords())
        self.features = made.in_order
        self.reactions = Reactions(self.features)
        self.relay = Relay(self.database, utc_now, self.reactions.kinds, self.reactions.react)
        self.work.on_commit = self.relay.offer
        self.worker = Worker((*self.features, UpkeepFeature(self.work, self.relay)))

        self.room_states = RoomStates(
            made.shows,
            made.deals,
            made.vouchers,
            made.chat,
            made.draws,
            made.packets,
            made.leaders,
            made.challenges,
        )
        self.reception = Reception(
            ground,
            self.room_states,
            made.chat.chat,
            made.orders.checkout,
            made.people.attending,
            made.leaders.watched,
            made.early_access.show_in,
        )
        self.garbage = Garbage(lambda: self.hub.heartbeat.arrivals)
        self.vitals = Vitals(self.hub, self.broker, self.database, self.relay)
        self.operator_board = OperatorBoard(self.broker, self.vitals)
        streams_secret = streams_signer(settings.secret_key)
        self.operator_streams = OperatorStreams(made.shows.videos, streams_secret)

        self.accounts, self.staff = made.accounts.accounts, made.accounts.staff
        self.shows, self.admitting = made.shows.shows, made.shows.admitting
        self.chat = made.chat.chat
        self.stripe, self.reconciling = made.payments.stripe, made.payments.reconciling
        self.collecting, self.voucher_board = made.vouchers.collecting, made.vouchers.board
        self.booking, self.crediting = made.points.booking, made.crediting.crediting
        self.clicks, self.following = made.links.clicks, made.links.following
        self.people, self.campaigns, self.packets = made.people, made.campaigns, made.packets
        self.security = made.security
        self.noticing = made.review.noticing

    @cached_property
    def endpoints(self) -> list[Endpoint]:
        operators = OperatorRoutes(self.operator_board, self.operator_streams, self.shows)
        endpoints = [
            *(endpoint for feature in self.features for endpoint in feature.endpoints()),
            *operators.endpoints(),
        ]
        return guarded(self.noticing.noticed(endpoints), self.admitting)

    @cached_property
    def asyncapi(self) -> dict[str, Any]:
        return asyncapi(VERSION)

    @cached_property
    def openapi(self) -> dict[str, Any]:
        return openapi(self.endpoints, VERSION)

    @cached_property
    def reference(self) -> Reference:
        return reference(self.openapi, self.asyncapi, all_refusals())

    def pages(self) -> list[Page]:
        docs = ReferencePage(self.rendering, lambda: self.reference)
        return [*docs.pages(), *(page for feature in self.features for page in feature.pages())]

    async def principal_behind(self, connection: HTTPConnection) -> Principal:
        return await self.accounts.principal_of(self.cookies.session_in(connection.cookies))

    @asynccontextmanager
    async def running(self, *, has_worker: bool) -> AsyncIterator[None]:
        """Connect, and run what runs in the background, until left. What was committed is still delivered."""
        await self.broker.start()
        duties = self._duties(has_worker=has_worker)
        tasks = [asyncio.create_task(_logged(duty)) for duty in duties]
        try:
            yield
            await self._drain()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.close()

    def _duties(self, *, has_worker: bool) -> list[Duty]:
        duties = [
            Duty("relay", self.relay.run),
            Duty("hub", self.hub.run),
            Duty("garbage", self.garbage.run),
            Duty("vitals", lambda: self.vitals.run(is_worker=has_worker)),
            Duty("operator_board", self.operator_board.run),
            *(duty for feature in self.features for duty in feature.duties()),
            Duty("worker", self.worker.run, is_workers=True),
        ]
        return [duty for duty in duties if has_worker or not duty.is_workers]

    async def close(self) -> None:
        if self.stripe is not None:
            self.stripe.close()
        await self.broker.close()
        await self.limiter.close()
        await self.database.close()

    async def _drain(self) -> None:
        try:
            async with asyncio.timeout(DRAIN_S):
                await self.hub.drain()
                await self.room_states.drain()
                for feature in self.features:
                    await feature.close()
                await self.relay.drain()
                for feature in self.features:
                    await feature.drain()
        except TimeoutError:
            log.warning("shutdown.undelivered_events", remedy="the worker's sweep delivers them")


async def _logged(duty: Duty) -> None:
    try:
        await duty.run()
    except Exception:
        log.critical("process.duty_ended", duty=duty.name, exc_info=True)
        raise
