"""Whether new rules fit together. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from membership.people import Tier
from membership.tiers.errors import BadProgramme
from membership.tiers.rules import Downgrade, Rules, Window
from membership.tiers.views import NewProgramme, NewTier


def checked_rules(new: NewProgramme) -> Rules | BadProgramme:
    """The rules as the next version, or what is wrong with them by field."""
    return refusal_of(new) or Rules(
        window=Window(new.window),
        window_days=new.window_days,
        downgrade=Downgrade(new.downgrade),
        earn_points=new.earn_points,
        earn_step_minor=new.earn_step_minor,
        return_days=new.return_days,
        expires_after_days=new.expires_after_days,
        notice_days=new.notice_days,
        off_points=new.off_points,
        off_minor=new.off_minor,
        off_from_points=new.off_from_points,
        off_most_bp=new.off_most_bp,
        version=new.version + 1,
    )


def refusal_of(new: NewProgramme) -> BadProgramme | None:
    fields = {
        **_wrong_days(new),
        **_wrong_names(new.tiers),
        **_wrong_thresholds(new),
        **_wrong_early_access(new.tiers),
        **_wrong_shipping(new.tiers),
    }
    if not fields:
        return None
    return BadProgramme(next(iter(fields.values())), fields=fields)


def tiers_of(new: NewProgramme) -> tuple[Tier, ...]:
    return tuple(
        Tier(
            rank,
            tier.name.strip(),
            tier.share_rate_bp,
            tier.perk.strip(),
            tier.points_from,
            tier.spend_from_minor,
            tier.multiplier_bp,
            tier.entry_voucher_id,
            tier.early_access_s,
            tier.has_free_shipping,
        )
        for rank, tier in enumerate(new.tiers, start=1)
    )


def _wrong_days(new: NewProgramme) -> dict[str, str]:
    fields = {}
    if new.window == "lifetime" and new.downgrade == "period_end":
        fields["downgrade"] = "A lifetime has no end of a period. Choose a year or some days."
    if new.expires_after_days is not None and new.notice_days >= new.expires_after_days:
        fields["notice_days"] = "Give notice after points are active, so fewer days than they last."
    return fields


def _wrong_names(tiers: Sequence[NewTier]) -> dict[str, str]:
    fields, seen = {}, set()
    for place, tier in enumerate(tiers):
        name = tier.name.strip().casefold()
        if not name:
            fields[f"tiers[{place}].name"] = "Name the tier."
        elif name in seen:
            fields[f"tiers[{place}].name"] = "Another tier has this name."
        seen.add(name)
    return fields


def _wrong_early_access(tiers: Sequence[NewTier]) -> dict[str, str]:
    """Nobody sees a deal later than who is on a tier below."""
    return {
        f"tiers[{place}].early_access_s": "Give no less than the tiers below have."
        for place, (below, tier) in enumerate(pairwise(tiers), start=1)
        if tier.early_access_s < below.early_access_s
    }


def _wrong_shipping(tiers: Sequence[NewTier]) -> dict[str, str]:
    """Nobody pays for shipping who would not on a tier below."""
    return {
        f"tiers[{place}].has_free_shipping": "Tiers below ship for free, so this one does too."
        for place, (below, tier) in enumerate(pairwise(tiers), start=1)
        if below.has_free_shipping and not tier.has_free_shipping
    }


def _wrong_thresholds(new: NewProgramme) -> dict[str, str]:
    """A tier never asks for less than one below it, and everyone can begin."""
    fields = {}
    for field in ("points_from", "spend_from_minor"):
        least = 0
        for place, tier in enumerate(new.tiers):
            asked = getattr(tier, field)
            if asked is None:
                continue
            if place == 0:
                fields[f"tiers[0].{field}"] = "Everyone begins here, so it asks for nothing."
            elif asked < least:
                fields[f"tiers[{place}].{field}"] = "Ask for no less than the tiers below do."
            least = max(least, asked)
    if new.earn_points == 0 and any(tier.points_from for tier in new.tiers):
        fields["earn_points"] = "Nobody earns points. Say how many a purchase earns."
    return fields
