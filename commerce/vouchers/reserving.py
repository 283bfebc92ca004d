"""Taking vouchers and points for orders, inside the transaction of whoever takes the orders further.

reserve_vouchers    the buyer goes to pay: places, budgets and points are taken
use_vouchers        the order is paid; the points were spent before
give_back           the order is cancelled, expires, or is refunded in whole
give_back_parts     units of it are refunded
"""

from collections.abc import Mapping

from commerce.pricing.points import are_points, points_in
from commerce.pricing.quote import Quote
from commerce.refusing import allowed
from commerce.vouchers.booking import close_books
from commerce.vouchers.points import give_back_part, give_back_points, take_points
from commerce.vouchers.store import uses as store
from commerce.vouchers.uses import Use
from kit.unit_of_work import Tx


async def reserve_vouchers(tx: Tx, account_id: str, quote: Quote) -> list[Use]:
    """Take the places and budgets of all vouchers that the quote uses and its points, or nothing; the uses.

    Each line that a voucher meets names the order that holds its units. The caller has locked these orders, and none of them is
    paid. What they had reserved before is given back first, so reserving twice is the same as once. Then store
    the quote with the orders: refunds read it.

    Raises:
        NoSuchVoucher, VoucherNotStarted, VoucherOver, VoucherUsedUp, VoucherLimitReached, BudgetSpent, NotEnoughPoints:
            something has changed since the quote. Make a new one.
    """
    used_ids = (used.voucher_id for used in quote.vouchers)
    voucher_ids = [voucher_id for voucher_id in used_ids if not are_points(voucher_id)]
    order_ids = sorted({line.order_id for line in quote.lines if line.order_id})
    books = await store.lock_books(tx, voucher_ids, [account_id], order_ids)
    reserved = allowed(books.reserve(account_id, quote))
    await close_books(tx, books)
    await take_points(tx, account_id, quote)
    return reserved


async def use_vouchers(tx: Tx, *order_ids: str) -> int:
    """The orders are paid, and what they have reserved is used; how many uses that were. Nothing the second time.

    The caller has locked the orders.
    """
    return await store.mark_used(tx, order_ids)


async def give_back(tx: Tx, *order_ids: str) -> list[Use]:
    """The orders want nothing of their vouchers and points any more: their parts of the budgets flow back, and each use
    that no other order has a part in returns; those uses. Nothing the second time.

    The caller has locked the orders. Several in one transaction are given at once, so that vouchers are locked in order.
    """
    returned: list[Use] = []
    if await store.shares_of_orders(tx, order_ids):
        books = await store.lock_books(tx, (), (), order_ids)
        returned = [use for order_id in order_ids for use in books.give_back(order_id)]
        await close_books(tx, books)
    await give_back_points(tx, order_ids)
    return returned


async def give_back_parts(tx: Tx, order_id: str, parts: Mapping[str, int]) -> None:
    """Units of the order are refunded: these parts of its costs, by voucher, flow back to the budgets, and points to the
    buyer. They are the
    `cost_minor` of `refundable(...).discounts`, summed over the order's lines. The uses stay used.

    The caller has locked the order.
    """
    books = await store.lock_books(tx, (), (), [order_id])
    books.give_back(order_id, parts)
    await close_books(tx, books)
    await give_back_part(tx, order_id, points_in(parts))
