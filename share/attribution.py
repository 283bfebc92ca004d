"""Whose link an order came by, and what it earns.

A buyer may have followed several links to a brand. Each click has the terms of its moment: what the sharer's tier
promised, and how long it counts. When the order is paid, one click of those that may count is credited, once: the
last or the first, as the brand has it. What that earns is `share.rewards.offer`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from share.links import Link
from share.rewards.offer import Kind, Offer, Unit
from share.views import Model

WINDOW_DAYS = 90
"""How long after a click an order still counts, unless the brand has it otherwise."""
RETURN_DAYS = 14
"""How long a reward is pending, unless the brand has it otherwise."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a brand credits orders to links."""

    model: Model = "last"
    window_days: int = WINDOW_DAYS
    return_days: int = RETURN_DAYS


DEFAULT_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Click:
    id: str
    link_id: str
    rate_bp: int
    tier_rank: int
    clicked_at: datetime
    window_days: int = WINDOW_DAYS
    visitor: str | None = None
    """The browser, by its cookie."""
    reward_kind: Kind = Kind.RATE
    reward_amount: int = 0

    @property
    def offer(self) -> Offer:
        return Offer(self.reward_kind, self.rate_bp, self.reward_amount)


@dataclass(frozen=True, slots=True)
class Touch:
    """A click that the buyer made before the order, with its link."""

    click: Click
    link: Link


@dataclass(frozen=True, slots=True)
class PaidOrder:
    order_id: str
    order_number: str
    account_id: str
    """The buyer."""
    brand_id: str
    total_minor: int
    """Of its goods."""
    currency: str
    referral_token: str | None
    """The click by which the buyer's browser came last before the order, to whichever brand."""
    paid_at: datetime | None = None
    """None: just now."""
    placed_at: datetime | None = None
    """Clicks that the person made on other devices count up to then. None: up to now."""
    refunded_minor: int = 0
    """What of its total went back before it was credited."""

    def worth(self, offer: Offer) -> int:
        """What it earns by an offer, in the offer's unit."""
        return offer.worth(self.total_minor - self.refunded_minor, self.total_minor)


@dataclass(frozen=True, slots=True)
class Credit:
    """The order counts for the link. It earns money or points, or nothing if nothing was promised."""

    rate_bp: int
    amount_minor: int
    points: int = 0


class NotCredited(StrEnum):
    """Why a click does not count for an order, or why no click does."""

    NO_CLICK = "no_click"
    OTHER_BRAND = "other_brand"
    SELF_REFERRAL = "self_referral"
    TOO_OLD = "too_old"
    OUTDONE = "outdone"
    """It might have, but another click counts."""


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Credit | NotCredited
    touch: Touch | None
    """The click that is credited; without one, the last that was looked at."""
    touches: tuple[Touch, ...]
    """All that were looked at, oldest first."""
    verdicts: Mapping[str, Credit | NotCredited]
    """What was decided about each click, by its id."""


def attribute(touches: Sequence[Touch], order: PaidOrder, terms: Terms, now: datetime) -> Decision:
    """What the order is to the clicks that came before it; `now` is when it was paid."""
    ordered = tuple(sorted(touches, key=lambda one: (one.click.clicked_at, one.click.id)))
    verdicts = {touch.click.id: decide(touch.click, touch.link, order, now) for touch in ordered}
    counting = [touch for touch in ordered if isinstance(verdicts[touch.click.id], Credit)]
    if not counting:
        last = ordered[-1] if ordered else None
        outcome = verdicts[last.click.id] if last else NotCredited.NO_CLICK
        return Decision(outcome, last, ordered, verdicts)
    chosen = counting[0 if terms.model == "first" else -1]
    for touch in counting:
        if touch is not chosen:
            verdicts[touch.click.id] = NotCredited.OUTDONE
    return Decision(verdicts[chosen.click.id], chosen, ordered, verdicts)


def decide(
    click: Click | None, link: Link | None, order: PaidOrder, now: datetime
) -> Credit | NotCredited:
    """What the order is to the link of one click, as if there were no other."""
    if click is None or link is None:
        return NotCredited.NO_CLICK
    if link.brand_id != order.brand_id:
        return NotCredited.OTHER_BRAND
    if link.account_id == order.account_id:
        return NotCredited.SELF_REFERRAL
    if now - click.clicked_at > timedelta(days=click.window_days):
        return NotCredited.TOO_OLD
    worth = order.worth(click.offer)
    if click.offer.unit is Unit.POINTS:
        return Credit(click.rate_bp, 0, worth)
    return Credit(click.rate_bp, worth)


def verdict_of(decided: Credit | NotCredited) -> str:
    """As it is kept."""
    return "credited" if isinstance(decided, Credit) else decided.value
