"""How the pot is split (docs/teams.md, 14 and 15). Pure.

The best teams share it in proportion to their scores, and the members of a team equally. All shares sum to the pot: what does not
divide goes, one point each, to the largest remainders among teams, the better rank first, and to who joined first within a team.

    pot 100, scores 20 and 10, two members each  ->  67 = 34 + 33 and 33 = 17 + 16
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a team has come to."""

    team_id: str
    score: int
    scored_at: datetime
    """When it came to this score; of a team without one, when it was formed."""
    account_ids: tuple[str, ...]
    """Its members who can be given points, in the order in which they joined."""


def ranked(standings: Iterable[Standing]) -> list[Standing]:
    """The best first: the higher score, then who had it earlier, then the older team."""
    return sorted(standings, key=lambda one: (-one.score, one.scored_at, one.team_id))


def split(pot: int, winners: int, standings: Iterable[Standing]) -> dict[str, Mapping[str, int]]:
    """Points by team and account. Nobody is given any if no team has a score and a member of the brand."""
    can_win = [one for one in ranked(standings) if one.score > 0 and one.account_ids]
    best = can_win[:winners]
    shares = by_weight(pot, [one.score for one in best])
    return {
        one.team_id: evenly(share, one.account_ids) for one, share in zip(best, shares, strict=True)
    }


def by_weight(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount in proportion to the weights, exactly: what is left goes to the largest remainders, the first before others."""
    total = sum(weights)
    if total == 0:
        return []
    parts = [divmod(amount * weight, total) for weight in weights]
    shares = [whole for whole, _ in parts]
    left = amount - sum(shares)
    by_remainder = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))
    for place in by_remainder[:left]:
        shares[place] += 1
    return shares


def evenly(amount: int, account_ids: Sequence[str]) -> Mapping[str, int]:
    each, left = divmod(amount, len(account_ids))
    return {account_id: each + (place < left) for place, account_id in enumerate(account_ids)}
