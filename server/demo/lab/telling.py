"""What happened at Dalbit Lab in the last two weeks, in its order."""

from dataclasses import replace
from datetime import datetime, timedelta

from commerce.catalogue import Catalogue
from commerce.payments.used_cards import UsedCards
from commerce.shared_carts.sharing import SharedCarts
from commerce.shared_carts.views import NewLine, NewSharedCart
from commerce.wishes.showing import Showing
from commerce.wishes.wishing import Wishing
from membership.brands import Brands
from server.demo.lab.earning import Earning
from server.demo.lab.reaching import Reaching
from server.demo.lab.shows import CREAM, FIRST_LIGHT, LIPS, MOONRISE, REFILL, refill_with
from server.demo.people import LAB, LAB_FANS, LAB_FRIENDS, LAB_MANAGER, LAB_SHARER, THROW_AWAY
from server.demo.populating import Cast
from server.demo.shows import ShowSeed
from server.demo.stage import Stage
from server.demo.staged import StagedWork, Unlimited
from server.handouts import find_voucher
from server.targets import find_target, next_shows
from share.linking import Linking
from share.payees.sealing import Sealing
from share.review.screening import Screening
from share.review.views import NewDecision
from share.rewards.offering import Offering
from share.views import NewLink
from streams.shows import Shows

SHARED_PRODUCTS = 3


async def tell_of_lab(work: StagedWork, cast: Cast, now: datetime, sealing: Sealing) -> None:
    """Two shows with what came of them, and a third that is on."""
    lab = _Lab(work, cast, now, sealing)
    await lab.sell_first()
    await lab.sell_again()
    await lab.settle()
    await lab.go_live()


class _Lab:
    def __init__(self, work: StagedWork, cast: Cast, now: datetime, sealing: Sealing) -> None:
        self._work, self._cast, self._now = work, cast, now
        self._earning = Earning(work, cast, Offering(work, find_voucher), sealing)
        self._reaching = Reaching(work, cast)
        self._screening = Screening(work, UsedCards(work).shared, {THROW_AWAY})
        self._first, self._second, self._third = (self._stage() for _ in range(3))

    async def sell_first(self) -> None:
        """A show that many watched, and few bought in."""
        self._ago(days=16)
        await self._earning.set_terms()
        await self._earning.say_where_to()
        await self._reaching.introduce()
        await self._first.play(FIRST_LIGHT, self._now)
        await self._watched(self._first, FIRST_LIGHT, (*LAB_FANS, *LAB_FRIENDS))

    async def sell_again(self) -> None:
        """A campaign to those who did not buy, and a show after it; then what the first brought is paid out."""
        self._ago(days=10)
        await self._reaching.know()
        buyers = await self._reaching.win_over()
        refill = replace(REFILL, beats=(*REFILL.beats, *refill_with(buyers)))
        await self._second.play(refill, self._now)
        await self._watched(self._second, refill, (*buyers, *LAB_FRIENDS))
        self._ago(days=8, hours=-12)
        await self._refund(self._second, "oskar", CREAM, "It arrived broken")
        self._ago(days=7)
        await self._earning.pay_out()

    async def settle(self) -> None:
        """What the second brought waits for approval, and some rewards for review."""
        self._ago(hours=40)
        await self._earning.propose()
        self._ago(hours=30)
        why = "They share a card, as couples do: two people, two addresses."
        await self._earning.decide("lena_k", NewDecision(action="release", reason=why))
        why = "It is the sharer's own second account."
        await self._earning.decide("sunny_b", NewDecision(action="refuse", reason=why))
        self._ago(hours=20)
        await self._refund(self._first, "ines_p", LIPS, "Another shade than on the picture")

    async def go_live(self) -> None:
        await self._earning.share_a_tablet(LAB_SHARER, "noa")
        await self._third.play(MOONRISE, self._now)
        self._work.time = self._now
        await self._share_wishes()
        await self._reaching.plan_ahead(self._third.show_id, self._now)

    def _stage(self) -> Stage:
        return Stage(self._work, self._cast, self._cast["sora"], {}, self._screening)

    def _ago(self, **ago: float) -> None:
        self._work.time = self._now - timedelta(**ago)

    async def _watched(self, stage: Stage, show: ShowSeed, handles: tuple[str, ...]) -> None:
        brand = await Brands(self._work).by_slug(LAB)
        await self._reaching.watch(stage.show_id, brand.id, show.start(self._now), handles)

    async def _refund(self, stage: Stage, who: str, product: str, reason: str) -> None:
        order_id = stage.order_id(who, product)
        await stage.till.refund(self._cast[LAB_MANAGER], order_id, reason)

    async def _share_wishes(self) -> None:
        """The sharer keeps some products, and shows them to whoever has the link."""
        sharer, venue = self._cast[LAB_SHARER], Shows(self._work).venue
        showing = Showing(venue, next_shows)
        products = (await Catalogue(self._work).products(LAB))[:SHARED_PRODUCTS]
        for product in products:
            await Wishing(self._work, showing).keep(sharer, "product", product.id)
        lines = [NewLine(kind="product", id=product.id) for product in products]
        carts = SharedCarts(self._work, showing, Unlimited())
        shared = await carts.share(sharer, NewSharedCart(kind="wishlist", lines=lines))
        link = NewLink(kind="wishlist", target_id=shared.id)
        await Linking(self._work, find_target, Unlimited()).make_link(sharer, link, "")
