"""What a purchase earns, and when that matures and expires. Pure."""

from datetime import datetime, timedelta

from msgspec import Struct

from kit.money import BASIS_POINTS
from membership.tiers.rules import Rules


class Bought(Struct, frozen=True, gc=False, kw_only=True):
    """An order that was paid, as it is now."""

    order_id: str
    title: str
    paid_minor: int
    kept_minor: int
    """What was not refunded."""
    paid_at: datetime


class Terms(Struct, frozen=True, gc=False):
    """What an order or a gift brings, by the rules and the tier of the moment in which it is booked."""

    points: int
    matures_at: datetime
    notice_at: datetime | None
    expires_at: datetime | None


def terms_of(rules: Rules, multiplier_bp: int, bought: Bought) -> Terms:
    earned = bought.paid_minor * rules.earn_points * multiplier_bp
    points = earned // (rules.earn_step_minor * BASIS_POINTS)
    return lasting(rules, points, bought.paid_at + timedelta(days=rules.return_days))


def lasting(rules: Rules, points: int, matures_at: datetime) -> Terms:
    """Points that are active from then on, as long as the programme has it."""
    if rules.expires_after_days is None:
        return Terms(points, matures_at, None, None)
    expires_at = matures_at + timedelta(days=rules.expires_after_days)
    return Terms(points, matures_at, expires_at - timedelta(days=rules.notice_days), expires_at)
