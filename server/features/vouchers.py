"""Vouchers: issued by brands, collected in rooms, which are told how many are left, or given to people by name."""

from collections.abc import Mapping, Sequence

from commerce.vouchers import events as vouchers
from commerce.vouchers.collecting import Collecting
from commerce.vouchers.giving import Giving
from commerce.vouchers.issuing import Issuing
from commerce.vouchers.routes import VoucherRoutes
from kit.events import Event
from kit.http import Endpoint
from server.features.feature import Feature, Reaction
from server.ground import Ground
from server.voucher_board import VoucherBoard
from streams.shows import Shows


class VouchersFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows) -> None:
        self.issuing = Issuing(ground.work, shows.venue)
        self.collecting = Collecting(ground.work, shows.venue, ground.limiter)
        self.giving = Giving(ground.work)
        self.board = VoucherBoard(self.collecting, ground.hub)

    def endpoints(self) -> Sequence[Endpoint]:
        return VoucherRoutes(self.issuing, self.collecting).endpoints()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            vouchers.VoucherIssued: (self._announce_voucher,),
            vouchers.VoucherEnded: (self._announce_voucher,),
            vouchers.VouchersCollected: (self._announce_collected,),
            vouchers.VouchersReserved: (),
            vouchers.VouchersReturned: (),
        }

    async def close(self) -> None:
        await self.collecting.close()

    async def drain(self) -> None:
        await self.board.drain()

    async def _announce_voucher(
        self, event: vouchers.VoucherIssued | vouchers.VoucherEnded
    ) -> None:
        await self.board.show(event.voucher_id)

    async def _announce_collected(self, event: vouchers.VouchersCollected) -> None:
        for voucher_id in event.voucher_ids:
            self.board.note(voucher_id)
