"""The demo's two sale windows, as the festival of 2021 had: balances of the first can be paid soon, deposits of the second are
being paid."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.presale.scheduling import Scheduling
from commerce.presale.views import NewSaleWindow
from kit.auth import Principal
from kit.clock import to_ms
from server.demo.staged import StagedWork

ADDED = timedelta(days=7)
"""How long ago the operator did."""


@dataclass(frozen=True, slots=True)
class WindowSeed:
    """Times are from now."""

    title: str
    deposit_from: timedelta
    deposit_until: timedelta
    balance_from: timedelta
    balance_until: timedelta


FIRST = WindowSeed(
    "First sale window",
    timedelta(days=-3),
    timedelta(hours=-12),
    timedelta(minutes=20),
    timedelta(days=2),
)
SECOND = WindowSeed(
    "Second sale window",
    timedelta(days=-1),
    timedelta(days=5),
    timedelta(days=6),
    timedelta(days=9),
)


async def add_windows(work: StagedWork, operator: Principal, now: datetime) -> dict[str, str]:
    """Both; their ids by title."""
    work.time = now - ADDED
    scheduling = Scheduling(work)
    minute = now.replace(second=0, microsecond=0)
    added = [
        await scheduling.schedule(
            operator,
            None,
            NewSaleWindow(
                title=seed.title,
                deposit_from_ms=to_ms(minute + seed.deposit_from),
                deposit_until_ms=to_ms(minute + seed.deposit_until),
                balance_from_ms=to_ms(minute + seed.balance_from),
                balance_until_ms=to_ms(minute + seed.balance_until),
            ),
        )
        for seed in (FIRST, SECOND)
    ]
    return {window.title: window.id for window in added}
