"""What becomes of claims that arrived together: each wins units or is refused, in order of arrival. Pure.

A claim is held to what was known before and to those of its own batch that were settled before it, so that a batch
ends as if its claims had come one by one. What there is one of for each claim is a struct: frozen dataclasses take several times as long to make.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from commerce.claims import Granted, decide_claim, rank_at, refuse_outsider
from commerce.deals import Deal, take
from commerce.errors import NoSuchDeal, ShowNotLive
from kit.auth import Principal
from kit.errors import Refusal
from kit.idempotency import KeyReused

Place = tuple[str, str]
"""A deal, or a brand, and a buyer."""
Attempt = tuple[str, str]
"""A buyer and a key of theirs."""


class Claim(Struct, frozen=True, gc=False):
    order_id: str
    """Of the order that it makes if it wins."""
    buyer: Principal
    account_id: str
    deal_id: str
    quantity: int
    key: str | None
    referral_token: str | None
    seen_minor: int | None = None
    """The price that the buyer saw."""

    @property
    def attempt(self) -> Attempt | None:
        return None if self.key is None else (self.account_id, self.key)


class Won(Struct, frozen=True, gc=False):
    claim: Claim
    deal: Deal
    """As it was before the batch."""
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What won under a key."""

    order_id: str
    deal_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same claim won before, with this order."""

    order_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """What decides. All of it is read after the deals were locked."""

    deals: Mapping[str, Deal]
    live_shows: Collection[str]
    ranks: Mapping[Place, int] = field(default_factory=dict)
    """By brand and buyer; who is not there has none."""
    held: Mapping[Place, Collection[int]] = field(default_factory=dict)
    """Slots by deal and buyer."""
    kept: Mapping[Attempt, Kept] = field(default_factory=dict)
    doors: Mapping[str, int] = field(default_factory=dict)
    """Which rank the shows ask for at this moment, of those that ask for one."""
    early: Collection[Place] = frozenset()
    """Who was given early access to which deal."""


@dataclass(frozen=True, slots=True)
class Settled:
    outcomes: list[Won | Repeated | Refusal]
    """One for each claim, in the same order."""
    deals: list[Deal]
    """Those that sold, as they are now."""
    units: Mapping[str, int] = field(default_factory=dict)
    """How many were won of each, by its id."""

    @property
    def have_all_won(self) -> bool:
        return all(isinstance(outcome, Won) for outcome in self.outcomes)

    @property
    def won(self) -> list[Won]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, Won)]


def settle(claims: Iterable[Claim], known: Known, now: datetime) -> Settled:
    batch = _Batch(known, now)
    outcomes = [batch.decide(claim) for claim in claims]
    sold = [take(known.deals[deal_id], units) for deal_id, units in batch.taken.items()]
    return Settled(outcomes, sold, batch.taken)


class _Batch:
    """The fold over a batch: what was won in it so far counts for what comes after."""

    def __init__(self, known: Known, now: datetime) -> None:
        self._known = known
        self._now = now
        self._held: dict[Place, Collection[int]] = {}
        self.taken: dict[str, int] = {}
        """Units by deal, only of those of which some were won: the others are not written, and may not be locked."""
        self._won: dict[Attempt, Claim] = {}

    def decide(self, claim: Claim) -> Won | Repeated | Refusal:
        deal = self._known.deals.get(claim.deal_id)
        if deal is None:
            return NoSuchDeal("The link may be old. The show's page lists its deals.")
        attempt = claim.attempt
        if kept := self._kept_for(attempt):
            return _again(claim, kept)
        if deal.show_id not in self._known.live_shows and not deal.sells_on:
            return ShowNotLive("Deals can be claimed while the show is live.")
        place = (deal.id, claim.account_id)
        held = self._held_by(place)
        granted = self._granted(claim, deal, place, held)
        if isinstance(granted, Refusal):
            return granted
        self._held[place] = (*held, *granted.slots)
        self.taken[deal.id] = self.taken.get(deal.id, 0) + claim.quantity
        if attempt is not None:
            self._won[attempt] = claim
        return Won(claim, deal, granted.slots)

    def _granted(
        self, claim: Claim, deal: Deal, place: Place, held: Collection[int]
    ) -> Granted | Refusal:
        rank = self._known.ranks.get((deal.brand_id, claim.account_id), 0)
        if refusal := refuse_outsider(deal, rank, self._known.doors):
            return refusal
        return decide_claim(
            deal,
            self._now,
            rank_at(deal, rank, is_early=place in self._known.early),
            held,
            claim.quantity,
            taken=self.taken.get(deal.id, 0),
            seen_minor=claim.seen_minor,
        )

    def _kept_for(self, attempt: Attempt | None) -> Kept | Claim | None:
        if attempt is None:
            return None
        return self._known.kept.get(attempt) or self._won.get(attempt)

    def _held_by(self, place: Place) -> Collection[int]:
        return self._held.get(place) or self._known.held.get(place, ())


def _again(claim: Claim, kept: Kept | Claim) -> Repeated | KeyReused:
    # Not the price that was seen: whoever repeats a claim that won, and saw another since, finds the order.
    if (kept.deal_id, kept.quantity) == (claim.deal_id, claim.quantity):
        return Repeated(kept.order_id)
    return KeyReused("Send a new Idempotency-Key with a new request.")
