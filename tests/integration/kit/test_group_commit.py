"""Group commit: order, batches, refusals, bounds, and a connection that is lost at the worst moment."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from kit import group_commit, outbox
from kit.bulk import Rows, write_rows
from kit.db import Database
from kit.errors import Conflict, Refusal, TooMany, Unavailable
from kit.events import Event
from kit.group_commit import GroupCommit, is_transient
from kit.idempotency import idempotency_keys
from kit.unit_of_work import Draft, Tx
from tests.support.slices import World
from tests.support.waiting import until


class Noted(Event, frozen=True, kw_only=True, tag="test.noted"):
    numbers: list[int]


class Notebook:
    """Writes numbers down; refuses the odd hundreds, and breaks at what it is told to."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.batches: list[list[int]] = []
        self.breaks_at: int | None = None
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def settle(self, tx: Tx, numbers: Sequence[int]) -> list[str | Refusal]:
        self.batches.append(list(numbers))
        await self.may_go_on.wait()
        good = [number for number in numbers if number < 100]
        if self.breaks_at in good:
            raise ValueError(f"{self.breaks_at} cannot be written")
        if good:
            rows = [
                {"owner": "n", "key": str(n), "fingerprint": "", "answer": "", "created_at": tx.now}
                for n in good
            ]
            await tx.execute(insert(idempotency_keys), rows)
            tx.emit(Noted(numbers=good))
        return [f"noted {n}" if n < 100 else Conflict(f"{n} is too large.") for n in numbers]

    async def written(self) -> list[int]:
        async with self.world.work.read() as tx:
            return sorted(int(row["key"]) for row in await tx.all(select(idempotency_keys.c.key)))


@pytest.fixture
def notebook(world: World) -> Notebook:
    return Notebook(world)


@pytest.fixture
async def commits(world: World, notebook: Notebook) -> AsyncIterator[GroupCommit[int, str]]:
    commits = GroupCommit(world.work, notebook.settle, most_waiting=50, most_at_once=20)
    yield commits
    await commits.close()


async def test_alone_an_item_is_settled_at_once(
    commits: GroupCommit[int, str], notebook: Notebook, world: World
) -> None:
    assert await commits.submit(7) == "noted 7"
    assert await notebook.written() == [7]
    assert world.events == [Noted(numbers=[7])]


async def test_while_one_batch_commits_the_next_one_forms_in_order_of_arrival(
    commits: GroupCommit[int, str], notebook: Notebook, world: World
) -> None:
    notebook.may_go_on.clear()
    first = asyncio.create_task(commits.submit(0))
    await until(lambda: notebook.batches == [[0]])
    others = [asyncio.create_task(commits.submit(number)) for number in range(1, 31)]
    await asyncio.sleep(0)
    notebook.may_go_on.set()

    assert await asyncio.gather(first, *others) == [f"noted {n}" for n in range(31)]
    assert notebook.batches == [[0], list(range(1, 21)), list(range(21, 31))]
    assert len(world.events) == 3, "one row in the outbox a batch"


