"""Packets in a room: shares are opened in batches, the worker ends packets and books the points, and the room hears of it."""

from collections.abc import Mapping, Sequence

from commerce.webhooks.kinds import Kind
from commerce.webhooks.telling import Telling
from kit.events import Event
from kit.http import Endpoint
from membership.brands import Brands
from server import wire
from server.features.feature import Chore, Feature, Reaction
from server.ground import Ground
from share.draws.draw import thinned
from share.packets import events as packets
from share.packets.budgeting import Budgeting
from share.packets.dropping import Dropping
from share.packets.finding import Finding
from share.packets.giving import Giving
from share.packets.opening import Opening
from share.packets.routes import PacketRoutes
from streams.shows import Shows
from web.packet_page import PacketPage
from web.page import Page


class PacketsFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows, brands: Brands, telling: Telling) -> None:
        work = ground.work
        self.finding = Finding(work, shows.venue)
        self._dropping = Dropping(work, shows.venue)
        self._opening = Opening(work, ground.limiter)
        self._giving = Giving(work)
        self._budgeting = Budgeting(work, shows.venue)
        self._page = PacketPage(ground.rendering, brands, shows, self.finding)
        self._hub = ground.hub
        self._shows = shows
        self._telling = telling

    def endpoints(self) -> Sequence[Endpoint]:
        routes = PacketRoutes(self._dropping, self._opening, self.finding, self._budgeting)
        return routes.endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            packets.PacketDropped: (self._announce, self._tell_of_drop),
            packets.SharesOpened: (self._announce_opened,),
            packets.PacketEnded: (self._announce, self._tell_of_end),
        }

    def chores(self) -> Sequence[Chore]:
        return (
            Chore("end_packets", 0.5, self._dropping.end_due),
            Chore("give_packets", 0.5, self._giving.give_due),
        )

    async def close(self) -> None:
        await self._opening.close()

    async def _announce(self, event: packets.PacketDropped | packets.PacketEnded) -> None:
        packet = await self.finding.get(event.packet_id)
        await self._hub.publish(event.show_id, wire.PacketChanged(packet=packet))

    async def _tell_of_drop(self, event: packets.PacketDropped) -> None:
        await self._tell(event, Kind.PACKET_DROPPED)

    async def _tell_of_end(self, event: packets.PacketEnded) -> None:
        await self._tell(event, Kind.PACKET_ENDED)

    async def _tell(self, event: packets.PacketDropped | packets.PacketEnded, kind: Kind) -> None:
        """The brand's webhooks. A packet is dropped in its first version and ends in its last."""
        packet = await self.finding.get(event.packet_id)
        show = await self._shows.get(event.show_id)
        sequence = 1 if kind is Kind.PACKET_DROPPED else packet.version
        await self._telling.tell_of_packet(show.brand_id, kind, packet.id, sequence, packet)

    async def _announce_opened(self, event: packets.SharesOpened) -> None:
        if thinned(event.before) != thinned(event.opened):
            packet = await self.finding.get(event.packet_id)
            await self._hub.publish(event.show_id, wire.PacketChanged(packet=packet))
