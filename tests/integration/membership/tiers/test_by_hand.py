"""Tiers that managers give by hand (docs/membership.md, T10)."""

from datetime import timedelta

import pytest

from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Forbidden
from membership import directory
from membership.errors import NoSuchPerson
from membership.points.errors import NotAMember
from membership.tiers.deciding import Deciding
from membership.tiers.errors import BadTierByHand
from membership.tiers.views import NewTierByHand
from tests.support.points import Club, programme
from tests.support.slices import World

BRONZE, SILVER, GOLD = 1, 2, 3


class Desk:
    """A club where tiers are given by hand."""

    def __init__(self, club: Club, mira: Principal) -> None:
        self.club, self.mira = club, mira
        self.deciding = Deciding(club.world.work)

    async def give(self, rank: int, days: int | None = None, reason: str = "For patience") -> None:
        now_ms = to_ms(self.club.world.now)
        until_ms = None if days is None else now_ms + days * 86_400_000
        new = NewTierByHand(rank=rank, reason=reason, until_ms=until_ms)
        await self.deciding.give(self.club.manager, self.club.brand.slug, "mira", new)

    async def take_back(self) -> None:
        await self.deciding.take_back(self.club.manager, self.club.brand.slug, "mira", "Over")

    async def tier(self) -> str:
        """As the wallet and everybody else see it."""
        wallet = await self.club.wallet(self.mira)
        async with self.club.world.work.read() as tx:
            standing = await directory.standing(tx, self.club.brand.id, self.mira.account_id)
        assert standing.tier_name == wallet.tier.name
        return wallet.tier.name


@pytest.fixture
async def desk(world: World) -> Desk:
    club = await Club.open(world, programme(downgrade="refund"))
    return Desk(club, await club.member("mira"))


async def test_it_holds_at_once_and_ends_when_it_was_said_to(desk: Desk) -> None:
    await desk.give(GOLD, days=30)
    assert await desk.tier() == "Gold"
    wallet = await desk.club.wallet(desk.mira)
    assert (wallet.is_by_hand, wallet.kept_until_ms) == (
        True, to_ms(desk.club.world.now + timedelta(days=30)),
    )  # fmt: skip
    await desk.club.pass_days(29)
    assert await desk.tier() == "Gold"
    for _ in range(2):
        await desk.club.pass_days(1)
        assert await desk.tier() == "Bronze"
    assert desk.club.tiers_of(desk.mira) == [(BRONZE, GOLD), (GOLD, BRONZE)]


async def test_no_refund_and_no_new_rules_take_it(desk: Desk) -> None:
    order = await desk.club.buys(desk.mira, 15_000)
    await desk.give(GOLD)
    await desk.club.book(desk.mira, order, refunded_minor=15_000)
    assert await desk.tier() == "Gold"
    await desk.club.set_rules(programme(downgrade="refund", return_days=0, version=1))
    await desk.club.pass_days(400)
    assert await desk.tier() == "Gold"
    await desk.take_back()
    assert await desk.tier() == "Bronze"


async def test_what_is_earned_meanwhile_stays_when_it_ends(desk: Desk) -> None:
    await desk.give(SILVER, days=10)
    await desk.club.buys(desk.mira, 30_000)
    assert await desk.tier() == "Gold"
    await desk.club.pass_days(10)
    assert await desk.tier() == "Gold"


async def test_it_earns_by_the_tier_by_hand(desk: Desk) -> None:
    await desk.give(GOLD)
    await desk.club.buys(desk.mira, 1_000)
    assert (await desk.club.wallet(desk.mira)).pending == 20


async def test_each_decision_is_kept_with_its_reason_and_the_same_again_changes_nothing(
    desk: Desk,
) -> None:
    for _ in range(3):
        await desk.give(GOLD)
    for _ in range(3):
        await desk.take_back()
    slug = desk.club.brand.slug
    told = await desk.deciding.newest(desk.club.manager, slug)
    assert [(each.tier_name, each.reason, each.handle, each.decided_by) for each in told] == [
        (None, "Over", "mira", desk.club.manager.handle),
        ("Gold", "For patience", "mira", desk.club.manager.handle),
    ]
    mine = await desk.deciding.mine(desk.mira, slug)
    assert [(each.reason, each.decided_by) for each in mine] == [
        ("Over", None),
        ("For patience", None),
    ]


async def test_what_cannot_be_is_refused_with_the_field_and_the_reason(desk: Desk) -> None:
    await desk.club.buys(desk.mira, 15_000)
    with pytest.raises(BadTierByHand, match="They are Silver by the rules"):
        await desk.give(BRONZE)
    with pytest.raises(BadTierByHand, match="has no tier 7"):
        await desk.give(7)
    with pytest.raises(BadTierByHand, match="still to come"):
        await desk.give(GOLD, days=-1)
    slug, new = desk.club.brand.slug, NewTierByHand(rank=GOLD, reason="Why not")
    with pytest.raises(Forbidden):
        await desk.deciding.give(desk.mira, slug, "mira", new)
    with pytest.raises(NoSuchPerson):
        await desk.deciding.give(desk.club.manager, slug, "nobody", new)
    await desk.club.world.person("stranger")
    with pytest.raises(NotAMember):
        await desk.deciding.give(desk.club.manager, slug, "stranger", new)


async def test_a_preview_does_not_call_it_at_risk(desk: Desk) -> None:
    await desk.give(GOLD)
    slug = desk.club.brand.slug
    preview = await desk.club.editing.preview(
        desk.club.manager, slug, programme(window="year", downgrade="period_end")
    )
    assert (preview.rising, preview.at_risk) == (0, 0)
