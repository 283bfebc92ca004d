"""Exchange rates. The operator sets them; quotes freeze those that they use."""

from decimal import Decimal, InvalidOperation

from babel.numbers import is_currency

from commerce.pricing.rates import Rates
from commerce.quotes import store
from commerce.quotes.errors import BadRates
from commerce.quotes.views import RatesView
from commerce.refusing import allowed
from kit.auth import Principal, Role
from kit.unit_of_work import UnitOfWork
from kit.words import Text

LOWEST, HIGHEST = Decimal("1e-9"), Decimal("1e9")
MOST_CHARACTERS = 20


class Exchange:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def set_rates(self, principal: Principal, new: RatesView) -> RatesView:
        """Use these rates from now on, and no others.

        Raises:
            NotSignedIn, Forbidden, BadRates
        """
        principal.require_anywhere(Role.OPERATOR)
        rates = allowed(checked_rates(new))
        async with self._work.write() as tx:
            await store.set_rates(tx, rates)
        return rates_view(rates)

    async def rates(self) -> RatesView:
        async with self._work.read() as tx:
            return rates_view(await store.rates(tx))


def checked_rates(new: RatesView) -> Rates | BadRates:
    """The rates, if they are some and one currency is their base."""
    rates: dict[str, Decimal] = {}
    for currency, text in new.rates.items():
        rate = _decimal(text)
        if not is_currency(currency) or rate is None or not LOWEST <= rate <= HIGHEST:
            wrong = Text(
                "{currency}: enter a currency's ISO code, and a decimal number above 0.",
                currency=currency[:10],
            )
            return BadRates(wrong, fields={"rates": wrong})
        rates[currency] = rate
    if 1 not in rates.values():
        message = "Name the base currency with the rate 1."
        return BadRates(message, fields={"rates": message})
    return Rates(rates)


def rates_view(rates: Rates) -> RatesView:
    return RatesView(rates={currency: f"{rate:f}" for currency, rate in rates.per_base.items()})


def _decimal(text: str) -> Decimal | None:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and len(f"{rate:f}") <= MOST_CHARACTERS else None
