"""A sharer on the silver tier, with a show and deals to share."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from kit.auth import Principal
from kit.db import Database
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.people import Brand
from share.clicks import Clicks, Visitor
from share.crediting import Crediting, PaidOrder
from share.destinations import Destinations
from share.explaining import Explaining
from share.journeys import Journeys
from share.linking import Linking
from share.links import FindTarget, Target
from share.store import links as store_links
from share.views import LinkView, NewLink, TargetKind
from tests.support.slices import Unlimited, World

KEY = "a key for tests"
BASE_URL = "https://dealcast.example"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


@dataclass
class Sharing:
    world: World
    brand: Brand
    sharer: Principal
    linking: Linking
    clicks: Clicks
    crediting: Crediting
    journeys: Journeys
    explaining: Explaining
    destinations: Destinations
    find_target: FindTarget
    targets: dict[tuple[str, str], Target]
    counted: list[list[str]]
    """What was said of clicks: the links of each batch."""

    def add_target(
        self, kind: TargetKind = "show", brand: Brand | None = None, *, is_public: bool = True
    ) -> str:
        target_id = new_id()
        self.targets[kind, target_id] = Target(
            (brand or self.brand).id,
            new_id() if kind in {"show", "deal"} else None,
            f"A {kind}",
            "/pictures/one.svg",
            is_public,
            f"/{kind}s/{target_id}",
        )
        return target_id

    async def link(
        self, target_id: str | None = None, kind: TargetKind = "show", **wishes: Any
    ) -> LinkView:
        new = NewLink(kind=kind, target_id=target_id or self.add_target(kind), **wishes)
        return await self.linking.make_link(self.sharer, new, BASE_URL)

    async def link_ids(self, *links: LinkView) -> list[str]:
        async with self.world.work.read() as tx:
            found = [await store_links.link_by_code(tx, link.code) for link in links]
        return [link.id for link in found if link is not None]

    async def click(self, link: LinkView, visitor: Visitor) -> str:
        token = await self.clicks.record(link.code, visitor)
        assert token is not None
        return token

    def order(
        self, buyer: Principal, token: str | None, total_minor: int = 1_999, order_id: str = ""
    ) -> PaidOrder:
        return PaidOrder(
            order_id=order_id or new_id(),
            order_number="A1B2C3",
            account_id=buyer.account(),
            brand_id=self.brand.id,
            total_minor=total_minor,
            currency=self.brand.currency,
            referral_token=token,
        )


@pytest.fixture
async def sharing(database_url: str) -> AsyncIterator[Sharing]:
    database = Database(database_url)
    world = World(database)
    brand, sharer = await world.brand(), await world.person("sharer")
    await world.put_on_tier(sharer, brand, 2)

    targets: dict[tuple[str, str], Target] = {}

    async def find_target(_tx: Tx, kind: TargetKind, target_id: str) -> Target | None:
        return targets.get((kind, target_id))

    destinations = Destinations(world.work)
    clicks = Clicks(world.work, KEY, destinations)
    counted: list[list[str]] = []
    clicks.on_counted = lambda link_ids: counted.append(list(link_ids))
    yield Sharing(
        world,
        brand,
        sharer,
        Linking(world.work, find_target, Unlimited()),
        clicks,
        Crediting(world.work),
        Journeys(world.work),
        Explaining(world.work),
        destinations,
        find_target,
        targets,
        counted,
    )
    await database.close()
