"""A team: people who buy a deal together, the leader first. Pure.

    forming ──all places paid──▶ complete
       └──the countdown is over, or nobody is left──▶ ended

A place is taken with a claim, and is the member's for as long as the claim is held or paid. Teams change under the lock of their
deal. Each rule returns the team as it is afterwards, one version higher, or a refusal.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from commerce.teams.errors import AlreadyInTeam, LeaderFirst, TeamFull, TeamOver
from kit.errors import Refusal


class TeamStatus(StrEnum):
    FORMING = "forming"
    COMPLETE = "complete"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    number: int
    """From 1."""
    account_id: str
    order_id: str
    joined_at: datetime
    is_paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: str
    deal_id: str
    show_id: str
    brand_id: str
    leader_id: str
    size: int
    price_minor: int
    """What each pays, before vouchers."""
    started_at: datetime
    fills_by: datetime
    status: TeamStatus = TeamStatus.FORMING
    places: tuple[Place, ...] = ()
    version: int = 1

    @property
    def left(self) -> int:
        return self.size - len(self.places)

    @property
    def paid(self) -> int:
        return sum(place.is_paid for place in self.places)

    @property
    def order_ids(self) -> list[str]:
        return [place.order_id for place in self.places]

    def takes_money(self, now: datetime) -> bool:
        """Whether a payment of a place still counts."""
        return self.status is TeamStatus.FORMING and now < self.fills_by


def refuse_join(team: Team, account_id: str, now: datetime) -> Refusal | None:
    if any(place.account_id == account_id for place in team.places):
        return AlreadyInTeam("Everyone has one place in a team. Send its link to your friends.")
    if not team.takes_money(now):
        return TeamOver("Its time is over, or it is complete. Start a team of your own.")
    if team.left == 0:
        return TeamFull("A place that is not paid is given back. Or start a team of your own.")
    if team.paid == 0:
        return LeaderFirst("Friends can join when the leader has paid. Try again in a minute.")
    return None


def joined(team: Team, account_id: str, order_id: str, now: datetime) -> Team:
    """The team with this person in its first free place."""
    taken = {place.number for place in team.places}
    number = next(number for number in range(1, team.size + 1) if number not in taken)
    place = Place(number=number, account_id=account_id, order_id=order_id, joined_at=now)
    return _changed(team, places=(*team.places, place))


def without(team: Team, order_id: str) -> Team:
    """The team after this order gave its place back. The longest member leads on; without any it is over."""
    rest = tuple(place for place in team.places if place.order_id != order_id)
    if not rest:
        return _changed(team, places=(), status=TeamStatus.ENDED)
    is_led = any(place.account_id == team.leader_id for place in rest)
    next_in_line = min(rest, key=lambda place: (place.joined_at, place.order_id))
    leader_id = team.leader_id if is_led else next_in_line.account_id
    return _changed(team, places=rest, leader_id=leader_id)


def completed(team: Team) -> Team:
    assert team.status is TeamStatus.FORMING, "it is over already"
    assert team.left == 0, "it is not filled"
    return _changed(team, status=TeamStatus.COMPLETE)


def ended(team: Team) -> Team:
    assert team.status is TeamStatus.FORMING, "it is over already"
    return _changed(team, status=TeamStatus.ENDED)


def _changed(team: Team, **changes: Any) -> Team:
    return replace(team, version=team.version + 1, **changes)
