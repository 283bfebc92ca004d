"""What anyone sees of packets, and what one got oneself."""

from kit.auth import Principal
from kit.unit_of_work import Tx, UnitOfWork
from share.packets import store
from share.packets.errors import NoRoom, NoSuchPacket, PacketOpen
from share.packets.packet import Packet
from share.packets.presenting import packet_view, packet_views
from share.packets.splitting import arrivals_text
from share.packets.views import OpeningView, PacketView
from share.venue import FindVenue, venue_of

MOST_SHOWN = 20


class Finding:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue

    async def get(self, packet_id: str) -> PacketView:
        """Raises: NoSuchPacket."""
        async with self._work.read() as tx:
            return await packet_view(tx, await _found(tx, packet_id))

    async def of_show(self, show_id: str) -> list[PacketView]:
        """The newest packets of the show, the newest first.

        Raises:
            NoRoom
        """
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id, NoRoom)
            return await packet_views(tx, await store.packets_of_show(tx, show_id, MOST_SHOWN))

    async def newest(self, show_id: str) -> PacketView | None:
        """The packet that the room shows."""
        async with self._work.read() as tx:
            found = await store.packets_of_show(tx, show_id, 1)
            return await packet_view(tx, found[0]) if found else None

    async def mine(self, principal: Principal, show_id: str) -> list[OpeningView]:
        """What the caller got from the show's newest packets, the newest first.

        Raises:
            NotSignedIn, NoRoom
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id, NoRoom)
            return await store.openings_of_show(tx, show_id, account_id, MOST_SHOWN)

    async def arrivals(self, packet_id: str) -> str:
        """The tickets of a packet that has ended with their points, a line each, in order of arrival.

        Raises:
            NoSuchPacket, PacketOpen
        """
        async with self._work.read() as tx:
            packet = await _found(tx, packet_id)
            if not packet.has_ended:
                raise PacketOpen("The list is published when it has ended.")
            return arrivals_text(await store.arrivals(tx, packet_id))


async def _found(tx: Tx, packet_id: str) -> Packet:
    packet = await store.packet(tx, packet_id)
    if packet is None:
        raise NoSuchPacket("The link may be old. The show's room has its packets.")
    return packet
