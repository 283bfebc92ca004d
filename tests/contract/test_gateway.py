"""One suite over the gateways: the sandbox on each database, and Stripe by a server that answers as Stripe does."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from commerce.payments.errors import BadSignature
from commerce.payments.gateway import Gateway, GatewayDown, Means
from commerce.payments.payment import (
    NEEDS_CONFIRMATION,
    UNCONFIRMED,
    Failure,
    PaymentStatus,
)
from commerce.payments.refund import RefundStatus
from commerce.payments.sandbox.gateway import Sandbox
from commerce.payments.signing import TOLERANCE, sign
from commerce.payments.stripe.gateway import Stripe
from commerce.payments.views import ConfirmationView, PaymentMethod
from commerce.views import Card
from kit.clock import utc_now
from kit.db import Database
from kit.errors import Invalid
from kit.ids import new_id
from kit.money import Money
from kit.settings import StripeSettings
from kit.unit_of_work import UnitOfWork
from tests.support.local_stripe import WEBHOOK_SECRET, LocalStripe, running_local_stripe
from tests.support.ports import HOST, free_port
from tests.support.waiting import TIMEOUT_S

AMOUNT = Money(10_000, "EUR")
SECRET = "a secret of tests"


class Bench(Protocol):
    """A gateway with cards for it, and its other side."""

    gateway: Gateway
    secret: str

    async def good(self) -> Means: ...
    async def declined(self) -> Means: ...
    async def asking(self) -> Means: ...
    async def answer(self, confirmation: ConfirmationView, *, is_confirmed: bool) -> None: ...


class SandboxBench:
    secret = SECRET

    def __init__(self, work: UnitOfWork) -> None:
        self.gateway = self.sandbox = Sandbox(work, self.secret)

    async def good(self) -> Means:
        return Card(number="4242 4242 4242 4242", expiry="12/34", cvc="123")

    async def declined(self) -> Means:
        return Card(number="4000 0000 0000 0002", expiry="12/34", cvc="123")

    async def asking(self) -> Means:
        return Card(number="4000 0025 0000 3155", expiry="12/34", cvc="123")

    async def answer(self, confirmation: ConfirmationView, *, is_confirmed: bool) -> None:
        assert isinstance(confirmation.url, str)
        secret = confirmation.url.removeprefix("/sandbox/")
        await self.sandbox.answer(secret, is_confirmed=is_confirmed)


class StripeBench:
    secret = WEBHOOK_SECRET

    def __init__(self, server: LocalStripe) -> None:
        self.server = server
        self.gateway = Stripe(server.settings, SECRET)

    async def good(self) -> Means:
        return PaymentMethod(payment_method=await self.server.card("4242424242424242"))

    async def declined(self) -> Means:
        return PaymentMethod(payment_method=await self.server.card("4000000000000341"))

    async def asking(self) -> Means:
        return PaymentMethod(payment_method=await self.server.card("4000002500003155"))

    async def answer(self, confirmation: ConfirmationView, *, is_confirmed: bool) -> None:
        assert isinstance(confirmation.client_secret, str)
        await self.server.answer(confirmation.client_secret, is_confirmed=is_confirmed)


@pytest.fixture(scope="module")
def local_stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with running_local_stripe(tmp_path_factory.mktemp("stripe")) as server:
        yield server


@pytest.fixture(params=["sqlite_url", "postgresql_url", "local_stripe"])
def place(request: pytest.FixtureRequest) -> str | LocalStripe:
    """A database for the sandbox, or Stripe's stand-in."""
    found: str | LocalStripe = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def bench(place: str | LocalStripe) -> AsyncIterator[Bench]:
    if isinstance(place, LocalStripe):
        stripe = StripeBench(place)
        yield stripe
        stripe.gateway.close()
    else:
        database = Database(place)
        yield SandboxBench(UnitOfWork(database, utc_now))
        await database.close()


