"""The stage: plays a show's script through the product's own use cases, at the times at which it happened."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from chat.speaking import Chat
from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.hosting import Hosting
from commerce.payments.gateway import Gateways
from commerce.payments.paying import Paying
from commerce.payments.refunding import Refunding
from commerce.payments.sandbox.gateway import Sandbox
from commerce.presale.views import NewPresale
from commerce.teams.forming import Forming
from commerce.views import DealView, NewClaim, NewDeal, OrderView
from commerce.vouchers.collecting import Collecting
from commerce.vouchers.issuing import Issuing
from commerce.vouchers.views import VoucherView
from kit.auth import Principal
from kit.clock import to_ms
from membership.brands import Brands
from server.demo.people import OPERATOR
from server.demo.populating import Cast
from server.demo.script import (
    Act,
    Advance,
    Cancel,
    Challenge,
    Claim,
    Collect,
    Drop,
    DropPacket,
    End,
    Follow,
    JoinTeam,
    Offer,
    OpenPacket,
    Pay,
    Pin,
    Play,
    Say,
    Share,
    StartTeam,
    Sweep,
)
from server.demo.shows import ShowSeed
from server.demo.staged import StagedWork, Unlimited
from server.demo.till import Till
from server.demo.vouchers import new_voucher
from server.targets import find_target
from share.challenges.challenging import Challenging
from share.challenges.playing import Playing
from share.challenges.views import NewChallengeTeam
from share.clicks import Clicks, Visitor
from share.destinations import Destinations
from share.journeys import Journeys, Taken
from share.leaders.bringing import Bringing
from share.linking import Linking
from share.packets.dropping import Dropping
from share.packets.giving import Giving
from share.packets.opening import Opening
from share.packets.views import NewPacket
from share.review.screening import Screening
from share.views import NewLink, Step
from streams.shows import Shows
from streams.views import NewShow

PLANNED_AHEAD = timedelta(days=3)
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari"


class Stage:
    """Plays one show. `screening` looks at the rewards that are earned in it."""

    def __init__(
        self,
        work: StagedWork,
        cast: Cast,
        host: Principal,
        window_ids: dict[str, str],
        screening: Screening | None = None,
    ) -> None:
        limiter = Unlimited()
        self._work, self._cast, self._host = work, cast, host
        self._window_ids = window_ids
        self._brands = Brands(work)
        self._shows = Shows(work)
        self._catalogue = Catalogue(work)
        self._hosting = Hosting(work, self._shows.venue)
        gateways = Gateways(Sandbox(work, "the demo's bank"))
        paying = Paying(work, gateways, limiter)
        self._checkout = Checkout(work, self._shows.venue, self._shows.is_open, limiter, paying)
        self._issuing = Issuing(work, self._shows.venue)
        self._collecting = Collecting(work, self._shows.venue, limiter)
        self._chat = Chat(work, self._shows.venue, limiter)
        self._linking = Linking(work, find_target, limiter)
        self._clicks = Clicks(work, "the demo's visitors", Destinations(work))
        self._journeys = Journeys(work)
        self._forming = Forming(work, self._shows.venue, limiter)
        refunding = Refunding(work, gateways)
        self.till = Till(work, self._checkout, refunding, self._forming, screening)
        self._challenging = Challenging(work, self._shows.venue)
        self._playing = Playing(work, limiter)
        self._bringing = Bringing(work, self._shows.venue)
        self._dropping = Dropping(work, self._shows.venue)
        self._opening = Opening(work, limiter)
        self._giving = Giving(work)
        self.show_id = ""
        self._link_code = ""
        self._packet_id = ""
        self._challenge_id = ""
        self._team_ids: dict[str, str] = {}
        self._deals: dict[str, DealView] = {}
        self._orders: dict[tuple[str, str], OrderView] = {}
        self._vouchers: dict[str, VoucherView] = {}
        self._referrals: dict[str, str | None] = {}

    async def play(self, show: ShowSeed, now: datetime) -> None:
        """Plan the show; if it has begun, let happen what its script says up to `now`."""
        start = show.start(now)
        self._work.time = min(start, now) - PLANNED_AHEAD
        await self._plan(show, start)
        if start >= now:
            return
        self._work.time = start
        await self._shows.start(self._host, self.show_id)
        for minute, act in sorted(show.beats, key=lambda beat: beat[0]):
            self._work.time = start + timedelta(minutes=minute)
            await self._perform(act)
        if show.ends_after_min is not None:
            self._work.time = start + timedelta(minutes=show.ends_after_min)
            await self._end()

    def order_id(self, who: str, product: str) -> str:
        return self._orders[who, product].id

    async def _plan(self, show: ShowSeed, start: datetime) -> None:
        brand = await self._brands.by_slug(show.brand)
        planned = NewShow(
            brand_id=brand.id,
            title=show.title,
            description=show.description,
            scheduled_at_ms=to_ms(start),
            access=show.access,
        )
        self.show_id = (await self._shows.schedule(self._host, planned)).id
        products = {
            product.title: product.id for product in await self._catalogue.products(show.brand)
        }
        for offer in show.offers:
            self._deals[offer.product] = await self._hosting.add_deal(
                self._host, self.show_id, _new_deal(offer, products, self._window_ids)
            )

        for gift in show.gifts:
            new = new_voucher(gift, self.show_id, start)
            issued = await self._issuing.issue(self._cast[OPERATOR], show.brand, new)
            self._vouchers[gift.title] = issued

    async def _end(self) -> None:
        await self._shows.end(self._host, self.show_id)
        await self._hosting.end_deals_of(self.show_id)

    async def _perform(self, act: Act) -> None:
        performances: dict[type[Any], Callable[[Any], Awaitable[None]]] = {
            Say: self._say,
            Drop: self._drop,
            Pin: self._pin,
            End: self._end_deal,
            Claim: self._claim,
            Pay: self._pay,
            Cancel: self._cancel,
            Share: self._share,
            Follow: self._follow,
            StartTeam: self._start_team,
            JoinTeam: self._join_team,
            Challenge: self._challenge,
            Play: self._play,
            Collect: self._collect,
            DropPacket: self._drop_packet,
            OpenPacket: self._open_packet,
            Sweep: self._sweep,
        }
        await performances[type(act)](act)

    async def _say(self, act: Say) -> None:
        await self._chat.say(self._cast[act.who], self.show_id, act.text)

    async def _drop(self, act: Drop) -> None:
        await self._hosting.drop_deal(self._host, self._deals[act.product].id)

    async def _pin(self, act: Pin) -> None:
        await self._hosting.pin_deal(self._host, self._deals[act.product].id)

    async def _end_deal(self, act: End) -> None:
        await self._hosting.end_deal(self._host, self._deals[act.product].id)

    async def _claim(self, act: Claim) -> None:
        self._orders[act.who, act.product] = await self._checkout.claim(
            self._cast[act.who],
            self._deals[act.product].id,
            NewClaim(quantity=act.quantity),
            None,
            self._referrals.get(act.who),
        )
        await self._go_on("claimed", act.who)

    async def _pay(self, act: Pay) -> None:
        order = self._orders[act.who, act.product]
        place = list(self._cast).index(act.card_of or act.who)
        await self.till.pay(self._cast[act.who], order.id, place)

    async def _cancel(self, act: Cancel) -> None:
        await self._checkout.cancel(self._cast[act.who], self._orders[act.who, act.product].id)

    async def _share(self, act: Share) -> None:
        new = NewLink(kind="show", target_id=self.show_id)
        self._link_code = (await self._linking.make_link(self._cast[act.who], new, "")).code

    async def _follow(self, act: Follow) -> None:
        visitor = Visitor(
            ip="192.0.2.1", user_agent=BROWSER, account_id=self._cast[act.who].account_id
        )
        token = await self._clicks.record(self._link_code, visitor)
        self._referrals[act.who] = token
        await self._go_on("watched", act.who)
        if token is not None:
            await self._bringing.come(token, visitor.account_id, self.show_id)

    async def _go_on(self, step: Step, who: str) -> None:
        token = self._referrals.get(who)
        if token is not None:
            brand_id = self._deals[next(iter(self._deals))].brand_id
            await self._journeys.take(Taken(step, token, self._cast[who].account_id, brand_id))

    async def _start_team(self, act: StartTeam) -> None:
        started = await self._forming.start(
            self._cast[act.who], self._deals[act.product].id, None, self._referrals.get(act.who)
        )
        self._orders[act.who, act.product] = started

    async def _join_team(self, act: JoinTeam) -> None:
        team_id = self._orders[act.leader, act.product].team_id
        assert team_id is not None, "its leader started it"
        joined = await self._forming.join(
            self._cast[act.who], team_id, None, self._referrals.get(act.who)
        )
        self._orders[act.who, act.product] = joined

    async def _challenge(self, act: Challenge) -> None:
        started = await self._challenging.start(self._host, self.show_id, act.terms)
        self._challenge_id = started.id

    async def _play(self, act: Play) -> None:
        player, team_id = self._cast[act.who], self._team_ids.get(act.team)
        if team_id is not None:
            await self._playing.join(player, team_id)
            return
        formed = await self._playing.form(
            player, self._challenge_id, NewChallengeTeam(name=act.team)
        )
        assert formed.team is not None, "whoever forms a team is in it"
        self._team_ids[act.team] = formed.team.id

    async def _collect(self, act: Collect) -> None:
        voucher = self._vouchers[act.title]
        await self._collecting.collect(self._cast[act.who], voucher.terms.id)

    async def _drop_packet(self, act: DropPacket) -> None:
        new = NewPacket(points=act.points, shares=act.shares, greeting=act.greeting)
        self._packet_id = (await self._dropping.drop(self._host, self.show_id, new)).id

    async def _open_packet(self, act: OpenPacket) -> None:
        await self._opening.open(self._cast[act.who], self._packet_id)

    async def _sweep(self, _act: Sweep) -> None:
        await self._checkout.expire_holds()
        await self._hosting.close_lapsed()
        await self._dropping.end_due()
        await self._giving.give_due()


def _new_deal(offer: Offer, products: dict[str, str], window_ids: dict[str, str]) -> NewDeal:
    return NewDeal(
        product_id=products[offer.product],
        price_minor=offer.price_minor,
        stock=offer.stock,
        per_buyer_limit=offer.per_buyer_limit,
        min_tier_rank=offer.min_tier_rank,
        duration_s=offer.duration_s,
        presale=_presale(offer.advance, window_ids) if offer.advance else None,
        team=offer.team,
    )


def _presale(advance: Advance, window_ids: dict[str, str]) -> NewPresale:
    return NewPresale(
        sale_window_id=window_ids[advance.window.title],
        deposit_minor=advance.deposit_minor,
        worth_minor=advance.worth_minor,
    )
