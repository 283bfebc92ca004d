"""Conversion rates, as data, and the one rounding that they cause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kit.money import minor_digits


@dataclass(frozen=True, slots=True)
class Rates:
    """How many units of each currency one unit of a base currency makes, the base itself included: `{EUR: 1, USD: 1.08}`."""

    per_base: Mapping[str, Decimal]

    def can_convert(self, currency: str, to: str) -> bool:
        return currency == to or (currency in self.per_base and to in self.per_base)

    def convert(self, amount_minor: int, currency: str, to: str) -> int:
        """The amount in minor units of `to`, rounded half up (C2).

        Raises:
            KeyError: there is no rate; ask `can_convert` first.
        """
        if currency == to:
            return amount_minor
        rate = Fraction(self.per_base[to]) / Fraction(self.per_base[currency])
        digits = minor_digits(to) - minor_digits(currency)
        exact = amount_minor * rate * Fraction(10) ** digits
        return int(exact + Fraction(1, 2))

    def only(self, currencies: Iterable[str]) -> "Rates":
        """The rates of these currencies, to be frozen in a quote (C1)."""
        wanted = sorted(set(currencies))
        return Rates({name: self.per_base[name] for name in wanted if name in self.per_base})


NO_RATES = Rates({})
