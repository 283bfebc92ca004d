"""What price protection grants (docs/pricing.md, G3 to G6): its examples, and what holds for every order."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.orders import Line, Order
from commerce.protection.grant import decide, paid_for
from commerce.protection.promise import Promise, days_at, most_days
from commerce.protection.public_price import PublicPrice

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
TEXT = (Path(__file__).parents[4] / "docs" / "pricing.md").read_text()
SECTION = TEXT.split("\n## 13. ")[1].split("\n## 14. ")[0]
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)


def line(product: str = "lamp", price: int = 2_000, quantity: int = 1, **_other: Any) -> Line:
    return Line(
        deal_id=product,
        product_id=product,
        title=product.title(),
        quantity=quantity,
        unit_price_minor=price,
        list_price_minor=price,
    )


def order(*lines: Line) -> Order:
    return Order(
        id="order",
        account_id="mina",
        brand_id="lumen",
        show_id="show",
        lines=lines,
        currency="EUR",
        referral_token=None,
        created_at=NOW,
        hold_expires_at=NOW,
    )


def price(price_minor: int, product: str = "lamp") -> PublicPrice:
    return PublicPrice(
        deal_id=f"{product}-{price_minor}",
        version=1,
        product_id=product,
        brand_id="lumen",
        price_minor=price_minor,
        currency="EUR",
        starts_at=NOW,
        ends_at=NOW,
    )


@pytest.mark.parametrize(
    "example", [pytest.param(text, id=text.split("\n")[0][2:60]) for text in EXAMPLES]
)
def test_an_example_comes_out_as_the_specification_says(example: str) -> None:
    given = tomllib.loads(example)
    lines = given["lines"]
    bought = order(*(line(**facts) for facts in lines))
    grants = decide(
        bought,
        [price(facts["price"], facts["product"]) for facts in given["prices"]],
        taken=[facts.get("refunded", 0) for facts in lines],
        granted={place for place, facts in enumerate(lines) if facts.get("granted")},
        left_minor=given.get("left", bought.total.amount_minor),
    )
    said = {
        "back": [grant.amount_minor for grant in grants],
        "units": [grant.units for grant in grants],
        "price": [grant.price_minor for grant in grants],
    }
    assert said == given["expect"]


def test_the_specification_has_examples() -> None:
    assert len(EXAMPLES) == 4


LINES = st.lists(
    st.tuples(st.integers(1, 10_000), st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=4
)


@given(LINES, st.lists(st.integers(1, 10_000), max_size=4), st.integers(0, 100_000))
def test_what_is_kept_costs_the_lower_price_and_never_more_goes_back_than_is_left(
    facts: list[tuple[int, int, int]], prices: list[int], left: int
) -> None:
    bought = order(*(line(price=unit, quantity=quantity) for unit, quantity, _ in facts))
    taken = [min(refunded, quantity) for _, quantity, refunded in facts]
    grants = decide(bought, [price(each) for each in prices], taken, (), left)
    assert sum(grant.amount_minor for grant in grants) <= left
    assert len({grant.place for grant in grants}) == len(grants)
    for grant in grants:
        cost = paid_for(bought, grant.place, taken[grant.place])
        assert 0 < grant.amount_minor <= cost - grant.price_minor * grant.units
    if left >= bought.total.amount_minor:
        for grant in grants:
            cost = paid_for(bought, grant.place, taken[grant.place])
            assert cost - grant.amount_minor == grant.price_minor * grant.units


def test_an_order_keeps_what_was_promised_when_it_was_placed() -> None:
    day = timedelta(days=1)
    promises = [Promise(NOW, 30), Promise(NOW + 5 * day, 0), Promise(NOW + 100 * day, 14)]
    assert days_at(promises, NOW - day) == 7
    assert days_at(promises, NOW) == days_at(promises, NOW + 5 * day - day) == 30
    assert days_at(promises, NOW + 5 * day) == 0
    assert most_days(promises, NOW + 99 * day) == 14
    assert most_days(promises[:2], NOW + 90 * day) == 30
    assert most_days(promises[:2], NOW + 200 * day) == 0
