"""Asking for many things at once.

    people = Batched(load_people)      # async def load_people(ids) -> {id: person}
    person = await people.get("06h…")

What is asked for while one batch is on its way makes up the next: alone nobody waits, and a thousand at once cost a
few queries instead of a thousand.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

MOST = 500


class Batched(Generic[K, V]):
    def __init__(
        self, load: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], most: int = MOST
    ) -> None:
        self._load = load
        self._most = most
        self._asked: dict[K, asyncio.Future[V | None]] = {}
        self._loading: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V | None:
        """What `load` found for the key, None if nothing. Raises what `load` raised for the batch."""
        answer = self._asked.get(key)
        if answer is None:
            answer = self._asked[key] = asyncio.get_running_loop().create_future()
            if self._loading is None:
                self._loading = asyncio.create_task(self._load_all())
        return await asyncio.shield(answer)

    async def _load_all(self) -> None:
        while self._asked:
            keys = list(self._asked)[: self._most]
            batch = {key: self._asked.pop(key) for key in keys}
            try:
                found = await self._load(keys)
            except Exception as error:
                for answer in batch.values():
                    answer.set_exception(error)
                    answer.exception()  # read once, so that one nobody waits for any more is not complained about
            else:
                for key, answer in batch.items():
                    answer.set_result(found.get(key))
        self._loading = None
