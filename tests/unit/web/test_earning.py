"""What a brand's badge says that links earn at most."""

import pytest

from membership.views import BrandView, TierView
from share.rewards.views import OfferView
from web.earning import Best, best_of

FIXED, MORE = OfferView(kind="fixed", amount=300), OfferView(kind="fixed", amount=500)
POINTS = OfferView(kind="points", amount=200)


def brand(*rates_bp: int) -> BrandView:
    tiers = [
        TierView(rank=rank, name=f"Tier {rank}", share_rate_bp=rate_bp, perk="")
        for rank, rate_bp in enumerate(rates_bp, 1)
    ]
    return BrandView(
        id="b", slug="lumen", name="Lumen", country="NL", currency="EUR", locale="nl_NL",
        tagline="", hue=0, tiers=tiers,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rates_bp", "offers", "best"),
    [
        ((300, 800), {}, Best("rate", 800)),
        ((300, 800), {2: FIXED}, Best("rate", 300)),
        ((300, 800), {1: FIXED, 2: MORE}, Best("fixed", 500)),
        ((300, 800), {1: POINTS, 2: FIXED}, Best("fixed", 300)),
        ((300,), {1: POINTS}, Best("points", 200)),
        ((300,), {1: POINTS, 5: FIXED}, Best("points", 200)),
        ((0,), {}, None),
        ((), {}, None),
    ],
)
def test_the_best_is_the_highest_rate_else_the_most_money_else_the_most_points(
    rates_bp: tuple[int, ...], offers: dict[int, OfferView], best: Best | None
) -> None:
    assert best_of(brand(*rates_bp), offers) == best
