"""What is refused about vouchers. Where a quote has a note for the same reason, the code is the same."""

from kit.errors import Conflict, Invalid, NotFound
from membership.points.errors import NotEnoughPoints


class NoSuchVoucher(NotFound):
    code = "voucher.unknown"
    title = "There is no such voucher"


# What an issuer is refused.


class BadTerms(Invalid):
    code = "voucher.bad_terms"
    title = "A voucher cannot have these terms"


class CodeTaken(Conflict):
    code = "voucher.code_taken"
    title = "Another voucher has this code"


class NotGranted(Conflict):
    code = "voucher.not_granted"
    title = "This voucher is not handed out to people by name"


# What a buyer is refused.


class VoucherNotStarted(Conflict):
    code = "voucher.not_started"
    title = "The voucher's time has not come"


class VoucherOver(Conflict):
    code = "voucher.over"
    title = "The voucher's time is over"


class VoucherUsedUp(Conflict):
    code = "voucher.used_up"
    title = "The voucher is used up"


class VoucherLimitReached(Conflict):
    code = "voucher.limit_reached"
    title = "One person may not have it more often"


class BudgetSpent(Conflict):
    code = "voucher.budget_spent"
    title = "The voucher's budget is not enough"


GONE = (
    NoSuchVoucher,
    VoucherNotStarted,
    VoucherOver,
    VoucherUsedUp,
    VoucherLimitReached,
    BudgetSpent,
    NotEnoughPoints,
)
"""What a reservation is refused where others were faster, or something ended, since its quote."""
