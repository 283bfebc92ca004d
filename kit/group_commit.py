"""Group commit: what many people ask for at once is settled in one transaction.

    claims = GroupCommit(work, settle_claims)
    answer = await claims.submit(claim)        # after the commit, or raises the refusal

Items wait in one bounded queue. One batch is in flight; while it commits, the next one forms, so there is no timer: alone,
an item is settled at once, and under load batches grow by themselves. `settle` gets the items in order of arrival
and returns an answer or a Refusal for each. Nobody hears an answer before the commit.

A connection that is lost during COMMIT leaves open whether it happened. The batch is then tried again, and begins by looking for
what its last try would have committed: the row of its first event in the outbox. So `settle` must emit an event when it
writes anything. A batch that meets what it did not see (a key, a slot that is taken) looks once more, and is told so.
Where `guess` is given, a batch is first written as it is settled if nobody else has changed anything: in one round trip, by a
statement that fails if somebody has. While one is written and those before it have their answers, the next one is guessed already, as if that one
succeeds; if it does not, the guess is thrown away.
A batch that fails for another reason is halved, so that an item that cannot be settled does not take the others with it.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from sqlite3 import SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR
from typing import Generic, Protocol, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from kit import outbox
from kit.errors import Refusal, TooMany, Unavailable
from kit.unit_of_work import Draft, Tx, UnitOfWork

log = structlog.get_logger()

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Settle = Callable[[Tx, Sequence[Item]], Awaitable[Sequence[Answer | Refusal]]]
Guess = Callable[[Draft, Sequence[Item]], Sequence[Answer] | None]
"""What it drafts must raise an IntegrityError where it is wrong. None if there is nothing to guess by. Of what it remembers it may believe that its
last guess was right."""

Told_contra = TypeVar("Told_contra", contravariant=True)


class Awaited(Protocol[Told_contra]):
    """Who is told an answer: a Future, or what is asked for less. Nothing here may block or raise: others wait behind it."""

    def done(self) -> bool:
        """Whether nobody waits for the answer any more."""

    def set_result(self, result: Told_contra, /) -> None: ...

    def set_exception(self, exception: Exception, /) -> None: ...

    def cancel(self) -> object:
        """There will be no answer: the process goes down."""


MOST_WAITING = 2_000
MOST_AT_ONCE = 200
TOLD_AT_ONCE = 16
RETRY_AFTER_S = (0.05, 0.2, 0.5, 1.0, 2.0)
_TRANSIENT = ("08", "40", "53", "57P", "57014")
"""SQLSTATE classes: connection lost, deadlock or serialization, no room on the disk, in memory or for a connection, shutting down or
starting up, a statement that waited for too long."""
_TRANSIENT_SQLITE = {SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR}
"""SQLite's primary codes: another process writes for too long, the disk is full, or does not answer."""


