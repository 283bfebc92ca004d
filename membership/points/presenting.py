"""Members' points as they are told. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping

from kit.clock import to_ms
from membership.people import Brand
from membership.points.entry import Balance, Reason
from membership.points.lot import Source
from membership.points.redeemable import Redeemable
from membership.points.views import BalanceView, EntryView, ProgressView, WalletView
from membership.tiers.member import Member
from membership.tiers.presenting import redeemable_view
from membership.tiers.progress import Progress
from membership.tiers.rules import Rules

OF_VOUCHERS = {Reason.REDEEMED.value, Reason.GIVEN_BACK.value}


@dataclass(frozen=True, slots=True)
class Wallet:
    """What there is to tell of a member."""

    member: Member
    brand: Brand
    rules: Rules
    progress: Progress | None
    balance: Balance
    next_expiry: tuple[int, datetime] | None
    redeemables: Sequence[Redeemable]


def wallet_view(wallet: Wallet) -> WalletView:
    member, brand, rules = wallet.member, wallet.brand, wallet.rules
    tier = brand.tier(member.held.rank)
    assert tier is not None, "a member on a tier that is not there"
    can_fall = member.held.rank > max(member.held.floor_rank, brand.tiers[0].rank)
    review_at = member.held.review_at if can_fall else None
    expiring, expires_at = wallet.next_expiry or (0, None)
    return WalletView(
        brand_id=brand.id,
        brand_slug=brand.slug,
        brand_name=brand.name,
        hue=brand.hue,
        currency=brand.currency,
        tier=tier.view(),
        kept_until_ms=to_ms(review_at) if review_at else None,
        window=rules.window.value,
        window_days=rules.window_days,
        progress=_progress_view(wallet.progress),
        pending=wallet.balance.pending,
        active=wallet.balance.active,
        expiring=expiring,
        expires_at_ms=to_ms(expires_at) if expires_at else None,
        earn_points=rules.earn_points,
        earn_step_minor=rules.earn_step_minor,
        return_days=rules.return_days,
        redeemables=[redeemable_view(each) for each in wallet.redeemables],
        version=member.version,
    )


def entry_view(row: RowMapping) -> EntryView:
    return EntryView(
        id=row["id"],
        at_ms=to_ms(row["entered_at"]),
        reason=row["reason"],
        taken_from=row["taken_from"],
        put_into=row["put_into"],
        points=row["points"],
        title=row["title"],
        order_id=row["order_id"] if _is_about_order(row) else None,
    )


def balance_view(balance: Balance, at: datetime) -> BalanceView:
    return BalanceView(
        at_ms=to_ms(at),
        pending=balance.pending,
        active=balance.active,
        spent=balance.spent,
        expired=balance.expired,
        reversed=balance.reversed,
    )


def _is_about_order(row: RowMapping) -> bool:
    return row["source"] == Source.ORDER and row["reason"] not in OF_VOUCHERS


def _progress_view(progress: Progress | None) -> ProgressView | None:
    if progress is None:
        return None
    return ProgressView(
        tier=progress.tier.view(),
        points=progress.totals.points,
        spend_minor=progress.totals.spend_minor,
        points_missing=progress.points_missing,
        spend_missing_minor=progress.spend_missing_minor,
    )