async def test_nothing_is_charged_before_it_is_confirmed(bench: Bench) -> None:
    reference = await bench.gateway.open(new_id(), AMOUNT, await bench.good())
    assert await bench.gateway.look_up(reference) == UNCONFIRMED
    assert await bench.gateway.confirmation(reference, "/orders/1") is None


async def test_a_good_card_is_charged_once_however_often_it_is_confirmed(bench: Bench) -> None:
    reference = await bench.gateway.open(new_id(), AMOUNT, await bench.good())
    outcomes = [await bench.gateway.confirm(reference) for _ in range(2)]
    outcomes += [await bench.gateway.look_up(reference), await bench.gateway.cancel(reference)]
    assert {outcome.status for outcome in outcomes} == {PaymentStatus.SUCCEEDED}
    assert {outcome.card_last4 for outcome in outcomes} == {"4242"}


async def test_a_card_is_known_again_and_not_by_its_number(bench: Bench) -> None:
    hashes = set()
    for _ in range(2):
        reference = await bench.gateway.open(new_id(), AMOUNT, await bench.good())
        hashes.add((await bench.gateway.confirm(reference)).card_hash)
    [card_hash] = hashes
    assert card_hash is not None
    assert len(card_hash) == 32
    assert "4242" not in card_hash


async def test_a_declined_card_is_an_outcome(bench: Bench) -> None:
    reference = await bench.gateway.open(new_id(), AMOUNT, await bench.declined())
    outcome = await bench.gateway.confirm(reference)
    assert (outcome.status, outcome.failure) == (PaymentStatus.FAILED, Failure.DECLINED)
    assert (await bench.gateway.look_up(reference)).failure is Failure.DECLINED


@pytest.mark.parametrize(
    ("is_confirmed", "failure"), [(True, None), (False, Failure.NOT_CONFIRMED)]
)
async def test_a_holder_is_asked_and_answers(
    bench: Bench, is_confirmed: bool, failure: Failure | None
) -> None:
    reference = await bench.gateway.open(new_id(), AMOUNT, await bench.asking())
    assert await bench.gateway.confirm(reference) == NEEDS_CONFIRMATION
    where = await bench.gateway.confirmation(reference, "/orders/1")
    assert where is not None
    await bench.answer(where, is_confirmed=is_confirmed)
    outcome = await bench.gateway.look_up(reference)
    assert outcome.failure is failure
    assert (outcome.status is PaymentStatus.SUCCEEDED) == is_confirmed
    assert await bench.gateway.confirmation(reference, "/orders/1") is None


async def test_what_was_given_up_is_not_charged_any_more(bench: Bench) -> None:
    for means in (await bench.good(), await bench.asking()):
        reference = await bench.gateway.open(new_id(), AMOUNT, means)
        if means == await bench.asking():
            await bench.gateway.confirm(reference)
        assert (await bench.gateway.cancel(reference)).failure is Failure.CANCELLED
        assert (await bench.gateway.confirm(reference)).failure is Failure.CANCELLED


async def test_a_refund_is_given_once_however_often_it_is_asked_for(bench: Bench) -> None:
    reference = await bench.gateway.open(new_id(), AMOUNT, await bench.good())
    await bench.gateway.confirm(reference)
    parts = [new_id(), new_id()]
    for refund_id in (*parts, *parts):
        part = Money(5_000, "EUR")
        assert await bench.gateway.refund(reference, refund_id, part) is RefundStatus.SUCCEEDED


async def test_what_was_not_charged_is_not_refunded(bench: Bench) -> None:
    reference = await bench.gateway.open(new_id(), AMOUNT, await bench.declined())
    await bench.gateway.confirm(reference)
    assert await bench.gateway.refund(reference, new_id(), AMOUNT) is RefundStatus.FAILED


