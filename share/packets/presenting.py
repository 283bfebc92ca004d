"""Packets as they are shown."""

from collections.abc import Sequence

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from share.packets import store
from share.packets.packet import Packet
from share.packets.splitting import Split
from share.packets.views import LuckView, PacketView

LUCKIEST = 10


async def packet_views(tx: Tx, packets: Sequence[Packet]) -> list[PacketView]:
    by_chance = [one.id for one in packets if one.has_ended and one.split is Split.LUCKY]
    rows = await store.luckiest(tx, by_chance, LUCKIEST) if by_chance else []
    handles = await directory.handles(tx, [row["account_id"] for row in rows])
    luckiest: dict[str, list[LuckView]] = {packet.id: [] for packet in packets}
    for row in rows:
        handle = handles[row["account_id"]]
        luckiest[row["packet_id"]].append(
            LuckView(place=row["place"], handle=handle, points=row["points"])
        )
    return [_view(packet, luckiest[packet.id]) for packet in packets]


async def packet_view(tx: Tx, packet: Packet) -> PacketView:
    return (await packet_views(tx, [packet]))[0]


def _view(packet: Packet, luckiest: list[LuckView]) -> PacketView:
    return PacketView(
        id=packet.id,
        show_id=packet.show_id,
        greeting=packet.greeting,
        points=packet.points,
        shares=packet.shares,
        split=packet.split.value,
        min_tier_rank=packet.min_tier_rank,
        status="ended" if packet.has_ended else "open",
        dropped_at_ms=to_ms(packet.dropped_at),
        closes_at_ms=to_ms(packet.closes_at),
        opened=packet.opened,
        opened_points=packet.opened_points,
        seed_hash=packet.seed_hash,
        seed=packet.seed if packet.has_ended else None,
        arrivals_hash=packet.arrivals_hash,
        luckiest=luckiest,
        version=packet.version,
    )
