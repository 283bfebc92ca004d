"""Points and tiers: members earn them with what they buy, hear of them at once, and are handed the vouchers that these bring."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout
from commerce.vouchers.giving import Giving
from commerce.vouchers.issuing import Issuing
from kit.events import Event
from kit.http import Endpoint
from membership import events as membership
from membership.brands import Brands
from membership.handouts.handout import HandoutStatus
from membership.points.booking import Booking
from membership.points.redeeming import Redeeming
from membership.points.routes import PointsRoutes
from membership.points.tending import BATCH as LOTS
from membership.points.tending import Tending
from membership.points.wallets import Wallets
from membership.tiers.editing import Editing
from membership.tiers.reviewing import BATCH as MEMBERS
from membership.tiers.reviewing import Reviewing
from server import wire
from server.features.feature import Chore, Feature, Reaction, Together, each, in_batches
from server.ground import Ground
from server.handouts import find_voucher
from server.purchases import purchase_of
from web.member_pages import MemberPages
from web.page import Page


class PointsFeature(Feature):
    def __init__(
        self, ground: Ground, checkout: Checkout, brands: Brands, issuing: Issuing, giving: Giving
    ) -> None:
        work = ground.work
        self.booking = Booking(work)
        self._wallets = Wallets(work)
        self._editing = Editing(work, find_voucher)
        self._redeeming = Redeeming(work)
        self._tending = Tending(work)
        self._reviewing = Reviewing(work)
        self._checkout = checkout
        self._giving = giving
        self._hub = ground.hub
        self._pages = MemberPages(ground.rendering, brands, self._wallets, self._editing, issuing)

    def endpoints(self) -> Sequence[Endpoint]:
        return PointsRoutes(self._wallets, self._redeeming, self._editing).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together, ...]]:
        return {
            commerce.OrderPaid: (Together(self._book_points),),
            commerce.OrderRefunded: (Together(self._book_points),),
            membership.MemberJoined: (self._tell_of_points,),
            membership.TierChanged: (self._tell_of_points, self._send_away),
            membership.PointsChanged: (Together(self._tell_those_here),),
            membership.PointsExpiring: (self._tell_of_expiry,),
            membership.HandoutDue: (self._hand_out,),
        }

    def chores(self) -> Sequence[Chore]:
        reviewing = self._reviewing
        return (
            Chore("tend_points", 5.0, in_batches(self._tending.tend, LOTS)),
            Chore("review_tiers", 5.0, in_batches(reviewing.review, MEMBERS)),
            Chore("apply_programmes", 1.0, in_batches(reviewing.apply_rules, MEMBERS)),
        )

    async def _book_points(
        self, events: Sequence[commerce.OrderPaid | commerce.OrderRefunded]
    ) -> None:
        of_members = await self.booking.members_among(
            {(event.brand_id, event.account_id) for event in events}
        )
        sales = await self._checkout.sales(
            [e.order_id for e in events if (e.brand_id, e.account_id) in of_members]
        )
        # Else money came back that the order never took.
        await self.booking.book_orders([purchase_of(sale) for sale in sales if sale.paid_at])

    async def _tell_those_here(self, events: Sequence[membership.PointsChanged]) -> None:
        present = await self._hub.present({event.account_id for event in events})
        await each(self._tell_of_points(event) for event in events if event.account_id in present)

    async def _tell_of_points(
        self, event: membership.MemberJoined | membership.TierChanged | membership.PointsChanged
    ) -> None:
        wallet = await self._wallets.wallet_of(event.brand_id, event.account_id)
        await self._hub.tell(event.account_id, wire.MyPointsChanged(wallet=wallet))

    async def _send_away(self, event: membership.TierChanged) -> None:
        """They come back as who they are now, and see what is open to them."""
        await self._hub.send_away(event.account_id)

    async def _tell_of_expiry(self, event: membership.PointsExpiring) -> None:
        wallet = await self._wallets.wallet_of(event.brand_id, event.account_id)
        frame = wire.MyPointsExpiring(
            brand_name=wallet.brand_name, points=event.points, expires_at_ms=event.expires_at_ms
        )
        await self._hub.tell(event.account_id, frame)

    async def _hand_out(self, event: membership.HandoutDue) -> None:
        handout = await self._redeeming.handout(event.handout_id)
        if handout.status is HandoutStatus.DUE:
            refusal = await self._giving.give(handout.voucher_id, handout.account_id, handout.id)
            await self._redeeming.settle(handout, is_given=refusal is None)
