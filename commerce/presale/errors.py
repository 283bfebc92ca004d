"""What is refused about pre-sales."""

from kit.errors import Conflict, Invalid, NotFound


class NoSuchSaleWindow(NotFound):
    code = "sale_window.not_found"
    title = "There is no such sale window"


class BadSaleWindow(Invalid):
    code = "sale_window.bad"
    title = "The times do not make a sale window"


class SaleWindowInUse(Conflict):
    code = "sale_window.in_use"
    title = "Deals belong to the sale window"


class TooManySaleWindows(Conflict):
    code = "sale_window.too_many"
    title = "There are as many sale windows as there can be"


class BadPresale(Invalid):
    code = "deal.bad_presale"
    title = "The deal cannot be sold so in advance"


class DepositsClosed(Conflict):
    code = "deal.deposits_closed"
    title = "It is not the time for deposits"


class NotPresale(Conflict):
    code = "deal.not_presale"
    title = "The deal is no pre-sale"


class BalanceNotDue(Conflict):
    code = "order.balance_not_due"
    title = "The balance cannot be paid yet"


class DepositForfeited(Conflict):
    code = "order.forfeited"
    title = "The deposit was forfeited"


class DepositAtStake(Conflict):
    code = "order.deposit_at_stake"
    title = "The deposit would not be returned"


class NoDeposit(Conflict):
    code = "order.no_deposit"
    title = "No deposit was paid for the order"
