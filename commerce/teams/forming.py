"""The buyer's verbs: starting a team and joining one.

Who presses together is settled in one transaction, under the locks of the deals, in order of arrival: a place is taken with the
claim of a unit, and constraints have the last word (`commerce/teams/tables.py`).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from commerce.buyer_ranks import ranks_of_buyers
from commerce.checkout import CLAIMS
from commerce.deals import Deal
from commerce.early_places import early_places
from commerce.orders import HOLD, Order
from commerce.placing import line_of, tell_placed
from commerce.presenting import order_view
from commerce.products import Product
from commerce.store import claims as store_claims
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.teams import store
from commerce.teams.announcing import tell_team
from commerce.teams.events import TeamChanged
from commerce.teams.joining import (
    Attempt,
    Kept,
    Known,
    Settled,
    Taken,
    Wish,
    no_such_team,
    settle,
)
from commerce.teams.presenting import team_view, team_views
from commerce.teams.team import Team
from commerce.teams.views import MyTeamView, TeamView
from commerce.venue import FindVenue, doors_of, venue_of
from commerce.views import OrderView
from kit.auth import Principal
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import is_id, new_id
from kit.rate_limit import RateLimiter
from kit.unit_of_work import Tx, UnitOfWork

MOST_SHOWN = 20


class Forming:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue, limiter: RateLimiter) -> None:
        self._work = work
        self._find_venue = find_venue
        self._limiter = limiter
        self._commits = GroupCommit[Wish, str](work, self._settle)

    async def start(
        self, principal: Principal, deal_id: str, key: str | None, referral_token: str | None
    ) -> OrderView:
        """Start a team and claim a unit in it, to be paid at the team's price. Friends can join when it is paid.

        Raises:
            NotSignedIn, TooMany, NoSuchDeal, NotForTeams, ShowNotLive, NotOpen, DealEnded, TierTooLow, OverBuyerLimit,
            SoldOut, KeyReused, Unavailable
        """
        return await self._claim(principal, deal_id, None, key, referral_token)

    async def join(
        self, principal: Principal, team_id: str, key: str | None, referral_token: str | None
    ) -> OrderView:
        """Take a place in a team, and claim a unit with it.

        Raises:
            NotSignedIn, TooMany, NoSuchTeam, AlreadyInTeam, TeamOver, TeamFull, LeaderFirst, ShowNotLive, DealEnded,
            TierTooLow, OverBuyerLimit, SoldOut, KeyReused, Unavailable
        """
        principal.account()
        async with self._work.read() as tx:
            team = await _found(tx, team_id)
        return await self._claim(principal, team.deal_id, team.id, key, referral_token)

    async def members(self, team_id: str) -> tuple[TeamView, dict[str, str]]:
        """The team, and its members' orders by their accounts: for whoever tells them.

        Raises:
            NoSuchTeam
        """
        async with self._work.read() as tx:
            team = await _found(tx, team_id)
            orders = {place.account_id: place.order_id for place in team.places}
            return await team_view(tx, team), orders

    async def mine(self, principal: Principal, show_id: str) -> list[MyTeamView]:
        """The caller's newest teams in a show.

        Raises:
            NotSignedIn, NoSuchShow
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id)
            found = await store.teams_of_person(tx, show_id, account_id, MOST_SHOWN)
            views = await team_views(tx, found)
        return [
            MyTeamView(team=view, order_id=place.order_id)
            for team, view in zip(found, views, strict=True)
            for place in team.places
            if place.account_id == account_id
        ]

    async def close(self) -> None:
        """Settle those who wait, and take no more."""
        await self._commits.close()

    async def _claim(
        self,
        principal: Principal,
        deal_id: str,
        team_id: str | None,
        key: str | None,
        referral_token: str | None,
    ) -> OrderView:
        account_id = principal.account()
        await self._limiter.hit(CLAIMS, account_id)
        wish = Wish(
            order_id=new_id(),
            buyer=principal,
            account_id=account_id,
            deal_id=deal_id,
            team_id=team_id or new_id(),
            starts=team_id is None,
            key=key,
            referral_token=referral_token,
        )
        order_id = await self._commits.submit(wish)
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
            assert order is not None, "an order is never deleted"
            return await order_view(tx, order)

    async def _settle(self, tx: Tx, wishes: Sequence[Wish]) -> list[str | Refusal]:
        deal_ids = {wish.deal_id for wish in wishes if is_id(wish.deal_id)}
        deals = {deal.id: deal for deal in await store_deals.lock_deals(tx, deal_ids)}
        known = await self._known(tx, wishes, deals)
        settled = settle(wishes, known, tx.now)
        if settled.taken:
            await _save(tx, settled, known)
        return [
            outcome.wish.order_id
            if isinstance(outcome, Taken)
            else outcome.order_id
            if isinstance(outcome, Kept)
            else outcome
            for outcome in settled.outcomes
        ]

    async def _known(self, tx: Tx, wishes: Sequence[Wish], deals: Mapping[str, Deal]) -> Known:
        found = {deal.show_id: None for deal in deals.values()}
        venues = {show_id: await self._find_venue(tx, show_id) for show_id in found}
        shows = {show_id: venue for show_id, venue in venues.items() if venue}
        doors = doors_of(shows, tx.now)
        return Known(
            deals=deals,
            teams=await store.teams_by_id(tx, {wish.team_id for wish in wishes if not wish.starts}),
            live_shows={show_id for show_id, venue in shows.items() if venue.is_live},
            doors=doors,
            ranks=await ranks_of_buyers(tx, wishes, deals, doors),
            early=await early_places(tx, deals.values(), {wish.account_id for wish in wishes}),
            held=await store_deals.held_slots(
                tx, {(wish.deal_id, wish.account_id) for wish in wishes if wish.deal_id in deals}
            ),
            kept=await _kept(tx, {attempt for wish in wishes if (attempt := wish.attempt)}),
        )


