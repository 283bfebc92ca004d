"""What must happen without anyone asking: holds that expire, deals that close, payments of which nothing was
heard, balances of which buyers are reminded, deposits that go back, prices that fell after someone bought, points that mature and expire, tiers whose period ends, events that were not delivered, and messages to brands' own systems.

Each chore runs on its own beat and is safe to run in several workers at once. A chore that fails is logged and tried
again at its next beat.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import structlog

from commerce.checkout import Checkout
from commerce.hosting import Hosting
from commerce.payments.notices import Notices
from commerce.payments.reconciling import BATCH as REFUNDS
from commerce.payments.reconciling import Reconciling
from commerce.payments.sandbox.gateway import Sandbox
from commerce.presale.reminding import BATCH as REMINDERS
from commerce.presale.reminding import Reminding
from commerce.presale.withdrawing import Withdrawing
from commerce.protection.protecting import Protecting
from commerce.waiting.waitlist import Waitlist
from commerce.webhooks.sending import Sending
from kit import idempotency, metrics
from kit.outbox import BATCH, Relay
from kit.steps import whole
from kit.unit_of_work import UnitOfWork
from membership import store as membership
from membership.points.tending import BATCH as LOTS
from membership.points.tending import Tending
from membership.tiers.reviewing import BATCH as MEMBERS
from membership.tiers.reviewing import Reviewing
from server.features.feature import Chore, Feature
from streams.broadcast.videos import Videos
from streams.events import VideoChanged

log = structlog.get_logger()

SWEEP_AFTER = timedelta(seconds=5)
SWEEPS = ("sweep_outbox", "sweep_outbox_beside")
SAID_BY_OTHERS = timedelta(milliseconds=50)
"""Media processes reach no room by themselves: what they say is delivered from here, at once."""
MOST_BATCHES = 50
"""That one beat goes through."""
KEEP_DELIVERED = timedelta(days=7)


class Worker:
    def __init__(
        self,
        work: UnitOfWork,
        relay: Relay,
        checkout: Checkout,
        hosting: Hosting,
        reconciling: Reconciling,
        sandbox: Sandbox,
        notices: Notices,
        sending: Sending,
        protecting: Protecting,
        waitlist: Waitlist,
        reminding: Reminding,
        withdrawing: Withdrawing,
        videos: Videos,
        tending: Tending,
        reviewing: Reviewing,
        features: Iterable[Feature] = (),
    ) -> None:
        self._work = work
        self._relay = relay
        self._reconciling = reconciling
        self._sending = sending
        self._reminding = reminding
        self._tending = tending
        self._reviewing = reviewing
        self.chores = (
            Chore("close_lapsed_deals", 0.5, hosting.close_lapsed),
            Chore("expire_holds", 1.0, checkout.expire_holds),
            Chore("close_lines", 5.0, waitlist.close_lines),
            Chore("check_payments", 1.0, reconciling.check_payments),
            Chore("repeat_refunds", 1.0, self._repeat_refunds),
            Chore("protect_prices", 0.5, protecting.sweep),
            Chore("remind_of_balances", 1.0, self._remind),
            Chore("withdraw_presales", 1.0, withdrawing.go_on),
            Chore("tell_of_the_sandbox", 0.5, lambda: sandbox.tell(notices.receive)),
            Chore("tend_points", 5.0, self._tend),
            Chore("review_tiers", 5.0, self._review),
            Chore("apply_programmes", 1.0, self._apply),
            *(Chore(name, 2.0, self._sweep) for name in SWEEPS[: relay.sweeps_at_once]),
            Chore("follow_video", 0.5, lambda: relay.sweep(SAID_BY_OTHERS, VideoChanged)),
            Chore("lose_video", 5.0, videos.lose_unseen),
            Chore("clean_up", 3600.0, self._clean_up),
            Chore("forget_webhook_events", 3600.0, sending.forget),
            *(chore for feature in features for chore in feature.chores()),
        )

    async def run(self) -> None:
        """Do all chores on their beats, and send to webhooks, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(repeat(self.chores))
            tasks.create_task(self._sending.run())

    async def _sweep(self) -> bool:
        """A batch; whether it was full, as after an outage."""
        count = await self._relay.sweep(SWEEP_AFTER)
        metrics.swept.inc(count)
        return count == BATCH

    async def _repeat_refunds(self) -> None:
        """The same, as when the price of many orders fell."""
        for _ in range(MOST_BATCHES):
            if await self._reconciling.repeat_refunds() < REFUNDS:
                break

    async def _remind(self) -> None:
        """The same, as when a window of many orders opens."""
        for _ in range(MOST_BATCHES):
            if await self._reminding.remind() < REMINDERS:
                break

    async def _tend(self) -> None:
        """The same, as when a festival's points mature."""
        for _ in range(MOST_BATCHES):
            if await self._tending.tend() < LOTS:
                break

    async def _review(self) -> None:
        """The same, as at the turn of a year."""
        for _ in range(MOST_BATCHES):
            if await self._reviewing.review() < MEMBERS:
                break

    async def _apply(self) -> None:
        """The same, as when a large brand has new rules."""
        for _ in range(MOST_BATCHES):
            if await self._reviewing.apply_rules() < MEMBERS:
                break

    async def _clean_up(self) -> None:
        await self._relay.forget(KEEP_DELIVERED)
        async with self._work.write() as tx:
            await idempotency.forget(tx, tx.now)
            await membership.forget_sessions(tx)
        await self._reconciling.forget_events()


async def repeat(chores: Iterable[Chore]) -> None:
    """Do each chore on its beat, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        for chore in chores:
            tasks.create_task(_repeat(chore), name=chore.name)


async def _repeat(chore: Chore) -> None:
    while True:
        try:
            goes_on = await whole(chore.do()) is True
        except Exception:
            log.exception("worker.chore_failed", chore=chore.name)
            goes_on = False
        if not goes_on:
            await asyncio.sleep(chore.every_s)
