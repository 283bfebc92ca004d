"""The composition root: each part is made here, once, and given what it works with."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog
from starlette.requests import HTTPConnection

from chat.moderation import Moderation
from chat.routes import ChatRoutes
from chat.ruling import Ruling
from chat.speaking import Chat
from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.deals_query import Deals
from commerce.fulfilling import Fulfilling
from commerce.hosting import Hosting
from commerce.moments import Moments
from commerce.order_routes import OrderRoutes
from commerce.order_search import OrderSearch
from commerce.payments.gateway import Gateways
from commerce.payments.notices import Notices
from commerce.payments.paying import Paying
from commerce.payments.reconciling import Reconciling
from commerce.payments.refunding import Refunding
from commerce.payments.routes import PaymentRoutes
from commerce.payments.sandbox.gateway import Sandbox
from commerce.presale.reminding import Reminding
from commerce.presale.routes import PresaleRoutes
from commerce.presale.scheduling import Scheduling
from commerce.presale.withdrawing import Withdrawing
from commerce.protection.announcing_lowest import LowestPrices
from commerce.protection.promising import Promising
from commerce.protection.protecting import Protecting
from commerce.protection.routes import ProtectionRoutes
from commerce.quotes.exchange import Exchange
from commerce.quotes.price_lists import PriceLists
from commerce.quotes.quotes import Quotes
from commerce.quotes.routes import QuoteRoutes
from commerce.routes import CommerceRoutes
from commerce.shared_carts.sharing import SharedCarts
from commerce.teams.finding import Finding
from commerce.vouchers.collecting import Collecting
from commerce.vouchers.giving import Giving
from commerce.vouchers.issuing import Issuing
from commerce.vouchers.routes import VoucherRoutes
from commerce.waiting.routes import WaitlistRoutes
from commerce.waiting.waitlist import Waitlist
from commerce.webhooks.checked_network import CheckedNetwork
from commerce.webhooks.managing import Managing
from commerce.webhooks.posting import Posting
from commerce.webhooks.replaying import Replaying
from commerce.webhooks.routes import WebhookRoutes
from commerce.webhooks.sending import Sending
from commerce.webhooks.signing import Secrets
from commerce.webhooks.telling import Telling
from commerce.wishes.showing import Showing
from kit.auth import Principal, Signer, derived_secret
from kit.broker import Broker
from kit.broker_memory import MemoryBroker
from kit.broker_redis import RedisBroker
from kit.clock import utc_now
from kit.db import Database
from kit.http import Endpoint
from kit.outbox import Relay
from kit.rate_limit import RateLimiter
from kit.settings import Settings, StripeSettings
from kit.unit_of_work import UnitOfWork
from membership.accounts import SESSION_LASTS, Accounts
from membership.brands import Brands
from membership.passwords import Passwords
from membership.points.booking import Booking
from membership.points.redeeming import Redeeming
from membership.points.routes import PointsRoutes
from membership.points.tending import Tending
from membership.points.wallets import Wallets
from membership.programmes import Programmes
from membership.routes import SESSION_COOKIE, MembershipRoutes
from membership.staff import Staff
from membership.tiers.editing import Editing
from membership.tiers.reviewing import Reviewing
from server.arrivals import Arrivals
from server.asyncapi import asyncapi
from server.doors import guarded
from server.features.benefits import BenefitsFeature
from server.features.campaigns import CampaignsFeature
from server.features.carts import CartsFeature
from server.features.challenges import ChallengesFeature
from server.features.draws import DrawsFeature
from server.features.early_access import EarlyAccessFeature
from server.features.feature import Feature
from server.features.founding import FoundingFeature
from server.features.leaders import LeadersFeature
from server.features.packets import PacketsFeature
from server.features.people import PeopleFeature
from server.features.placed_orders import PlacedOrdersFeature
from server.features.products import ProductsFeature
from server.features.review import ReviewFeature
from server.features.rewards import RewardsFeature
from server.features.shipping import ShippingFeature
from server.features.teams import TeamsFeature
from server.garbage import Garbage
from server.handouts import find_voucher
from server.hub import Hub
from server.link_board import LinkBoard
from server.link_news import LinkNews
from server.openapi import openapi
from server.operator_board import OperatorBoard
from server.operator_routes import OperatorRoutes
from server.operator_streams import OperatorStreams, streams_signer
from server.reactions import Reactions
from server.reception import Reception
from server.room_state import RoomStates
from server.targets import find_target, next_shows, sold_products
from server.version import VERSION
from server.vitals import Vitals
from server.voucher_board import VoucherBoard
from server.worker import Worker
from share.clicks import Clicks
from share.crediting import Crediting
from share.destinations import Destinations
from share.explaining import Explaining
from share.journeys import Journeys
from share.linking import Linking
from share.routes import ShareRoutes
from streams.admitting import Admitting
from streams.broadcast.passes import Passes
from streams.broadcast.routes import BroadcastRoutes
from streams.broadcast.videos import Videos
from streams.replay.cutting import Cutting
from streams.replay.replays import Replays
from streams.replay.routes import ReplayRoutes
from streams.routes import StreamsRoutes
from streams.shows import Shows
from web.assets import Assets
from web.embedding import Embedding
from web.following import REFERRAL_COOKIE, Following
from web.pages import Pages, Services
from web.reference import Reference, all_refusals, reference
from web.rendering import Rendering
from web.share_cards import ShareCards
from web.shared import Sharing

if TYPE_CHECKING:
    from commerce.payments.stripe.gateway import Stripe

log = structlog.get_logger()

SYSTEM = Principal(account_id="system", handle="system", is_operator=True)
"""Who acts when a command line does."""
REFERRAL_LASTS = timedelta(days=90)
DRAIN_S = 5.0


class Dealcast:
    """All parts of one process. Nothing runs until `running` is entered."""

    def __init__(self, settings: Settings, passwords: Passwords | None = None) -> None:
        self.settings = settings
        self.database = Database(settings.database_url)
        self.work = UnitOfWork(self.database, utc_now)
        self.limiter = RateLimiter(settings.redis_url)
        self.session_signer = Signer(settings.secret_key, "session", SESSION_LASTS)
        self.referral_signer = Signer(settings.secret_key, "referral", REFERRAL_LASTS)
        self.visitor_signer = Signer(settings.secret_key, "visitor", REFERRAL_LASTS)

        self.accounts = Accounts(self.work, passwords or Passwords(), self.limiter)
        self.brands = Brands(self.work)
        self.programmes = Programmes(self.work)
        self.staff = Staff(self.work)
        self.editing = Editing(self.work, find_voucher)
        self.reviewing = Reviewing(self.work)
        self.booking = Booking(self.work)
        self.tending = Tending(self.work)
        self.redeeming = Redeeming(self.work)
        self.wallets = Wallets(self.work)
        self.shows = Shows(self.work)
        self.admitting = Admitting(self.work)
        passes = Passes(settings.secret_key)
        self.videos = Videos(self.work, passes, settings.media.url)
        keep_for = timedelta(days=settings.recordings.days)
        self.replays = Replays(self.work, passes, settings.media.url, keep_for)
        self.cutting = Cutting(self.work, sold_products)
        self.catalogue = Catalogue(self.work)
        self.deals = Deals(self.work)
        self.hosting = Hosting(self.work, self.shows.venue)
        self.sandbox = Sandbox(self.work, derived_secret(settings.secret_key, "sandbox"))
        cards_secret = derived_secret(settings.secret_key, "cards")
        self.stripe = _stripe(settings.stripe, cards_secret) if settings.stripe else None
        # The sandbox stays, for what was paid through it before.
        others = () if self.stripe is None else (self.sandbox,)
        self.gateways = Gateways(self.stripe or self.sandbox, *others)
        self.paying = Paying(self.work, self.gateways, self.limiter)
        self.refunding = Refunding(self.work, self.gateways)
        self.reconciling = Reconciling(self.work, self.gateways)
        self.scheduling = Scheduling(self.work)
        self.withdrawing = Withdrawing(self.work, self.gateways)
        self.reminding = Reminding(self.work)
        self.protecting = Protecting(self.work)
        self.promising = Promising(self.work)
        self.lowest_prices = LowestPrices(self.work)
        self.notices = Notices(self.work, self.gateways)
        self.fulfilling = Fulfilling(self.work)
        self.checkout = Checkout(
            self.work, self.shows.venue, self.shows.is_open, self.limiter, self.paying
        )
        self.waitlist = Waitlist(self.work, self.shows.venue, self.limiter)
        self.moments = Moments(self.work, self.shows.venue)
        self.quotes = Quotes(self.work, self.limiter)
        self.price_lists = PriceLists(self.work)
        self.exchange = Exchange(self.work)
        self.issuing = Issuing(self.work, self.shows.venue)
        self.collecting = Collecting(self.work, self.shows.venue, self.limiter)
        self.giving = Giving(self.work)
        self.order_search = OrderSearch(self.work)
        allows_loopback = not settings.is_secure
        secrets = Secrets(settings.secret_key)
        self.telling = Telling(self.work)
        self.managing = Managing(self.work, self.limiter, secrets, allows_loopback=allows_loopback)
        self.replaying = Replaying(self.work)
        network = CheckedNetwork(allows_loopback=allows_loopback)
        posting = Posting(network, utc_now, f"Dealcast-Webhooks/{VERSION}")
        self.sending = Sending(self.work, posting, secrets)
        self.chat = Chat(self.work, self.shows.venue, self.limiter)
        self.moderation = Moderation(self.work, self.shows.venue)
        self.ruling = Ruling(self.work, self.shows.venue)
        self.linking = Linking(self.work, find_target, self.limiter)
        self.destinations = Destinations(self.work)
        self.clicks = Clicks(self.work, settings.secret_key, self.destinations)
        self.crediting = Crediting(self.work)
        self.journeys = Journeys(self.work)
        self.explaining = Explaining(self.work)
        self.rendering = Rendering(
            Assets(), settings.public_url, settings.stripe, settings.media.url
        )
        self.showing = Showing(self.shows.venue, next_shows)
        self.shared_carts = SharedCarts(self.work, self.showing, self.limiter)
        teams = Finding(self.work)
        self.sharing = Sharing(
            self.brands,
            self.shows,
            self.deals,
            self.catalogue,
            self.linking,
            self.shared_carts,
            teams,
        )
        self.cards = ShareCards()
        self.following = Following(
            self.rendering,
            self.destinations,
            self.sharing,
            self.clicks,
            self.visitor_signer,
            self.referral_signer,
            is_secure=settings.is_secure,
        )

        self.broker: Broker = (
            RedisBroker(settings.redis_url) if settings.redis_url else MemoryBroker()
        )
        self.hub = Hub(self.broker)
        self.draws = DrawsFeature(
            self.work, self.limiter, self.shows, self.brands, self.hub, self.rendering
        )
        self.packets = PacketsFeature(
            self.work,
            self.limiter,
            self.shows,
            self.brands,
            self.hub,
            self.rendering,
            self.telling,
        )
        self.leaders = LeadersFeature(self.work, self.shows, self.journeys, self.hub)
        self.link_news = LinkNews(self.broker, self.following, self.checkout)
        carts = CartsFeature(
            self.work,
            self.limiter,
            self.showing,
            self.shared_carts,
            self.checkout,
            self.linking,
            self.link_news,
            self.hub,
            self.rendering,
            self.referral_of,
        )
        self.teams = TeamsFeature(
            self.work,
            self.limiter,
            self.shows,
            self.deals,
            self.brands,
            self.accounts,
            self.hub,
            self.rendering,
            self.referral_of,
            teams,
            self.link_news,
        )
        self.challenges = ChallengesFeature(
            self.work,
            self.limiter,
            self.shows,
            self.checkout,
            self.brands,
            self.accounts,
            self.explaining,
            self.hub,
            self.rendering,
        )
        self.people = PeopleFeature(
            self.work,
            self.limiter,
            self.accounts.passwords,
            settings.secret_key,
            self.brands,
            self.link_news,
            self.rendering,
        )
        self.benefits = BenefitsFeature(self.work)
        self.early_access = EarlyAccessFeature(self.work, self.deals, self.hub)
        self.campaigns = CampaignsFeature(
            settings,
            self.work,
            self.shows,
            self.brands,
            self.issuing,
            self.hub,
            self.rendering,
            self.people.unsubscribing.path,
        )
        products = ProductsFeature(
            self.work,
            self.limiter,
            self.catalogue,
            self.campaigns.gathering,
            self.linking,
            self.link_news,
            self.brands,
            self.rendering,
        )
        self.review = ReviewFeature(
            self.work,
            settings,
            self.linking,
            self.brands,
            self.visitor_signer,
            self.hub,
            self.rendering,
        )
        self.rewards = RewardsFeature(
            settings,
            self.work,
            self.limiter,
            self.brands,
            self.issuing,
            self.giving,
            self.hub,
            self.rendering,
        )
        self.shipping = ShippingFeature(self.work)
        self.features: tuple[Feature, ...] = (
            PlacedOrdersFeature(self.checkout, self.hosting, self.journeys, self.hub),
            self.draws,
            self.packets,
            self.leaders,
            self.teams,
            self.challenges,
            carts,
            self.people,
            self.benefits,
            self.early_access,
            self.campaigns,
            products,
            FoundingFeature(self.work, self.brands, self.rendering),
            self.rewards,
            self.review,
            self.shipping,
        )
        self.voucher_board = VoucherBoard(self.collecting, self.hub)
        self.link_board = LinkBoard(self.linking, self.hub, settings.public_url or "")
        self.clicks.on_counted = self.link_board.note
        self.room_states = RoomStates(
            self.shows,
            self.videos,
            self.deals,
            self.hosting,
            self.collecting,
            self.chat,
            self.moderation,
            self.ruling,
            self.draws.drawing,
            self.packets.finding,
            self.leaders.showing,
            self.challenges.challenging,
        )
        self.reception = Reception(
            Arrivals(self.work),
            self.hub,
            self.chat,
            self.checkout,
            self.room_states,
            self.session_signer,
            self.referral_in,
            self.leaders.watched,
            self.early_access.show_in,
            self.people.attending,
            settings.public_url,
        )
        self.reactions = Reactions(
            self.work,
            self.hub,
            self.shows,
            self.videos,
            self.deals,
            self.hosting,
            self.checkout,
            self.voucher_board,
            self.chat,
            self.moderation,
            self.ruling,
            self.linking,
            self.crediting,
            self.journeys,
            self.link_board,
            self.link_news,
            self.telling,
            self.protecting,
            self.lowest_prices,
            self.moments,
            self.booking,
            self.redeeming,
            self.wallets,
            self.giving,
            settings.public_url or "",
            self.features,
        )
        self.relay = Relay(self.database, utc_now, self.reactions.kinds, self.reactions.react)
        self.work.on_commit = self.relay.offer
        self.worker = Worker(
            self.work,
            self.relay,
            self.checkout,
            self.hosting,
            self.reconciling,
            self.sandbox,
            self.notices,
            self.sending,
            self.protecting,
            self.waitlist,
            self.reminding,
            self.withdrawing,
            self.videos,
            self.tending,
            self.reviewing,
            self.features,
        )
        self.garbage = Garbage(lambda: self.hub.heartbeat.arrivals)
        self.vitals = Vitals(self.hub, self.broker, self.database, self.relay)
        self.operator_board = OperatorBoard(self.broker, self.vitals)
        self.operator_streams = OperatorStreams(self.videos, streams_signer(settings.secret_key))

    @cached_property
    def endpoints(self) -> list[Endpoint]:
        membership = MembershipRoutes(
            self.accounts,
            self.brands,
            self.programmes,
            self.staff,
            self.session_signer,
            self.referral_of,
            is_secure=self.settings.is_secure,
        )
        endpoints = [
            *membership.endpoints(),
            *PointsRoutes(self.wallets, self.redeeming, self.editing).endpoints(),
            *StreamsRoutes(self.shows).endpoints(),
            *BroadcastRoutes(self.videos).endpoints(),
            *ReplayRoutes(self.replays, self.cutting).endpoints(),
            *CommerceRoutes(
                self.catalogue, self.hosting, self.checkout, self.moments, self.referral_of
            ).endpoints(),
            *PaymentRoutes(
                self.gateways,
                self.paying,
                self.refunding,
                self.fulfilling,
                self.notices,
                self.sandbox,
            ).endpoints(),
            *QuoteRoutes(self.quotes, self.price_lists, self.exchange).endpoints(),
            *VoucherRoutes(self.issuing, self.collecting).endpoints(),
            *WaitlistRoutes(self.waitlist, self.referral_of).endpoints(),
            *PresaleRoutes(self.scheduling, self.withdrawing, self.paying).endpoints(),
            *ProtectionRoutes(self.promising).endpoints(),
            *OrderRoutes(self.order_search).endpoints(),
            *WebhookRoutes(self.managing, self.replaying).endpoints(),
            *ChatRoutes(self.chat, self.moderation, self.ruling).endpoints(),
            *ShareRoutes(
                self.linking, self.explaining, self._brand_of_order, self.settings.public_url
            ).endpoints(),
            *Embedding(self.rendering, self.destinations, self.sharing).endpoints(),
            *(endpoint for feature in self.features for endpoint in feature.endpoints()),
            *OperatorRoutes(self.operator_board, self.operator_streams, self.shows).endpoints(),
        ]
        return guarded(self.review.noticing.noticed(endpoints), self.admitting)

    @cached_property
    def asyncapi(self) -> dict[str, Any]:
        return asyncapi(VERSION)

    @cached_property
    def openapi(self) -> dict[str, Any]:
        return openapi(self.endpoints, VERSION)

    @cached_property
    def reference(self) -> Reference:
        return reference(self.openapi, self.asyncapi, all_refusals())

    def pages(self) -> Pages:
        services = Services(
            accounts=self.accounts,
            brands=self.brands,
            staff=self.staff,
            editing=self.editing,
            wallets=self.wallets,
            shows=self.shows,
            cutting=self.cutting,
            replays=self.replays,
            admitting=self.admitting,
            catalogue=self.catalogue,
            deals=self.deals,
            checkout=self.checkout,
            sandbox=self.sandbox,
            issuing=self.issuing,
            collecting=self.collecting,
            linking=self.linking,
            explaining=self.explaining,
            destinations=self.destinations,
            sharing=self.sharing,
            following=self.following,
            cards=self.cards,
            order_search=self.order_search,
            managing=self.managing,
            replaying=self.replaying,
            promising=self.promising,
            shipping_terms=self.shipping.terms,
            scheduling=self.scheduling,
        )
        more = [page for feature in self.features for page in feature.pages()]
        return Pages(self.rendering, services, lambda: self.reference, more)

    async def principal_behind(self, connection: HTTPConnection) -> Principal:
        signed = connection.cookies.get(SESSION_COOKIE)
        return await self.accounts.principal_of(self.session_signer.unsign(signed))

    async def _brand_of_order(self, order_id: str) -> str:
        return (await self.checkout.order_facts(order_id)).order.brand_id

    def referral_of(self, connection: HTTPConnection) -> str | None:
        """The click by which this browser came, if it came by a share link."""
        return self.referral_in(connection.cookies)

    def referral_in(self, cookies: Mapping[str, str]) -> str | None:
        return self.referral_signer.unsign(cookies.get(REFERRAL_COOKIE))

    @asynccontextmanager
    async def running(self, *, has_worker: bool) -> AsyncIterator[None]:
        """Connect, and run what runs in the background, until left. What was committed is still delivered."""
        await self.broker.start()
        duties = {
            "relay": self.relay.run(),
            "hub": self.hub.run(),
            "garbage": self.garbage.run(),
            "vitals": self.vitals.run(is_worker=has_worker),
            "operator_board": self.operator_board.run(),
            "moments": self.moments.run(),
            "link_news": self.link_news.run(),
        }
        if has_worker:
            duties["worker"] = self.worker.run()
        tasks = [asyncio.create_task(_logged(name, duty)) for name, duty in duties.items()]
        try:
            yield
            await self._drain()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.close()

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
                await self.chat.close()
                await self.collecting.close()
                await self.clicks.close()
                for feature in self.features:
                    await feature.close()
                await self.journeys.close()
                await self.checkout.close()
                await self.waitlist.close()
                await self.relay.drain()
                await self.voucher_board.drain()
                for feature in self.features:
                    await feature.drain()
                await self.moments.drain()
                await self.link_board.drain()
        except TimeoutError:
            log.warning("shutdown.undelivered_events", remedy="the worker's sweep delivers them")


def _stripe(settings: StripeSettings, cards_secret: str) -> "Stripe":
    # Stripe's library brings an HTTP client that takes long to import, and few use it.
    from commerce.payments.stripe.gateway import Stripe

    return Stripe(settings, cards_secret)


async def _logged(name: str, duty: Coroutine[Any, Any, None]) -> None:
    try:
        await duty
    except Exception:
        log.critical("process.duty_ended", duty=name, exc_info=True)
        raise