class GroupCommit(Generic[Item, Answer]):
    def __init__(
        self,
        work: UnitOfWork,
        settle: Settle[Item, Answer],
        guess: Guess[Item, Answer] | None = None,
        *,
        most_waiting: int = MOST_WAITING,
        most_at_once: int = MOST_AT_ONCE,
    ) -> None:
        self._work = work
        self._settle = settle
        self._guess = guess
        self._most_waiting = most_waiting
        self._most_at_once = most_at_once
        self._waiting: deque[_Waiting[Item, Answer]] = deque()
        self._is_guess_written = False
        """Whether just now a guess is being written."""
        self._ahead: _Batch[Item, Answer] | None = None
        """The batch that follows it, if that was guessed meanwhile."""
        self._pump: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._is_closed = False

    async def submit(self, item: Item) -> Answer:
        """Have the item settled with others; its answer, once that is committed.

        Raises:
            Refusal: what `settle` said of this item.
            TooMany: the queue is full.
            Unavailable: the process goes down, or the database is away.
        """
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.enter(item, answer)
        return await answer

    def enter(self, item: Item, answer: "Awaited[Answer]") -> None:
        """The same for who waits in another way than by `await`, and is told when it is time.

        Raises:
            TooMany, Unavailable: at once.
        """
        if self._is_closed:
            raise Unavailable("The server is restarting. Try again in a moment.", retry_after_s=2)
        if len(self._waiting) >= self._most_waiting:
            raise TooMany("Very many people are here. Try again in a second.", retry_after_s=1)
        self._waiting.append(_Waiting(item, answer))
        if self._pump is None:
            self._pump = asyncio.create_task(self._settle_all(), name="group-commit")

    async def close(self) -> None:
        """Take nothing more, and settle what waits."""
        self._is_closed = True
        if self._pump is not None:
            await self._pump
        if self._telling is not None:
            await self._telling

    async def _settle_all(self) -> None:
        try:
            while batch := self._next_batch():
                await self._settle_batch(batch.waiting, batch.guess)
        finally:
            self._pump = None
            self._forget_ahead()
            for waiting in self._waiting:
                waiting.answer.cancel()
            self._waiting.clear()

    def _next_batch(self) -> "_Batch[Item, Answer] | None":
        """The oldest that somebody still waits for, with a guess."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            return ahead
        batch: list[_Waiting[Item, Answer]] = []
        while self._waiting and len(batch) < self._most_at_once:
            waiting = self._waiting.popleft()
            if not waiting.answer.done():
                batch.append(waiting)
        return _Batch(batch, self._guessed(batch)) if batch else None

    def _guessed(self, batch: "Sequence[_Waiting[Item, Answer]]") -> "_Try[Answer] | None":
        if self._guess is None:
            return None
        draft = self._work.draft()
        try:
            answers = self._guess(draft, [waiting.item for waiting in batch])
            if answers is None:
                return None
            self._work.prepare(draft)
        except Exception:
            # With a look it is told whose fault it is.
            log.exception("group_commit.not_guessed", items=len(batch))
            return None
        return _Try(draft, answers)

    def _guess_ahead(self) -> None:
        if self._is_guess_written and self._ahead is None:
            self._ahead = self._next_batch()

    def _forget_ahead(self) -> None:
        """It was guessed as if what was written before it had been right."""
        if self._ahead is not None:
            self._waiting.extendleft(reversed(self._ahead.waiting))
            self._ahead = None

    async def _settle_batch(
        self,
        batch: "Sequence[_Waiting[Item, Answer]]",
        guess: "_Try[Answer] | None" = None,
    ) -> None:
        try:
            answers = await self._committed([waiting.item for waiting in batch], guess)
        except asyncio.CancelledError:
            for waiting in batch:
                waiting.answer.cancel()
            raise
        except Exception as error:
            await self._settle_failed(batch, error)
        else:
            self._begin_to_tell(batch, answers)

    def _begin_to_tell(
        self, batch: "Sequence[_Waiting[Item, Answer]]", answers: Sequence[Answer | Refusal]
    ) -> None:
        before = self._telling if self._telling and not self._telling.done() else None
        if before is None and len(batch) == 1:
            batch[0].tell(answers[0])
        else:
            self._telling = asyncio.create_task(self._tell(batch, answers, before))

    async def _tell(
        self,
        batch: "Sequence[_Waiting[Item, Answer]]",
        answers: Sequence[Answer | Refusal],
        before: "asyncio.Task[None] | None",
    ) -> None:
        """A few at a time, in order: what hundreds do with their answers must not keep the next batch from the database."""
        if before is not None:
            await before
        for number, (waiting, answer) in enumerate(zip(batch, answers, strict=True), 1):
            waiting.tell(answer)
            if number % TOLD_AT_ONCE == 0:
                await asyncio.sleep(0)
        # Those who were told last may ask again at once.
        await asyncio.sleep(0)
        self._guess_ahead()

    async def _settle_failed(
        self, batch: "Sequence[_Waiting[Item, Answer]]", error: Exception
    ) -> None:
        if is_transient(error):
            log.error("group_commit.database_away", items=len(batch), exc_info=error)
            for waiting in batch:
                refusal = Unavailable("This could not be saved. Try again in a moment.")
                refusal.__cause__ = error
                waiting.tell(refusal)
        elif len(batch) == 1:
            batch[0].fail(error)
        else:
            log.warning("group_commit.halved", items=len(batch), exc_info=error)
            middle = len(batch) // 2
            await self._settle_batch(batch[:middle])
            await self._settle_batch(batch[middle:])

    async def _committed(
        self, items: Sequence[Item], guess: "_Try[Answer] | None"
    ) -> Sequence[Answer | Refusal]:
        try:
            return await self._tried_again(items, guess, is_second_look=False)
        except IntegrityError as error:
            # It did not look, or another process wrote between its look and its write. Now it is seen.
            log.info("group_commit.overtaken", items=len(items), error=str(error.orig))
            return await self._tried_again(items, None, is_second_look=True)

    async def _tried_again(
        self, items: Sequence[Item], guess: "_Try[Answer] | None", *, is_second_look: bool
    ) -> Sequence[Answer | Refusal]:
        """As often as the database is only away, or in the way, for a moment."""
        unsure: list[_Try[Answer]] = []
        for pause_s in (*RETRY_AFTER_S, None):
            try:
                if guess is not None and not unsure:
                    return await self._written(guess, unsure)
                return await self._try(items, unsure, is_second_look=is_second_look)
            except Exception as error:
                if pause_s is None or not is_transient(error):
                    raise
                log.warning("group_commit.again", items=len(items), error=str(error))
            await asyncio.sleep(pause_s)
        raise AssertionError("the last try returns or raises")

    async def _written(
        self, guess: "_Try[Answer]", unsure: "list[_Try[Answer]]"
    ) -> Sequence[Answer | Refusal]:
        self._is_guess_written = True
        try:
            await self._work.write_at_once(guess.draft)
        except Exception:
            self._forget_ahead()
            unsure += [guess] if guess.draft.messages else []
            raise
        finally:
            self._is_guess_written = False
        return guess.answers

    async def _try(
        self, items: Sequence[Item], unsure: "list[_Try[Answer]]", *, is_second_look: bool
    ) -> Sequence[Answer | Refusal]:
        """One transaction. `unsure` are earlier ones that may have been committed; this one joins them if it fails."""
        earlier = this = None
        try:
            async with self._work.write() as tx:
                tx.is_second_look = is_second_look
                earlier = await _committed_among(unsure, tx)
                if earlier is None:
                    this = _Try(tx, await self._settle(tx, items))
        except Exception:
            if this is not None and this.draft.messages:
                unsure.append(this)
            raise
        if earlier is not None:
            self._work.hand_over(earlier.draft.messages)
            return earlier.answers
        assert this is not None
        return this.answers


class _Try(Generic[Answer]):
    """A transaction that was about to be committed, and what it would have answered."""

    def __init__(self, draft: Draft, answers: Sequence[Answer | Refusal]) -> None:
        self.draft = draft
        self.answers = answers


class _Batch(Generic[Item, Answer]):
    """Items that are settled together, and what they would leave behind if nobody else has changed anything."""

    def __init__(
        self, waiting: "Sequence[_Waiting[Item, Answer]]", guess: "_Try[Answer] | None"
    ) -> None:
        self.waiting = waiting
        self.guess = guess


class _Waiting(Generic[Item, Answer]):
    """An item, and who waits for its answer."""

    __slots__ = ("answer", "item")

    def __init__(self, item: Item, answer: "Awaited[Answer]") -> None:
        self.item = item
        self.answer = answer

    def tell(self, answer: Answer | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.fail(answer)
        elif not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


def is_transient(error: BaseException) -> bool:
    """Whether the same transaction may succeed a moment later: the connection was lost, not the argument."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _has_transient_state(error.orig)
    return isinstance(error, (OSError, PoolTimeoutError)) or _has_transient_state(error)


def _has_transient_state(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _TRANSIENT_SQLITE
    state = getattr(error, "sqlstate", None)
    return isinstance(state, str) and state.startswith(_TRANSIENT)


async def _committed_among(unsure: Sequence[_Try[Answer]], tx: Tx) -> _Try[Answer] | None:
    for earlier in unsure:
        if await outbox.was_committed(tx.connection, earlier.draft.messages[0].id):
            return earlier
    return None
