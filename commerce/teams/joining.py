"""What becomes of people who start and join teams together, in order of arrival. Pure, as `commerce/settling.py` is for claims.

A place is taken with a unit of the deal: whoever may not claim that does not join.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from commerce.claims import Granted, decide_claim, rank_at, refuse_outsider
from commerce.deals import Deal, take
from commerce.errors import NoSuchDeal, ShowNotLive
from commerce.teams.errors import NoSuchTeam, NotForTeams
from commerce.teams.team import Team, joined, refuse_join
from kit.auth import Principal
from kit.errors import Refusal
from kit.idempotency import KeyReused

Place = tuple[str, str]
"""A deal, or a brand, and a person."""
Attempt = tuple[str, str]
"""A person and a key of theirs."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Someone wants a place: in a new team, with its id to be, or in one that there is."""

    order_id: str
    buyer: Principal
    account_id: str
    deal_id: str
    team_id: str
    starts: bool
    key: str | None
    referral_token: str | None

    @property
    def attempt(self) -> Attempt | None:
        return None if self.key is None else (self.account_id, self.key)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was claimed under a key before."""

    order_id: str
    deal_id: str
    team_id: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    wish: Wish
    deal: Deal
    team: Team
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What decides. All of it is read after the deals were locked."""

    deals: Mapping[str, Deal]
    teams: Mapping[str, Team]
    live_shows: Collection[str]
    doors: Mapping[str, int] = field(default_factory=dict)
    ranks: Mapping[Place, int] = field(default_factory=dict)
    held: Mapping[Place, Collection[int]] = field(default_factory=dict)
    kept: Mapping[Attempt, Kept] = field(default_factory=dict)
    early: Collection[Place] = frozenset()
    """Who was given early access to which deal."""


@dataclass(frozen=True, slots=True)
class Settled:
    outcomes: list[Taken | Kept | Refusal]
    """One for each wish, in the same order."""
    deals: list[Deal]
    """Those of which units were taken, as they are now."""
    teams: list[Team]
    """Those that were started or joined, as they are now."""

    @property
    def taken(self) -> list[Taken]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, Taken)]


def settle(wishes: Iterable[Wish], known: Known, now: datetime) -> Settled:
    batch = _Batch(known, now)
    outcomes = [batch.decide(wish) for wish in wishes]
    sold = [take(known.deals[deal_id], units) for deal_id, units in batch.sold.items()]
    return Settled(outcomes, sold, [*batch.changed.values()])


class _Batch:
    """The fold over a batch: who took a place in it leaves one less to those who come after."""

    def __init__(self, known: Known, now: datetime) -> None:
        self._known = known
        self._now = now
        self._kept = dict(known.kept)
        self._held = {place: {*slots} for place, slots in known.held.items()}
        self.sold: dict[str, int] = {}
        self.changed: dict[str, Team] = {}

    def decide(self, wish: Wish) -> Taken | Kept | Refusal:
        if wish.attempt is not None and (kept := self._kept.get(wish.attempt)):
            return _again(wish, kept)
        deal = self._known.deals.get(wish.deal_id)
        if deal is None:
            return NoSuchDeal("The link may be old. The show's page lists its deals.")
        if wish.starts and deal.team is None:
            return NotForTeams("It can be bought alone.")
        team = None if wish.starts else self._joinable(wish)
        if isinstance(team, Refusal):
            return team
        granted = self._granted(wish, deal)
        if isinstance(granted, Refusal):
            return granted
        return self._take(wish, deal, team or _new_team(wish, deal, self._now), granted)

    def _joinable(self, wish: Wish) -> Team | Refusal:
        team = self.changed.get(wish.team_id) or self._known.teams.get(wish.team_id)
        if team is None:
            return no_such_team()
        return refuse_join(team, wish.account_id, self._now) or team

    def _granted(self, wish: Wish, deal: Deal) -> Granted | Refusal:
        if deal.show_id not in self._known.live_shows and not deal.sells_on:
            return ShowNotLive("Teams buy while the show is live.")
        rank = self._known.ranks.get((deal.brand_id, wish.account_id), 0)
        if refusal := refuse_outsider(deal, rank, self._known.doors):
            return refusal
        place = (deal.id, wish.account_id)
        held = self._held.get(place, ())
        rank = rank_at(deal, rank, is_early=place in self._known.early)
        return decide_claim(deal, self._now, rank, held, 1, taken=self.sold.get(deal.id, 0))

    def _take(self, wish: Wish, deal: Deal, team: Team, granted: Granted) -> Taken:
        after = joined(team, wish.account_id, wish.order_id, self._now)
        self.changed[team.id] = after
        self.sold[deal.id] = self.sold.get(deal.id, 0) + 1
        self._held.setdefault((deal.id, wish.account_id), set()).update(granted.slots)
        if wish.attempt is not None:
            self._kept[wish.attempt] = Kept(wish.order_id, deal.id, team.id)
        return Taken(wish, deal, after, granted.slots)


def no_such_team() -> NoSuchTeam:
    return NoSuchTeam("Check the address, or ask your friend for the link again.")


def _new_team(wish: Wish, deal: Deal, now: datetime) -> Team:
    assert deal.team is not None, "it is sold to teams"
    assert deal.closes_at is not None, "it is live"
    return Team(
        id=wish.team_id,
        deal_id=deal.id,
        show_id=deal.show_id,
        brand_id=deal.brand_id,
        leader_id=wish.account_id,
        size=deal.team.size,
        price_minor=deal.team.price_minor,
        started_at=now,
        fills_by=deal.team.fills_by(now, deal.closes_at),
    )


def _again(wish: Wish, kept: Kept) -> Kept | KeyReused:
    is_same = kept.deal_id == wish.deal_id and kept.team_id is not None
    if is_same and (wish.starts or kept.team_id == wish.team_id):
        return kept
    return KeyReused("Send a new Idempotency-Key with a new request.")
