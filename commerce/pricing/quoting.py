"""Computing a quote (docs/pricing.md)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from commerce.errors import NoRate
from commerce.pricing.allocating import allocate
from commerce.pricing.candidates import Candidate
from commerce.pricing.choosing import Choice, Taken, best_choice
from commerce.pricing.deposits import Due, due
from commerce.pricing.explaining import applied, price_notes, why_not_used, why_unfit
from commerce.pricing.festival import Festival
from commerce.pricing.lines import Line, UnitPrice, can_price, unit_price
from commerce.pricing.quote import LineDiscount, Note, Quote, QuoteLine, UsedVoucher
from commerce.pricing.vouchers import Voucher


def quote(
    lines: Iterable[Line],
    now: datetime,
    tier: Mapping[str, int],
    vouchers: Iterable[Voucher],
    festival: Festival,
) -> Quote | NoRate:
    """What the lines cost now, with the best of the vouchers and the festival's offers.

    `tier` is the buyer's rank by brand; with a brand that it does not name, 0. The entry order of lines and vouchers does not matter.
    """
    in_place = sorted(lines, key=lambda line: line.place)
    for line in in_place:
        if not can_price(line, festival.currency, festival.rates):
            return _no_rate(line, festival)
    prices = [
        unit_price(line, tier.get(line.brand_id, 0), festival.currency, festival.rates)
        for line in in_place
    ]
    dues = [_due(line, price, festival) for line, price in zip(in_place, prices, strict=True)]
    candidates, unfit = _considered(in_place, dues, now, vouchers, festival)
    amounts = tuple(each.now_minor for each in dues)
    choice = best_choice(candidates, amounts)
    notes = (
        *price_notes(in_place, prices, dues),
        *(applied(taken) for taken in choice.taken),
        *unfit,
        *why_not_used(candidates, amounts, choice),
    )
    return _quote(in_place, prices, dues, now, festival, choice, notes)


def _due(line: Line, price: UnitPrice, festival: Festival) -> Due:
    subtotal = price.amount_minor * line.quantity
    own, rates = line.currency, festival.rates
    return due(line.deposit, subtotal, line.quantity, own, festival.currency, rates)


def _considered(
    lines: Sequence[Line],
    dues: Sequence[Due],
    now: datetime,
    vouchers: Iterable[Voucher],
    festival: Festival,
) -> tuple[list[Candidate], list[Note]]:
    """The vouchers that could be used, in the order of their turns, and why the others cannot be."""
    by_id = {voucher.id: voucher for voucher in (*vouchers, *festival.offers)}
    candidates: list[Candidate] = []
    unfit: list[Note] = []
    for voucher in sorted(by_id.values(), key=lambda voucher: voucher.turn):
        note = why_unfit(voucher, lines, dues, now, festival)
        if note is not None:
            unfit.append(note)
            continue
        in_scope = tuple(index for index, line in enumerate(lines) if voucher.is_for(line))
        terms = voucher.in_currency(festival.currency, festival.rates)
        paid_before = sum(dues[index].deposit_minor for index in in_scope)
        candidates.append(Candidate(voucher, terms, in_scope, festival.rates, paid_before))
    return candidates, unfit


def _quote(
    lines: Sequence[Line],
    prices: Sequence[UnitPrice],
    dues: Sequence[Due],
    now: datetime,
    festival: Festival,
    choice: Choice,
    notes: tuple[Note, ...],
) -> Quote:
    costs = [_split_cost(taken) for taken in choice.taken]
    quote_lines = tuple(
        QuoteLine(
            deal_id=line.deal_id,
            product_id=line.product_id,
            brand_id=line.brand_id,
            title=line.title,
            quantity=line.quantity,
            order_id=line.order_id,
            list_unit_minor=price.list_minor,
            unit_minor=price.amount_minor,
            deposit_minor=dues[index].deposit_minor,
            worth_minor=dues[index].worth_minor,
            later_minor=dues[index].later_minor,
            discounts=_line_discounts(index, choice.taken, costs),
            payable_minor=choice.amounts[index],
        )
        for index, (line, price) in enumerate(zip(lines, prices, strict=True))
    )
    used = [taken.candidate.voucher for taken in choice.taken]
    foreign = {
        name
        for name in (*(line.currency for line in lines), *(voucher.currency for voucher in used))
        if name != festival.currency
    }
    return Quote(
        quoted_at=now,
        currency=festival.currency,
        lines=quote_lines,
        vouchers=tuple(_used(taken) for taken in choice.taken),
        notes=notes,
        rates=festival.rates.only({*foreign, festival.currency} if foreign else ()),
        is_exhaustive=choice.is_exhaustive,
    )


def _line_discounts(
    index: int, all_taken: Sequence[Taken], costs: Sequence[tuple[int, ...]]
) -> tuple[LineDiscount, ...]:
    return tuple(
        LineDiscount(
            voucher_id=taken.candidate.voucher.id,
            amount_minor=taken.parts[index],
            cost_minor=cost[index],
        )
        for taken, cost in zip(all_taken, costs, strict=True)
        if taken.parts[index]
    )


def _split_cost(taken: Taken) -> tuple[int, ...]:
    """What the discount costs its issuer, by line (A1)."""
    return allocate(taken.candidate.cost(taken.discount_minor), taken.parts)


def _used(taken: Taken) -> UsedVoucher:
    voucher = taken.candidate.voucher
    return UsedVoucher(
        voucher_id=voucher.id,
        title=voucher.title,
        discount_minor=taken.discount_minor,
        cost_minor=taken.candidate.cost(taken.discount_minor),
        cost_currency=voucher.currency,
    )


def _no_rate(line: Line, festival: Festival) -> NoRate:
    return NoRate(
        "“{title}” is priced in {currency}, and there is no rate for {wanted}. Buy it by itself, or choose its currency.",
        title=line.title,
        currency=line.currency,
        wanted=festival.currency,
    )
