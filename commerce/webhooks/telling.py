"""From what happened to what brands are told: one delivery for each webhook that wants to hear it, once.

The sender brings them into order. Nothing is locked here, so that a brand's own systems slow nobody's room.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from commerce.deals import Deal
from commerce.events import DealEvent, OrderEvent, OrdersPlaced, UnitsTaken
from commerce.presenting import deal_view, order_views
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.teams import store as store_teams
from commerce.teams.events import TeamEvent
from commerce.teams.presenting import team_view
from commerce.views import OrderView
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
from kit.overtaking import looking_again
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.campaigns.events import EarlyAccessGiven

OfBrand = tuple[str, Message]
PLACED_VERSION = 1
"""An order's, when it has just been placed."""


AT_ONCE = 50
"""Orders and the like that are told of in one transaction, so that claims wait long neither for the database nor for Python."""

Listeners = Mapping[str, Sequence[str]]
"""Ids of webhooks that want to hear it, also of those that are paused, by brand."""


class Telling:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def tell(self, happened: Sequence[outbox.Message]) -> None:
        """Have the brands' webhooks told of events of one kind, if any want to hear it; the second time nothing is done."""
        told = [(one.id, one.event) for one in happened if isinstance(one.event, Tellable)]
        assert len(told) == len(happened), f"nobody is told of {happened[0].event.name}"
        kind = TOLD[type(told[0][1])]
        async with self._work.read() as tx:
            listeners = await _listeners(tx, {event.brand_id for _, event in told}, kind)
        heard = [
            (event_id, part)
            for event_id, event in told
            if event.brand_id in listeners
            for part in _parts(event)
        ]
        for first in range(0, len(heard), AT_ONCE):
            async with self._work.read() as tx:
                messages = await _messages(tx, kind, heard[first : first + AT_ONCE])
            await self._add(messages, listeners)

    async def tell_of_packet(
        self, brand_id: str, kind: Kind, packet_id: str, sequence: int, packet: Struct
    ) -> None:
        """The same of a packet in a room, of which this slice knows no more than its id."""
        async with self._work.read() as tx:
            listeners = await _listeners(tx, [brand_id], kind)
        if listeners:
            message = packet_message(new_id(), kind, packet_id, sequence, packet)
            await self._add([(brand_id, message)], listeners)

    async def _add(self, messages: Sequence[OfBrand], listeners: Listeners) -> None:
        await looking_again(partial(self._add_new, messages, listeners))

    async def _add_new(self, messages: Sequence[OfBrand], listeners: Listeners) -> None:
        async with self._work.write() as tx:
            brand_of = {message.id: brand_id for brand_id, message in messages}
            new = await store_deliveries.not_there(tx, [message for _, message in messages])
            made = [
                (each, webhook_id) for each in new for webhook_id in listeners[brand_of[each.id]]
            ]
            tx.add(store_deliveries.new_events(tx, new), store_deliveries.new_deliveries(tx, made))


def _parts(event: Tellable) -> Sequence[Tellable]:
    """Of orders that were placed together, of which there may be very many, each by itself."""
    if not isinstance(event, OrdersPlaced):
        return [event]
    return [replace(event, order_ids=[order_id]) for order_id in event.order_ids]


async def _listeners(tx: Tx, brand_ids: Collection[str], kind: Kind) -> Listeners:
    found: dict[str, list[str]] = {}
    for webhook in await store_webhooks.of_brands(tx, brand_ids):
        if webhook.hears(kind):
            found.setdefault(webhook.brand_id, []).append(webhook.id)
    return found


async def _messages(tx: Tx, kind: Kind, heard: Sequence[tuple[str, Tellable]]) -> list[OfBrand]:
    """What there is to say: of orders that were placed together, something of each, and of deals that sold together, of each
    that is sold out."""
    order_ids = [order_id for _, event in heard for order_id in _orders_of(event)]
    views = await _order_views(tx, order_ids) if order_ids else {}
    found: list[OfBrand] = []
    for event_id, event in heard:
        if isinstance(event, OrdersPlaced):
            messages = [
                order_message(event_id + each, kind, PLACED_VERSION, views[each])
                for each in event.order_ids
                if each in views
            ]
        elif isinstance(event, OrderEvent):
            view = views.get(event.order_id)
            messages = [order_message(event_id, kind, event.version, view)] if view else []
        else:
            messages = await _messages_of(tx, event_id, kind, event)
        found += [(event.brand_id, message) for message in messages]
    return found


def _orders_of(event: Tellable) -> Sequence[str]:
    if isinstance(event, OrdersPlaced):
        return event.order_ids
    return [event.order_id] if isinstance(event, OrderEvent) else ()


async def _order_views(tx: Tx, order_ids: Sequence[str]) -> dict[str, OrderView]:
    orders = await store_orders.orders_by_id(tx, order_ids)
    return {view.id: view for view in await order_views(tx, orders)}


async def _messages_of(
    tx: Tx, event_id: str, kind: Kind, event: DealEvent | UnitsTaken | TeamEvent | EarlyAccessGiven
) -> list[Message]:
    if isinstance(event, UnitsTaken):
        deals = await store_deals.deals_by_id(tx, event.deal_ids)
        return [await _sold_out(tx, event_id + deal.id, deal) for deal in deals if _is_gone(deal)]
    if isinstance(event, EarlyAccessGiven):
        return [early_access_message(event_id, await _given(tx, event))]
    message = await _message(tx, event_id, kind, event)
    return [message] if message else []


async def _message(
    tx: Tx, event_id: str, kind: Kind, event: DealEvent | TeamEvent
) -> Message | None:
    """What there is to say, if anything."""
    if isinstance(event, TeamEvent):
        team = await store_teams.team(tx, event.team_id)
        if team is None:
            return None
        return team_message(event_id, kind, event.version, await team_view(tx, team))
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
