"""What deals were at each moment of a show, kept for its replay."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from commerce import events as commerce
from commerce.moments import Moments
from kit.clock import from_ms
from kit.events import Event
from kit.ids import made_at_ms
from kit.outbox import Message
from server.features.feature import Duty, Feature, WithId
from server.ground import Ground
from streams.shows import Shows

RARE = (
    commerce.DealAdded,
    commerce.DealChanged,
    commerce.DealDropped,
    commerce.DealOpened,
    commerce.DealPinned,
    commerce.DealUnpinned,
    commerce.DealEnded,
    commerce.DealRemoved,
    commerce.DealRepriced,
)
OFTEN = (commerce.StockChanged, commerce.LineMoved, commerce.WaitlistChanged)


class MomentsFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows) -> None:
        self.moments = Moments(ground.work, shows.venue)

    def reactions(self) -> Mapping[type[Event], tuple[WithId, ...]]:
        return {
            **dict.fromkeys(RARE, (WithId(self._keep),)),
            **dict.fromkeys(OFTEN, (WithId(self._note),)),
        }

    def duties(self) -> Sequence[Duty]:
        return (Duty("moments", self.moments.run),)

    async def drain(self) -> None:
        await self.moments.drain()

    async def _keep(self, message: Message) -> None:
        await self.moments.keep(*_moment(message))

    async def _note(self, message: Message) -> None:
        self.moments.note(*_moment(message))


def _moment(message: Message) -> tuple[str, datetime]:
    """Of which deal, and when it happened."""
    assert isinstance(message.event, commerce.DealEvent)
    return message.event.deal_id, from_ms(made_at_ms(message.id))
