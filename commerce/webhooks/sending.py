"""Delivers what brands are to be told. Any number of workers may run this at once.

Each beat new deliveries are lined up and what is due is claimed under a lease; each claimed one is sent by a task of
its own, outside any transaction. If a worker dies, the lease ends and another sends it again, under the same id: a message arrives
at least once. On a shutdown what is being sent is given back at once.

A new delivery is lined up when all earlier events of commerce have become deliveries, which they are within milliseconds. If an
event takes longer than `PATIENCE`, it is not waited for.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import structlog

from commerce.webhooks import delivery as rules
from commerce.webhooks.delivery import Answer, Delivery, Failure, State
from commerce.webhooks.kinds import TOLD
from commerce.webhooks.message import Message
from commerce.webhooks.posting import Posting
from commerce.webhooks.signing import Secrets, signed_headers
from commerce.webhooks.store import deliveries as store_deliveries
from commerce.webhooks.store import webhooks as store_webhooks
from commerce.webhooks.store.deliveries import Line
from commerce.webhooks.webhook import Webhook, after_answer
from kit import metrics, outbox
from kit.ids import new_id
from kit.steps import whole
from kit.unit_of_work import Tx, UnitOfWork

log = structlog.get_logger()

AT_ONCE = 32
"""Deliveries that one worker sends at the same time."""
AT_ONCE_TO_ONE = 8
"""Of these, to one webhook; one alone while it fails, so that it keeps no place from others for long."""
BEAT_S = 0.5
TOGETHER_S = 0.02
"""How long it waits for others when one place becomes free, to fill several at once."""
PATIENCE = timedelta(seconds=15)
LINES = 200
CANDIDATES = 256
KEPT = timedelta(days=30)
FORGET_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    delivery: Delivery
    message: Message
    webhook: Webhook


@dataclass(frozen=True, slots=True)
class Outcome:
    claim: Claim
    answer: Answer


class Sending:
    def __init__(
        self,
        work: UnitOfWork,
        posting: Posting,
        secrets: Secrets,
        chance: Callable[[], float] | None = None,
    ) -> None:
        self._work = work
        self._posting = posting
        self._secrets = secrets
        self._chance = chance or Random().random
        self._sends: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._has_place = asyncio.Event()
        self._lined_up_at = -BEAT_S

    async def run(self) -> None:
        """Deliver, until cancelled."""
        async with self._posting:
            try:
                async with asyncio.TaskGroup() as tasks:
                    await self._send_on(tasks)
            finally:
                await whole(self._settle_all())

    async def line_up(self) -> int:
        """Decide for new deliveries whether they are due or wait; of how many lines."""
        async with self._work.write() as tx:
            since = tx.now - PATIENCE
            before = await outbox.first_waiting(tx.connection, TOLD, since)
            lines = await store_deliveries.new_lines(tx, before, LINES)
            webhooks = await store_webhooks.lock(tx, (webhook_id for webhook_id, _ in lines))
            await _arrange(tx, webhooks, lines, before)
        return len(lines)

    async def claim(self, limit: int) -> list[Claim]:
        """Take what is due, so that no other worker sends it; at most so many."""
        async with self._work.write() as tx:
            flying = await store_deliveries.in_flight(tx)
            full = [webhook_id for webhook_id, count in flying.items() if count >= AT_ONCE_TO_ONE]
            due = await store_deliveries.lock_due(tx, full, CANDIDATES)
            webhooks = await store_webhooks.by_id(tx, (one.webhook_id for one in due))
            lease = new_id()
            chosen = _chosen(due, webhooks, flying, limit)
            taken = [rules.claimed(delivery, lease, tx.now) for delivery in chosen]
            await store_deliveries.take(tx, taken)
            messages = await store_deliveries.messages(tx, (one.event_id for one in taken))
        return [
            Claim(
                delivery=one,
                message=messages[one.event_id],
                webhook=webhooks[one.webhook_id],
            )
            for one in taken
        ]

    async def send(self, claim: Claim) -> Answer:
        """One attempt."""
        now = self._work.clock()
        secrets = [self._secrets.of(claim.webhook.id, salt) for salt in claim.webhook.salts(now)]
        body = claim.message.body
        headers = signed_headers(claim.message.id, int(now.timestamp()), body, secrets)
        return await self._posting.post(claim.webhook.url, headers, body)

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write down what became of these attempts, and let the next of their lines go."""
        async with self._work.write() as tx:
            ids = {outcome.claim.webhook.id for outcome in outcomes}
            before = {webhook.id: webhook for webhook in await store_webhooks.lock(tx, ids)}
            after = dict(before)
            settled: list[tuple[Delivery, Answer]] = []
            for outcome in outcomes:
                delivery = await self._settled(tx, outcome)
                if delivery is not None:
                    settled.append((delivery, outcome.answer))
                    webhook = after[delivery.webhook_id]
                    after[webhook.id] = _judged(webhook, outcome.answer, tx.now)
            await store_deliveries.add_attempts(tx, settled)
            for webhook in after.values():
                await _save_judged(tx, before[webhook.id], webhook)
            await _arrange(tx, after.values(), {one.line for one, _ in settled})

    async def give_back(self, claim: Claim) -> None:
        """Let somebody else send it at once."""
        async with self._work.write() as tx:
            back = rules.released(claim.delivery, tx.now)
            await store_deliveries.save(tx, back, claim.delivery)

    async def forget(self) -> int:
        """Delete what is older than a month; how many events."""
        total = 0
        while True:
            async with self._work.write() as tx:
                count = await store_deliveries.forget(tx, tx.now - KEPT, FORGET_BATCH)
            total += count
            if count < FORGET_BATCH:
                break
        async with self._work.write() as tx:
            await store_webhooks.forget_removed(tx)
        return total

    async def _send_on(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            await whole(self._settle_all())
            for claim in await self._next():
                task = tasks.create_task(self._carry(claim))
                self._sends.add(task)
                task.add_done_callback(self._ended)
            await self._rest()

    async def _next(self) -> list[Claim]:
        free = AT_ONCE - len(self._sends)
        if free == 0:
            return []
        try:
            return await whole(self._look(free))
        except Exception:
            log.exception("webhook.beat_failed")
            return []

    async def _look(self, free: int) -> list[Claim]:
        async with self._work.read() as tx:
            has_new, has_due = await store_deliveries.work_to_do(tx)
        # New ones come at most once a beat: what else becomes due is lined up when the one before it is settled.
        now = time.monotonic()
        if has_new and now - self._lined_up_at >= BEAT_S:
            self._lined_up_at = now
            await self.line_up()
            has_due = True
        return await self.claim(free) if has_due else []

    async def _carry(self, claim: Claim) -> None:
        try:
            answer = await self.send(claim)
        except asyncio.CancelledError:
            await whole(self.give_back(claim))
            raise
        except Exception:
            log.exception("webhook.not_sent", delivery_id=claim.delivery.id)
            answer = Answer(
                began_at=self._work.clock(), took_ms=0, status=None, error=Failure.OUR_FAULT
            )
        self._outcomes.append(Outcome(claim, answer))

    async def _settle_all(self) -> None:
        """Settle what was answered; if that fails for all together, one by one. What cannot be settled is sent again when
        its lease is over."""
        outcomes, self._outcomes = self._outcomes, []
        if not outcomes:
            return
        try:
            await self.settle(outcomes)
        except Exception:
            log.exception("webhook.not_settled_together", count=len(outcomes))
            for outcome in outcomes:
                await self._settle_alone(outcome)

    async def _settle_alone(self, outcome: Outcome) -> None:
        try:
            await self.settle([outcome])
        except Exception:
            log.exception("webhook.not_settled", delivery_id=outcome.claim.delivery.id)

    async def _settled(self, tx: Tx, outcome: Outcome) -> Delivery | None:
        """The delivery after the attempt, saved; None if it is not ours any more."""
        claim, answer = outcome.claim, outcome.answer
        after = rules.answered(claim.delivery, answer, tx.now, self._chance())
        if not await store_deliveries.save(tx, after, claim.delivery):
            log.warning("webhook.lease_lost", delivery_id=after.id)
            return None
        metrics.webhook_attempts.labels(_result(answer)).inc()
        return after

    async def _rest(self) -> None:
        """Until the next beat, or until somebody has finished."""
        self._has_place.clear()
        try:
            async with asyncio.timeout(BEAT_S):
                await self._has_place.wait()
        except TimeoutError:
            return
        await asyncio.sleep(TOGETHER_S)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._sends.discard(task)
        self._has_place.set()


async def _arrange(
    tx: Tx, webhooks: Iterable[Webhook], lines: Collection[Line], before: str | None = None
) -> None:
    """Line these lines up. The webhooks are locked."""
    is_active = {webhook.id: webhook.is_active for webhook in webhooks}
    changed: list[Delivery] = []
    for line, live in (await store_deliveries.live_of(tx, lines, before)).items():
        changed += rules.line_up(live, tx.now, is_active=is_active[line[0]])
    due = [one.id for one in changed if one.state is State.DUE]
    waiting = [one.id for one in changed if one.state is State.WAITING]
    # Somebody may claim one of a line between our look and now: then its line is left for the next time.
    if await store_deliveries.make_wait(tx, waiting) == len(waiting):
        await store_deliveries.make_due(tx, due)


async def _save_judged(tx: Tx, before: Webhook, after: Webhook) -> None:
    if after is not before:
        await store_webhooks.save(tx, after)
    if before.is_active and not after.is_active:
        log.warning("webhook.stopped", webhook_id=after.id, status=after.status.value)
        await store_deliveries.park_due(tx, after.id)


def _judged(webhook: Webhook, answer: Answer, now: datetime) -> Webhook:
    return after_answer(webhook, now, is_success=answer.is_success, is_gone=answer.is_gone)


def _result(answer: Answer) -> str:
    if answer.status is None:
        return "unanswered"
    return "delivered" if answer.is_success else "refused"


def _chosen(
    due: Collection[Delivery],
    webhooks: dict[str, Webhook],
    flying: dict[str, int],
    limit: int,
) -> list[Delivery]:
    """The first of these that their webhooks take now, at most so many."""
    chosen: list[Delivery] = []
    counts = dict(flying)
    for delivery in due:
        most = 1 if webhooks[delivery.webhook_id].failing_since else AT_ONCE_TO_ONE
        count = counts.get(delivery.webhook_id, 0)
        if count < most and len(chosen) < limit:
            counts[delivery.webhook_id] = count + 1
            chosen.append(delivery)
    return chosen
