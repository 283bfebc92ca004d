"""With which cards people paid, by hashes that tell two cards apart and nothing else, for half a year."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from commerce.payments import store
from kit.unit_of_work import Tx, UnitOfWork

KEPT = timedelta(days=180)


class UsedCards:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def shared(
        self, tx: Tx, pairs: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], int]:
        """How many cards both people of each pair paid with, in the caller's transaction; pairs with none are left out."""
        return await store.shared_cards(tx, pairs, tx.now - KEPT)

    async def forget(self) -> int:
        """Delete what is kept no longer; how much. For the worker."""
        async with self._work.write() as tx:
            return await store.forget_used_cards(tx, tx.now - KEPT)
