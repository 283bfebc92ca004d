"""A brand that rewards, a sharer of its second tier, and friends who buy."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from msgspec import structs

from kit.auth import Principal
from kit.ids import new_secret
from kit.rate_limit import RateLimiter
from kit.unit_of_work import Tx
from membership import store as membership
from share.clicks import Visitor
from share.crediting import PaidOrder
from share.payees.giving import Payees
from share.payees.sealing import Sealing
from share.payees.views import NewPayoutDetails
from share.rewards.maturing import Maturing
from share.rewards.offering import Offering
from share.rewards.paying import Paying
from share.rewards.statements import Statements
from share.rewards.views import NewRewardTerms, RewardAccountView
from share.views import LinkView, RewardView
from tests.support.books import imbalances

from ..conftest import BASE_URL, SAFARI, Sharing

WINDOW = timedelta(days=14)
SEALING = Sealing("the installation's key")
IBAN = "DE89 3704 0044 0532 0130 00"


@dataclass
class Shop:
    sharing: Sharing
    manager: Principal
    other: Principal
    offering: Offering
    paying: Paying
    maturing: Maturing
    payees: Payees
    statements: Statements
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def slug(self) -> str:
        return self.sharing.brand.slug

    async def set_terms(self, **terms: object) -> None:
        version = (await self.offering.terms(self.manager, self.slug)).version
        new = NewRewardTerms(version=version, **terms)  # type: ignore[arg-type]
        await self.offering.set_terms(self.manager, self.slug, new)
        for link in (await self.sharing.linking.desk(self.sharing.sharer, BASE_URL)).links:
            self.sharing.destinations.forget(link.code)

    async def order(
        self, link: LinkView, total_minor: int = 10_000, friend: Principal | None = None
    ) -> PaidOrder:
        """Of a friend who came by the link, which is credited."""
        number = next(self.numbers)
        friend = friend or await self.sharing.world.person(f"friend{number}")
        visitor = Visitor("203.0.113.5", SAFARI, visitor_id=f"v{number}")
        token = await self.sharing.click(link, visitor)
        order = self.sharing.order(friend, token, total_minor)
        await self.sharing.crediting.credit_orders([order])
        return order

    async def say_where_to(self, sharer: Principal, number: str = IBAN) -> None:
        new = NewPayoutDetails(holder="Ada Lind", number=number)
        await self.payees.give(await self.confirmed(sharer), new)

    async def confirmed(self, person: Principal) -> Principal:
        """The person in a session for which they have just given their password."""
        session_id = new_secret()
        async with self.sharing.world.work.write() as tx:
            lasts_until = tx.now + timedelta(days=30)
            await membership.add_session(tx, session_id, person.account(), lasts_until)
        return structs.replace(person, session_id=session_id)

    async def mature(self) -> None:
        self.sharing.world.pass_time(WINDOW)
        await self.maturing.mature_all()

    async def rewards(self) -> list[RewardView]:
        """The oldest first."""
        desk = await self.sharing.linking.desk(self.sharing.sharer, BASE_URL)
        return desk.rewards[::-1]

    async def statuses(self) -> list[str]:
        return [reward.status for reward in await self.rewards()]

    async def account(self) -> RewardAccountView:
        [account] = (await self.statements.mine(self.sharing.sharer)).accounts
        return account


@pytest.fixture
async def shop(sharing: Sharing) -> AsyncIterator[Shop]:
    world, work = sharing.world, sharing.world.work

    async def find_voucher(_tx: Tx, _brand_id: str, voucher_id: str) -> str | None:
        return "Welcome" if voucher_id == "voucher" else None

    manager = await world.person("manager", sharing.brand, "manager")
    other = await world.person("other", sharing.brand, "manager")
    shop = Shop(
        sharing, manager, other, Offering(work, find_voucher), Paying(work, SEALING),
        Maturing(work, SEALING.key_id), Payees(work, RateLimiter(), SEALING), Statements(work),
    )  # fmt: skip
    await shop.say_where_to(sharing.sharer)
    yield shop
    books = await imbalances(work.database)
    assert not any("entries sum" in fact for fact in books), books
