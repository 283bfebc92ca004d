"""Payments, refunds and fulfilment over HTTP."""

from starlette.responses import RedirectResponse, Response

from commerce.errors import (
    AlreadyPaid,
    HoldExpired,
    NoRate,
    NoSuchOrder,
    NotPaid,
    PaymentDeclined,
    PaymentUnderWay,
    WasCancelled,
)
from commerce.fulfilling import Fulfilling
from commerce.payments.checkout_views import CheckoutView, NewCheckout
from commerce.payments.errors import (
    BadSignature,
    GatewayUnreachable,
    NoSuchConfirmation,
    NoSuchGateway,
    NothingToConfirm,
    RefundTooLarge,
)
from commerce.payments.gateway import Gateways, Means
from commerce.payments.notices import Notices
from commerce.payments.paying import Paying
from commerce.payments.refunding import Refunding
from commerce.payments.sandbox.gateway import Sandbox
from commerce.payments.views import ConfirmationView, NewRefund
from commerce.quotes.errors import BadQuoteRequest, QuoteChanged
from commerce.views import NewFulfilment, OrderView
from commerce.vouchers.errors import GONE
from kit.auth import Role
from kit.errors import Invalid, TooLarge, TooMany
from kit.http import Call, Endpoint, bounded_body
from kit.idempotency import KeyReused

ORDER = "/api/orders/{order_id}"
SANDBOX = "/api/sandbox/confirmations/{secret}"


class PaymentRoutes:
    def __init__(
        self,
        gateways: Gateways,
        paying: Paying,
        refunding: Refunding,
        fulfilling: Fulfilling,
        notices: Notices,
        sandbox: Sandbox,
    ) -> None:
        self._gateways = gateways
        self._paying = paying
        self._refunding = refunding
        self._fulfilling = fulfilling
        self._notices = notices
        self._sandbox = sandbox

    def endpoints(self) -> list[Endpoint]:
        return [*self._buyer_endpoints(), *self._staff_endpoints(), *self._gateway_endpoints()]

    def _buyer_endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", f"{ORDER}/payment", Role.MEMBER, self.pay, "Pay an order",
                     body=self._gateways.first.means, returns=OrderView, is_idempotent_by_key=True,
                     refusals=(NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired, WasCancelled,
                               QuoteChanged, PaymentDeclined, GatewayUnreachable, KeyReused)),
            Endpoint("POST", "/api/checkouts", Role.MEMBER, self.check_out,
                     "Pay orders together, with vouchers", body=NewCheckout, returns=CheckoutView,
                     is_idempotent_by_key=True,
                     refusals=(NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired, WasCancelled,
                               QuoteChanged, BadQuoteRequest, NoRate, *GONE, PaymentDeclined,
                               GatewayUnreachable, TooMany, KeyReused)),
            Endpoint("GET", f"{ORDER}/confirmation", Role.MEMBER, self.confirmation,
                     "Where to confirm the payment of an order", returns=ConfirmationView,
                     refusals=(NoSuchOrder, NothingToConfirm, GatewayUnreachable)),
            Endpoint("POST", f"{ORDER}/cancellation", Role.MEMBER, self.cancel,
                     "Give up an unpaid order", returns=OrderView,
                     refusals=(NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired)),
        ]  # fmt: skip

    def _staff_endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", f"{ORDER}/refunds", Role.MANAGER, self.refund,
                     "Refund an order, whole or in part", body=NewRefund, returns=OrderView,
                     status=201, is_idempotent_by_key=True,
                     refusals=(NoSuchOrder, NotPaid, RefundTooLarge, KeyReused)),
            Endpoint("POST", f"{ORDER}/fulfilment", Role.HOST, self.fulfil, "Say that an order was sent",
                     body=NewFulfilment, returns=OrderView, refusals=(NoSuchOrder, NotPaid)),
        ]  # fmt: skip

    def _gateway_endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", "/api/payments/webhooks/{gateway}", Role.GUEST, self.receive,
                     "For payment services: tell what became of a payment or refund", status=204,
                     refusals=(NoSuchGateway, BadSignature, TooLarge, Invalid)),
            Endpoint("POST", f"{SANDBOX}/acceptance", Role.GUEST, self.accept,
                     "Confirm a payment of the sandbox", status=303,
                     refusals=(NoSuchConfirmation,)),
            Endpoint("POST", f"{SANDBOX}/refusal", Role.GUEST, self.turn_down,
                     "Refuse a payment of the sandbox", status=303, refusals=(NoSuchConfirmation,)),
        ]  # fmt: skip

    async def pay(self, call: Call[Means]) -> OrderView:
        return await self._paying.pay(
            call.principal, call.path("order_id"), call.body, call.idempotency_key
        )

    async def check_out(self, call: Call[NewCheckout]) -> CheckoutView:
        return await self._paying.check_out(call.principal, call.body, call.idempotency_key)

    async def confirmation(self, call: Call[None]) -> ConfirmationView:
        return await self._paying.confirmation(call.principal, call.path("order_id"))

    async def cancel(self, call: Call[None]) -> OrderView:
        return await self._paying.cancel(call.principal, call.path("order_id"))

    async def refund(self, call: Call[NewRefund]) -> OrderView:
        return await self._refunding.refund(
            call.principal, call.path("order_id"), call.body, call.idempotency_key
        )

    async def fulfil(self, call: Call[NewFulfilment]) -> OrderView:
        return await self._fulfilling.fulfil(call.principal, call.path("order_id"), call.body)

    async def receive(self, call: Call[None]) -> None:
        body = await bounded_body(call.request)
        await self._notices.receive(call.path("gateway"), call.request.headers, body)

    async def accept(self, call: Call[None]) -> Response:
        return await self._answer(call.path("secret"), is_confirmed=True)

    async def turn_down(self, call: Call[None]) -> Response:
        return await self._answer(call.path("secret"), is_confirmed=False)

    async def _answer(self, secret: str, *, is_confirmed: bool) -> Response:
        charge = await self._sandbox.answer(secret, is_confirmed=is_confirmed)
        # At once, so that the order page says it when the buyer is back; else the worker tells.
        await self._sandbox.tell(self._notices.receive)
        return RedirectResponse(charge.return_path or "/orders", 303)
