"""From what happened to what brands are told: one delivery for each webhook that wants to hear it, once.

The sender brings them into order. Nothing is locked here, so that a brand's own systems slow nobody's room.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from commerce.deals import Deal
from commerce.events import DealEvent, OrderEvent, OrdersPlaced, UnitsTaken
from commerce.presenting import deal_view, order_view, order_views
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.teams import store as store_teams
from commerce.teams.events import TeamEvent
from commerce.teams.presenting import team_view
from commerce.webhooks.kinds import TOLD, Kind, Tellable
from commerce.webhooks.message import (
    Message,
    deal_message,
    early_access_message,
    order_message,
    packet_message,
    team_message,
)
from commerce.webhooks.store import deliveries as store_deliveries
from commerce.webhooks.store import webhooks as store_webhooks
from commerce.webhooks.views import EarlyAccessView
from kit import outbox
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.campaigns.events import EarlyAccessGiven

PLACED_VERSION = 1
"""An order's, when it has just been placed."""


AT_ONCE = 50
"""Orders that are told of in one transaction."""


class Telling:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def tell(self, happened: Sequence[outbox.Message]) -> None:
        """Have the brands' webhooks told of events of one kind, if any want to hear it; the second time nothing is done."""
        told = [(message.id, message.event) for message in happened]
        events = [event for _, event in told if isinstance(event, Tellable)]
        assert len(events) == len(told), f"nobody is told of {told[0][1].name}"
        kind = TOLD[type(events[0])]
        async with self._work.read() as tx:
            webhooks = await store_webhooks.of_brands(tx, {event.brand_id for event in events})
        listening = {webhook.brand_id for webhook in webhooks if webhook.hears(kind)}
        for (message_id, _), event in zip(told, events, strict=True):
            for part in _parts(event) if event.brand_id in listening else ():
                await self._tell(message_id, kind, part)

    async def tell_of_packet(
        self, brand_id: str, kind: Kind, packet_id: str, sequence: int, packet: Struct
    ) -> None:
        """The same of a packet in a room, of which this slice knows no more than its id."""
        async with self._work.write() as tx:
            listeners = await _listeners(tx, brand_id, kind)
            message = packet_message(new_id(), kind, packet_id, sequence, packet)
            if listeners and await store_deliveries.add_event(tx, message):
                await store_deliveries.add_deliveries(tx, message, listeners)

    async def _tell(self, event_id: str, kind: Kind, event: Tellable) -> None:
        async with self._work.write() as tx:
            messages = await _messages(tx, event_id, kind, event)
            listeners = await _listeners(tx, event.brand_id, kind)
            for message in messages if listeners else ():
                if await store_deliveries.add_event(tx, message):
                    await store_deliveries.add_deliveries(tx, message, listeners)


def _parts(
    event: Tellable,
) -> list[Tellable]:
    """Orders that were placed together in groups of `AT_ONCE`, so that claims do not wait long for the database."""
    if not isinstance(event, OrdersPlaced):
        return [event]
    ids = event.order_ids
    groups = (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
    return [replace(event, order_ids=group) for group in groups]


async def _listeners(tx: Tx, brand_id: str, kind: Kind) -> list[str]:
    """The ids of the brand's webhooks that want to hear it, also of those that are paused."""
    webhooks = await store_webhooks.of_brand(tx, brand_id)
    return [webhook.id for webhook in webhooks if webhook.hears(kind)]


async def _messages(tx: Tx, event_id: str, kind: Kind, event: Tellable) -> list[Message]:
    """What there is to say: of orders that were placed together, something of each, and of deals that sold together, of each
    that is sold out."""
    if isinstance(event, UnitsTaken):
        deals = await store_deals.deals_by_id(tx, event.deal_ids)
        return [await _sold_out(tx, event_id + deal.id, deal) for deal in deals if _is_gone(deal)]
    if isinstance(event, EarlyAccessGiven):
        return [early_access_message(event_id, await _given(tx, event))]
    if not isinstance(event, OrdersPlaced):
        message = await _message(tx, event_id, kind, event)
        return [message] if message else []
    orders = await store_orders.orders_by_id(tx, event.order_ids)
    views = await order_views(tx, orders)
    return [order_message(event_id + view.id, kind, PLACED_VERSION, view) for view in views]


async def _message(
    tx: Tx, event_id: str, kind: Kind, event: OrderEvent | DealEvent | TeamEvent
) -> Message | None:
    """What there is to say, if anything."""
    if isinstance(event, TeamEvent):
        team = await store_teams.team(tx, event.team_id)
        if team is None:
            return None
        return team_message(event_id, kind, event.version, await team_view(tx, team))
    if isinstance(event, OrderEvent):
        order = await store_orders.order(tx, event.order_id)
        if order is None:
            return None
        return order_message(event_id, kind, event.version, await order_view(tx, order))
    deal = await store_deals.deal(tx, event.deal_id)
    if deal is None:
        return None
    if kind is not Kind.DEAL_SOLD_OUT:
        return deal_message(event_id, kind, event.version, await deal_view(tx, deal))
    return await _sold_out(tx, event_id, deal) if _is_gone(deal) else None


async def _given(tx: Tx, event: EarlyAccessGiven) -> EarlyAccessView:
    handles = await directory.handles(tx, event.account_ids)
    return EarlyAccessView(
        campaign_id=event.campaign_id,
        show_id=event.show_id,
        deal_id=event.deal_id,
        handles=sorted(handles.values()),
    )


def _is_gone(deal: Deal) -> bool:
    return deal.stock_left == 0


async def _sold_out(tx: Tx, event_id: str, deal: Deal) -> Message:
    """Of several events that find the deal as it is now only one is told: they all have its number."""
    view = await deal_view(tx, deal)
    return deal_message(event_id, Kind.DEAL_SOLD_OUT, deal.version, view)
