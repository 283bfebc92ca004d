"""Segments and campaigns: what changes a member makes their facts stale, the worker makes them anew, sends and counts."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.deals import DealStatus
from commerce.store import deals as store_deals
from commerce.store import products as store_products
from commerce.store.purchases import bought
from commerce.vouchers.issuing import Issuing
from kit.events import Event
from kit.http import Endpoint
from kit.mail import Post, Smtp
from kit.mail_catcher import Catcher
from kit.unit_of_work import Tx
from membership import events as membership
from membership.brands import Brands
from membership.campaigns.events import MessagesArrived, NoticesArrived
from membership.campaigns.mailing import AT_ONCE, Mailing
from membership.campaigns.measuring import Measuring
from membership.campaigns.planning import Planning
from membership.campaigns.reading import Arrived, Reading
from membership.campaigns.routes import CampaignRoutes
from membership.campaigns.running import Running
from membership.segments.gathering import BATCH, Gathering
from membership.segments.routes import SegmentRoutes
from membership.segments.segmenting import Segmenting
from server import wire
from server.features.feature import Chore, Feature, Reaction, Together, each, in_batches
from server.ground import Ground
from server.handouts import find_voucher
from streams import events as streams
from streams import store as store_shows
from streams.shows import Shows
from web.campaign_pages import CampaignPages
from web.letters import Letters, UnsubscribePath
from web.page import Page

MOST_BATCHES = 20
"""That one beat makes anew, or sends."""


class CampaignsFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        shows: Shows,
        brands: Brands,
        issuing: Issuing,
        unsubscribe_path: UnsubscribePath,
    ) -> None:
        settings, work, rendering = ground.settings, ground.work, ground.rendering
        self.gathering = Gathering(work, bought)
        self.segmenting = Segmenting(work)
        self.planning = Planning(work, find_show, find_deal, find_voucher)
        self.running = Running(work)
        self._measuring = Measuring(work)
        self._reading = Reading(work)
        self._hub = ground.hub
        catcher = Catcher(work)
        mail = settings.mail
        self.post: Post = Smtp(mail.url, mail.sender) if mail else catcher
        letters = Letters(rendering, settings.public_url or "", unsubscribe_path)
        self.mailing = Mailing(work, self.post, letters.compose)
        self._pages = CampaignPages(
            rendering,
            brands,
            shows,
            issuing,
            self.segmenting,
            self.planning,
            self._reading,
            None if mail else catcher,
        )

    def endpoints(self) -> Sequence[Endpoint]:
        routes = CampaignRoutes(self.planning, self._measuring, self._reading)
        return [*SegmentRoutes(self.segmenting).endpoints(), *routes.endpoints()]

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together, ...]]:
        return {
            membership.MemberJoined: (self._note,),
            membership.TierChanged: (self._note,),
            commerce.OrderPaid: (Together(self._note_all),),
            commerce.OrderRefunded: (Together(self._note_all),),
            streams.ShowEnded: (self._note_show,),
            MessagesArrived: (self._tell,),
            NoticesArrived: (self._tell_of_notice,),
        }

    def chores(self) -> Sequence[Chore]:
        return (
            Chore("gather_facts", 0.5, in_batches(self.gathering.gather, BATCH, MOST_BATCHES)),
            Chore("run_campaigns", 1.0, self.running.go_on),
            Chore("send_mail", 1.0, in_batches(self.mailing.send, AT_ONCE, MOST_BATCHES)),
            Chore("count_tiers", 600.0, self.gathering.count_tiers),
        )

    async def _note(self, event: membership.MemberJoined | membership.TierChanged) -> None:
        await self.gathering.note([(event.brand_id, event.account_id)])

    async def _note_all(
        self, events: Sequence[commerce.OrderPaid | commerce.OrderRefunded]
    ) -> None:
        await self.gathering.note([(event.brand_id, event.account_id) for event in events])

    async def _note_show(self, event: streams.ShowEnded) -> None:
        await self.gathering.note_show(event.brand_id, event.show_id)

    async def _tell(self, event: MessagesArrived) -> None:
        await self._tell_all(await self._reading.arrived(event.campaign_id, event.account_ids))

    async def _tell_of_notice(self, event: NoticesArrived) -> None:
        noticed = await self._reading.noticed(event.brand_id, event.notice, event.account_ids)
        await self._tell_all(noticed)

    async def _tell_all(self, arrived: Sequence[Arrived]) -> None:
        await each(
            self._hub.tell(
                one.account_id, wire.MyInboxChanged(message=one.message, unread=one.unread)
            )
            for one in arrived
        )


async def find_show(tx: Tx, brand_id: str, show_id: str) -> str | None:
    """The title of the brand's show if people can be invited to it."""
    show = await store_shows.get(tx, show_id)
    return None if show is None or show.brand_id != brand_id or show.is_over else show.title


async def find_deal(tx: Tx, show_id: str, deal_id: str) -> str | None:
    """The title of the show's deal if it has not dropped yet, so that some can see it early."""
    deal = await store_deals.deal(tx, deal_id)
    if deal is None or deal.show_id != show_id or deal.status is not DealStatus.QUEUED:
        return None
    product = await store_products.product(tx, deal.product_id)
    return product.title if product else None
