"""The demo's vouchers: the festival's, which every cart has by itself, and those that a show brings with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.vouchers.issuing import Issuing
from commerce.vouchers.views import NewVoucher
from kit.auth import Principal
from kit.clock import to_ms
from server.demo.staged import StagedWork
from streams.shows import Shows

LASTS = timedelta(days=7)
CODE = "WORKSHOP10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """A voucher of a show's brand: opened by its code, or without one collected in the show."""

    title: str
    amount_minor: int = 0
    rate_bp: int = 0
    cap_minor: int | None = None
    threshold_minor: int
    code: str | None = None
    total_limit: int | None = None
    budget_minor: int | None = None


def new_voucher(gift: Gift, show_id: str, start: datetime) -> NewVoucher:
    return NewVoucher(
        title=gift.title,
        kind="percent" if gift.rate_bp else "fixed",
        amount_minor=gift.amount_minor,
        rate_bp=gift.rate_bp,
        cap_minor=gift.cap_minor,
        threshold_minor=gift.threshold_minor,
        scope="brand",
        how="code" if gift.code else "collect",
        code=gift.code,
        show_id=None if gift.code else show_id,
        total_limit=gift.total_limit,
        budget_minor=gift.budget_minor,
        starts_at_ms=to_ms(start),
        ends_at_ms=to_ms(start + LASTS),
    )


async def add_festival_voucher(work: StagedWork, operator: Principal, now: datetime) -> None:
    """50 off each 300 in a cart, of whichever brands, from two hours ago on and while the budget lasts."""
    work.time = now - timedelta(hours=2)
    new = NewVoucher(
        title="Festival: 50 off each 300",
        kind="each",
        amount_minor=5_000,
        step_minor=30_000,
        scope="platform",
        currency="EUR",
        how="everyone",
        per_person=5,
        budget_minor=100_000,
        starts_at_ms=to_ms(work.time),
        ends_at_ms=to_ms(work.time + LASTS),
    )
    await Issuing(work, Shows(work).venue).issue(operator, None, new)
