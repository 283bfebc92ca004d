"""Whose link an order came by, and what it earns.

An order carries the token of the buyer's last click. It is credited when it is paid, once, to that click's link, at
the rate that the sharer's tier had at the click. A reward is a share of the order's total, rounded down.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kit.money import Money
from share.links import Link

LASTS = timedelta(days=90)
"""How long after a click an order still counts."""


@dataclass(frozen=True, slots=True)
class Click:
    id: str
    link_id: str
    rate_bp: int
    tier_rank: int
    clicked_at: datetime


@dataclass(frozen=True, slots=True)
class PaidOrder:
    order_id: str
    order_number: str
    account_id: str
    """The buyer."""
    brand_id: str
    total_minor: int
    currency: str
    referral_token: str | None
    paid_at: datetime | None = None
    """None: just now."""


@dataclass(frozen=True, slots=True)
class Credit:
    """The order counts for the link. Without a rate it earns nothing."""

    rate_bp: int
    amount_minor: int


class NotCredited(StrEnum):
    """Why an order counts for no link."""

    NO_CLICK = "no_click"
    OTHER_BRAND = "other_brand"
    SELF_REFERRAL = "self_referral"
    TOO_OLD = "too_old"


def decide(
    click: Click | None, link: Link | None, order: PaidOrder, now: datetime
) -> Credit | NotCredited:
    """What the order is to the link of the click; `now` is when it was paid."""
    if click is None or link is None:
        return NotCredited.NO_CLICK
    if link.brand_id != order.brand_id:
        return NotCredited.OTHER_BRAND
    if link.account_id == order.account_id:
        return NotCredited.SELF_REFERRAL
    if now - click.clicked_at > LASTS:
        return NotCredited.TOO_OLD
    reward = Money(order.total_minor, order.currency).share(click.rate_bp)
    return Credit(click.rate_bp, reward.amount_minor)
