"""What shipping costs: once for each brand, however many of its goods are paid together (docs/pricing.md, 16). All pure.

It comes when everything else is counted, and nothing takes it but what the brand promised: an order's worth, or a tier.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commerce.pricing.allocating import allocate
from commerce.pricing.quote import Code, Note, Quote, QuoteLine
from commerce.pricing.rates import Rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """What a brand charges, as it is for one buyer. Amounts are in the brand's currency."""

    brand_id: str
    title: str
    """The brand's name."""
    currency: str
    fee_minor: int
    free_from_minor: int | None = None
    """It is free if the brand's goods cost at least that."""
    free_tier: str | None = None
    """The name of the buyer's tier, if it ships for free."""
    next_free_tier: str | None = None
    """The name of the lowest tier above the buyer's that does."""


def with_shipping(quote: Quote, charged: Sequence[Shipping], rates: Rates) -> Quote:
    """The quote with what the brands charge, and why."""
    for shipping in sorted(charged, key=lambda shipping: shipping.brand_id):
        quote = _with_fee_of(quote, shipping, rates)
    return quote


def _with_fee_of(quote: Quote, shipping: Shipping, rates: Rates) -> Quote:
    own = [line for line in quote.lines if line.brand_id == shipping.brand_id]
    if not own:
        return quote
    if not rates.can_convert(shipping.currency, quote.currency):
        return replace(quote, notes=(*quote.notes, _no_rate(shipping)))
    terms = _in_currency(shipping, quote.currency, rates)
    if terms.fee_minor == 0:
        return quote
    notes = tuple(_notes(terms, own))
    is_charged = notes[0].code is Code.SHIPPING_FEE
    return replace(
        quote,
        lines=_charged(quote.lines, terms) if is_charged else quote.lines,
        notes=(*quote.notes, *notes),
    )


def _in_currency(shipping: Shipping, currency: str, rates: Rates) -> Shipping:
    own, least = shipping.currency, shipping.free_from_minor
    return replace(
        shipping,
        fee_minor=rates.convert(shipping.fee_minor, own, currency),
        free_from_minor=None if least is None else rates.convert(least, own, currency),
    )


def _notes(terms: Shipping, own: Sequence[QuoteLine]) -> Iterator[Note]:
    """First what becomes of the fee, then what would make it free."""
    sent = [line for line in own if not line.is_deposit]
    worth_minor = sum(line.cost_minor for line in sent)
    fee_minor, least = terms.fee_minor, terms.free_from_minor
    if not sent:
        yield _of(terms, Code.SHIPPING_WITH_BALANCE, fee_minor)
    elif terms.free_tier is not None:
        yield _of(terms, Code.SHIPPING_FREE_FOR_TIER, fee_minor, other=terms.free_tier)
    elif least is not None and worth_minor >= least:
        yield _of(terms, Code.SHIPPING_FREE_FROM, fee_minor, least)
    else:
        yield _of(terms, Code.SHIPPING_FEE, fee_minor, fee_minor)
        if least is not None:
            yield _of(terms, Code.SHIPPING_BELOW_FREE, least - worth_minor, least)
        if terms.next_free_tier is not None:
            yield _of(terms, Code.SHIPPING_TIER_TOO_LOW, other=terms.next_free_tier)


APPLIED = {Code.SHIPPING_FEE, Code.SHIPPING_FREE_FROM, Code.SHIPPING_FREE_FOR_TIER}


def _of(
    terms: Shipping, code: Code, amount_minor: int = 0, base_minor: int = 0, other: str = ""
) -> Note:
    return Note(
        code=code,
        is_applied=code in APPLIED,
        brand_id=terms.brand_id,
        title=terms.title,
        amount_minor=amount_minor,
        base_minor=base_minor,
        other=other,
    )


def _no_rate(shipping: Shipping) -> Note:
    title = f"Shipping by {shipping.title}"
    return Note(code=Code.NO_RATE, is_applied=False, brand_id=shipping.brand_id, title=title)


def _charged(lines: Sequence[QuoteLine], terms: Shipping) -> tuple[QuoteLine, ...]:
    """The lines with their parts of the fee, by what they cost before vouchers."""
    # A price of which a conversion left nothing bears a part all the same.
    weights = [
        max(1, line.cost_minor) if line.brand_id == terms.brand_id and not line.is_deposit else 0
        for line in lines
    ]
    parts = allocate(terms.fee_minor, weights)
    return tuple(
        replace(line, shipping_minor=line.shipping_minor + part)
        for line, part in zip(lines, parts, strict=True)
    )
