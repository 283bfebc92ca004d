"""What gateways tell by themselves. A notice may come before the answer to our own call, late, twice or never, so it is
only one more way to learn of an outcome: each is taken up once, and in whatever order they come.
"""

from collections.abc import Mapping
from contextlib import suppress

from commerce.payments import store
from commerce.payments.errors import NoSuchGateway
from commerce.payments.gateway import Gateway, Gateways, Notice
from commerce.payments.refunding import settle_refund_within
from commerce.payments.settling import OrderMoved, settle_within
from kit.unit_of_work import Tx, UnitOfWork


class Notices:
    def __init__(self, work: UnitOfWork, gateways: Gateways) -> None:
        self._work = work
        self._gateways = gateways

    async def receive(self, gateway_name: str, headers: Mapping[str, str], body: bytes) -> None:
        """Take up a notice of a gateway. One that is known already, or tells nothing of ours, changes nothing.

        Raises:
            NoSuchGateway, BadSignature
        """
        gateway = self._gateways.get(gateway_name)
        if gateway is None:
            raise NoSuchGateway("Check the address.")
        notice = gateway.read_notice(headers, body, self._work.clock())
        while True:
            with suppress(OrderMoved):
                async with self._work.write() as tx:
                    await _take_up(tx, gateway, notice)
                return


async def _take_up(tx: Tx, gateway: Gateway, notice: Notice) -> None:
    if not await store.remember_event(tx, gateway.name, notice.event_id):
        return
    if notice.payment_id and notice.outcome:
        if notice.reference:
            await store.keep_reference(tx, notice.payment_id, notice.reference)
        await settle_within(tx, notice.payment_id, notice.outcome)
    if notice.refund_id and notice.refund_status:
        await settle_refund_within(tx, gateway.name, notice.refund_id, notice.refund_status)
