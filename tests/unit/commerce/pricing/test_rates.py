"""Amounts in another currency (C1, C2)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.rates import NO_RATES, Rates

RATES = Rates({"EUR": Decimal(1), "JPY": Decimal("158.73"), "KWD": Decimal("0.3312")})


@pytest.mark.parametrize(
    ("amount_minor", "currency", "to", "converted"),
    [
        (1_250, "EUR", "JPY", 1_984),  # 1,984.125
        (100, "EUR", "KWD", 331),  # three decimals
        (1_984, "JPY", "EUR", 1_250),  # 12.4992…
        (1, "JPY", "KWD", 2),  # 2.08…
        (7, "JPY", "JPY", 7),
    ],
)
def test_an_amount_is_rounded_to_the_minor_unit_of_its_new_currency(
    amount_minor: int, currency: str, to: str, converted: int
) -> None:
    assert RATES.convert(amount_minor, currency, to) == converted


def test_a_half_is_rounded_up() -> None:
    assert Rates({"EUR": Decimal(1), "USD": Decimal("1.5")}).convert(1, "EUR", "USD") == 2


@given(amount_minor=st.integers(0, 10**12))
def test_a_larger_amount_never_becomes_a_smaller_one(amount_minor: int) -> None:
    assert RATES.convert(amount_minor, "EUR", "JPY") <= RATES.convert(
        amount_minor + 1, "EUR", "JPY"
    )


def test_without_rates_only_the_same_currency_can_be_had() -> None:
    assert NO_RATES.can_convert("EUR", "EUR")
    assert not NO_RATES.can_convert("EUR", "USD")
    assert not RATES.can_convert("EUR", "USD")
