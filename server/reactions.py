"""Which event causes what elsewhere. Slices do not know each other: whatever one causes in another stands here, or in
`server/features` with the feature that it belongs to.

An event can be delivered twice. Frames carry the present state with its version, and the use cases called
here do nothing the second time. What brands' own systems are told of (`commerce.webhooks.kinds`) is told beside what the
table says.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from msgspec import UNSET
from msgspec.structs import replace

from chat import events as chat
from chat.moderation import Moderation
from chat.ruling import Ruling
from chat.speaking import Chat
from chat.views import MessageView
from commerce import events as commerce
from commerce.checkout import Checkout
from commerce.deals_query import Deals
from commerce.errors import NoSuchDeal
from commerce.hosting import Hosting
from commerce.moments import Moments
from commerce.protection.announcing_lowest import LowestPrices
from commerce.protection.protecting import Protecting
from commerce.views import DealView
from commerce.vouchers import events as vouchers
from commerce.vouchers.giving import Giving
from commerce.webhooks.kinds import TOLD
from commerce.webhooks.telling import Telling
from kit import metrics
from kit.clock import from_ms
from kit.events import Event
from kit.ids import made_at_ms
from kit.outbox import Message
from kit.unit_of_work import UnitOfWork
from membership import events as membership
from membership.handouts.handout import HandoutStatus
from membership.points.booking import Booking
from membership.points.redeeming import Redeeming
from membership.points.wallets import Wallets
from server import wire
from server.features.feature import Feature, Reaction, Together, each
from server.hub import Hub
from server.link_board import LinkBoard
from server.link_news import LinkNews
from server.order_news import OrderNews
from server.purchases import paid_order_of, purchase_of
from server.reacting import Asked, all_failures
from server.voucher_board import VoucherBoard
from share import events as share
from share.crediting import Crediting
from share.journeys import Journeys, Taken
from share.linking import Linking
from streams import events as streams
from streams.broadcast.videos import Videos
from streams.shows import Shows

OFTEN = (commerce.StockChanged, commerce.LineMoved, commerce.WaitlistChanged)


class Reactions:
    def __init__(
        self,
        work: UnitOfWork,
        hub: Hub,
        shows: Shows,
        videos: Videos,
        deals: Deals,
        hosting: Hosting,
        checkout: Checkout,
        order_news: OrderNews,
        voucher_board: VoucherBoard,
        chat: Chat,
        moderation: Moderation,
        ruling: Ruling,
        linking: Linking,
        crediting: Crediting,
        journeys: Journeys,
        link_board: LinkBoard,
        link_news: LinkNews,
        telling: Telling,
        protecting: Protecting,
        lowest_prices: LowestPrices,
        moments: Moments,
        booking: Booking,
        redeeming: Redeeming,
        wallets: Wallets,
        giving: Giving,
        base_url: str,
        features: Iterable[Feature] = (),
    ) -> None:
        self._work = work
        self._hub = hub
        self._shows = shows
        self._videos = videos
        self._deals = deals
        self._hosting = hosting
        self._checkout = checkout
        self._order_news = order_news
        self._voucher_board = voucher_board
        self._chat = chat
        self._moderation = moderation
        self._ruling = ruling
        self._linking = linking
        self._crediting = crediting
        self._journeys = journeys
        self._link_board = link_board
        self._link_news = link_news
        self._telling = telling
        self._protecting = protecting
        self._lowest_prices = lowest_prices
        self._moments = moments
        self._booking = booking
        self._redeeming = redeeming
        self._wallets = wallets
        self._giving = giving
        self._base_url = base_url
        self._reactions = self._table()
        for feature in features:
            for kind, reactions in feature.reactions().items():
                self._reactions[kind] = self._reactions.get(kind, ()) + reactions

    def _table(self) -> dict[type[Event], tuple[Reaction | Together, ...]]:
        return {
            membership.AccountCreated: (self._know_person,),
            membership.MemberJoined: (self._note_join, self._tell_of_points),
            membership.TierChanged: (self._tell_of_points, self._send_away),
            membership.PointsChanged: (self._tell_of_points,),
            membership.PointsExpiring: (self._tell_of_expiry,),
            membership.HandoutDue: (self._hand_out,),
            membership.StandingChanged: (self._send_away,),
            streams.ShowScheduled: (),
            streams.ShowChanged: (self._announce_show, self._describe_links),
            streams.AccessChanged: (self._clear_room,),
            streams.ShowStarted: (self._announce_show, self._announce_video, self._forget_show),
            streams.ShowEnded: (self._announce_show, self._end_deals, self._forget_show),
            streams.ShowCancelled: (self._announce_show, self._forget_show),
            streams.VideoChanged: (self._announce_video,),
            commerce.DealAdded: (self._announce_deal,),
            commerce.DealChanged: (self._announce_deal,),
            commerce.DealDropped: (
                self._announce_deal,
                self._end_if_show_is_over,
                self._recheck_lowest_prices,
                self._forget_deal,
            ),
            commerce.DealOpened: (
                self._announce_deal,
                self._recheck_lowest_prices,
                self._forget_deal,
            ),
            commerce.DealPinned: (self._announce_deal,),
            commerce.DealUnpinned: (self._announce_deal,),
            commerce.DealEnded: (self._announce_deal, self._forget_deal),
            commerce.DealRemoved: (self._announce_removal, self._forget_deal),
            commerce.DealRepriced: (
                self._announce_deal,
                self._recheck_lowest_prices,
                self._forget_deal,
            ),
            commerce.StockChanged: (self._announce_stock,),
            commerce.LineMoved: (self._announce_stock,),
            commerce.UnitsTaken: (self._announce_stocks,),
            commerce.WaitlistChanged: (self._announce_line,),
            commerce.DepositPaid: (Together(self._announce_orders),),
            commerce.PlacePaid: (Together(self._announce_orders),),
            commerce.BalanceReminded: (self._tell_of_balance,),
            commerce.OrderForfeited: (Together(self._announce_orders),),
            commerce.OrderPaid: (
                Together(self._announce_orders),
                Together(self._credit_links),
                Together(self._protect_prices),
                Together(self._book_points),
            ),
            commerce.OrderExpired: (Together(self._announce_orders),),
            commerce.OrderCancelled: (Together(self._announce_orders),),
            commerce.PaymentBegun: (Together(self._announce_orders),),
            commerce.PaymentFailed: (Together(self._announce_orders),),
            commerce.RefundChanged: (Together(self._announce_orders),),
            commerce.OrderRefunded: (
                Together(self._announce_orders),
                Together(self._correct_rewards),
                Together(self._book_points),
            ),
            commerce.OrderFulfilled: (Together(self._announce_orders),),
            commerce.OrderGiven: (Together(self._announce_orders),),
            commerce.PriceProtected: (Together(self._announce_orders), self._tell_of_lower_price),
            vouchers.VoucherIssued: (self._announce_voucher,),
            vouchers.VoucherEnded: (self._announce_voucher,),
            vouchers.VouchersCollected: (self._announce_collected,),
            vouchers.VouchersReserved: (),
            vouchers.VouchersReturned: (),
            chat.MessagesPosted: (self._announce_messages,),
            chat.MessageDeleted: (self._announce_deletion,),
            chat.MessagesDeleted: (self._announce_deletions,),
            chat.RulesChanged: (self._announce_rules,),
            chat.PersonMuted: (self._announce_mute,),
            chat.PersonUnmuted: (self._announce_mute,),
            share.LinkChanged: (self._forget_link, self._tell_sharer),
            share.TermsChanged: (self._forget_terms,),
            share.StepsTaken: (self._note_links,),
            share.OrdersCredited: (self._note_links,),
            share.RewardsEarned: (self._note_rewards,),
            share.RewardCorrected: (self._tell_sharer_of_reward,),
        }

    @property
    def kinds(self) -> tuple[type[Event], ...]:
        """All events there are."""
        return tuple(self._reactions)

    async def react(self, messages: Sequence[Message]) -> dict[str, Exception]:
        """Do what events of one kind cause; what failed, by the message's id. A reaction that fails does not keep the others
        from running, nor one event another. All reactions to an event of which one failed are due again."""
        events = [message.event for message in messages]
        kind = type(events[0])
        metrics.reactions.labels(events[0].name).inc(len(events))
        asked: list[Asked] = [(reaction, events) for reaction in self._reactions[kind]]
        if kind in TOLD:
            asked.append((Together(self._telling.tell), messages))
        if issubclass(kind, commerce.DealEvent):
            asked.append((self._keep_moment, messages))
        found = await all_failures(asked) if asked else ()
        return {
            message.id: ExceptionGroup("not everyone was told", failures)
            for message, failures in zip(messages, found, strict=bool(asked))
            if failures
        }

    async def _keep_moment(self, message: Message) -> None:
        event = message.event
        assert isinstance(event, commerce.DealEvent)
        at = from_ms(made_at_ms(message.id))
        if isinstance(event, OFTEN):
            self._moments.note(event.deal_id, at)
        else:
            await self._moments.keep(event.deal_id, at)

    async def _send_away(self, event: membership.StandingChanged | membership.TierChanged) -> None:
        await self._hub.send_away(event.account_id)

    async def _tell_of_points(
        self, event: membership.MemberJoined | membership.TierChanged | membership.PointsChanged
    ) -> None:
        wallet = await self._wallets.wallet_of(event.brand_id, event.account_id)
        await self._hub.tell(event.account_id, wire.MyPointsChanged(wallet=wallet))

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

    async def _announce_show(self, event: streams.ShowChanged) -> None:
        self._chat.rooms.forget(event.show_id)
        show = await self._shows.get(event.show_id)
        await self._hub.publish(event.show_id, wire.ShowChanged(show=show))

    async def _clear_room(self, event: streams.AccessChanged) -> None:
        await self._hub.clear(event.show_id)

    async def _announce_video(self, event: streams.VideoChanged | streams.ShowStarted) -> None:
        """A rehearsal is for the show's hosts alone."""
        is_live = (await self._shows.get(event.show_id)).status == "live"
        video = await self._videos.of_show(event.show_id, is_host=not is_live)
        frame = wire.VideoChanged(video=video)
        await self._hub.publish(event.show_id, frame, 0 if is_live else wire.HOST_RANK)

    async def _end_deals(self, event: streams.ShowEnded) -> None:
        await self._hosting.end_deals_of(event.show_id)

    async def _describe_links(self, event: streams.ShowChanged) -> None:
        await self._linking.refresh_target("show", event.show_id)
        await self._link_news.tell_of_target(event.show_id)

    async def _forget_show(self, event: streams.ShowChanged) -> None:
        await self._link_news.tell_of_target(event.show_id)

    async def _forget_deal(self, event: commerce.DealChanged) -> None:
        await self._link_news.tell_of_target(event.deal_id)

    async def _forget_link(self, event: share.LinkChanged) -> None:
        await self._link_news.tell_of_link(event.link_code)

    async def _forget_terms(self, event: share.TermsChanged) -> None:
        await self._link_news.tell_of_target(event.brand_id)

    async def _know_person(self, event: membership.AccountCreated) -> None:
        await self._journeys.sign_up(event.account_id, event.referral_token)

    async def _note_join(self, event: membership.MemberJoined) -> None:
        joined = Taken("joined", event.referral_token, event.account_id, event.brand_id)
        await self._journeys.take(joined)

    async def _note_links(self, event: share.StepsTaken | share.OrdersCredited) -> None:
        self._link_board.note(event.link_ids)

    async def _note_rewards(self, event: share.RewardsEarned) -> None:
        self._link_board.note_rewards(event.reward_ids, event.link_ids)

    async def _announce_deal(self, event: commerce.DealChanged) -> None:
        with suppress(NoSuchDeal):  # removed before it was announced
            deal = await self._deals.get(event.deal_id)
            await self._hub.publish(event.show_id, wire.DealChanged(deal=deal), _rank_to_see(deal))

    async def _end_if_show_is_over(self, event: commerce.DealDropped) -> None:
        """A drop and the show's end may pass each other; whichever commits last, the deal ends."""
        if (await self._shows.get(event.show_id)).status != "live":
            await self._hosting.end_deals_of(event.show_id)

    async def _announce_removal(self, event: commerce.DealRemoved) -> None:
        frame = wire.DealRemoved(deal_id=event.deal_id)
        await self._hub.publish(event.show_id, frame, wire.STAFF_RANK)

    async def _announce_stock(self, event: commerce.StockChanged | commerce.LineMoved) -> None:
        deal = await self._deals.get(event.deal_id)
        await self._hub.publish(event.show_id, _stock(deal), _rank_to_see(deal))

    async def _announce_stocks(self, event: commerce.UnitsTaken) -> None:
        deals = await self._deals.those(event.deal_ids)
        await each(
            self._hub.publish(event.show_id, _stock(deal), _rank_to_see(deal)) for deal in deals
        )

    async def _announce_line(self, event: commerce.WaitlistChanged) -> None:
        """To the hosts alone: thousands may join a line, and tell each other of each."""
        deal = await self._deals.get(event.deal_id)
        await self._hub.publish(event.show_id, _stock(deal), wire.HOST_RANK)

    async def _announce_orders(self, events: Sequence[commerce.OrderEvent]) -> None:
        await self._order_news.tell(events)

    async def _announce_voucher(
        self, event: vouchers.VoucherIssued | vouchers.VoucherEnded
    ) -> None:
        await self._voucher_board.show(event.voucher_id)

    async def _announce_collected(self, event: vouchers.VouchersCollected) -> None:
        for voucher_id in event.voucher_ids:
            self._voucher_board.note(voucher_id)

    async def _recheck_lowest_prices(
        self, event: commerce.DealDropped | commerce.DealRepriced
    ) -> None:
        await self._lowest_prices.recheck(event.deal_id)

    async def _protect_prices(self, events: Sequence[commerce.OrderPaid]) -> None:
        """A cheaper deal may have dropped while the order waited for its payment."""
        await self._protecting.protect_orders([event.order_id for event in events])

    async def _tell_of_lower_price(self, event: commerce.PriceProtected) -> None:
        order = (await self._checkout.order_facts(event.order_id)).order
        frame = wire.MyPriceLowered(order=order, refund_id=event.refund_id)
        await self._hub.tell(event.account_id, frame)

    async def _tell_of_balance(self, event: commerce.BalanceReminded) -> None:
        """To the buyer alone: for the show's hosts nothing has changed, and a window opens for very many at once."""
        order = (await self._checkout.order_facts(event.order_id)).order
        if order.status != "deposit_paid":  # it was paid or given up before it was told
            return
        due = wire.MyBalanceDue(order=order, is_closing=event.is_closing)
        for frame in (wire.MyOrderChanged(order=order), due):
            await self._hub.tell(event.account_id, frame)

    async def _credit_links(self, events: Sequence[commerce.OrderPaid]) -> None:
        sales = await self._checkout.sales([event.order_id for event in events])
        await self._crediting.credit_orders([paid_order_of(sale) for sale in sales])
        # They may have been refunded since we looked, and been told so when there was no reward to correct.
        await self._correct_rewards(events)

    async def _correct_rewards(
        self, events: Sequence[commerce.OrderRefunded | commerce.OrderPaid]
    ) -> None:
        for sale in await self._checkout.refunded_sales([event.order_id for event in events]):
            await self._crediting.correct_reward(sale.order_id, sale.kept_minor)

    async def _book_points(
        self, events: Sequence[commerce.OrderPaid | commerce.OrderRefunded]
    ) -> None:
        of_members = await self._booking.members_among(
            {(event.brand_id, event.account_id) for event in events}
        )
        sales = await self._checkout.sales(
            [e.order_id for e in events if (e.brand_id, e.account_id) in of_members]
        )
        # Else money came back that the order never took.
        await self._booking.book_orders([purchase_of(sale) for sale in sales if sale.paid_at])

    async def _announce_messages(self, event: chat.MessagesPosted) -> None:
        # Those that were deleted before they were announced are not among them.
        messages = await self._chat.those(event.message_ids)
        await each(self._announce_message(message) for message in messages)

    async def _announce_message(self, message: MessageView) -> None:
        frame = wire.MessageSent(message=message)
        if not message.is_shadowed:
            await self._hub.publish(message.show_id, frame)
            return
        own = wire.MyMessage(message=replace(message, is_shadowed=UNSET))
        await each(
            (
                self._hub.publish(message.show_id, frame, wire.STAFF_RANK),
                self._hub.tell(message.account_id, own),
            )
        )

    async def _announce_deletion(self, event: chat.MessageDeleted) -> None:
        await self._hub.publish(event.show_id, wire.MessageDeleted(message_id=event.message_id))

    async def _announce_deletions(self, event: chat.MessagesDeleted) -> None:
        frame = wire.MessagesDeleted(
            account_id=event.account_id, last_message_id=event.last_message_id
        )
        await self._hub.publish(event.show_id, frame)

    async def _announce_rules(self, event: chat.RulesChanged) -> None:
        self._chat.rooms.forget(event.show_id)
        rules = await self._ruling.rules(event.show_id)
        await self._hub.publish(event.show_id, wire.ChatRulesChanged(rules=rules))

    async def _announce_mute(self, event: chat.PersonMuted | chat.PersonUnmuted) -> None:
        """How it is now, whichever of the two this was. Who is or was muted in the shadow is told nothing."""
        mute, is_muted = await self._moderation.mute_of(event.show_id, event.account_id)
        frame = wire.MuteChanged(mute=mute, is_muted=is_muted)
        told = [self._hub.publish(event.show_id, frame, wire.STAFF_RANK)]
        was_shadow = isinstance(event, chat.PersonUnmuted) and event.was_shadow
        if not (mute.is_shadow if is_muted else was_shadow):
            until_ms = mute.until_ms if is_muted else None
            mine = wire.MyMuteChanged(show_id=event.show_id, is_muted=is_muted, until_ms=until_ms)
            told.append(self._hub.tell(event.account_id, mine))
        await each(told)

    async def _tell_sharer(self, event: share.LinkChanged) -> None:
        link = await self._linking.link(event.link_code, self._base_url)
        await self._hub.tell(event.account_id, wire.MyLinkChanged(link=link))

    async def _tell_sharer_of_reward(self, event: share.RewardCorrected) -> None:
        link = await self._linking.link(event.link_code, self._base_url)
        reward = await self._linking.reward(event.reward_id)
        await self._hub.tell(event.account_id, wire.MyLinkChanged(link=link, reward=reward))


def _stock(deal: DealView) -> wire.StockChanged:
    return wire.StockChanged(
        deal_id=deal.id,
        stock_left=deal.stock_left,
        waiting=deal.waiting,
        line_served=deal.line_served,
        version=deal.version,
    )


def _rank_to_see(deal: DealView) -> int:
    return wire.STAFF_RANK if deal.status == "queued" else deal.min_tier_rank
