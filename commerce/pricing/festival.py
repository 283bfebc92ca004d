"""What holds for the whole quote, whoever buys."""

from dataclasses import dataclass

from commerce.pricing.rates import NO_RATES, Rates
from commerce.pricing.vouchers import Voucher


@dataclass(frozen=True, slots=True)
class Festival:
    currency: str
    """Of the quote."""
    rates: Rates = NO_RATES
    offers: tuple[Voucher, ...] = ()
    """Vouchers that everyone has without doing anything, such as "each 300 minus 50" across stores."""
