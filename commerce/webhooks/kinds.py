"""What brands are told of, and which event that is. Of packets, which commerce does not know, it is told by who does.

A kind is an event's name for receivers. It stays as it is when commerce names its own events anew.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from commerce import events
from commerce.events import DealEvent, OrderEvent, OrdersPlaced, UnitsTaken
from commerce.teams.events import TeamCompleted, TeamEnded, TeamEvent
from membership.campaigns.events import EarlyAccessGiven


class Kind(StrEnum):
    ORDER_PLACED = "order.placed"
    ORDER_DEPOSIT_PAID = "order.deposit_paid"
    ORDER_PAID = "order.paid"
    ORDER_EXPIRED = "order.expired"
    ORDER_CANCELLED = "order.cancelled"
    ORDER_FORFEITED = "order.forfeited"
    ORDER_REFUNDED = "order.refunded"
    ORDER_FULFILLED = "order.fulfilled"
    ORDER_GIVEN = "order.given"
    DEAL_DROPPED = "deal.dropped"
    DEAL_OPENED = "deal.opened"
    DEAL_SOLD_OUT = "deal.sold_out"
    DEAL_ENDED = "deal.ended"
    TEAM_COMPLETED = "team.completed"
    TEAM_ENDED = "team.ended"
    PACKET_DROPPED = "packet.dropped"
    PACKET_ENDED = "packet.ended"
    EARLY_ACCESS_GIVEN = "early_access.given"
    TEST = "webhook.test"
    """Sent when a manager asks for it, to the one webhook; nobody chooses it."""


Tellable = OrderEvent | OrdersPlaced | DealEvent | UnitsTaken | TeamEvent | EarlyAccessGiven

TOLD: Mapping[type[Tellable], Kind] = MappingProxyType(
    {
        events.OrdersPlaced: Kind.ORDER_PLACED,
        events.DepositPaid: Kind.ORDER_DEPOSIT_PAID,
        events.OrderPaid: Kind.ORDER_PAID,
        events.OrderExpired: Kind.ORDER_EXPIRED,
        events.OrderCancelled: Kind.ORDER_CANCELLED,
        events.OrderForfeited: Kind.ORDER_FORFEITED,
        events.OrderRefunded: Kind.ORDER_REFUNDED,
        events.OrderFulfilled: Kind.ORDER_FULFILLED,
        events.OrderGiven: Kind.ORDER_GIVEN,
        events.DealDropped: Kind.DEAL_DROPPED,
        events.DealOpened: Kind.DEAL_OPENED,
        events.StockChanged: Kind.DEAL_SOLD_OUT,  # if nothing is left
        events.UnitsTaken: Kind.DEAL_SOLD_OUT,  # each of which nothing is left
        events.DealEnded: Kind.DEAL_ENDED,
        TeamCompleted: Kind.TEAM_COMPLETED,
        TeamEnded: Kind.TEAM_ENDED,
        EarlyAccessGiven: Kind.EARLY_ACCESS_GIVEN,
    }
)
CHOICES = tuple(kind for kind in Kind if kind is not Kind.TEST)
"""What a webhook can be for."""
