"""The port to whoever moves the money. The sandbox and Stripe stand behind it; tests/contract holds both to one suite.

    reference = await gateway.open(charge, means)    # nothing is charged yet
    …keep the reference…
    outcome = await gateway.confirm(reference)        # now it is

In two steps, because a call can fail without telling what it did: whatever happens, there is a reference to ask by, and
a payment without one cannot have moved money. `GatewayDown` means that there was no answer and nobody knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from commerce.payments.payment import Outcome
from commerce.payments.refund import RefundStatus
from commerce.payments.views import ConfirmationView, PaymentMethod
from commerce.views import Card
from kit import metrics
from kit.errors import Refusal
from kit.money import Money

Means = Card | PaymentMethod
"""What someone pays with."""


class GatewayDown(Exception):
    """The gateway did not answer. What was asked for may have been done."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a gateway tells by itself: of a charge or of a refund, by our own ids."""

    event_id: str
    payment_id: str | None = None
    reference: str | None = None
    outcome: Outcome | None = None
    refund_id: str | None = None
    refund_status: RefundStatus | None = None


class Gateway(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def means(self) -> type[Means]:
        """The kind of means that it charges."""

    def refuse(self, means: Means, now: datetime) -> Refusal | None:
        """What is wrong with the means at first sight."""

    def describe(self, means: Means) -> str:
        """What of the means may be kept, and tells two apart."""

    async def open(self, payment_id: str, amount: Money, means: Means) -> str:
        """Prepare a charge, once for each of our payments; its reference.

        Raises:
            Refusal: the means cannot be charged at all.
            GatewayDown
        """

    async def confirm(self, reference: str) -> Outcome:
        """Charge.

        Raises:
            GatewayDown: it may be charged.
        """

    async def look_up(self, reference: str) -> Outcome:
        """What became of the charge.

        Raises:
            GatewayDown
        """

    async def cancel(self, reference: str) -> Outcome:
        """Give the charge up if it is not too late; what became of it.

        Raises:
            GatewayDown
        """

    async def confirmation(self, reference: str, return_path: str) -> ConfirmationView | None:
        """Where the buyer confirms the charge; None if it waits for no confirmation.

        Raises:
            GatewayDown
        """

    async def refund(self, reference: str, refund_id: str, amount: Money) -> RefundStatus:
        """Give back a part or all of a charge, once for each of our refunds however often it is asked for.

        Raises:
            GatewayDown: it may be given back.
        """

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """A notice that is known to come from the gateway.

        Raises:
            BadSignature
        """


class Gateways:
    """Those that this installation knows; new payments go through the first."""

    def __init__(self, first: Gateway, *others: Gateway) -> None:
        self.first = first
        self._by_name = {gateway.name: gateway for gateway in (first, *others)}
        for name in self._by_name:  # what begins at 1 would not be seen to grow
            metrics.gateway_failures.labels(name)
            metrics.refunds.labels(name, RefundStatus.FAILED.value)

    def __getitem__(self, name: str) -> Gateway:
        return self._by_name[name]

    def get(self, name: str) -> Gateway | None:
        return self._by_name.get(name)
