"""How many copies are left of the vouchers that are collected in rooms, told at most once a second each by this process, so
that thousands who collect at once do not make thousands of frames. What is told last is always the last.

board.note(voucher_id)         # at once if it was quiet, else when the second is over
"""

from commerce.vouchers.collecting import Collecting
from server.hub import Hub
from server.once_a_second import EVERY_S, OnceASecond
from server.wire import VoucherChanged


class VoucherBoard(OnceASecond):
    def __init__(self, collecting: Collecting, hub: Hub, every_s: float = EVERY_S) -> None:
        super().__init__("vouchers", self.show, every_s)
        self._collecting = collecting
        self._hub = hub

    async def show(self, voucher_id: str) -> None:
        """Tell its room how the voucher is now.

        Raises:
            BrokerDown: it reached only the viewers of this process, and is due again.
        """
        voucher = await self._collecting.in_its_show(voucher_id)
        if voucher is not None and voucher.terms.show_id is not None:
            await self._hub.publish(voucher.terms.show_id, VoucherChanged(voucher=voucher))
