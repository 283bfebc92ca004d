"""Vouchers that members are due are handed out here, each once."""

from commerce.vouchers.booking import close_books
from commerce.vouchers.errors import NoSuchVoucher, VoucherLimitReached
from commerce.vouchers.store import uses as store_uses
from commerce.vouchers.uses import UseStatus
from kit.errors import Refusal
from kit.unit_of_work import UnitOfWork


class Giving:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def give(self, voucher_id: str, account_id: str, use_id: str) -> Refusal | None:
        """Hand a copy out that goes by this id, or say why not. The second time nothing happens."""
        async with self._work.write() as tx:
            books = await store_uses.lock_books(
                tx, [voucher_id], [account_id], new_use_id=lambda: use_id
            )
            if books.find(voucher_id) is None:
                return NoSuchVoucher()
            held = books.held_by(voucher_id, account_id)
            if any(use.id == use_id for use in held):
                return None
            if any(use.status is UseStatus.COLLECTED for use in held):
                return VoucherLimitReached("There is one already that is not used.")
            given = books.hand_out(voucher_id, account_id)
            if isinstance(given, Refusal):
                return given
            await close_books(tx, books)
            return None
