"""Messages arrive at least once, in order by subject, whatever the receiver does."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from commerce.views import OrderView
from commerce.webhooks import posting as posting_module
from commerce.webhooks.delivery import LEASE, Answer
from commerce.webhooks.schedule import MAX_TRIES
from commerce.webhooks.sending import AT_ONCE_TO_ONE, KEPT, Claim, Outcome, Sending
from commerce.webhooks.tables import attempts, deliveries, events, webhooks
from commerce.webhooks.webhook import FAILS_AT_MOST
from kit.auth import Principal
from tests.support.receiver import Receiver, Reply
from tests.support.waiting import until, until_told

from ..conftest import GOOD_CARD
from .conftest import Desk

ORDERS = ["order.placed", "order.paid", "order.cancelled"]


async def paid_order(desk: Desk, buyer: Principal) -> OrderView:
    order = await desk.shop.claim(buyer, await desk.shop.live_deal())
    return await desk.shop.checkout.pay(buyer, order.id, GOOD_CARD, None)


async def test_a_later_event_waits_while_an_earlier_one_of_its_subject_is_tried(
    desk: Desk, buyer: Principal
) -> None:
    webhook = (await desk.add(kinds=ORDERS)).webhook
    troubled, fine = await paid_order(desk, buyer), await paid_order(desk, buyer)
    desk.receiver.answer = lambda heard: Reply(500 if heard.subject == troubled.id else 204)
    assert await desk.deliver() == 3
    desk.world.pass_time(timedelta(seconds=6))
    await desk.deliver()
    assert desk.receiver.kinds(fine.id) == ["order.placed", "order.paid"]
    assert set(desk.receiver.kinds(troubled.id)) == {"order.placed"}

    desk.receiver.answer = lambda _: Reply()
    desk.world.pass_time(timedelta(minutes=5))
    await desk.deliver()
    assert desk.receiver.kinds(troubled.id)[-2:] == ["order.placed", "order.paid"]
    ids = {heard.id for heard in desk.receiver.heard if heard.kind == "order.placed"}
    assert len(ids) == 2, "the same event keeps its id"
    assert {one.state for one in await desk.log(webhook.id)} == {"delivered"}


async def test_tries_follow_the_schedule_and_then_the_next_of_the_subject_goes_on(
    desk: Desk, buyer: Principal
) -> None:
    webhook = (await desk.add(kinds=ORDERS)).webhook
    desk.receiver.answer = lambda heard: Reply(
        500 if heard.kind == "order.placed" and heard.subject == order.id else 204
    )
    order = await paid_order(desk, buyer)
    begun = desk.world.now
    while len(desk.receiver.heard) < MAX_TRIES:
        await desk.deliver()
        # Now and then something arrives, so that the webhook is not stopped.
        desk.world.pass_time(max(timedelta(seconds=5), (desk.world.now - begun) / 10))
        await desk.managing.send_test(desk.manager, desk.slug, webhook.id)
        desk.receiver.heard = [one for one in desk.receiver.heard if one.kind != "webhook.test"]
    await desk.deliver()
    assert desk.receiver.kinds(order.id) == ["order.placed"] * MAX_TRIES + ["order.paid"]
    (placed,) = await desk.log(webhook.id, "failed")
    assert (placed.subject_id, placed.kind) == (order.id, "order.placed")
    assert (placed.attempts, placed.last_status) == (MAX_TRIES, 500)
    assert timedelta(days=3) < desk.world.now - begun < timedelta(days=4)


async def test_a_receiver_that_asks_for_time_is_given_it(desk: Desk, buyer: Principal) -> None:
    await desk.add(kinds=["order.placed"])
    desk.receiver.answer = lambda _: Reply(503, headers={"retry-after": "120"})
    await paid_order(desk, buyer)
    await desk.deliver()
    desk.world.pass_time(timedelta(seconds=119))
    assert await desk.deliver() == 0
    desk.world.pass_time(timedelta(seconds=2))
    assert await desk.deliver() == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_redirects_are_failures_and_nobody_follows_them(
    desk: Desk, buyer: Principal, status: int
) -> None:
    webhook = (await desk.add(kinds=["order.placed"])).webhook
    elsewhere = desk.receiver.url.replace("hooks", "elsewhere")
    desk.receiver.answer = lambda _: Reply(status, headers={"location": elsewhere})
    await paid_order(desk, buyer)
    await desk.deliver()
    assert [heard.path for heard in desk.receiver.heard] == ["/hooks"]
    (one,) = await desk.log(webhook.id)
    assert (one.state, one.last_status) == ("pending", status)


async def test_a_receiver_that_is_gone_is_sent_nothing_more_until_it_is_resumed(
    desk: Desk, buyer: Principal
) -> None:
    webhook = (await desk.add(kinds=ORDERS)).webhook
    desk.receiver.answer = lambda _: Reply(410)
    await paid_order(desk, buyer)
    await desk.deliver()
    view = await desk.managing.get(desk.manager, desk.slug, webhook.id)
    assert (view.status, view.pending) == ("gone", 2)
    order = await paid_order(desk, buyer)
    desk.world.pass_time(timedelta(days=1))
    assert await desk.deliver() == 0

    desk.receiver.answer = lambda _: Reply()
    view = await desk.managing.resume(desk.manager, desk.slug, webhook.id)
    assert (view.status, view.failing_since_ms) == ("active", None)
    assert await desk.deliver() == 4
    assert desk.receiver.kinds(order.id) == ["order.placed", "order.paid"]


async def test_a_webhook_that_fails_for_three_days_is_stopped_and_loses_nothing(
    desk: Desk, buyer: Principal
) -> None:
    webhook = (await desk.add(kinds=ORDERS)).webhook
    desk.receiver.answer = lambda _: Reply(500)
    first = await paid_order(desk, buyer)
    begun = desk.world.now
    while desk.world.now - begun < FAILS_AT_MOST:
        await desk.deliver()
        desk.world.pass_time(timedelta(hours=6))
    second = await paid_order(desk, buyer)
    await desk.deliver()
    view = await desk.managing.get(desk.manager, desk.slug, webhook.id)
    assert (view.status, view.pending, view.failed) == ("failing", 4, 0)
    assert view.failing_since_ms is not None
    heard = len(desk.receiver.heard)
    desk.world.pass_time(timedelta(days=2))
    assert await desk.deliver() == 0

    desk.receiver.answer = lambda _: Reply()
    await desk.managing.resume(desk.manager, desk.slug, webhook.id)
    assert await desk.deliver() == 4
    del desk.receiver.heard[:heard]
    for order in (first, second):
        assert desk.receiver.kinds(order.id) == ["order.placed", "order.paid"]


async def test_what_the_receiver_says_is_kept_in_part_and_as_text(
    desk: Desk, buyer: Principal
) -> None:
    webhook = (await desk.add(kinds=["order.placed"])).webhook
    desk.receiver.answer = lambda _: Reply(500, b"\0\xff oh no " + b"x" * 1_000_000)
    await paid_order(desk, buyer)
    await desk.deliver()
    (one,) = await desk.log(webhook.id)
    detail = await desk.replaying.delivery(desk.manager, desk.slug, webhook.id, one.id)
    (attempt,) = detail.attempts
    assert attempt.excerpt.startswith("\ufffd\ufffd oh no xxx")
    assert len(attempt.excerpt) <= 4096
    assert (attempt.number, attempt.status, attempt.error) == (1, 500, None)
    assert detail.body.encode() == desk.receiver.heard[0].raw


async def test_a_slow_receiver_is_given_up_after_its_time_and_tried_again(
    desk: Desk, buyer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting_module, "TIMEOUT_S", 0.2)
    webhook = (await desk.add(kinds=["order.placed"])).webhook
    desk.receiver.gate.clear()
    await paid_order(desk, buyer)
    assert await desk.deliver() == 1
    (one,) = await desk.log(webhook.id)
    assert one.last_status is None
    assert one.last_error == "timed_out"
    monkeypatch.undo()
    desk.receiver.gate.set()
    desk.world.pass_time(timedelta(seconds=6))
    await desk.deliver()
    assert (await desk.log(webhook.id))[0].state == "delivered"


async def test_nobody_listens_and_the_log_says_so(desk: Desk, buyer: Principal) -> None:
    url = "http://127.0.0.1:9/hooks"
    webhook = (await desk.add(kinds=["order.placed"], url=url)).webhook
    await paid_order(desk, buyer)
    await desk.deliver()
    (one,) = await desk.log(webhook.id)
    assert (one.state, one.last_status) == ("pending", None)
    assert (one.last_error or "").startswith("not_connected: ")


async def test_what_a_dead_worker_was_sending_is_sent_again_when_its_lease_is_over(
    desk: Desk, buyer: Principal
) -> None:
    await desk.add(kinds=["order.placed"])
    await paid_order(desk, buyer)
    (claim,) = await desk.claimed()
    await desk.sending.send(claim)  # and it dies before it can write that down
    assert await desk.deliver() == 0
    desk.world.pass_time(LEASE + timedelta(seconds=1))
    assert await desk.deliver() == 1
    first, again = desk.receiver.heard
    assert (first.id, first.raw) == (again.id, again.raw)


async def test_a_worker_that_was_given_up_for_dead_cannot_undo_what_another_did(
    desk: Desk, buyer: Principal
) -> None:
    webhook = (await desk.add(kinds=["order.placed"])).webhook
    await paid_order(desk, buyer)
    (claim,) = await desk.claimed()
    answer = await desk.sending.send(claim)
    desk.world.pass_time(LEASE + timedelta(seconds=1))
    await desk.deliver()
    await desk.sending.settle([Outcome(claim, answer)])
    await desk.sending.give_back(claim)
    (one,) = await desk.log(webhook.id)
    assert (one.state, one.attempts) == ("delivered", 1)


async def test_one_webhook_takes_only_some_of_a_workers_places(
    desk: Desk, buyer: Principal
) -> None:
    await desk.add(kinds=["order.placed"])
    deal = await desk.shop.live_deal(stock=50, per_buyer_limit=1)
    for who in await desk.shop.buyers(AT_ONCE_TO_ONE + 4):
        await desk.shop.claim(who, deal)
    claims = await desk.claimed()
    assert len(claims) == AT_ONCE_TO_ONE
    assert await desk.claimed() == []
    await desk.attempt(claims[0])
    assert len(await desk.claimed()) == 1


async def running(sending: Sending) -> "asyncio.Task[None]":
    return asyncio.create_task(sending.run())


async def stop(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_two_workers_at_once_send_everything_once_and_in_order(desk: Desk) -> None:
    await desk.add(kinds=ORDERS)
    desk.receiver.gate.clear()
    deal = await desk.shop.live_deal(stock=50, per_buyer_limit=1)
    orders = []
    for who in await desk.shop.buyers(30):
        order = await desk.shop.claim(who, deal)
        orders.append(await desk.shop.checkout.pay(who, order.id, GOOD_CARD, None))
    # After the orders: while the gate is closed a delivery waits no longer than its time-out.
    workers = [await running(desk.worker()) for _ in range(2)]
    try:
        await until(lambda: desk.receiver.at_once == AT_ONCE_TO_ONE)
        desk.receiver.gate.set()
        await until(lambda: len(desk.receiver.heard) >= 60)
    finally:
        await stop(*workers)
    assert set(Counter(heard.id for heard in desk.receiver.heard).values()) == {1}
    for order in orders:
        assert desk.receiver.kinds(order.id) == ["order.placed", "order.paid"]


async def test_a_slow_receiver_delays_nobody_else_and_hears_one_of_a_subject_at_a_time(
    desk: Desk, buyer: Principal
) -> None:
    slow = Receiver()
    server = await asyncio.start_server(slow.talk, "127.0.0.1", 0)
    slow.port = server.sockets[0].getsockname()[1]
    slow.gate.clear()
    await desk.add(kinds=ORDERS, url=slow.url)
    await desk.add(kinds=ORDERS)
    worker = await running(desk.worker())
    try:
        order = await paid_order(desk, buyer)
        await until(lambda: len(desk.receiver.heard) == 2)
        await until(lambda: len(slow.heard) == 1)
        assert slow.kinds(order.id) == ["order.placed"]
        slow.gate.set()
        await until(lambda: len(slow.heard) == 2)
    finally:
        await stop(worker)
        server.close()
        await slow.close()
    assert (slow.kinds(order.id), slow.most_at_once) == (["order.placed", "order.paid"], 1)


async def test_a_worker_that_is_told_to_stop_gives_back_what_it_was_sending(
    desk: Desk, buyer: Principal
) -> None:
    await desk.add(kinds=["order.placed"])
    desk.receiver.gate.clear()
    worker = await running(desk.worker())
    await paid_order(desk, buyer)
    await until(lambda: desk.receiver.at_once == 1)
    await stop(worker)
    desk.receiver.gate.set()
    assert await desk.deliver() == 1
    first, again = desk.receiver.heard
    assert first.id == again.id


async def test_a_fault_of_the_database_does_not_end_the_worker(
    desk: Desk, buyer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.add(kinds=["order.placed"])
    sending = desk.worker()
    failures = iter([True, True, False])
    look = sending._look

    async def unsteady(free: int):  # type: ignore[no-untyped-def]
        if next(failures, False):
            raise ConnectionError("the database is gone")
        return await look(free)

    monkeypatch.setattr(sending, "_look", unsteady)
    worker = await running(sending)
    try:
        await paid_order(desk, buyer)
        await until(lambda: len(desk.receiver.heard) == 1)
    finally:
        await stop(worker)


async def test_a_fault_of_ours_is_an_attempt_that_failed_and_ends_no_worker(
    desk: Desk, buyer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = (await desk.add(kinds=["order.placed"])).webhook
    sending = desk.worker()

    async def fail(_claim: Claim) -> Answer:
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(sending, "send", fail)
    worker = await running(sending)
    try:
        await paid_order(desk, buyer)
        await until_told(lambda: has_tried(desk, webhook.id))
        assert not worker.done()
    finally:
        await stop(worker)
    (one,) = await desk.log(webhook.id)
    assert (one.state, one.last_error) == ("pending", "our_fault")


async def has_tried(desk: Desk, webhook_id: str) -> bool:
    return [one.attempts for one in await desk.log(webhook_id)] == [1]


async def test_outcomes_that_cannot_be_settled_together_are_settled_one_by_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.add(kinds=["order.placed"])
    sending = desk.worker()
    settle = sending.settle

    async def unsteady(outcomes: Sequence[Outcome]) -> None:
        if len(outcomes) > 1:
            raise ConnectionError("the database is gone")
        await settle(outcomes)

    monkeypatch.setattr(sending, "settle", unsteady)
    desk.receiver.gate.clear()
    deal = await desk.shop.live_deal(stock=50, per_buyer_limit=1)
    for who in await desk.shop.buyers(AT_ONCE_TO_ONE + 2):
        await desk.shop.claim(who, deal)
    worker = await running(sending)
    try:
        await until(lambda: desk.receiver.at_once == AT_ONCE_TO_ONE)
        desk.receiver.gate.set()
        await until(lambda: len(desk.receiver.heard) == AT_ONCE_TO_ONE + 2)
    finally:
        await stop(worker)
    assert set(Counter(heard.id for heard in desk.receiver.heard).values()) == {1}


async def test_an_event_waits_for_an_earlier_one_that_was_not_reacted_to_yet(
    desk: Desk, buyer: Principal
) -> None:
    await desk.add(kinds=ORDERS)
    order = await desk.shop.claim(buyer, await desk.shop.live_deal())
    await desk.deliver()
    desk.receiver.heard.clear()

    desk.world.work.on_commit = None  # the process died between the commit and the reaction
    another = await desk.shop.claim(buyer, await desk.shop.live_deal())
    desk.world.work.on_commit = desk.relay.offer
    await desk.shop.checkout.pay(buyer, another.id, GOOD_CARD, None)
    await desk.shop.checkout.pay(buyer, order.id, GOOD_CARD, None)
    assert await desk.deliver() == 0
    desk.world.pass_time(timedelta(seconds=6))
    await desk.relay.sweep(timedelta(seconds=5))
    await desk.deliver()
    assert desk.receiver.kinds(another.id) == ["order.placed", "order.paid"]


async def test_what_nobody_reacts_to_is_not_waited_for_for_ever(
    desk: Desk, buyer: Principal
) -> None:
    await desk.add(kinds=ORDERS)
    desk.world.work.on_commit = None
    await desk.shop.live_deal()
    desk.world.work.on_commit = desk.relay.offer
    await paid_order(desk, buyer)
    assert await desk.deliver() == 0
    desk.world.pass_time(timedelta(seconds=16))
    assert await desk.deliver() == 2


async def test_what_is_older_than_a_month_is_forgotten_with_removed_webhooks(
    desk: Desk, buyer: Principal
) -> None:
    kept = (await desk.add(kinds=ORDERS)).webhook
    removed = (await desk.add(kinds=ORDERS)).webhook
    desk.receiver.answer = lambda _: Reply(500)
    await paid_order(desk, buyer)
    await desk.deliver()
    await desk.managing.remove(desk.manager, desk.slug, removed.id)
    assert await desk.sending.forget() == 0
    desk.world.pass_time(KEPT + timedelta(seconds=1))
    assert await desk.sending.forget() == 2
    async with desk.world.work.read() as tx:
        for table in (events, deliveries, attempts):
            assert await tx.all(select(table)) == []
        assert [row["id"] for row in await tx.all(select(webhooks.c.id))] == [kept.id]
