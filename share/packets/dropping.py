"""The host's verbs: dropping a packet and ending it."""

from datetime import timedelta

from kit.auth import Principal, Role
from kit.errors import Invalid
from kit.ids import new_id
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from share.draws.lot import new_seed
from share.packets import store
from share.packets.budgeting import spend
from share.packets.errors import NoLiveRoom, NoRoom, NoSuchPacket, PacketRunning
from share.packets.events import PacketDropped, PacketEnded
from share.packets.packet import Packet, ended
from share.packets.presenting import packet_view
from share.packets.splitting import Split
from share.packets.views import NewPacket, PacketView
from share.venue import FindVenue, Venue, venue_of

BATCH = 50


class Dropping:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue
        self._due = OneByOne[str]("end_packets")

    async def drop(self, principal: Principal, show_id: str, new: NewPacket) -> PacketView:
        """Drop a packet into the room. All shares are fixed by its seed, whose hash can be seen from this moment on.

        Raises:
            NotSignedIn, Forbidden, Invalid, NoRoom, NoLiveRoom, PacketRunning, OverBudget
        """
        if new.points < new.shares:
            raise Invalid.field("points", "There must be a point for each share at least.")
        async with self._work.write() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoRoom)
            principal.require(Role.HOST, venue.brand_id)
            if not venue.is_live:
                raise NoLiveRoom("Start the show first.")
            packet = _packet(tx, show_id, venue, new)
            if not await store.add_packet(tx, packet):
                raise PacketRunning("Wait until it is opened or over, or end it now.")
            await spend(tx, show_id, venue.brand_id, packet.points)
            tx.emit(PacketDropped(packet_id=packet.id, show_id=show_id))
            return await packet_view(tx, packet)

    async def end(self, principal: Principal, packet_id: str) -> PacketView:
        """End the packet now. What nobody opened stays with the brand. A packet that has ended stays as it is.

        Raises:
            NotSignedIn, Forbidden, NoSuchPacket
        """
        async with self._work.write() as tx:
            packet = await _locked(tx, packet_id)
            principal.require(Role.HOST, packet.brand_id)
            return await packet_view(tx, await _ended(tx, packet))

    async def end_due(self) -> int:
        """End the packets that are all opened, or whose time is over; how many. For the worker."""
        async with self._work.read() as tx:
            packet_ids = await store.due_packet_ids(tx, self._due.reach(BATCH))
        return len(await self._due.each(packet_ids, self._end))

    async def _end(self, packet_id: str) -> None:
        async with self._work.write() as tx:
            await _ended(tx, await _locked(tx, packet_id))


def _packet(tx: Tx, show_id: str, venue: Venue, new: NewPacket) -> Packet:
    return Packet(
        id=new_id(),
        show_id=show_id,
        brand_id=venue.brand_id,
        greeting=new.greeting.strip(),
        points=new.points,
        shares=new.shares,
        split=Split(new.split),
        min_tier_rank=max(new.min_tier_rank, venue.min_tier_rank),
        seed=new_seed(),
        dropped_at=tx.now,
        closes_at=tx.now + timedelta(seconds=new.open_for_s),
    )


async def _locked(tx: Tx, packet_id: str) -> Packet:
    packet = (await store.lock_packets(tx, [packet_id])).get(packet_id)
    if packet is None:
        raise NoSuchPacket("The link may be old. The show's room has its packets.")
    return packet


async def _ended(tx: Tx, packet: Packet) -> Packet:
    if packet.has_ended:
        return packet
    after = ended(packet, await store.arrivals(tx, packet.id), tx.now)
    await store.save_packet(tx, after)
    await store.spend(tx, packet.show_id, -after.left_points)
    tx.emit(PacketEnded(packet_id=packet.id, show_id=packet.show_id))
    return after
