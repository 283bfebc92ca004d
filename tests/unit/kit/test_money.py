from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.money import Money, minor_digits


@pytest.mark.parametrize(
    ("currency", "digits"), [("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CNY", 2)]
)
def test_each_currency_has_its_own_number_of_decimals(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


def test_money_is_formatted_as_the_locale_writes_it() -> None:
    assert Money(199_900, "EUR").format("de_DE") == "1.999,00\xa0€"
    assert Money(1999, "JPY").format("en") == "¥1,999"
    assert Money(1999, "EUR").to_decimal() == Decimal("19.99")


@given(amount=st.integers(0, 10**12), rate_bp=st.integers(0, 10_000))
def test_a_share_is_never_more_than_its_exact_value_and_less_than_one_unit_below(
    amount: int, rate_bp: int
) -> None:
    share = Money(amount, "EUR").share(rate_bp).amount_minor
    assert share * 10_000 <= amount * rate_bp < (share + 1) * 10_000
