"""A packet: dropped by a host, opened share by share, ended once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from share.draws.lot import hash_of_seed
from share.packets.errors import (
    AllOpened,
    ForHigherTiers,
    MembersOnly,
    PacketOver,
    StaffCannotOpen,
)
from share.packets.splitting import Split, hash_of_arrivals, shares_of


@dataclass(frozen=True, slots=True)
class Packet:
    id: str
    show_id: str
    brand_id: str
    greeting: str
    points: int
    """In all."""
    shares: int
    """How many people can open it."""
    split: Split
    min_tier_rank: int
    """From 1: packets are for members."""
    seed: str
    """Secret until the packet has ended."""
    dropped_at: datetime
    closes_at: datetime
    opened: int = 0
    opened_points: int = 0
    arrivals_hash: str | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def seed_hash(self) -> str:
        return hash_of_seed(self.seed)

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None

    @property
    def left_points(self) -> int:
        return self.points - self.opened_points

    def is_due(self, now: datetime) -> bool:
        return not self.has_ended and (self.opened == self.shares or now >= self.closes_at)

    def share(self, place: int) -> int:
        """The points of who opens it as the `place`-th, from 1."""
        return shares_of(self.split, self.seed, self.points, self.shares)[place - 1]


def refuse_opening(
    packet: Packet, rank: int, now: datetime, *, is_staff: bool
) -> PacketOver | AllOpened | StaffCannotOpen | MembersOnly | ForHigherTiers | None:
    """Why someone of this rank cannot open a share; None if they can."""
    if packet.opened >= packet.shares:
        return AllOpened("Others were faster. The next one may be yours.")
    if packet.has_ended or now >= packet.closes_at:
        return PacketOver("Its time is over. What became of it is on its page.")
    if is_staff:
        return StaffCannotOpen("Whoever works for the brand leaves its packets to the viewers.")
    if rank < 1:
        return MembersOnly(
            "Join the brand first: it is free, and the points are kept for you there."
        )
    if rank < packet.min_tier_rank:
        return ForHigherTiers("It is for members of a tier that you have not reached yet.")
    return None


def opened(packet: Packet) -> Packet:
    """One share more is opened."""
    place = packet.opened + 1
    points = packet.opened_points + packet.share(place)
    return replace(packet, opened=place, opened_points=points, version=packet.version + 1)


def ended(packet: Packet, arrivals: Sequence[tuple[str, int]], now: datetime) -> Packet:
    return replace(
        packet,
        arrivals_hash=hash_of_arrivals(arrivals),
        ended_at=now,
        version=packet.version + 1,
    )
