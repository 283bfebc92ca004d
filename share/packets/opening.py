"""Opening a share of a packet. Everyone in a room presses in the same second, so openings are settled in batches
(`kit/group_commit.py`), in order of arrival. The points are booked afterwards (`giving.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.auth import Principal, Role
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import new_code, new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from share.packets import store
from share.packets.errors import NoSuchPacket
from share.packets.events import SharesOpened
from share.packets.packet import Packet, opened, refuse_opening
from share.packets.views import OpeningView

OPENINGS = Rule("packet_opening", "30/minute", "You opened packets too often.")
TICKET_LENGTH = 10
"""50 bits, so that no two in a packet are the same."""
MOST_WAITING = 20_000
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """Someone wants a share."""

    principal: Principal
    packet_id: str

    @property
    def key(self) -> tuple[str, str]:
        return self.packet_id, self.principal.account()


class Opening:
    def __init__(self, work: UnitOfWork, limiter: RateLimiter) -> None:
        self._limiter = limiter
        self._commits = GroupCommit[Wish, OpeningView](
            work, _settle, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE
        )

    async def open(self, principal: Principal, packet_id: str) -> OpeningView:
        """Open a share. Who has one keeps it, so that asking twice is the same as once.

        Raises:
            NotSignedIn, NoSuchPacket, AllOpened, PacketOver, StaffCannotOpen, MembersOnly, ForHigherTiers, TooMany,
            Unavailable
        """
        await self._limiter.hit(OPENINGS, principal.account())
        return await self._commits.submit(Wish(principal, packet_id))

    async def close(self) -> None:
        """Settle those who open, and take no more."""
        await self._commits.close()


async def _settle(tx: Tx, wishes: Sequence[Wish]) -> list[OpeningView | Refusal]:
    packets = await store.lock_packets(tx, {wish.packet_id for wish in wishes})
    accounts = {wish.principal.account() for wish in wishes}
    had = await store.openings_of(tx, packets, accounts)
    ranks = {
        packet.brand_id: await directory.standings(tx, packet.brand_id, accounts)
        for packet in packets.values()
    }
    counter = _Counter(packets, had)
    answers: list[OpeningView | Refusal] = []
    for wish in wishes:
        packet = counter.packets.get(wish.packet_id)
        standing = ranks[packet.brand_id].get(wish.principal.account()) if packet else None
        answers.append(counter.serve(wish, standing.rank if standing else 0, tx))
    await counter.save(tx, packets)
    return answers


class _Counter:
    """Hands out shares, one after the other."""

    def __init__(self, packets: dict[str, Packet], had: dict[tuple[str, str], OpeningView]) -> None:
        self.packets = dict(packets)
        self._openings = dict(had)
        self._new: list[tuple[str, Packet, str, OpeningView]] = []

    def serve(self, wish: Wish, rank: int, tx: Tx) -> OpeningView | Refusal:
        packet = self.packets.get(wish.packet_id)
        if packet is None:
            return NoSuchPacket("The link may be old. The show's room has its packets.")
        if wish.key not in self._openings:
            is_staff = wish.principal.role_for(packet.brand_id) >= Role.MODERATOR
            refusal = refuse_opening(packet, rank, tx.now, is_staff=is_staff)
            if refusal is not None:
                return refusal
            self._hand_out(wish, packet)
        return self._openings[wish.key]

    def _hand_out(self, wish: Wish, packet: Packet) -> None:
        after = opened(packet)
        view = OpeningView(
            packet_id=packet.id,
            place=after.opened,
            ticket=new_code(TICKET_LENGTH),
            points=packet.share(after.opened),
        )
        self.packets[packet.id] = after
        self._openings[wish.key] = view
        self._new.append((new_id(), packet, wish.principal.account(), view))

    async def save(self, tx: Tx, before: dict[str, Packet]) -> None:
        if not self._new:
            return
        tx.add(store.new_openings(tx, self._new))
        for packet in self.packets.values():
            old = before[packet.id]
            if packet is old:
                continue
            await store.save_packet(tx, packet)
            tx.emit(
                SharesOpened(
                    packet_id=packet.id,
                    show_id=packet.show_id,
                    before=old.opened,
                    opened=packet.opened,
                )
            )
