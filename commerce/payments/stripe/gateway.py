"""Stripe: PaymentIntents and Refunds. Cards never come here; Stripe's own form makes a payment method of them.

The library's calls block, so they run in threads of their own. It does not repeat them: whoever called knows better what
may be repeated, and each call that creates something carries our id as its idempotency key.
"""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

import msgspec
import stripe
from stripe import StripeClient

from commerce.payments.errors import BadSignature
from commerce.payments.gateway import GatewayDown, Means, Notice
from commerce.payments.payment import NEEDS_CONFIRMATION, Outcome, PaymentStatus
from commerce.payments.refund import RefundStatus
from commerce.payments.signing import is_signed
from commerce.payments.stripe.objects import (
    Event,
    Intent,
    Refund,
    fingerprint_of,
    notice_of,
    outcome_of,
    refund_status_of,
)
from commerce.payments.views import ConfirmationView, PaymentMethod
from kit.errors import Invalid, Refusal
from kit.money import Money
from kit.settings import StripeSettings

T = TypeVar("T")

NAME = "stripe"
SIGNATURE = "stripe-signature"
CALL_TIMEOUT_S = 7
"""For a connection and again for an answer: all calls of a payment end within `CALL_LASTS`."""
THREADS = 16
MOST_CALLS = 256
"""Under way or waiting for a thread. One more is as good as not answered."""
WITH_CARD: Any = {"expand": ["payment_method"]}
HUNDREDFOLD = {"ISK", "UGX"}
"""Have no minor unit, but Stripe counts them as if they had a hundredth."""


class Stripe:
    name = NAME
    means: type[Means] = PaymentMethod

    def __init__(self, settings: StripeSettings, secret: str) -> None:
        """`secret` makes the hashes by which cards are known again."""
        self._secret = secret
        self._webhook_secret = settings.webhook_secret
        self._threads = ThreadPoolExecutor(THREADS, "stripe")
        self._calls = 0
        self._client = StripeClient(
            settings.secret_key,
            http_client=stripe.RequestsClient(timeout=CALL_TIMEOUT_S),
            max_network_retries=0,
            base_addresses={"api": settings.api_base or stripe.DEFAULT_API_BASE},
        )

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def refuse(self, means: Means, now: datetime) -> Refusal | None:
        return None  # its form was checked at the edge; the rest is for Stripe to say

    def describe(self, means: Means) -> str:
        return _method(means).payment_method

    async def open(self, payment_id: str, amount: Money, means: Means) -> str:
        parameters: Any = {
            "amount": _amount(amount),
            "currency": amount.currency.lower(),
            "payment_method": _method(means).payment_method,
            "payment_method_types": ["card"],
            "metadata": {"payment_id": payment_id},
        }
        once: Any = {"idempotency_key": f"{payment_id}-open"}
        try:
            intent = await self._call(
                lambda: self._client.v1.payment_intents.create(parameters, once)
            )
        except stripe.InvalidRequestError as error:
            raise Invalid.field("payment_method", "Stripe does not take this one.") from error
        return intent.id

    async def confirm(self, reference: str) -> Outcome:
        once: Any = {"idempotency_key": f"{reference}-confirm"}
        try:
            intent = await self._call(
                lambda: self._client.v1.payment_intents.confirm(reference, WITH_CARD, once)
            )
        except (stripe.CardError, stripe.InvalidRequestError):
            return await self.look_up(reference)  # declined, or not to be confirmed any more
        return self._outcome(_read(intent, Intent))

    async def look_up(self, reference: str) -> Outcome:
        return self._outcome(await self._intent(reference))

    async def cancel(self, reference: str) -> Outcome:
        # If it is too late for that, what became of it is asked next.
        with suppress(stripe.InvalidRequestError):
            await self._call(lambda: self._client.v1.payment_intents.cancel(reference))
        return await self.look_up(reference)

    async def confirmation(self, reference: str, return_path: str) -> ConfirmationView | None:
        """The secret with which Stripe's own script asks the holder and returns to the page that it runs in."""
        intent = await self._intent(reference)
        if outcome_of(intent) != NEEDS_CONFIRMATION or intent.client_secret is None:
            return None
        return ConfirmationView(client_secret=intent.client_secret)

    async def refund(self, reference: str, refund_id: str, amount: Money) -> RefundStatus:
        # Stripe forgets idempotency keys after a day, and the worker may come back later than that.
        if (made := await self._refund_made(reference, refund_id)) is not None:
            return refund_status_of(made)
        parameters: Any = {
            "payment_intent": reference,
            "amount": _amount(amount),
            "metadata": {"refund_id": refund_id},
        }
        once: Any = {"idempotency_key": refund_id}
        try:
            made = _read(
                await self._call(lambda: self._client.v1.refunds.create(parameters, once)), Refund
            )
        except stripe.InvalidRequestError:
            return RefundStatus.FAILED
        return refund_status_of(made)

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        if not is_signed(self._webhook_secret, headers.get(SIGNATURE, ""), body, now):
            raise BadSignature("Is STRIPE_WEBHOOK_SECRET that of this endpoint?")
        try:
            return notice_of(msgspec.json.decode(body, type=Event))
        except msgspec.MsgspecError as error:
            raise BadSignature("This is not an event of Stripe.") from error

    def _outcome(self, intent: Intent) -> Outcome:
        outcome, fingerprint = outcome_of(intent), fingerprint_of(intent)
        if outcome.status is not PaymentStatus.SUCCEEDED or fingerprint is None:
            return outcome
        digest = hmac.digest(self._secret.encode(), fingerprint.encode(), "sha256")
        return replace(outcome, card_hash=digest.hex()[:32])

    async def _intent(self, reference: str) -> Intent:
        return _read(
            await self._call(
                lambda: self._client.v1.payment_intents.retrieve(reference, WITH_CARD)
            ),
            Intent,
        )

    async def _refund_made(self, reference: str, refund_id: str) -> Refund | None:
        parameters: Any = {"payment_intent": reference, "limit": 100}
        found = await self._call(lambda: self._client.v1.refunds.list(parameters))
        refunds = [_read(refund, Refund) for refund in found.data]
        return next((r for r in refunds if (r.metadata or {}).get("refund_id") == refund_id), None)

    async def _call(self, call: Callable[[], T]) -> T:
        """Raises: CardError, InvalidRequestError; GatewayDown for all else, since it tells nothing of the charge."""
        if self._calls >= MOST_CALLS:
            raise GatewayDown("too many calls are under way")
        self._calls += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except (stripe.CardError, stripe.InvalidRequestError):
            raise
        except stripe.StripeError as error:
            raise GatewayDown(str(error)) from error
        finally:
            self._calls -= 1


def _read(found: stripe.StripeObject, kind: type[T]) -> T:
    return msgspec.convert(found.to_dict(), kind)


def _method(means: Means) -> PaymentMethod:
    assert isinstance(means, PaymentMethod), "the edge decodes what the gateway takes"
    return means


def _amount(money: Money) -> int:
    return money.amount_minor * (100 if money.currency in HUNDREDFOLD else 1)