async def _save(tx: Tx, settled: Settled, known: Known) -> None:
    for team in settled.teams:
        before = known.teams.get(team.id)
        if before is None:
            await store.add_team(tx, team)
        else:
            await store.save_team(tx, team)
            await store.add_places(tx, team, team.places[len(before.places) :])
        tell_team(tx, TeamChanged, team)
    products = await store_products.products_by_id(tx, {deal.product_id for deal in settled.deals})
    placed = [(_order(taken, products, tx.now), taken.slots) for taken in settled.taken]
    store_claims.add_claims(tx, placed)
    for deal in settled.deals:
        await store_deals.save_deal(tx, deal)
    tell_placed(tx, [order for order, _ in placed], settled.deals)


def _order(taken: Taken, products: Mapping[str, Product], now: datetime) -> Order:
    wish, deal, team = taken.wish, taken.deal, taken.team
    line = line_of(deal, products[deal.product_id], 1)
    return Order(
        id=wish.order_id,
        account_id=wish.account_id,
        claim_key=wish.key,
        brand_id=deal.brand_id,
        show_id=deal.show_id,
        lines=(replace(line, unit_price_minor=team.price_minor),),
        currency=deal.currency,
        referral_token=wish.referral_token,
        created_at=now,
        hold_expires_at=min(now + HOLD, team.fills_by),
        team_id=team.id,
    )


async def _kept(tx: Tx, attempts: Collection[Attempt]) -> dict[Attempt, Kept]:
    earlier = await store_claims.kept_under(tx, attempts)
    orders = await store_orders.orders_by_id(tx, [kept.order_id for kept in earlier.values()])
    team_ids = {order.id: order.team_id for order in orders}
    return {
        attempt: Kept(kept.order_id, kept.deal_id, team_ids[kept.order_id])
        for attempt, kept in earlier.items()
    }


async def _found(tx: Tx, team_id: str) -> Team:
    team = await store.team(tx, team_id)
    if team is None:
        raise no_such_team()
    return team