async def test_only_what_is_signed_just_now_is_a_notice(bench: Bench) -> None:
    now, header = utc_now(), f"{bench.gateway.name}-signature"
    body = b'{"id": "evt_1", "type": "account.updated", "data": {"object": {}}, "event_id": "e1"}'
    good = sign(bench.secret, body, now)
    assert bench.gateway.read_notice({header: good}, body, now).event_id in {"evt_1", "e1"}
    wrong = [
        ({}, body, now),
        ({header: ""}, body, now),
        ({header: "t=1,v1=x"}, body, now),
        ({header: good}, body + b" ", now),
        ({header: good.replace("v1", "v0")}, body, now),
        ({header: sign("another", body, now)}, body, now),
        ({header: good}, body, now + TOLERANCE + timedelta(seconds=1)),
        ({header: sign(bench.secret, b"no json", now)}, b"no json", now),
    ]
    for headers, sent, at in wrong:
        with pytest.raises(BadSignature):
            bench.gateway.read_notice(headers, sent, at)


async def test_stripe_tells_of_a_payment_by_our_own_id(local_stripe: LocalStripe) -> None:
    bench, payment_id = StripeBench(local_stripe), new_id()
    told: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()
    async with _listening(told) as address:
        await local_stripe.notify(address)
        reference = await bench.gateway.open(payment_id, AMOUNT, await bench.good())
        await bench.gateway.confirm(reference)
        async with asyncio.timeout(TIMEOUT_S):
            notice = bench.gateway.read_notice(*await told.get(), utc_now())
            while notice.payment_id != payment_id:  # of an earlier test's payment
                notice = bench.gateway.read_notice(*await told.get(), utc_now())
    assert notice.reference == reference
    assert notice.outcome is not None
    assert notice.outcome.status is PaymentStatus.SUCCEEDED
    bench.gateway.close()


async def test_stripe_refuses_a_payment_method_that_it_does_not_know(
    local_stripe: LocalStripe,
) -> None:
    gateway = Stripe(local_stripe.settings, SECRET)
    with pytest.raises(Invalid):
        await gateway.open(new_id(), AMOUNT, PaymentMethod(payment_method="pm_nobody"))
    gateway.close()


async def test_a_stripe_that_is_away_is_down() -> None:
    gateway = Stripe(
        StripeSettings("sk_x", "whsec_x", "pk_x", f"http://{HOST}:{free_port()}"), SECRET
    )
    with pytest.raises(GatewayDown):
        await gateway.look_up("pi_1")
    gateway.close()


async def test_the_sandbox_keeps_its_books_over_a_restart_and_opens_a_charge_once(
    sqlite_url: str,
) -> None:
    payment_id, means = new_id(), Card(number="4242424242424242", expiry="12/34", cvc="123")
    references = set()
    for _ in range(2):
        database = Database(sqlite_url)
        work = UnitOfWork(database, lambda: datetime(2026, 11, 11, tzinfo=UTC))
        sandbox = Sandbox(work, "s")
        references.add(await sandbox.open(payment_id, AMOUNT, means))
        [reference] = references
        await sandbox.confirm(reference)
        await database.close()
    assert len(references) == 1


async def test_the_sandbox_gives_no_more_back_than_it_took(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    bench = SandboxBench(UnitOfWork(database, utc_now))
    reference = await bench.gateway.open(new_id(), AMOUNT, await bench.good())
    await bench.gateway.confirm(reference)
    results = await asyncio.gather(
        *(bench.gateway.refund(reference, new_id(), Money(4_000, "EUR")) for _ in range(4))
    )
    assert results.count(RefundStatus.SUCCEEDED) == 2
    await database.close()


@asynccontextmanager
async def _listening(
    told: "asyncio.Queue[tuple[dict[str, str], bytes]]",
) -> AsyncIterator[str]:
    """An address whose every request is told of."""

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head)
        }
        body = await reader.readexactly(int(headers["content-length"]))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()
        await told.put((headers, body))

    server = await asyncio.start_server(receive, HOST, 0)
    async with server:
        yield f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
