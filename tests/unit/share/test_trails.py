"""Which clicks came before an order does not depend on what else is looked at with it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from share.attribution import Click, PaidOrder
from share.rewards.offer import Offer
from share.trails import MOST_CLICKS, Trails

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
MADE = st.lists(
    st.tuples(
        st.sampled_from(["lumen", "other"]),
        st.sampled_from([None, "phone", "laptop"]),
        st.sampled_from([None, "mira", "ben"]),
    ),
    max_size=15,
)
WANTED = st.lists(
    st.tuples(
        st.sampled_from(["lumen", "other"]),
        st.sampled_from(["mira", "ben", "zoe"]),
        st.none() | st.integers(0, 20),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=6,
)


def click(number: int, brand_id: str, visitor: str | None, person: str | None) -> Click:
    at = NOON + timedelta(minutes=number)
    return Click(
        f"{number:04}", "link", brand_id, "sol", Offer(rate_bp=500), at, visitor=visitor, account_id=person
    )  # fmt: skip


def order(number: int, brand_id: str, buyer: str, token: int | None, after: int) -> PaidOrder:
    referral = None if token is None else f"{token:04}"
    placed_at = NOON + timedelta(minutes=after)
    return PaidOrder(f"{number}", "A", buyer, brand_id, 1_000, "EUR", referral, placed_at=placed_at)


@given(MADE, WANTED)
def test_orders_that_are_looked_at_together_have_the_clicks_that_each_has_alone(
    made: list[tuple[str, str | None, str | None]], wanted: list[tuple[str, str, int | None, int]]
) -> None:
    people = [click(number, *one) for number, one in enumerate(made)]
    orders = [order(number, *one) for number, one in enumerate(wanted)]
    clicks = {one.id: one for one in people}
    together = Trails(clicks)
    for one in orders:
        token = clicks.get(one.referral_token or "")
        browser = token.visitor if token else None
        theirs = {
            each.id: each
            for each in people
            if each.account_id == one.account_id
            or (browser is not None and each.visitor == browser)
        }
        alone = Trails(theirs | ({token.id: token} if token else {}))
        found = together.before(one)
        assert found == alone.before(one)
        expected = {
            each.id
            for each in theirs.values()
            if each.brand_id == one.brand_id and one.placed_at and each.clicked_at <= one.placed_at
        } | ({token.id} if token else set())
        assert {each.id for each in found} == expected


def test_the_newest_of_very_many_clicks_are_looked_at() -> None:
    people = [click(number, "lumen", "phone", "mira") for number in range(MOST_CLICKS + 5)]
    trails = Trails({one.id: one for one in people})
    bought = replace(order(1, "lumen", "mira", None, 0), placed_at=None)
    found = [one.id for one in trails.before(bought)]
    assert (len(found), min(found)) == (MOST_CLICKS, "0005")
