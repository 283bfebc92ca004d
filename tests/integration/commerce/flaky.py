"""Gateways that misbehave: they lose questions and answers, and the process that asked can die."""

from commerce.payments.gateway import GatewayDown, Means
from commerce.payments.payment import Outcome
from commerce.payments.refund import RefundStatus
from commerce.payments.sandbox.gateway import Sandbox
from kit.money import Money
from kit.unit_of_work import UnitOfWork


class Died(BaseException):
    """The process ends here."""


class FlakySandbox(Sandbox):
    """`trouble` says what happens at a call: `down` before anything is done, `lost` and `died` after it was."""

    def __init__(self, work: UnitOfWork, trouble: dict[str, str] | None = None) -> None:
        super().__init__(work, "a secret of tests")
        self.trouble = trouble or {}

    async def open(self, payment_id: str, amount: Money, means: Means) -> str:
        self._before("open")
        reference = await super().open(payment_id, amount, means)
        self._after("open")
        return reference

    async def confirm(self, reference: str) -> Outcome:
        self._before("confirm")
        outcome = await super().confirm(reference)
        self._after("confirm")
        return outcome

    async def look_up(self, reference: str) -> Outcome:
        self._before("look_up")
        return await super().look_up(reference)

    async def cancel(self, reference: str) -> Outcome:
        self._before("cancel")
        return await super().cancel(reference)

    async def refund(self, reference: str, refund_id: str, amount: Money) -> RefundStatus:
        self._before("refund")
        if self.trouble.get("refund") == "refused":
            return RefundStatus.FAILED
        status = await super().refund(reference, refund_id, amount)
        self._after("refund")
        return status

    def _before(self, call: str) -> None:
        if self.trouble.get(call) == "down":
            raise GatewayDown("no route")
        if self.trouble.get(call) == "dies":
            raise Died

    def _after(self, call: str) -> None:
        if self.trouble.get(call) == "lost":
            raise GatewayDown("the answer was lost")
        if self.trouble.get(call) == "died":
            raise Died
