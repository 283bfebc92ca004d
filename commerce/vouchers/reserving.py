"""Taking vouchers for orders, inside the transaction of whoever takes the orders further.

    reserve_vouchers    the buyer goes to pay: places and budgets are taken
    use_vouchers        the order is paid
    give_back           the order is cancelled, expires, or is refunded in whole
    give_back_parts     units of it are refunded

`Reserving` settles what many ask for at once in one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commerce import orders as order_rules
from commerce.errors import NoSuchOrder
from commerce.orders import Order
from commerce.pricing.quote import Quote
from commerce.refusing import allowed
from commerce.store import orders as store_orders
from commerce.vouchers.booking import close_books
from commerce.vouchers.store import uses as store
from commerce.vouchers.uses import Use
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.unit_of_work import Tx, UnitOfWork


async def reserve_vouchers(tx: Tx, account_id: str, quote: Quote) -> list[Use]:
    """Take the places and budgets of all vouchers that the quote uses, or of none; the uses.

    Each line that a voucher meets names the order that holds its units. The caller has locked these orders, and none of them is
    paid. What they had reserved before is given back first, so reserving twice is the same as once. Then store
    the quote with the orders: refunds read it.

    Raises:
        NoSuchVoucher, VoucherNotStarted, VoucherOver, VoucherUsedUp, VoucherLimitReached, BudgetSpent: something has
            changed since the quote. Make a new one.
    """
    wanted = Reservation(account_id, quote)
    books = await store.lock_books(tx, wanted.voucher_ids, [account_id], wanted.order_ids)
    reserved = allowed(books.reserve(account_id, quote))
    await close_books(tx, books)
    return reserved


async def use_vouchers(tx: Tx, *order_ids: str) -> int:
    """The orders are paid, and what they have reserved is used; how many uses that were. Nothing the second time.

    The caller has locked the orders.
    """
    return await store.mark_used(tx, order_ids)


async def give_back(tx: Tx, *order_ids: str) -> list[Use]:
    """The orders want nothing of their vouchers any more: their parts of the budgets flow back, and each use that no
    other order has a part in returns; those uses. Nothing the second time.

    The caller has locked the orders. Several in one transaction are given at once, so that vouchers are locked in order.
    """
    if not await store.shares_of_orders(tx, order_ids):
        return []
    books = await store.lock_books(tx, (), (), order_ids)
    returned = [use for order_id in order_ids for use in books.give_back(order_id)]
    await close_books(tx, books)
    return returned


async def give_back_parts(tx: Tx, order_id: str, parts: Mapping[str, int]) -> None:
    """Units of the order are refunded: these parts of its costs, by voucher, flow back to the budgets. They are the
    `cost_minor` of `refundable(...).discounts`, summed over the order's lines. The uses stay used.

    The caller has locked the order.
    """
    books = await store.lock_books(tx, (), (), [order_id])
    books.give_back(order_id, parts)
    await close_books(tx, books)


@dataclass(frozen=True, slots=True)
class Reservation:
    account_id: str
    quote: Quote

    @property
    def voucher_ids(self) -> list[str]:
        return [used.voucher_id for used in self.quote.vouchers]

    @property
    def order_ids(self) -> list[str]:
        return sorted({line.order_id for line in self.quote.lines if line.order_id})


class Reserving:
    """Reservations of many buyers at once, in the order of their arrival."""

    def __init__(self, work: UnitOfWork) -> None:
        self._commits = GroupCommit[Reservation, list[Use]](work, _settle)

    async def reserve(self, account_id: str, quote: Quote) -> list[Use]:
        """As `reserve_vouchers`, in a transaction with others; it locks the orders.

        Raises:
            NoSuchOrder, AlreadyPaid, HoldExpired, WasCancelled: one of the orders cannot be paid any more.
            TooMany, Unavailable, and what `reserve_vouchers` refuses
        """
        return await self._commits.submit(Reservation(account_id, quote))

    async def close(self) -> None:
        """Settle what waits, and take nothing more."""
        await self._commits.close()


async def _settle(tx: Tx, wanted: Sequence[Reservation]) -> list[list[Use] | Refusal]:
    order_ids = {order_id for each in wanted for order_id in each.order_ids}
    orders = {order.id: order for order in await store_orders.lock_orders(tx, order_ids)}
    voucher_ids = {voucher_id for each in wanted for voucher_id in each.voucher_ids}
    account_ids = {each.account_id for each in wanted}
    books = await store.lock_books(tx, voucher_ids, account_ids, order_ids)
    answers: list[list[Use] | Refusal] = [
        _refused(each, orders, tx) or books.reserve(each.account_id, each.quote) for each in wanted
    ]
    await close_books(tx, books)
    return answers


def _refused(wanted: Reservation, orders: Mapping[str, Order], tx: Tx) -> Refusal | None:
    """Why nothing can be reserved for these orders, if it cannot."""
    for order_id in wanted.order_ids:
        order = orders.get(order_id)
        if order is None or order.account_id != wanted.account_id:
            return NoSuchOrder("Look for it among your orders.")
        if refusal := order_rules.refuse_payment(order, tx.now):
            return refusal
    return None
