"""What becomes of people who join lines together, in order of arrival. Pure, as `commerce/settling.py` is for claims."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from commerce.claims import rank_at, refuse_outsider
from commerce.deals import Deal, change_line
from commerce.errors import NoSuchDeal
from commerce.waiting.line import Waiter, refuse_join
from kit.auth import Principal
from kit.errors import Refusal

Place = tuple[str, str]
"""A deal, or a brand, and a person."""


@dataclass(frozen=True, slots=True)
class Wish:
    buyer: Principal
    account_id: str
    deal_id: str
    quantity: int
    referral_token: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What decides. All of it is read after the deals were locked."""

    deals: Mapping[str, Deal]
    live_shows: Collection[str]
    doors: Mapping[str, int] = field(default_factory=dict)
    """Which rank the shows ask for at this moment, of those that ask for one."""
    early: Collection[Place] = frozenset()
    """Who was given early access to which deal."""
    ranks: Mapping[Place, int] = field(default_factory=dict)
    """By brand and buyer; who is not there has none."""
    held: Mapping[Place, Collection[int]] = field(default_factory=dict)
    """Slots by deal and buyer."""
    lines: Mapping[Place, Waiter] = field(default_factory=dict)
    """Which of them wait already."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """The last number of each line in which somebody waits."""


@dataclass(frozen=True, slots=True)
class Settled:
    outcomes: list[Waiter | Refusal]
    """One for each wish, in the same order."""
    joined: list[Waiter]
    changed: list[Waiter]
    """Who waited already, for another number of units."""
    deals: list[Deal]
    """Those whose line has changed, as they are now."""


def settle(wishes: Iterable[Wish], known: Known, now: datetime) -> Settled:
    batch = _Batch(known, now)
    outcomes = [batch.decide(wish) for wish in wishes]
    return Settled(outcomes, batch.joined, batch.changed, batch.changed_deals())


def no_such_deal() -> NoSuchDeal:
    return NoSuchDeal("The link may be old. The show's page lists its deals.")


class _Batch:
    """The fold over a batch: who joined in it stands before those who come after."""

    def __init__(self, known: Known, now: datetime) -> None:
        self._known = known
        self._now = now
        self._deals = dict(known.deals)
        self._lines = dict(known.lines)
        self._numbers = dict(known.numbers)
        self.joined: list[Waiter] = []
        self.changed: list[Waiter] = []

    def decide(self, wish: Wish) -> Waiter | Refusal:
        deal = self._deals.get(wish.deal_id)
        if deal is None:
            return no_such_deal()
        place = (deal.id, wish.account_id)
        waiter = self._lines.get(place)
        rank = self._known.ranks.get((deal.brand_id, wish.account_id), 0)
        refusal = refuse_outsider(deal, rank, self._known.doors) or refuse_join(
            deal,
            self._now,
            rank_at(deal, rank, is_early=place in self._known.early),
            self._known.held.get(place, ()),
            wish.quantity,
            is_live=deal.show_id in self._known.live_shows or deal.sells_on,
            is_in_line=waiter is not None,
        )
        if refusal is not None:
            return refusal
        self._lines[place] = waiter = (
            self._join(deal, wish) if waiter is None else self._change(deal, waiter, wish)
        )
        return waiter

    def changed_deals(self) -> list[Deal]:
        return [deal for deal in self._deals.values() if deal is not self._known.deals[deal.id]]

    def _join(self, deal: Deal, wish: Wish) -> Waiter:
        number = max(self._numbers.get(deal.id, 0), deal.line_served) + 1
        waiter = Waiter(
            deal_id=deal.id,
            account_id=wish.account_id,
            number=number,
            quantity=wish.quantity,
            referral_token=wish.referral_token,
            joined_at=self._now,
        )
        self._numbers[deal.id] = number
        self._deals[deal.id] = change_line(deal, +1)
        self.joined.append(waiter)
        return waiter

    def _change(self, deal: Deal, waiter: Waiter, wish: Wish) -> Waiter:
        if waiter.quantity == wish.quantity:
            return waiter
        changed = replace(waiter, quantity=wish.quantity)
        self._deals[deal.id] = change_line(deal, 0)
        self.changed.append(changed)
        return changed
