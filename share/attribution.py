"""Whose link an order came by, and what it earns.

A buyer may have followed several links to a brand. Each click has the terms of its moment: what the sharer's tier
promised, and how long it counts. When the order is paid, one click of those that may count is credited, once: the
last or the first, as the brand has it. What that earns is `share.rewards.offer`.

What is made of each order is a struct: a frozen dataclass takes ten times as long to make.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from share.rewards.offer import Offer, Unit
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


class Click(Struct, frozen=True, gc=False):
    id: str
    link_id: str
    brand_id: str
    """Of its link, as the next."""
    sharer_id: str
    offer: Offer
    clicked_at: datetime
    window_days: int = WINDOW_DAYS
    visitor: str | None = None
    """The browser, by its cookie."""
    account_id: str | None = None
    """Who clicked, as far as is known."""


class PaidOrder(Struct, frozen=True, gc=False):
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


class Credit(Struct, frozen=True, gc=False):
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


class Touch(Struct, frozen=True, gc=False):
    """A click that the buyer made before the order, and what was decided about it."""

    click: Click
    verdict: Credit | NotCredited


class Decision(Struct, frozen=True, gc=False):
    click: Click | None
    """That is credited; without one, the last that was looked at."""
    outcome: Credit | NotCredited
    touches: list[Touch]
    """All that were looked at, oldest first."""


def attribute(clicks: Iterable[Click], order: PaidOrder, terms: Terms, now: datetime) -> Decision:
    """What the order is to the clicks that came before it; `now` is when it was paid."""
    touches = [Touch(click, decide(click, order, now)) for click in sorted(clicks, key=_age)]
    counting = [touch for touch in touches if isinstance(touch.verdict, Credit)]
    if not touches:
        return Decision(None, NotCredited.NO_CLICK, touches)
    if not counting:
        return Decision(touches[-1].click, touches[-1].verdict, touches)
    chosen = counting[0 if terms.model == "first" else -1]
    if len(counting) > 1:
        touches = [_beside(touch, chosen) for touch in touches]
    return Decision(chosen.click, chosen.verdict, touches)


def decide(click: Click, order: PaidOrder, now: datetime) -> Credit | NotCredited:
    """What the order is to the link of one click, as if there were no other."""
    if click.brand_id != order.brand_id:
        return NotCredited.OTHER_BRAND
    if click.sharer_id == order.account_id:
        return NotCredited.SELF_REFERRAL
    if now - click.clicked_at > timedelta(days=click.window_days):
        return NotCredited.TOO_OLD
    worth = order.worth(click.offer)
    if click.offer.unit is Unit.POINTS:
        return Credit(click.offer.rate_bp, 0, worth)
    return Credit(click.offer.rate_bp, worth)


def verdict_of(decided: Credit | NotCredited) -> str:
    """As it is kept."""
    return "credited" if isinstance(decided, Credit) else decided.value


def _age(click: Click) -> tuple[datetime, str]:
    return click.clicked_at, click.id


def _beside(touch: Touch, chosen: Touch) -> Touch:
    """As it is when another is credited."""
    is_outdone = touch is not chosen and isinstance(touch.verdict, Credit)
    return Touch(touch.click, NotCredited.OUTDONE) if is_outdone else touch
