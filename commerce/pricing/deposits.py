"""What of a line is paid when, if it is sold in advance: the deposit, and later the balance (D1 to D3). All pure."""

from dataclasses import dataclass
from datetime import datetime

from commerce.pricing.rates import Rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Of one unit, in the brand's currency."""

    amount_minor: int
    worth_minor: int
    balance_from: datetime
    is_paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What all units of a line cost before vouchers, by when it is paid."""

    deposit_minor: int = 0
    """Paid before."""
    worth_minor: int = 0
    """What the deposit counts for, be it paid or due."""
    now_minor: int
    later_minor: int = 0
    """The balance, as long as the deposit is due."""

    @property
    def cost_minor(self) -> int:
        """What is paid for it until now, which is what thresholds count (D4)."""
        return self.deposit_minor + self.now_minor


def due(
    deposit: Deposit | None,
    subtotal_minor: int,
    quantity: int,
    own: str,
    currency: str,
    rates: Rates,
) -> Due:
    """What is due of units that cost `subtotal_minor`; `own` is the currency of the deposit."""
    if deposit is None:
        return Due(now_minor=subtotal_minor)
    amount, each_worth = (
        rates.convert(minor, own, currency) * quantity
        for minor in (deposit.amount_minor, deposit.worth_minor)
    )
    worth = min(each_worth, subtotal_minor)
    if deposit.is_paid:
        return Due(deposit_minor=amount, worth_minor=worth, now_minor=subtotal_minor - worth)
    return Due(worth_minor=worth, now_minor=amount, later_minor=subtotal_minor - worth)
