"""What a host promises to teams: a price, how many must come together, and in which time. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.teams.errors import BadTeamTerms
from kit.money import Money
from kit.words import Sayable, Text

LEAST_SIZE = 2
MOST_SIZE = 5
LEAST_MINUTES = 2
MOST_MINUTES = 1_440


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTerms:
    price_minor: int
    """What each member pays for a unit."""
    size: int
    minutes: int
    """How long a team may take to fill, if the deal is open so long."""

    def fills_by(self, now: datetime, closes_at: datetime) -> datetime:
        """Until when a team that is started now must be full and paid."""
        return min(now + timedelta(minutes=self.minutes), closes_at)


def refuse_team_terms(
    terms: TeamTerms, price: Money, stock: int, *, is_presale: bool
) -> BadTeamTerms | None:
    """Why a deal at this price cannot be sold to teams so, if it cannot."""
    if is_presale:
        return _bad("price_minor", "What is sold in advance is not sold to teams. Choose one.")
    if terms.price_minor >= price.amount_minor:
        return _bad(
            "price_minor", Text("Who buys alone pays {alone}. Enter less for teams.", alone=price)
        )
    if terms.size > stock:
        return _bad(
            "size", Text("There are {stock} units. A team needs one for each member.", stock=stock)
        )
    return None


def _bad(name: str, message: Sayable) -> BadTeamTerms:
    return BadTeamTerms(message, fields={f"team.{name}": message})