class Guesser:
    """Notes down in one statement what nobody has noted yet, when `turns` lets it. `guesses` are the batches as they were guessed."""

    def __init__(self, world: World, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
        self.guesses: list[list[int]] = []
        self.turns = asyncio.Semaphore(0)
        self.commits = GroupCommit(world.work, notebook.settle, self._guess, most_at_once=20)
        self._write_at_once = world.work.write_at_once
        monkeypatch.setattr(world.work, "write_at_once", self._write_in_turn)

    async def submit_and_then(self, number: int, next_one: int) -> list[str]:
        return [await self.commits.submit(number), await self.commits.submit(next_one)]

    def _guess(self, draft: Draft, numbers: Sequence[int]) -> list[str]:
        self.guesses.append(list(numbers))
        same = {"owner": "n", "fingerprint": "", "answer": "", "created_at": draft.now}
        columns = {name: [value] * len(numbers) for name, value in same.items()}
        draft.add(Rows(idempotency_keys, {"key": [str(n) for n in numbers], **columns}))
        draft.emit(Noted(numbers=list(numbers)))
        return [f"noted {n}" for n in numbers]

    async def _write_in_turn(self, draft: Draft) -> None:
        await self.turns.acquire()
        await self._write_at_once(draft)

    def let_all_write(self) -> None:
        for _ in range(10):
            self.turns.release()


@pytest.fixture
async def guesser(
    world: World, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Guesser]:
    guesser = Guesser(world, notebook, monkeypatch)
    yield guesser
    await guesser.commits.close()


async def _two_written_one_after_the_other(guesser: Guesser) -> list[asyncio.Task[list[str]]]:
    """Ask for 0 and 1, then 10 and 11; when the first two are told, 20 and 21 follow. Return when 10 and 11 are about to be written, and
    the next two are guessed."""
    first = [asyncio.create_task(guesser.submit_and_then(n, n + 20)) for n in (0, 1)]
    await until(lambda: guesser.guesses == [[0, 1]])
    then = [asyncio.create_task(guesser.submit_and_then(n, n + 20)) for n in (10, 11)]
    await asyncio.sleep(0)
    guesser.turns.release()
    await until(lambda: guesser.guesses == [[0, 1], [10, 11], [20, 21]])
    return [*first, *then]


async def test_while_a_guess_is_written_the_next_batch_is_guessed(
    guesser: Guesser, notebook: Notebook, world: World
) -> None:
    asking = await _two_written_one_after_the_other(guesser)
    assert await notebook.written() == [0, 1]
    guesser.let_all_write()

    assert await asyncio.gather(*asking) == [
        [f"noted {n}", f"noted {n + 20}"] for n in (0, 1, 10, 11)
    ]
    assert guesser.guesses == [[0, 1], [10, 11], [20, 21], [30, 31]]
    assert notebook.batches == [], "it never looked"
    assert world.events == [Noted(numbers=[n, n + 1]) for n in (0, 10, 20, 30)]


async def test_what_was_guessed_ahead_of_a_wrong_guess_is_guessed_again(
    guesser: Guesser, notebook: Notebook, world: World
) -> None:
    """It was guessed as if the one before had been right, and comes after it all the same."""
    asking = await _two_written_one_after_the_other(guesser)
    async with world.work.write() as tx:
        taken = {"owner": "n", "key": "11", "fingerprint": "", "answer": "", "created_at": tx.now}
        await tx.execute(insert(idempotency_keys), taken)
    guesser.let_all_write()

    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert answers[:3] == [[f"noted {n}", f"noted {n + 20}"] for n in (0, 1, 10)]
    assert isinstance(answers[3], IntegrityError)
    assert guesser.guesses[3][:2] == [20, 21], "after the batch before it was settled"
    assert await notebook.written() == [0, 1, 10, 11, 20, 21, 30]


async def test_a_guess_that_fails_is_none(world: World, notebook: Notebook) -> None:
    def fail(_draft: Draft, _numbers: Sequence[int]) -> list[str]:
        raise ValueError("nothing to guess by")

    commits = GroupCommit(world.work, notebook.settle, fail)
    assert await asyncio.gather(*map(commits.submit, (1, 2))) == ["noted 1", "noted 2"]
    await commits.close()


async def test_a_guess_that_cannot_be_written_down_is_none(
    world: World, notebook: Notebook
) -> None:
    def without_a_zone(draft: Draft, numbers: Sequence[int]) -> list[str]:
        same = {"owner": "n", "fingerprint": "", "answer": ""}
        columns = {name: [value] * len(numbers) for name, value in same.items()}
        at = [draft.now.replace(tzinfo=None)] * len(numbers)
        keys = [str(number) for number in numbers]
        draft.add(Rows(idempotency_keys, {"key": keys, **columns, "created_at": at}))
        return [f"guessed {number}" for number in numbers]

    commits = GroupCommit(world.work, notebook.settle, without_a_zone)
    async with asyncio.timeout(20):
        assert await asyncio.gather(*map(commits.submit, (1, 2))) == ["noted 1", "noted 2"]
    await commits.close()


async def test_a_refusal_is_of_its_item_alone(
    commits: GroupCommit[int, str], notebook: Notebook
) -> None:
    answers = await asyncio.gather(*map(commits.submit, (1, 200, 2)), return_exceptions=True)
    assert [answers[0], answers[2]] == ["noted 1", "noted 2"]
    assert isinstance(answers[1], Conflict)
    assert await notebook.written() == [1, 2]


async def test_nobody_hears_an_answer_before_the_commit(
    commits: GroupCommit[int, str], notebook: Notebook
) -> None:
    notebook.may_go_on.clear()
    waiting = asyncio.create_task(commits.submit(1))
    await until(lambda: notebook.batches != [])
    assert not waiting.done()
    assert await notebook.written() == []
    notebook.may_go_on.set()
    await waiting
    assert await notebook.written() == [1]


async def test_a_full_queue_refuses_and_says_when_to_return(
    commits: GroupCommit[int, str], notebook: Notebook
) -> None:
    notebook.may_go_on.clear()
    first = asyncio.create_task(commits.submit(0))
    await until(lambda: notebook.batches != [])
    queued = [asyncio.create_task(commits.submit(number)) for number in range(1, 51)]
    await asyncio.sleep(0)
    with pytest.raises(TooMany) as refused:
        await commits.submit(51)
    assert refused.value.retry_after_s == 1
    notebook.may_go_on.set()
    await asyncio.gather(first, *queued)
    assert await notebook.written() == list(range(51))


async def test_who_gave_up_before_the_batch_formed_is_left_out(
    commits: GroupCommit[int, str], notebook: Notebook
) -> None:
    notebook.may_go_on.clear()
    first = asyncio.create_task(commits.submit(0))
    await until(lambda: notebook.batches != [])
    impatient, patient = (asyncio.create_task(commits.submit(n)) for n in (1, 2))
    await asyncio.sleep(0)
    impatient.cancel()
    notebook.may_go_on.set()
    await asyncio.gather(first, patient)
    assert await notebook.written() == [0, 2]


async def test_an_item_that_cannot_be_settled_does_not_take_the_others_with_it(
    commits: GroupCommit[int, str], notebook: Notebook
) -> None:
    notebook.breaks_at = 2
    answers = await asyncio.gather(*map(commits.submit, (1, 2, 3)), return_exceptions=True)
    assert isinstance(answers[1], ValueError)
    assert await notebook.written() == [1, 3]


async def test_closing_settles_what_waits_and_takes_nothing_more(
    commits: GroupCommit[int, str], notebook: Notebook
) -> None:
    waiting = [asyncio.create_task(commits.submit(number)) for number in range(40)]
    await asyncio.sleep(0)
    await commits.close()
    assert await asyncio.gather(*waiting) == [f"noted {n}" for n in range(40)]
    with pytest.raises(Unavailable, match="restarting"):
        await commits.submit(41)


@pytest.mark.parametrize("is_committed", [True, False], ids=["after", "before"])
async def test_a_connection_lost_around_the_commit_doubles_nothing_and_loses_nothing(
    commits: GroupCommit[int, str],
    notebook: Notebook,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    is_committed: bool,
) -> None:
    """The server may have committed although nobody heard it, or not."""
    database, losses = world.work.database, iter([True])

    @asynccontextmanager
    async def losing() -> AsyncIterator[AsyncConnection]:
        async with Database.writing(database) as connection:
            yield connection
            is_lost = next(losses, False)
            if is_lost and not is_committed:
                raise ConnectionResetError("the line went dead before the commit")
        if is_lost:
            raise ConnectionResetError("the line went dead before the answer")

    monkeypatch.setattr(database, "writing", losing)
    answers = await asyncio.gather(*map(commits.submit, (1, 2, 200)), return_exceptions=True)

    assert answers[:2] == ["noted 1", "noted 2"]
    assert isinstance(answers[2], Conflict)
    assert await notebook.written() == [1, 2]
    assert world.events == [Noted(numbers=[1, 2])], "delivered at once, and once"
    async with world.work.read() as tx:
        assert len(await tx.all(select(outbox.outbox.c.id))) == 1


async def test_a_database_that_stays_away_is_said_to_be_unavailable(
    commits: GroupCommit[int, str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def away() -> AsyncIterator[AsyncConnection]:
        raise ConnectionRefusedError
        yield

    monkeypatch.setattr(group_commit, "RETRY_AFTER_S", (0, 0))
    with monkeypatch.context() as patched:
        patched.setattr(world.work.database, "writing", away)
        with pytest.raises(Unavailable):
            await commits.submit(1)
    assert await commits.submit(2) == "noted 2"


async def test_a_disk_that_is_full_is_said_to_be_unavailable(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(Database(sqlite_url))
    event.listen(world.work.database.engine.sync_engine, "connect", _grows_no_more)
    batches: list[int] = []

    async def settle(tx: Tx, numbers: Sequence[int]) -> list[str | Refusal]:
        batches.append(len(numbers))
        row = {"owner": "n", "key": "k", "fingerprint": "", "created_at": tx.now}
        await tx.execute(insert(idempotency_keys), {**row, "answer": "x" * 200_000})
        return ["noted"] * len(numbers)

    monkeypatch.setattr(group_commit, "RETRY_AFTER_S", (0,))
    commits = GroupCommit(world.work, settle)
    found = await asyncio.gather(*map(commits.submit, range(8)), return_exceptions=True)
    assert [type(one) for one in found] == [Unavailable] * 8
    assert batches == [8, 8], "it is not tried for each of them"
    await commits.close()
    await world.work.database.close()


def _grows_no_more(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA max_page_count=1")
    cursor.close()


@pytest.mark.parametrize("lacking", [asyncpg.DiskFullError, asyncpg.OutOfMemoryError])
def test_what_postgresql_lacks_may_be_there_a_moment_later(
    lacking: type[asyncpg.PostgresError],
) -> None:
    error = lacking("could not extend file")
    assert is_transient(error)
    assert is_transient(OperationalError("INSERT", None, error))


async def test_postgresql_ends_the_connection_in_the_middle_of_a_batch(
    postgresql_url: str,
) -> None:
    world = World(Database(postgresql_url))
    notebook = Notebook(world)
    killed: list[int] = []

    async def settle(tx: Tx, numbers: Sequence[int]) -> list[str | Refusal]:
        answers = await notebook.settle(tx, numbers)
        if not killed:
            killed.append(int(await tx.scalar(text("SELECT pg_backend_pid()"))))
            async with world.work.database.reading() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": killed[0]})
        return answers

    commits = GroupCommit(world.work, settle)
    assert await asyncio.gather(*map(commits.submit, (1, 2))) == ["noted 1", "noted 2"]
    assert await notebook.written() == [1, 2]
    await commits.close()
    await world.work.database.close()


async def test_whether_a_transaction_was_committed_is_known_only_when_it_has_ended(
    postgresql_url: str,
) -> None:
    world = World(Database(postgresql_url))
    database = world.work.database
    for ends_well in (True, False):
        async with database.engine.connect() as connection:
            transaction = await connection.begin()
            (message,), row = outbox.letters([Noted(numbers=[1])], world.now)
            await write_rows(connection, row)
            asking = asyncio.create_task(_was_committed(database, message.id))
            done, _ = await asyncio.wait([asking], timeout=0.2)
            assert not done, "it may still be committed"
            await (transaction.commit() if ends_well else transaction.rollback())
            assert await asking is ends_well
    await database.close()


async def _was_committed(database: Database, message_id: str) -> bool:
    async with database.writing() as connection:
        return await outbox.was_committed(connection, message_id)
