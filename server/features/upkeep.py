"""What a shop needs whatever it sells: events that were not delivered are, and what nobody needs any more is forgotten."""

from collections.abc import Sequence
from datetime import timedelta

from kit import idempotency, metrics
from kit.outbox import BATCH, Relay
from kit.unit_of_work import UnitOfWork
from membership import store as membership
from server.features.feature import Chore, Feature
from streams.events import VideoChanged

SWEEP_AFTER = timedelta(seconds=5)
SWEEPS = ("sweep_outbox", "sweep_outbox_beside")
SAID_BY_OTHERS = timedelta(milliseconds=50)
"""Media processes reach no room by themselves: what they say is delivered from here, at once."""
KEEP_DELIVERED = timedelta(days=7)


class UpkeepFeature(Feature):
    def __init__(self, work: UnitOfWork, relay: Relay) -> None:
        self._work = work
        self._relay = relay

    def chores(self) -> Sequence[Chore]:
        return (
            *(Chore(name, 2.0, self._sweep) for name in SWEEPS[: self._relay.sweeps_at_once]),
            Chore("follow_video", 0.5, lambda: self._relay.sweep(SAID_BY_OTHERS, VideoChanged)),
            Chore("clean_up", 3600.0, self._clean_up),
        )

    async def _sweep(self) -> bool:
        """A batch; whether it was full, as after an outage."""
        count = await self._relay.sweep(SWEEP_AFTER)
        metrics.swept.inc(count)
        return count == BATCH

    async def _clean_up(self) -> None:
        await self._relay.forget(KEEP_DELIVERED)
        async with self._work.write() as tx:
            await idempotency.forget(tx, tx.now)
            await membership.forget_sessions(tx)
