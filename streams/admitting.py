"""Asking whether someone may come in and watch a show, for who has no transaction at hand."""

from kit.auth import Principal
from kit.unit_of_work import UnitOfWork
from membership.ranks import rank_of
from streams import store
from streams.admission import Closed, refuse_entry


class Admitting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def refuse(self, principal: Principal, show_id: str) -> Closed | None:
        """Why the show is not open to this person now, if it is not. That there is none such, others say."""
        async with self._work.read() as tx:
            show = await store.get(tx, show_id)
            if show is None or not show.rank_needed(tx.now):
                return None
            return refuse_entry(show, await rank_of(tx, principal, show.brand_id), tx.now)
