"""To whom a show is open: to everybody, or to members of its brand from a tier on; and who comes in some time before the others.

    Access(min_tier_rank=1, first_tier_rank=3, head_start_s=120)

Members from tier 1 on may watch, and those from tier 3 on come in two minutes before them.
"""

from dataclasses import dataclass

from kit.words import Sayable, Text
from membership.people import Brand
from streams.errors import BadAccess

SHORTEST_HEAD_START_S = 10
LONGEST_HEAD_START_S = 3600


@dataclass(frozen=True, slots=True)
class Access:
    min_tier_rank: int = 0
    """0: everybody."""
    first_tier_rank: int = 0
    """From which tier on people come in before the others. 0: nobody does."""
    head_start_s: int = 0
    """By how much, from the beginning of the show."""


EVERYBODY = Access()


def checked_access(access: Access, brand: Brand) -> Access | BadAccess:
    """What a host chose, if the brand's programme has such tiers."""
    for field, rank in (
        ("min_tier_rank", access.min_tier_rank),
        ("first_tier_rank", access.first_tier_rank),
    ):
        if rank > 0 and brand.tier(rank) is None:
            return _bad(field, Text("{name} has no tier {rank}.", name=brand.name, rank=rank))
    return _checked_head_start(access)


def _checked_head_start(access: Access) -> Access | BadAccess:
    if access.first_tier_rank == 0:
        return Access(access.min_tier_rank)
    if access.first_tier_rank <= access.min_tier_rank:
        return _bad("first_tier_rank", "Choose a higher tier than the one that may watch at all.")
    if not SHORTEST_HEAD_START_S <= access.head_start_s <= LONGEST_HEAD_START_S:
        return _bad("head_start_s", "Choose between 10 seconds and 60 minutes.")
    return access


def _bad(field: str, message: Sayable) -> BadAccess:
    return BadAccess(message, fields={f"access.{field}": message})
