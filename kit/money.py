"""Money: integer minor units with an ISO 4217 currency, and nothing else.

    >>> Money(1999, "EUR").times(3)
    Money(amount_minor=5997, currency='EUR')

Rates are basis points (1 bp = 0.01 %). A share of an amount is rounded down to the minor unit, here
and nowhere else, so that nobody is promised a fraction that cannot be paid.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import format_currency

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Money:
    amount_minor: int
    currency: str

    def times(self, quantity: int) -> "Money":
        return Money(self.amount_minor * quantity, self.currency)

    def share(self, rate_bp: int) -> "Money":
        """The part of this amount that `rate_bp` basis points make, rounded down."""
        return Money(self.amount_minor * rate_bp // BASIS_POINTS, self.currency)

    def to_decimal(self) -> Decimal:
        """The amount in major units, with the currency's own number of decimals."""
        return Decimal(self.amount_minor).scaleb(-minor_digits(self.currency))

    def format(self, locale: str) -> str:
        """For people, as `locale` writes it: `Money(1999, "EUR").format("de_DE")` is `19,99 €`."""
        return format_currency(self.to_decimal(), self.currency, locale=locale)


@lru_cache
def minor_digits(currency: str) -> int:
    """How many decimals the currency has (JPY 0, EUR 2, KWD 3), from CLDR."""
    fractions = get_global("currency_fractions")
    digits: int = fractions.get(currency, fractions["DEFAULT"])[0]
    return digits
