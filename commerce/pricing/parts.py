"""One order's part of a quote over several: what its lines pay, and what applied to them (A3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from commerce.pricing.quote import Code, Note, Quote, QuoteLine, UsedVoucher


def part_of(quote: Quote, order_id: str) -> Quote:
    """The part of the quote that the order's lines are. All orders' parts sum to the quote, in each of its amounts."""
    places = [place for place, line in enumerate(quote.lines) if line.order_id == order_id]
    lines = tuple(quote.lines[place] for place in places)
    used = tuple(_used(quote.vouchers, lines))
    moved = {place: index for index, place in enumerate(places)}
    return replace(quote, lines=lines, vouchers=used, notes=tuple(_notes(quote, lines, moved)))


def _used(vouchers: Sequence[UsedVoucher], lines: Sequence[QuoteLine]) -> Iterator[UsedVoucher]:
    for voucher in vouchers:
        parts = [
            part
            for line in lines
            for part in line.discounts
            if part.voucher_id == voucher.voucher_id
        ]
        if parts:
            yield replace(
                voucher,
                discount_minor=sum(part.amount_minor for part in parts),
                cost_minor=sum(part.cost_minor for part in parts),
            )


def _notes(quote: Quote, lines: Sequence[QuoteLine], moved: Mapping[int, int]) -> Iterator[Note]:
    """Those of these lines, with what each voucher takes of them, and why others did not apply."""
    for note in quote.notes:
        if note.line is not None:
            if note.line in moved:
                yield replace(note, line=moved[note.line])
        elif note.code in {Code.APPLIED, Code.POINTS_USED} and note.voucher_id is not None:
            yield from _applied(note, note.voucher_id, lines)
        elif note.brand_id is not None:
            yield from _of_brand(note, lines)
        else:
            yield note


def _of_brand(note: Note, lines: Sequence[QuoteLine]) -> Iterator[Note]:
    """What is said of a brand's shipping, with these lines' part of the fee."""
    if all(line.brand_id != note.brand_id for line in lines):
        return
    if note.code is Code.SHIPPING_FEE:
        note = replace(note, amount_minor=sum(line.shipping_minor for line in lines))
    yield note


def _applied(note: Note, voucher_id: str, lines: Sequence[QuoteLine]) -> Iterator[Note]:
    amount_minor = base_minor = cost = 0
    for line in lines:
        left = line.open_minor
        for part in line.discounts:
            if part.voucher_id == voucher_id:
                amount_minor += part.amount_minor
                base_minor += left
                cost += part.cost_minor
            left -= part.amount_minor
    if amount_minor:
        points = cost if note.code is Code.POINTS_USED else 0
        yield replace(note, amount_minor=amount_minor, base_minor=base_minor, points=points)
