"""Points as money off (docs/pricing.md, 15). Pure.

They are taken when all vouchers are, of what these leave. On a line they stand like a voucher's part whose cost is in points: so
what is said of an order's part of a quote, and of what its units give back, is true of them too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from commerce.pricing.allocating import allocate
from commerce.pricing.quote import Code, LineDiscount, Note, Quote, QuoteLine, UsedVoucher
from commerce.pricing.rates import Rates
from kit.money import BASIS_POINTS

PREFIX = "points."
"""Before the brand's id: what stands for its points where a voucher's id would. No id has a dot."""
CURRENCY = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """A buyer's points with a brand, and what the brand takes them for."""

    brand_id: str
    title: str
    currency: str
    """The brand's."""
    points: int
    """So many take `amount_minor` off."""
    amount_minor: int
    from_points: int
    """So many are used at least."""
    most_bp: int
    """Of what is left to pay for the brand's lines, they pay this much at most."""
    active: int
    """What the buyer has."""
    wanted: int = 0
    """How many of them they want to use."""

    @property
    def id(self) -> str:
        return f"{PREFIX}{self.brand_id}"

    def worth(self, points: int, currency: str, rates: Rates) -> int:
        """What so many take off, rounded down."""
        own_minor = points * self.amount_minor // self.points
        return rates.convert(own_minor, self.currency, currency)

    def needed(self, amount_minor: int, most: int, currency: str, rates: Rates) -> int:
        """How many it takes for an amount that `most` of them are enough for, rounded up."""
        own_minor = rates.convert(amount_minor, currency, self.currency)
        return min(most, -(-own_minor * self.points // self.amount_minor))


def are_points(voucher_id: str) -> bool:
    return voucher_id.startswith(PREFIX)


def points_in(costs: Mapping[str, int]) -> int:
    """How many points are among the costs of an order's units, by voucher."""
    return sum(cost for voucher_id, cost in costs.items() if are_points(voucher_id))


def with_points(quote: Quote, purses: Sequence[Purse], rates: Rates) -> Quote:
    """The quote with the points that the buyer wants to use, and with what they could use."""
    for purse in sorted(purses, key=lambda purse: purse.brand_id):
        quote = _with_purse(quote, purse, rates)
    return quote


def _with_purse(quote: Quote, purse: Purse, rates: Rates) -> Quote:
    payable = [_payable(line, purse) for line in quote.lines]
    base_minor = sum(payable)
    note = _note(purse, base_minor, quote.currency, rates)
    if note is None:
        return quote
    noted = replace(quote, notes=(*quote.notes, note))
    return _spent(noted, note, payable) if note.is_applied else noted


def _payable(line: QuoteLine, purse: Purse) -> int:
    """What of the line points may pay. No deposit (D2)."""
    return line.payable_minor if line.brand_id == purse.brand_id and not line.is_deposit else 0


def _note(purse: Purse, base_minor: int, currency: str, rates: Rates) -> Note | None:
    """What becomes of the points, if there is anything to say."""
    if base_minor == 0 or not (purse.active > 0 or purse.wanted):
        return None
    if not rates.can_convert(purse.currency, currency):
        return _of(purse, Code.NO_RATE)
    if purse.wanted > purse.active:
        return _of(purse, Code.POINTS_NOT_ENOUGH, points=max(0, purse.active))
    asked = purse.wanted or purse.active
    cap_minor = base_minor * purse.most_bp // BASIS_POINTS
    amount_minor = min(cap_minor, purse.worth(asked, currency, rates))
    points = purse.needed(amount_minor, asked, currency, rates)
    if points < purse.from_points or amount_minor == 0:
        return _of(purse, Code.POINTS_BELOW_LEAST, points=purse.from_points)
    code = Code.POINTS_USED if purse.wanted else Code.POINTS_USABLE
    return _of(purse, code, amount_minor=amount_minor, base_minor=base_minor, points=points)


def _of(
    purse: Purse, code: Code, points: int = 0, amount_minor: int = 0, base_minor: int = 0
) -> Note:
    return Note(
        code=code,
        is_applied=code is Code.POINTS_USED,
        voucher_id=purse.id,
        title=purse.title,
        amount_minor=amount_minor,
        base_minor=base_minor,
        points=points,
    )


def _spent(quote: Quote, note: Note, payable: Sequence[int]) -> Quote:
    assert note.voucher_id is not None, "points have an id"
    parts = allocate(note.amount_minor, payable)
    costs = allocate(note.points, parts)
    lines = tuple(
        _less(line, LineDiscount(voucher_id=note.voucher_id, amount_minor=part, cost_minor=cost))
        for line, part, cost in zip(quote.lines, parts, costs, strict=True)
    )
    used = UsedVoucher(
        voucher_id=note.voucher_id,
        title=note.title,
        discount_minor=note.amount_minor,
        cost_minor=note.points,
        cost_currency=CURRENCY,
    )
    return replace(quote, lines=lines, vouchers=(*quote.vouchers, used))


def _less(line: QuoteLine, part: LineDiscount) -> QuoteLine:
    if part.amount_minor == 0:
        return line
    return replace(
        line,
        discounts=(*line.discounts, part),
        payable_minor=line.payable_minor - part.amount_minor,
    )
