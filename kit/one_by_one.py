"""Going through what is due, of which one may always fail: it keeps no other waiting.

    self._due = OneByOne[str]("decide_draws")
    draw_ids = await store.due_draw_ids(tx, self._due.reach(BATCH))
    await self._due.each(draw_ids, self._decide)

One that fails is logged with its id each time that it was tried, counted, and left alone by this process for a while, each time
for twice as long; meanwhile the database is asked for one more. What fails because the database is away is not the row's fault:
the round ends, and begins again with the chore's next beat.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from kit import metrics
from kit.group_commit import is_transient

log = structlog.get_logger()

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

FIRST_S = 2.0
LONGEST_S = 600.0
FORGOTTEN_AFTER_S = 3600.0
"""Who was not seen again for so long was repaired, or is another worker's."""
MOST = 1_000
"""That are left alone at once; beyond it the one that failed first is not any more."""


@dataclass(frozen=True, slots=True)
class Failed(Generic[K]):
    key: K
    tries: int
    until: float


class OneByOne(Generic[K]):
    """Of one chore of this process. Keys are ids, or tuples of them."""

    def __init__(self, chore: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._chore = chore
        self._clock = clock
        self._failed: dict[K, Failed[K]] = {}

    def reach(self, most: int) -> int:
        """How many to ask for, so that there are `most` beside those that are left alone."""
        return most + len(self._failed)

    def awake(self, keys: Iterable[K]) -> list[K]:
        """Without those that are left alone."""
        now = self._clock()
        self._forget(now)
        return [key for key in keys if key not in self._failed or self._failed[key].until <= now]

    def left_alone(self) -> list[K]:
        """Where somebody may have so many rows that none is left for others."""
        now = self._clock()
        return [key for key, one in self._failed.items() if one.until > now]

    async def each(self, keys: Iterable[K], do: Callable[[K], Awaitable[T]]) -> list[T]:
        """One after the other; what was said of those that did not fail.

        Raises:
            what says that the database is away
        """
        said: list[T] = []
        for key in self.awake(keys):
            await self._try(key, do, said)
        return said

    async def at_once(self, keys: Iterable[K], do: Callable[[K], Awaitable[T]]) -> list[T]:
        """The same, all side by side: all have ended when one of them raises.

        Raises:
            what says that the database is away
        """
        said: list[T] = []
        tries = [self._try(key, do, said) for key in self.awake(keys)]
        for result in await asyncio.gather(*tries, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
        return said

    async def together(self, keys: Iterable[K], do: Callable[[Sequence[K]], Awaitable[int]]) -> int:
        """All in one go; if that fails, one after the other. The sum of what `do` said, which is how many it did.

        Raises:
            what says that the database is away
        """
        awake = self.awake(keys)
        try:
            count = await do(awake) if awake else 0
        except Exception as error:
            if is_transient(error):
                raise
            return sum(await self.each(awake, lambda key: do([key])))
        for key in awake:
            self._failed.pop(key, None)
        return count

    async def again(self, do: Callable[[K], Awaitable[T]]) -> list[T]:
        """Try those once more that failed and were left alone for long enough, where nothing else leads back to them.

        Raises:
            what says that the database is away
        """
        return await self.each(tuple(self._failed), do)

    async def _try(self, key: K, do: Callable[[K], Awaitable[T]], said: list[T]) -> None:
        try:
            said.append(await do(key))
        except Exception as error:
            if is_transient(error):
                # Perhaps only this one is: the next round begins with another.
                self._leave_alone(key, self._tries(key))
                raise
            self._note(key)
        else:
            self._failed.pop(key, None)

    def _note(self, key: K) -> None:
        tries = self._tries(key) + 1
        again_in_s = self._leave_alone(key, tries)
        metrics.chore_failures.labels(self._chore, "row").inc()
        log.exception(
            "worker.row_failed", chore=self._chore, row=key, tries=tries, again_in_s=again_in_s
        )

    def _tries(self, key: K) -> int:
        known = self._failed.get(key)
        return known.tries if known else 0

    def _leave_alone(self, key: K, tries: int) -> float:
        rest_s: float = min(LONGEST_S, FIRST_S * 2 ** max(0, tries - 1))
        self._failed[key] = Failed(key, tries, self._clock() + rest_s)
        if len(self._failed) > MOST:
            del self._failed[next(iter(self._failed))]
        return rest_s

    def _forget(self, now: float) -> None:
        worn_out = [
            key for key, one in self._failed.items() if one.until + FORGOTTEN_AFTER_S <= now
        ]
        for key in worn_out:
            del self._failed[key]
