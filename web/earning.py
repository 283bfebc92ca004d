"""What links of a brand's members can earn at most, for where there is room for one badge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from membership.views import BrandView
from share.rewards.views import OfferView


@dataclass(frozen=True, slots=True)
class Best:
    kind: Literal["rate", "fixed", "points"]
    amount: int
    """In basis points of an order, in minor units, or in points."""


def best_of(brand: BrandView, offers: Mapping[int, OfferView]) -> Best | None:
    """The highest rate; where no tier earns by a rate, the most money for an order, or else the most points."""
    rates = [tier.share_rate_bp for tier in brand.tiers if tier.rank not in offers]
    if best := max(rates, default=0):
        return Best("rate", best)
    ranks = {tier.rank for tier in brand.tiers}
    for kind in ("fixed", "points"):
        amounts = [
            offer.amount for rank, offer in offers.items() if rank in ranks and offer.kind == kind
        ]
        if best := max(amounts, default=0):
            return Best(kind, best)
    return None
