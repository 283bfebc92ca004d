"""The sandbox behind the port, and what it does of itself: asking holders to confirm, and telling what it decided."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import structlog

from commerce.payments.errors import BadSignature, NoSuchConfirmation
from commerce.payments.gateway import GatewayDown, Means, Notice
from commerce.payments.payment import Outcome
from commerce.payments.refund import RefundStatus
from commerce.payments.sandbox import cards, store
from commerce.payments.sandbox import charge as rules
from commerce.payments.sandbox.cards import Behaviour
from commerce.payments.sandbox.charge import Charge, ChargeStatus
from commerce.payments.signing import is_signed, sign
from commerce.payments.views import ConfirmationView
from commerce.views import Card
from kit.errors import Invalid
from kit.ids import new_id, new_secret
from kit.money import Money
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork

log = structlog.get_logger()

NAME = "sandbox"
SIGNATURE = "sandbox-signature"
BATCH = 50
TELL_AGAIN = timedelta(seconds=5)
MAX_TRIES = 10

Deliver = Callable[[str, Mapping[str, str], bytes], Awaitable[None]]


class Sandbox:
    name = NAME
    means: type[Means] = Card

    def __init__(self, work: UnitOfWork, secret: str) -> None:
        self._work = work
        self._secret = secret
        self._told = OneByOne[str]("tell_of_the_sandbox")

    def refuse(self, means: Means, now: datetime) -> Invalid | None:
        return cards.refuse(_card(means), now)

    def describe(self, means: Means) -> str:
        return cards.last4(_card(means))

    async def open(self, payment_id: str, amount: Money, means: Means) -> str:
        card = _card(means)
        charge = Charge(
            id=new_id(),
            payment_id=payment_id,
            amount_minor=amount.amount_minor,
            currency=amount.currency,
            behaviour=cards.behaviour_of(card),
            card_last4=cards.last4(card),
            card_hash=cards.hashed(card, self._secret),
            secret=new_secret(),
        )
        async with self._work.write() as tx:
            await store.add_charge(tx, charge)
            return await store.charge_id_of(tx, payment_id)

    async def confirm(self, reference: str) -> Outcome:
        event_id = new_id()
        charge = await self._change(reference, lambda it, now: rules.confirm(it, now, event_id))
        if charge.behaviour is Behaviour.LOSES_THE_ANSWER:
            raise GatewayDown("the answer was lost")
        return rules.outcome_of(charge)

    async def look_up(self, reference: str) -> Outcome:
        return rules.outcome_of(await self._change(reference, rules.decide))

    async def cancel(self, reference: str) -> Outcome:
        charge = await self._change(reference, lambda it, now: rules.cancel(rules.decide(it, now)))
        return rules.outcome_of(charge)

    async def confirmation(self, reference: str, return_path: str) -> ConfirmationView | None:
        charge = await self._change(
            reference, lambda it, _now: replace(it, return_path=return_path)
        )
        if charge.status is not ChargeStatus.ASKING:
            return None
        return ConfirmationView(url=f"/sandbox/{charge.secret}")

    async def refund(self, reference: str, refund_id: str, amount: Money) -> RefundStatus:
        async with self._work.write() as tx:
            charge = await _locked(tx, reference)
            if await store.has_refund(tx, refund_id):
                return RefundStatus.SUCCEEDED
            left = charge.amount_minor - await store.refunded_minor(tx, charge.id)
            if charge.status is not ChargeStatus.CHARGED or amount.amount_minor > left:
                return RefundStatus.FAILED
            await store.add_refund(tx, refund_id, charge.id, amount.amount_minor)
        return RefundStatus.SUCCEEDED

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        if not is_signed(self._secret, headers.get(SIGNATURE, ""), body, now):
            raise BadSignature("Sign the body with the secret that we share, at the present time.")
        try:
            return msgspec.json.decode(body, type=Notice)
        except msgspec.MsgspecError as error:
            raise BadSignature("Sign what the sandbox sends, and nothing else.") from error

    async def asking(self, secret: str) -> Charge:
        """The charge whose holder was sent to confirm it.

        Raises:
            NoSuchConfirmation
        """
        async with self._work.read() as tx:
            charge = await store.charge_by_secret(tx, secret)
        if charge is None or charge.return_path is None:
            raise _no_such_confirmation()
        return charge

    async def answer(self, secret: str, *, is_confirmed: bool) -> Charge:
        """The holder confirms, or refuses; the shop is told.

        Raises:
            NoSuchConfirmation
        """
        async with self._work.write() as tx:
            charge = await store.lock_charge_by_secret(tx, secret)
            if charge is None:
                raise _no_such_confirmation()
            answered = rules.answer(charge, tx.now, new_id(), is_confirmed=is_confirmed)
            await store.save_charge(tx, answered)
        return answered

    async def tell(self, deliver: Deliver) -> int:
        """Send the notices that are due; how many were taken."""
        async with self._work.read() as tx:
            due = await store.charges_to_tell(tx, self._told.reach(BATCH))
        return sum(await self._told.each(due, lambda id: self._tell(id, deliver)))

    async def _tell(self, charge_id: str, deliver: Deliver) -> bool:
        async with self._work.write() as tx:
            charge = await _locked(tx, charge_id)
            if charge.notify_at is None or charge.notify_at > tx.now:
                return False  # another worker was faster
            charge = _tried(rules.decide(charge, tx.now), tx.now)
            await store.save_charge(tx, charge)
        body = msgspec.json.encode(_notice(charge))
        headers = {SIGNATURE: sign(self._secret, body, self._work.clock())}
        try:
            await deliver(NAME, headers, body)
        except Exception:
            log.exception("sandbox.notice_failed", charge_id=charge_id)
            return True
        await self._change(charge_id, lambda it, _now: replace(it, notify_at=None))
        return True

    async def _change(self, charge_id: str, rule: Callable[[Charge, datetime], Charge]) -> Charge:
        async with self._work.write() as tx:
            charge = await _locked(tx, charge_id)
            after = rule(charge, tx.now)
            if after is not charge:
                await store.save_charge(tx, after)
        return after


def _card(means: Means) -> Card:
    assert isinstance(means, Card), "the edge decodes what the gateway takes"
    return means


async def _locked(tx: Tx, charge_id: str) -> Charge:
    charge = await store.lock_charge(tx, charge_id)
    assert charge is not None, "a reference that the sandbox did not give"
    return charge


def _tried(charge: Charge, now: datetime) -> Charge:
    """The charge when the shop is about to be told: tried again later, unless it was tried often enough."""
    again = now + TELL_AGAIN * 2**charge.notified if charge.notified < MAX_TRIES else None
    return replace(charge, notify_at=again, notified=charge.notified + 1)


def _notice(charge: Charge) -> Notice:
    assert charge.event_id is not None, "what is told of has happened"
    return Notice(
        event_id=charge.event_id,
        payment_id=charge.payment_id,
        reference=charge.id,
        outcome=rules.outcome_of(charge),
    )


def _no_such_confirmation() -> NoSuchConfirmation:
    return NoSuchConfirmation("Go back to the shop and press the button again.")
