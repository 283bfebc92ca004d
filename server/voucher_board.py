"""How many copies are left of the vouchers that are collected in rooms, told at most once a second each by this process, so
that thousands who collect at once do not make thousands of frames. What is told last is always the last.

board.note(voucher_id)         # at once if it was quiet, else when the second is over
"""

import asyncio

import structlog

from commerce.vouchers.collecting import Collecting
from kit.broker import BrokerDown
from server.hub import Hub
from server.wire import VoucherChanged

log = structlog.get_logger()

EVERY_S = 1.0


class VoucherBoard:
    def __init__(self, collecting: Collecting, hub: Hub, every_s: float = EVERY_S) -> None:
        self._collecting = collecting
        self._hub = hub
        self._every_s = every_s
        self._noted: set[str] = set()
        self._telling: dict[str, asyncio.Task[None]] = {}

    def note(self, voucher_id: str) -> None:
        """Something of the voucher has changed."""
        self._noted.add(voucher_id)
        if voucher_id not in self._telling:
            self._telling[voucher_id] = asyncio.create_task(self._tell(voucher_id))

    async def show(self, voucher_id: str) -> None:
        """Tell its room how the voucher is now.

        Raises:
            BrokerDown: it reached only the viewers of this process, and is due again.
        """
        voucher = await self._collecting.in_its_show(voucher_id)
        if voucher is not None and voucher.terms.show_id is not None:
            await self._hub.publish(voucher.terms.show_id, VoucherChanged(voucher=voucher))

    async def drain(self) -> None:
        """Tell what is noted, and wait for nothing more."""
        telling = [*self._telling.values()]
        for task in telling:
            task.cancel()
        await asyncio.gather(*telling, return_exceptions=True)
        for voucher_id in tuple(self._noted):
            await self._show_noted(voucher_id)

    async def _tell(self, voucher_id: str) -> None:
        try:
            while voucher_id in self._noted:
                await self._show_noted(voucher_id)
                await asyncio.sleep(self._every_s)
        finally:
            del self._telling[voucher_id]

    async def _show_noted(self, voucher_id: str) -> None:
        self._noted.discard(voucher_id)
        try:
            await self.show(voucher_id)
        except BrokerDown:
            self._noted.add(voucher_id)
        except Exception:
            # The next copy that is collected says it, and whoever comes in is given the present state.
            log.warning("voucher_board.not_told", voucher_id=voucher_id, exc_info=True)
