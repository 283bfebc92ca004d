"""What someone who leaves Dealcast still holds or waits for goes back to others."""

from commerce import deals as rules
from commerce import events, orders
from commerce.announcing import save_deal
from commerce.releasing import release_units
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.waiting import store as store_waiting
from kit.unit_of_work import Tx


async def numbers_in_payment(tx: Tx, account_id: str) -> list[str]:
    """The numbers of the person's orders that are being paid, or whose deposit is paid and balance is not."""
    found = await store_orders.orders_in_payment(tx, account_id)
    return [order.number for order in found]


async def cancel_holds(tx: Tx, account_id: str) -> None:
    """Give up the orders that are not paid, and their vouchers.

    Raises:
        PaymentUnderWay, DepositAtStake: of one that somebody began to pay in the meantime.
    """
    for order in await store_orders.held_orders(tx, account_id):
        await release_units(tx, order.id, orders.cancel)


async def leave_lines(tx: Tx, account_id: str) -> None:
    """Give up the places in line for what is sold out."""
    for deal in await store_deals.lock_deals(tx, await store_waiting.lines_of(tx, account_id)):
        if await store_waiting.remove_waiter(tx, deal.id, account_id):
            await save_deal(tx, rules.change_line(deal, -1), events.WaitlistChanged)
