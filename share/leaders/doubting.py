"""Friends whose rewards are held or refused count for nobody, until they are released."""

from kit.unit_of_work import UnitOfWork
from share.leaders import store
from share.leaders.events import FriendsCame


class Doubting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def look_again(self, reward_id: str) -> None:
        """A reward was held, released or refused: its sharer's friends in the show are counted anew."""
        async with self._work.write() as tx:
            place = await store.place_of(tx, reward_id)
            if place is not None and await store.recount(tx, *place):
                show_id, sharer_id = place
                tx.emit(FriendsCame(show_id=show_id, account_ids=[sharer_id]))
