"""A draw: opened by a host, entered by people in the room, decided once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from share.draws.errors import DrawClosed, DrawFull, ForMembers, StaffCannotWin
from share.draws.lot import hash_of_seed, hash_of_tickets

MOST_ENTRANTS = 200_000
"""Their list is published, and everyone who checks the draw loads it."""


@dataclass(frozen=True, slots=True)
class Draw:
    id: str
    show_id: str
    brand_id: str
    prize: str
    places: int
    """How many people win it."""
    min_tier_rank: int
    """0 is everyone."""
    seed: str
    """Secret until the draw is decided."""
    opened_at: datetime
    closes_at: datetime
    entrants: int = 0
    entrants_hash: str | None = None
    decided_at: datetime | None = None
    version: int = 1

    @property
    def seed_hash(self) -> str:
        return hash_of_seed(self.seed)

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    def is_due(self, now: datetime) -> bool:
        return not self.is_decided and now >= self.closes_at


def refuse_entry(
    draw: Draw, rank: int, now: datetime, *, is_staff: bool
) -> DrawClosed | StaffCannotWin | ForMembers | DrawFull | None:
    """Why someone of this rank cannot enter; None if they can."""
    if draw.is_decided or now >= draw.closes_at:
        return DrawClosed("It takes no more entries. The result is on its page.")
    if is_staff:
        return StaffCannotWin("Whoever works for the brand cannot win its prizes.")
    if rank < draw.min_tier_rank:
        return ForMembers("It is for members of a tier that you have not reached yet.")
    if draw.entrants >= MOST_ENTRANTS:
        return DrawFull("It has {most} entries, which is the most.", most=MOST_ENTRANTS)
    return None


def entered(draw: Draw, count: int) -> Draw:
    return replace(draw, entrants=draw.entrants + count, version=draw.version + 1)


def decided(draw: Draw, tickets: Collection[str], now: datetime) -> Draw:
    return replace(
        draw,
        entrants=len(tickets),
        entrants_hash=hash_of_tickets(tickets),
        decided_at=now,
        version=draw.version + 1,
    )


def thinned(entrants: int) -> int:
    """A number that a room is told of: its first two digits, so that a room that enters at once is not told of each."""
    step = int(10 ** max(0, len(str(entrants)) - 2))
    return entrants // step * step
