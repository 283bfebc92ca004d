"""Rows that hardly ever change, read once by a process.

products = Remembered(store.products_by_id, most=10_000)
found = await products.of(tx, product_ids)
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Generic, TypeVar

from kit.unit_of_work import Tx

Value = TypeVar("Value")
Load = Callable[[Tx, set[str]], Awaitable[Mapping[str, Value]]]


class Remembered(Generic[Value]):
    """At most `most` of them: when there are more, all are forgotten."""

    def __init__(self, load: Load[Value], most: int) -> None:
        self._load = load
        self._most = most
        self._known: dict[str, Value] = {}

    async def of(self, tx: Tx, ids: set[str]) -> dict[str, Value]:
        """By id; ids that nothing has are left out."""
        known = self._known
        if unknown := ids - known.keys():
            if len(known) + len(unknown) > self._most:
                known = self._known = {}
                unknown = ids
            known.update(await self._load(tx, unknown))
        return {each: known[each] for each in ids if each in known}

    def forget(self, one: str) -> None:
        """It is not as it was: read it again."""
        self._known.pop(one, None)

    def here(self, ids: Iterable[str]) -> dict[str, Value] | None:
        """By id, without reading; None if one is not known yet."""
        try:
            return {each: self._known[each] for each in ids}
        except KeyError:
            return None
