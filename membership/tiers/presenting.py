"""Programmes as they are told. Pure."""

from collections.abc import Sequence

from membership.people import Tier
from membership.points.redeemable import Redeemable
from membership.tiers.previewing import Change, Effect
from membership.tiers.rules import Rules
from membership.tiers.views import (
    ChangeView,
    PreviewView,
    ProgrammeView,
    RedeemableView,
    TierCountView,
    TierRuleView,
)


def programme_view(
    rules: Rules, tiers: Sequence[Tier], offered: Sequence[Redeemable]
) -> ProgrammeView:
    return ProgrammeView(
        tiers=[_rule_view(tier) for tier in tiers],
        window=rules.window.value,
        window_days=rules.window_days,
        downgrade=rules.downgrade.value,
        earn_points=rules.earn_points,
        earn_step_minor=rules.earn_step_minor,
        return_days=rules.return_days,
        expires_after_days=rules.expires_after_days,
        notice_days=rules.notice_days,
        off_points=rules.off_points,
        off_minor=rules.off_minor,
        off_from_points=rules.off_from_points,
        off_most_bp=rules.off_most_bp,
        redeemables=[redeemable_view(each) for each in offered],
        version=rules.version,
    )


def redeemable_view(each: Redeemable) -> RedeemableView:
    return RedeemableView(voucher_id=each.voucher_id, title=each.title, points=each.points)


def preview_view(
    effect: Effect,
    old: Sequence[Tier],
    new: Sequence[Tier],
    rising: Sequence[Change],
    at_risk: Sequence[Change],
) -> PreviewView:
    names = {tier.rank: tier.name for tier in (*old, *new)}
    return PreviewView(
        tiers=[
            TierCountView(rank=rank, name=names[rank], now=effect.now[rank], then=effect.then[rank])
            for rank in sorted(names)
        ],
        rising=effect.rising,
        at_risk=effect.at_risk,
        examples_rising=[_change_view(change, names) for change in rising],
        examples_at_risk=[_change_view(change, names) for change in at_risk],
    )


def _change_view(change: Change, names: dict[int, str]) -> ChangeView:
    return ChangeView(handle=change.handle, was=names[change.was_rank], becomes=names[change.rank])


def _rule_view(tier: Tier) -> TierRuleView:
    return TierRuleView(
        name=tier.name,
        share_rate_bp=tier.share_rate_bp,
        perk=tier.perk,
        points_from=tier.points_from,
        spend_from_minor=tier.spend_from_minor,
        multiplier_bp=tier.multiplier_bp,
        entry_voucher_id=tier.entry_voucher_id,
        early_access_s=tier.early_access_s,
        has_free_shipping=tier.has_free_shipping,
    )
