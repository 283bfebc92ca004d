"""Why each price holds, and why each voucher applied or did not, as notes (docs/pricing.md, 9)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from commerce.pricing.candidates import Amounts, Candidate
from commerce.pricing.choosing import Choice, Taken
from commerce.pricing.deposits import Due
from commerce.pricing.festival import Festival
from commerce.pricing.lines import Line, UnitPrice
from commerce.pricing.quote import Code, Note
from commerce.pricing.vouchers import Kind, Voucher


def price_notes(
    lines: Sequence[Line], prices: Sequence[UnitPrice], dues: Sequence[Due]
) -> Iterator[Note]:
    for index, (line, price, due) in enumerate(zip(lines, prices, dues, strict=True)):
        about = partial(Note, line=index, title=line.title)
        yield about(
            code=Code.DEAL,
            is_applied=True,
            amount_minor=max(0, price.list_minor - price.deal_minor) * line.quantity,
            base_minor=price.deal_minor,
        )
        if price.min_rank > 0:
            yield about(
                code=Code.MEMBER,
                is_applied=True,
                amount_minor=(price.deal_minor - price.amount_minor) * line.quantity,
                base_minor=price.amount_minor,
                rank=price.min_rank,
            )
        if price.next_rank is not None:
            yield about(
                code=Code.TIER_TOO_LOW,
                is_applied=False,
                base_minor=price.next_minor,
                rank=price.next_rank,
            )
        if line.deposit is not None:
            yield about(
                code=Code.DEPOSIT_DUE if line.is_deposit else Code.DEPOSIT,
                is_applied=True,
                amount_minor=due.worth_minor,
                base_minor=due.now_minor if line.is_deposit else due.deposit_minor,
                at=line.deposit.balance_from,
            )


def unknown(asked_for: str) -> Note:
    """Someone asked for a voucher that does not exist for them, by id or code."""
    return Note(code=Code.UNKNOWN, is_applied=False, title=asked_for)


def applied(taken: Taken) -> Note:
    return _note(
        Code.APPLIED,
        taken.candidate.voucher,
        is_applied=True,
        amount_minor=taken.discount_minor,
        base_minor=taken.base_minor,
    )


def why_unfit(
    voucher: Voucher,
    lines: Sequence[Line],
    dues: Sequence[Due],
    now: datetime,
    festival: Festival,
) -> Note | None:
    """Why the voucher cannot be used whatever the others do, if so (V4, V5, T1, C4)."""
    if not voucher.has_begun(now):
        return _note(Code.NOT_STARTED, voucher, at=voucher.starts_at)
    if voucher.is_over(now):
        return _note(Code.OVER, voucher, at=voucher.ended_at or voucher.ends_at)
    if voucher.left.uses == 0:
        return _note(Code.USED_UP, voucher)
    if voucher.left.own_uses == 0:
        return _note(Code.LIMIT_REACHED, voucher)
    if not festival.rates.can_convert(voucher.currency, festival.currency):
        return _note(Code.NO_RATE, voucher)
    if not any(voucher.is_for(line) for line in lines):
        return _note(Code.NOTHING_IN_SCOPE, voucher)
    return _below_threshold(voucher, lines, dues, festival)


def why_not_used(
    candidates: Sequence[Candidate], amounts: Amounts, choice: Choice
) -> Iterator[Note]:
    """Why each of the candidates that the choice leaves out is not used (S1, S2, S4)."""
    used = {taken.candidate.voucher.id for taken in choice.taken}
    for candidate in candidates:
        if candidate.voucher.id not in used:
            yield _why_left_out(candidate, amounts, choice)


def _why_left_out(candidate: Candidate, amounts: Amounts, choice: Choice) -> Note:
    voucher = candidate.voucher
    worth = candidate.worth(amounts)
    if worth == 0 and candidate.terms.kind is Kind.EACH:
        counts = candidate.deposit_minor + candidate.base(amounts)
        missing = candidate.terms.step_minor - counts
        return _note(Code.BELOW_THRESHOLD, voucher, amount_minor=max(0, missing), base_minor=counts)
    budget = voucher.left.budget_minor
    if budget is not None and candidate.cost(worth) > budget:
        return _note(Code.BUDGET_SPENT, voucher, base_minor=_budget(candidate))
    for taken in choice.taken:
        if candidate.excludes(taken.candidate):
            return _note(Code.EXCLUDED, voucher, other=taken.candidate.voucher.title)
    return _note(Code.COSTS_MORE, voucher)


def _below_threshold(
    voucher: Voucher, lines: Sequence[Line], dues: Sequence[Due], festival: Festival
) -> Note | None:
    threshold = voucher.in_currency(festival.currency, festival.rates).threshold_minor
    subtotal = sum(
        due.cost_minor for line, due in zip(lines, dues, strict=True) if voucher.is_for(line)
    )
    if subtotal >= threshold:
        return None
    return _note(
        Code.BELOW_THRESHOLD, voucher, amount_minor=threshold - subtotal, base_minor=subtotal
    )


def _budget(candidate: Candidate) -> int:
    """What the budget still has, in the quote's currency."""
    voucher, terms = candidate.voucher, candidate.terms
    return candidate.rates.convert(voucher.left.budget_minor or 0, voucher.currency, terms.currency)


def _note(code: Code, voucher: Voucher, *, is_applied: bool = False, **facts: Any) -> Note:
    return Note(
        code=code, is_applied=is_applied, voucher_id=voucher.id, title=voucher.title, **facts
    )
