"""The chores get done, and one that fails keeps no other from it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kit import idempotency
from kit.clock import utc_now
from kit.outbox import Relay, outbox
from membership.events import AccountCreated
from membership.tables import sessions
from server.features import upkeep
from server.features.feature import Chore
from server.worker import repeat
from tests.support.api import Api, running_api
from tests.support.waiting import TIMEOUT_S, until


async def test_every_chore_runs_on_an_empty_database(api: Api) -> None:
    chores = api.dealcast.worker.chores
    assert len({chore.name for chore in chores}) == len(chores)
    for chore in chores:
        await chore.do()


async def test_the_sweep_delivers_what_a_dead_process_left(api: Api) -> None:
    parts = api.dealcast
    parts.work.on_commit = None
    async with parts.work.write() as tx:
        tx.emit(AccountCreated(account_id="a1"))
    _pass_time(api, timedelta(seconds=6))
    await _chore(api, "sweep_outbox").do()
    async with parts.work.read() as tx:
        assert await tx.scalar(select(outbox.c.delivered_at)) is not None


async def test_the_clean_up_forgets_what_is_too_old_and_nothing_else(api: Api) -> None:
    mira = await api.sign_up("mira")
    async with api.dealcast.work.write() as tx:
        await idempotency.keep(tx, "mira", "k1", "f", "{}")
    await api.dealcast.relay.drain()

    await _chore(api, "clean_up").do()
    assert await _rows(api) == (1, 1, 1)
    assert (await mira.get("/api/me")).status_code == 200

    _pass_time(api, timedelta(days=31))
    await _chore(api, "clean_up").do()
    assert await _rows(api) == (0, 0, 0)


async def test_a_failing_chore_is_tried_again_and_stops_no_other() -> None:
    done: list[str] = []

    async def failing() -> None:
        done.append("failing")
        raise RuntimeError("the database is gone")

    async def good() -> None:
        done.append("good")

    chores = (Chore("failing", 0.001, failing), Chore("good", 0.001, good))
    task = asyncio.create_task(repeat(chores))
    try:
        await until(lambda: done.count("failing") > 2 and done.count("good") > 2)
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_process_with_a_worker_does_the_chores_by_itself(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SWEEP_AFTER", timedelta(0))
    swept = asyncio.Event()
    sweep = Relay.sweep

    async def watched(self: Relay, older_than: timedelta) -> int:
        swept.set()
        return await sweep(self, older_than)

    monkeypatch.setattr(Relay, "sweep", watched)
    async with running_api(sqlite_url, has_worker=True), asyncio.timeout(TIMEOUT_S):
        await swept.wait()


def _chore(api: Api, name: str) -> Chore:
    return next(chore for chore in api.dealcast.worker.chores if chore.name == name)


def _pass_time(api: Api, duration: timedelta) -> None:
    work, relay = api.dealcast.work, api.dealcast.relay
    work.clock = relay._clock = lambda: utc_now() + duration


async def _rows(api: Api) -> tuple[int, int, int]:
    tables = (sessions, idempotency.idempotency_keys, outbox)
    async with api.dealcast.work.read() as tx:
        counts = [await tx.scalar(select(func.count()).select_from(table)) for table in tables]
    return counts[0], counts[1], counts[2]
