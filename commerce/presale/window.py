"""A sale window of the festival: when deposits of a pre-sale are paid, and when its balances are. Pure.

    deposit_from ───── deposit_until ── … ── balance_from ───── balance_until

Its times never change, since buyers rely on them: a window that was entered wrongly is removed before a deal belongs to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.presale.errors import BadSaleWindow

MIN_BALANCE = timedelta(hours=1)
"""A deposit that is paid at the last moment is known of before the balance's window is over."""
MOST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleWindow:
    id: str
    brand_id: str | None
    """None: of the whole festival."""
    title: str
    deposit_from: datetime
    deposit_until: datetime
    balance_from: datetime
    balance_until: datetime
    created_at: datetime

    def is_open_to(self, brand_id: str) -> bool:
        """Whether the brand's deals may belong to it."""
        return self.brand_id in {None, brand_id}


def refuse_window(window: SaleWindow, now: datetime) -> BadSaleWindow | None:
    """Why these times make no sale window, if they do not."""
    if window.deposit_until <= max(now, window.deposit_from):
        return _bad("deposit_until_ms", "Deposits must end after they begin, and in the future.")
    if window.balance_from < window.deposit_until:
        return _bad("balance_from_ms", "Balances begin when deposits have ended, or later.")
    if window.balance_until < window.balance_from + MIN_BALANCE:
        return _bad("balance_until_ms", "Give buyers at least an hour to pay the balance.")
    if window.balance_until > now + MOST_AHEAD:
        return _bad("balance_until_ms", "Choose a time within a year.")
    return None


def _bad(name: str, message: str) -> BadSaleWindow:
    return BadSaleWindow(message, fields={name: message})
