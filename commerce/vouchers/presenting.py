"""Vouchers as their views."""

from collections.abc import Sequence
from datetime import datetime

from commerce.vouchers.holding import left_for, state_for
from commerce.vouchers.issued import Issued
from commerce.vouchers.uses import Use
from commerce.vouchers.views import MyVoucherView, ShowVoucherView, VoucherTerms, VoucherView
from kit.clock import to_ms


def voucher_view(issued: Issued) -> VoucherView:
    return VoucherView(
        terms=_terms(issued),
        code=issued.code,
        is_ended=issued.terms.ended_at is not None,
        total_limit=issued.total_limit,
        taken=issued.taken,
        budget_minor=issued.budget_minor,
        spent_minor=issued.spent_minor,
        created_at_ms=to_ms(issued.created_at),
        version=issued.version,
    )


def show_voucher_view(issued: Issued) -> ShowVoucherView:
    return ShowVoucherView(
        terms=_terms(issued), places_left=issued.places_left, version=issued.version
    )


def my_voucher_view(issued: Issued, uses: Sequence[Use], now: datetime) -> MyVoucherView:
    """For someone who has these uses of it."""
    return MyVoucherView(
        terms=_terms(issued),
        state=state_for(issued, uses, now).value,
        uses_left=left_for(issued, uses).own_uses,
        places_left=issued.places_left,
    )


def _terms(issued: Issued) -> VoucherTerms:
    terms = issued.terms
    return VoucherTerms(
        id=terms.id,
        brand_id=terms.brand_id,
        show_id=issued.show_id,
        title=terms.title,
        kind=terms.kind.value,
        currency=terms.currency,
        amount_minor=terms.amount_minor,
        rate_bp=terms.rate_bp,
        step_minor=terms.step_minor,
        cap_minor=terms.cap_minor,
        threshold_minor=terms.threshold_minor,
        scope=terms.scope.value,
        category=terms.category,
        product_ids=sorted(terms.product_ids),
        stacking=terms.stacking.value,
        how=issued.how.value,
        per_person=issued.per_person,
        starts_at_ms=to_ms(terms.starts_at),
        ends_at_ms=to_ms(min(terms.ends_at, terms.ended_at or terms.ends_at)),
    )
