"""Early access that campaigns give (docs/campaigns.md, C6)."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from commerce.early_access import EARLY_RANK
from commerce.errors import NoSuchDeal, OpensLater, SoldOut, TierTooLow
from commerce.opening import Opening
from commerce.quotes.price_lists import PriceLists
from commerce.teams.finding import Finding
from commerce.teams.forming import Forming
from commerce.teams.routes import TeamRoutes
from commerce.teams.views import NewTeamTerms
from commerce.views import DealChange, DealView
from commerce.wishes.showing import Showing
from kit.auth import GUEST, Principal
from kit.clock import to_ms
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.campaigns.early_access import NONE, Early
from membership.campaigns.events import EarlyAccessGiven
from server import early_news
from server.features.early_access import EarlyAccessFeature
from tests.support.early_access import add_early_access
from tests.support.slices import Unlimited, client_as

from .conftest import Shop


class Listed:
    """A shop, someone whom a campaign gave early access to its show, one who was held out, and one who knows nothing of it."""

    def __init__(self, shop: Shop, first: Principal, held_out: Principal, other: Principal) -> None:
        self.shop, self.first, self.held_out, self.other = shop, first, held_out, other

    async def give(self, seconds: int = 60, deal: DealView | None = None) -> None:
        async with self.shop.world.work.write() as tx:
            await add_early_access(
                tx, self.shop.brand.id, self.shop.show_id, seconds, [self.first.account()],
                [self.held_out.account()], deal.id if deal else None,
            )  # fmt: skip

    async def sees(self, *people: Principal) -> list[bool]:
        seen = [await self.shop.checkout.offers(one, self.shop.show_id) for one in people]
        return [bool(deals) for deals in seen]

    async def open_due(self, after_s: int) -> int:
        self.shop.world.pass_time(timedelta(seconds=after_s))
        return await Opening(self.shop.world.work).open_due()


@pytest.fixture
async def listed(shop: Shop) -> Listed:
    people = [await shop.world.person(name) for name in ("first", "held", "other")]
    return Listed(shop, *people)


async def test_who_was_sent_the_campaign_sees_and_claims_before_everyone_else(
    listed: Listed,
) -> None:
    await listed.give(60)
    shop, others = listed.shop, (listed.held_out, listed.other, GUEST)
    deal = await shop.live_deal(duration_s=30)
    opened_ms = to_ms(shop.world.now)
    assert [(step.min_tier_rank, step.at_ms - opened_ms) for step in deal.steps] == [
        (EARLY_RANK, 0), (0, 60_000),
    ]  # fmt: skip
    assert deal.closes_at_ms == opened_ms + 90_000
    assert await listed.sees(listed.first, *others) == [True, False, False, False]
    [seen] = await shop.checkout.offers(listed.first, shop.show_id)
    assert seen.is_early
    assert (await shop.claim(listed.first, deal)).status == "held"
    for someone in (listed.held_out, listed.other):
        with pytest.raises(OpensLater) as refusal:
            await shop.claim(someone, deal)
        assert refusal.value.retry_after_s == 60
    assert await listed.open_due(60) == 1
    assert await listed.sees(listed.first, *others) == [True] * 4
    [seen] = await shop.checkout.offers(listed.first, shop.show_id)
    assert not seen.is_early
    assert (await shop.claim(listed.other, deal)).status == "held"


async def test_early_access_to_one_deal_is_to_no_other(listed: Listed) -> None:
    shop = listed.shop
    named, other = await shop.queued_deal(), await shop.queued_deal()
    await listed.give(60, named)
    named = await shop.hosting.drop_deal(shop.host, named.id)
    other = await shop.hosting.drop_deal(shop.host, other.id)
    assert ([step.min_tier_rank for step in named.steps], other.steps) == ([EARLY_RANK, 0], [])


async def test_a_campaign_that_reached_nobody_keeps_nobody_waiting(listed: Listed) -> None:
    async with listed.shop.world.work.write() as tx:
        show_id, held = listed.shop.show_id, [listed.held_out.account()]
        await add_early_access(tx, listed.shop.brand.id, show_id, 60, [], held)
    assert (await listed.shop.live_deal()).steps == []


async def test_it_opens_no_deal_for_a_higher_tier_and_no_show(listed: Listed) -> None:
    await listed.give(60)
    shop = listed.shop
    gold = await shop.live_deal(min_tier_rank=3)
    assert await listed.sees(listed.first) == [False]
    with pytest.raises(TierTooLow):
        await shop.claim(listed.first, gold)
    shop.open_to(1)
    deal = await shop.live_deal()
    with pytest.raises(TierTooLow):
        await shop.claim(listed.first, deal)


async def test_the_line_teams_prices_and_wishes_follow_it(listed: Listed) -> None:
    await listed.give(60)
    shop, work = listed.shop, listed.shop.world.work
    team = NewTeamTerms(price_minor=1_500, size=2, minutes=10)
    deal = await shop.live_deal(stock=2, team=team)
    prices, showing = PriceLists(work), Showing(shop.find_stage, _no_shows)
    forming = Forming(work, shop.find_stage, Unlimited())
    assert (await forming.start(listed.first, deal.id, None, None)).status == "held"
    with pytest.raises(OpensLater):
        await forming.start(listed.other, deal.id, None, None)
    assert len(await prices.prices(listed.first, deal.id)) == 1
    with pytest.raises(NoSuchDeal):
        await prices.prices(listed.other, deal.id)
    async with work.read() as tx:
        assert (await showing.find(tx, listed.first, "deal", deal.id)).deal_id == deal.id
        with pytest.raises(NoSuchDeal):
            await showing.find(tx, listed.other, "deal", deal.id)
    await forming.close()
    rest = await shop.live_deal(stock=1, per_buyer_limit=2)
    await shop.claim(listed.first, rest)
    with pytest.raises(SoldOut):
        await shop.claim(listed.first, rest)
    assert (await shop.wait(listed.first, rest)).place == 1
    with pytest.raises(OpensLater):
        await shop.wait(listed.other, rest)


async def test_a_team_is_shown_to_those_who_see_its_deal_and_to_its_members(
    listed: Listed,
) -> None:
    await listed.give(60)
    shop, work = listed.shop, listed.shop.world.work
    team = NewTeamTerms(price_minor=1_500, size=2, minutes=10)
    forming = Forming(work, shop.find_stage, Unlimited())
    early, gold = await shop.live_deal(team=team), await shop.live_deal(team=team, min_tier_rank=3)
    order = await forming.start(listed.first, early.id, None, None)
    led = await forming.start(shop.host, gold.id, None, None)
    endpoints = TeamRoutes(forming, Finding(work), lambda _request: None).endpoints()

    async def seen(who: Principal, team_id: str | None) -> str:
        async with client_as(who, of=endpoints) as client:
            answer: dict[str, str] = (await client.get(f"/api/teams/{team_id}")).json()
        return answer.get("code", answer.get("status", ""))

    people = (listed.first, listed.other, GUEST)
    assert [await seen(who, order.team_id) for who in people] == [
        "forming", "deal.opens_later", "deal.opens_later",
    ]  # fmt: skip
    assert [await seen(who, led.team_id) for who in (shop.host, *people)] == [
        "forming", "deal.tier_too_low", "deal.tier_too_low", "deal.tier_too_low",
    ]  # fmt: skip
    await listed.open_due(60)
    assert [await seen(who, order.team_id) for who in people] == ["forming"] * 3
    await forming.close()


async def test_its_price_can_change_while_others_wait(listed: Listed) -> None:
    await listed.give(60)
    deal = await listed.shop.live_deal()
    changed = await listed.shop.hosting.change_deal(
        listed.shop.host, deal.id, DealChange(price_minor=1_900)
    )
    assert (changed.price_minor, changed.min_tier_rank) == (1_900, EARLY_RANK)


@dataclass
class InRoom:
    """Who is in the room, as far as early access asks for them."""

    account_id: str
    rank: int = 0
    early: Early = NONE
    is_greeted: bool = True
    told: list[bytes] = field(default_factory=list)

    def on_told(self, data: bytes) -> None:
        self.told.append(data)


class Room:
    """Those who are in it hear what the processes that follow it tell each other."""

    def __init__(self, *guests: InRoom) -> None:
        self._guests = guests

    async def tell_room(self, _show_id: str, payload: bytes) -> None:
        early_news.hear(payload, self._guests)  # type: ignore[arg-type]


async def test_who_is_in_the_room_when_it_is_given_sees_at_once_what_is_open_early(
    listed: Listed,
) -> None:
    await listed.give(60)
    shop = listed.shop
    deal, gold = await shop.live_deal(), await shop.live_deal(min_tier_rank=3)
    given, other = InRoom(listed.other.account()), InRoom(listed.held_out.account())
    ground: Any = SimpleNamespace(work=shop.world.work, hub=Room(given, other))
    feature = EarlyAccessFeature(ground, shop.deals)
    [let_in] = feature.reactions()[EarlyAccessGiven]
    await let_in(
        EarlyAccessGiven(
            campaign_id=new_id(),
            show_id=shop.show_id,
            deal_id=None,
            account_ids=[given.account_id],
        )
    )
    [told] = given.told
    assert (deal.id.encode() in told, gold.id.encode() in told, other.told) == (True, False, [])


async def _no_shows(_tx: Tx, _brand_ids: object) -> dict[str, object]:
    return {}
