"""What is to be bought, with its price list, and the price of one unit for one buyer (P1, P2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commerce.pricing.deposits import Deposit
from commerce.pricing.rates import Rates


@dataclass(frozen=True, slots=True, order=True)
class Price:
    """The price of one unit from a tier rank on; rank 0 is for everyone."""

    min_rank: int
    currency: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Units of one deal."""

    deal_id: str
    product_id: str
    brand_id: str
    category: str
    title: str
    quantity: int
    currency: str
    """The brand's, in which each rank that the price list names has a price."""
    list_price_minor: int
    prices: tuple[Price, ...]
    """The deal's price (rank 0) and member prices, in the brand's currency and in others."""
    order_id: str | None = None
    """The order that holds the units."""
    deposit: Deposit | None = None
    """In a pre-sale."""

    @property
    def is_deposit(self) -> bool:
        """Whether its deposit is what is paid now."""
        return self.deposit is not None and not self.deposit.is_paid

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands in a quote, however the lines were entered (A2)."""
        held = self.order_id or ""
        facts = (self.list_price_minor, self.category)
        return self.brand_id, self.deal_id, held, self.quantity, sorted(self.prices), *facts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """A line's price for one buyer in one currency."""

    list_minor: int
    deal_minor: int
    """From rank 0."""
    amount_minor: int
    """What the buyer pays for a unit, before vouchers."""
    min_rank: int
    next_rank: int | None
    """The lowest tier above the buyer's from which it is cheaper still."""
    next_minor: int


def can_price(line: Line, currency: str, rates: Rates) -> bool:
    listed = {price.min_rank for price in line.prices if price.currency == currency}
    needed = {price.min_rank for price in line.prices}
    return listed == needed or rates.can_convert(line.currency, currency)


def unit_price(line: Line, rank: int, currency: str, rates: Rates) -> UnitPrice:
    """The lowest price for who has this rank (P1). The line must be one that can be priced."""
    by_rank = _by_rank(line, currency, rates)
    reached = [(amount, at) for at, amount in by_rank.items() if at <= rank]
    amount, min_rank = min(reached)
    cheaper = [at for at, price in by_rank.items() if at > rank and price < amount]
    next_rank = min(cheaper, default=None)
    return UnitPrice(
        list_minor=_converted(line, line.list_price_minor, currency, rates),
        deal_minor=by_rank[0],
        amount_minor=amount,
        min_rank=min_rank,
        next_rank=next_rank,
        next_minor=by_rank[next_rank] if next_rank is not None else 0,
    )


def _by_rank(line: Line, currency: str, rates: Rates) -> dict[int, int]:
    """The price from each rank: as listed in the currency, else converted from the brand's (P2)."""
    listed = _amounts(line.prices, currency)
    own = _amounts(line.prices, line.currency)
    return {
        rank: listed[rank] if rank in listed else rates.convert(own[rank], line.currency, currency)
        for rank in sorted({*listed, *own})
    }


def _amounts(prices: Iterable[Price], currency: str) -> Mapping[int, int]:
    return {price.min_rank: price.amount_minor for price in prices if price.currency == currency}


def _converted(line: Line, amount_minor: int, currency: str, rates: Rates) -> int:
    """Only for show: without a rate the list price stays out of it, as 0."""
    if not rates.can_convert(line.currency, currency):
        return 0
    return rates.convert(amount_minor, line.currency, currency)
