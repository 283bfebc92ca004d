"""Values that are dear to make, kept for a while.

    pages = Kept[str, bytes](most=2_000, lasts_s=5.0)
    page = await pages.get(code, lambda: render(code))
    pages.forget(code)

However many ask at once, a value is made once. When there are too many, those kept longest go. A value that is too old
is still given when a new one cannot be made. What was begun before a `forget` is given, but not kept.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from kit.group_commit import is_transient

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    def __init__(
        self, most: int, lasts_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._lasts_s = lasts_s
        self._clock = clock
        # A dict finds its first key the slower the more were taken out before it.
        self._values = OrderedDict[K, tuple[float, V]]()
        self._making: dict[K, asyncio.Task[V]] = {}
        self._forgotten = 0

    def __len__(self) -> int:
        return len(self._values)

    def fresh(self, key: K) -> V | None:
        """The value, if it is there and not too old."""
        kept = self._values.get(key)
        return kept[1] if kept is not None and kept[0] > self._clock() else None

    def old(self, key: K) -> V | None:
        """The value, however old."""
        kept = self._values.get(key)
        return kept[1] if kept is not None else None

    @property
    def mark(self) -> int:
        """Where the values are in time: take it before you begin to make one by yourself."""
        return self._forgotten

    def keep(self, key: K, value: V, mark: int) -> None:
        """Keep what was begun at that mark, unless something was forgotten since."""
        if mark == self._forgotten:
            self._keep(key, value)

    async def get(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        """
        Raises:
            what `make` raised, unless an old value is there
        """
        kept = self._values.get(key)
        if kept is not None and kept[0] > self._clock():
            return kept[1]
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._make(key, make))
            task.add_done_callback(_look)  # nobody may be left who waits for it
        try:
            return await asyncio.shield(task)
        except Exception as error:
            if kept is None or not is_transient(error):
                raise
            return kept[1]

    def forget(self, key: K) -> None:
        self._forgotten += 1
        self._values.pop(key, None)
        self._making.pop(key, None)

    def forget_where(self, is_stale: Callable[[V], bool]) -> None:
        self._forgotten += 1
        self._making.clear()
        for key, (_, value) in tuple(self._values.items()):
            if is_stale(value):
                del self._values[key]

    async def _make(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        mark = self._forgotten
        try:
            value = await make()
        finally:
            if self._making.get(key) is asyncio.current_task():
                del self._making[key]
        self.keep(key, value, mark)
        return value

    def _keep(self, key: K, value: V) -> None:
        self._values.pop(key, None)
        while len(self._values) >= self._most:
            self._values.popitem(last=False)
        self._values[key] = (self._clock() + self._lasts_s, value)


def _look(task: "asyncio.Task[Any]") -> None:
    if not task.cancelled():
        task.exception()
