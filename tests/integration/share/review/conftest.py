"""A sharer whose friends' orders are credited, screened and reviewed."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field

import pytest

from kit.auth import Principal
from kit.db import Database
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.people import Brand
from share.attribution import PaidOrder
from share.clicks import Clicks, Visitor
from share.crediting import Crediting
from share.destinations import Destinations
from share.events import RewardsEarned
from share.linking import Linking
from share.links import Target
from share.review.marks import Visit
from share.review.reviewing import Reviewing
from share.review.rulemaking import Rulemaking
from share.review.screening import Screening
from share.review.traces import Traces
from share.review.views import CaseView
from share.views import LinkView, NewLink, RewardView, TargetKind
from tests.support.slices import Unlimited, World

SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
KEY = "a key for tests"


@dataclass
class Reviews:
    world: World
    brand: Brand
    manager: Principal
    sharer: Principal
    linking: Linking
    clicks: Clicks
    crediting: Crediting
    screening: Screening
    reviewing: Reviewing
    rulemaking: Rulemaking
    traces: Traces
    cards: dict[str, str] = field(default_factory=dict)
    """Which card people pay with, by account."""
    targets: dict[str, Target] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    """By what they earned."""

    async def member(self, handle: str) -> Principal:
        person = await self.world.person(handle)
        await self.world.put_on_tier(person, self.brand, 2)
        return person

    async def link(self, sharer: Principal | None = None) -> LinkView:
        target_id = new_id()
        self.targets[target_id] = Target(
            self.brand.id, new_id(), "A show", "/p.svg", is_public=True, leads_to="/shows/one"
        )
        new = NewLink(kind="show", target_id=target_id)
        return await self.linking.make_link(sharer or self.sharer, new, "")

    async def earn(self, friend: Principal, link: LinkView | None = None) -> str:
        """The friend follows the link and pays an order, of which nobody has looked at the reward yet."""
        link = link or await self.link()
        visitor = Visitor("203.0.113.5", SAFARI, account_id=friend.account())
        token = await self.clicks.record(link.code, visitor)
        order = PaidOrder(new_id(), "A1B2C3", friend.account(), self.brand.id, 10_000, "EUR", token)
        await self.crediting.credit_orders([order])
        told = self.world.happened(RewardsEarned)[-1]
        assert isinstance(told, RewardsEarned)
        [reward_id] = told.reward_ids
        self.orders[reward_id] = order.order_id
        return reward_id

    async def screened(self, friend: Principal, link: LinkView | None = None) -> str:
        fresh = await self.earn(friend, link)
        await self.screening.screen([fresh])
        return fresh

    async def held(self, friend: Principal) -> str:
        """A reward of a friend who pays with the sharer's card."""
        self.cards |= {self.sharer.account(): "one card", friend.account(): "one card"}
        return await self.screened(friend)

    async def reward(self, fresh: str) -> RewardView:
        return await self.linking.reward(fresh)

    async def cases(self, *, is_waiting: bool = True) -> list[CaseView]:
        page = await self.reviewing.cases(self.manager, self.brand.slug, is_waiting=is_waiting)
        return page.cases

    async def found(self, fresh: str) -> list[str]:
        """The rules that found something in the reward."""
        cases = await self.cases() + await self.cases(is_waiting=False)
        return [
            finding.rule for case in cases if case.reward_id == fresh for finding in case.findings
        ]

    async def seen(self, person: Principal, browser: str, ip: str = "8.8.8.8") -> None:
        await self.traces.note(Visit(person.account(), browser, ip, f"{SAFARI} of {browser}"))

    async def shared_cards(
        self, _tx: Tx, pairs: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], int]:
        return {
            (one, other): 1
            for one, other in pairs
            if one in self.cards and self.cards[one] == self.cards.get(other)
        }


@pytest.fixture
async def reviews(database_url: str) -> AsyncIterator[Reviews]:
    database = Database(database_url)
    world = World(database)
    brand = await world.brand()
    manager = await world.person("manager", brand, "manager")
    sharer = await world.person("sharer")
    await world.put_on_tier(sharer, brand, 2)

    async def find_target(_tx: Tx, _kind: TargetKind, target_id: str) -> Target | None:
        return reviews.targets.get(target_id)

    async def find_cards(
        tx: Tx, pairs: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], int]:
        return await reviews.shared_cards(tx, pairs)

    reviews = Reviews(
        world,
        brand,
        manager,
        sharer,
        Linking(world.work, find_target, Unlimited()),
        Clicks(world.work, KEY, Destinations(world.work)),
        Crediting(world.work),
        Screening(world.work, find_cards, {"thrown.test"}),
        Reviewing(world.work),
        Rulemaking(world.work),
        Traces(world.work, KEY),
    )
    yield reviews
    await database.close()
