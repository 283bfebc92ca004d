"""A friend who comes by a link gets a voucher, once, if they have not bought before (docs/sharing.md, R10)."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from kit.auth import Principal
from kit.errors import Conflict, Refusal
from kit.unit_of_work import Tx
from share.clicks import Visitor
from share.events import FriendsCame, FriendWelcomed
from share.rewards.views import NewTierReward
from share.rewards.welcoming import Welcoming
from share.views import LinkView

from ..conftest import SAFARI
from .conftest import Shop


@dataclass
class Vouchers:
    given: list[tuple[str, str]] = field(default_factory=list)
    uses: set[str] = field(default_factory=set)
    buyers: set[str] = field(default_factory=set)
    refusal: Refusal | None = None

    async def give(self, voucher_id: str, account_id: str, use_id: str) -> Refusal | None:
        if self.refusal is None and use_id not in self.uses:
            self.uses.add(use_id)
            self.given.append((voucher_id, account_id))
        return self.refusal

    async def has_bought(self, _tx: Tx, _brand_id: str, account_id: str) -> bool:
        return account_id in self.buyers


@dataclass
class Party:
    shop: Shop
    link: LinkView
    vouchers: Vouchers
    welcoming: Welcoming

    async def come(self, friend: Principal | None, visitor_id: str = "v") -> str:
        account_id = friend.account() if friend else None
        visitor = Visitor("203.0.113.9", SAFARI, account_id=account_id, visitor_id=visitor_id)
        return await self.shop.sharing.click(self.link, visitor)

    async def react(self) -> list[tuple[str, str]]:
        """Deliver what happened, twice; who has got which voucher."""
        for _ in range(2):
            for came in list(self.shop.sharing.world.happened(FriendsCame)):
                assert isinstance(came, FriendsCame)
                await self.welcoming.clicked(came.click_ids)
            for event in list(self.shop.sharing.world.happened(FriendWelcomed)):
                assert isinstance(event, FriendWelcomed)
                await self.welcoming.hand_out(event.brand_id, event.account_id)
        return self.vouchers.given


@pytest.fixture
async def party(shop: Shop) -> Party:
    tiers = [NewTierReward(rank=2, friend_voucher_id="voucher")]
    await shop.set_terms(tiers=tiers)
    vouchers = Vouchers()
    welcoming = Welcoming(shop.sharing.world.work, vouchers.has_bought, vouchers.give)
    return Party(shop, await shop.sharing.link(), vouchers, welcoming)


async def test_a_friend_who_is_signed_in_gets_it_once(party: Party) -> None:
    friend = await party.shop.sharing.world.person("friend")
    await party.come(friend)
    party.shop.sharing.world.pass_time(timedelta(hours=2))
    await party.come(friend, "w")
    assert await party.react() == [("voucher", friend.account())]


async def test_a_friend_who_signs_up_or_joins_gets_it_by_the_click_before(party: Party) -> None:
    token = await party.come(None)
    assert party.shop.sharing.world.happened(FriendsCame) == []
    friend = await party.shop.sharing.world.person("friend")
    for _ in range(2):
        await party.welcoming.known(friend.account(), token)
    assert await party.react() == [("voucher", friend.account())]
    stranger = await party.shop.sharing.world.person("stranger")
    await party.welcoming.known(stranger.account(), None)
    await party.welcoming.known(stranger.account(), "forged")
    assert len(await party.react()) == 1


async def test_who_has_bought_shares_or_comes_too_late_gets_none(party: Party) -> None:
    world = party.shop.sharing.world
    buyer, late = await world.person("buyer"), await world.person("late")
    party.vouchers.buyers.add(buyer.account())
    await party.come(buyer, "b")
    own = await party.come(None, "own")
    await party.welcoming.known(party.shop.sharing.sharer.account(), own)
    token = await party.come(None, "late")
    world.pass_time(timedelta(days=91))
    await party.welcoming.known(late.account(), token)
    assert await party.react() == []


async def test_a_sharer_of_another_tier_brings_none_and_a_voucher_that_is_over_is_refused_once(
    party: Party,
) -> None:
    sharing = party.shop.sharing
    await sharing.world.put_on_tier(sharing.sharer, sharing.brand, 1)
    await party.come(await sharing.world.person("poor"), "p")
    assert await party.react() == []
    await sharing.world.put_on_tier(sharing.sharer, sharing.brand, 2)
    party.vouchers.refusal = Conflict("It is over.")
    await party.come(await sharing.world.person("friend"), "f")
    await party.react()
    party.vouchers.refusal = None
    assert await party.react() == []
