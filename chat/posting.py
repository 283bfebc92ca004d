"""Posting messages in batches: one transaction for all that was said while the last one was committed."""

from collections import defaultdict
from collections.abc import Sequence

from chat import store
from chat.crowd import Crowd
from chat.deciding import Draft, Known, KnownRoom, Place, Post, decide
from chat.events import MessagesPosted
from chat.presenting import own_view
from chat.rooms import Rooms
from chat.rules import LONGEST_SLOW_MODE, key_of
from chat.views import MessageView
from kit.clock import to_ms
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory


class Posting:
    def __init__(self, work: UnitOfWork, rooms: Rooms) -> None:
        self._work = work
        self._rooms = rooms
        self._crowd = Crowd()
        self._commits = GroupCommit(work, self._settle)

    async def post(self, draft: Draft) -> MessageView:
        """As its author sees it, once it is committed.

        Raises:
            Refusal: what the room's rules say, or that too much waits.
        """
        view = await self._commits.submit(draft)
        key = key_of(draft.text)
        self._crowd.note(draft.show_id, draft.author.account(), key, self._work.clock())
        return view

    async def close(self) -> None:
        await self._commits.close()

    async def _settle(self, tx: Tx, drafts: Sequence[Draft]) -> list[MessageView | Refusal]:
        outcomes = decide(drafts, await self._known(tx, drafts), self._crowd, tx.now)
        posts = [outcome for outcome in outcomes if isinstance(outcome, Post)]
        if posts:
            await store.add_messages(tx, posts)
            tx.emit(MessagesPosted(message_ids=[post.draft.id for post in posts]))
        return [
            own_view(outcome, to_ms(tx.now)) if isinstance(outcome, Post) else outcome
            for outcome in outcomes
        ]

    async def _known(self, tx: Tx, drafts: Sequence[Draft]) -> Known:
        show_ids = {draft.show_id for draft in drafts}
        account_ids = {draft.author.account() for draft in drafts}
        rooms = await self._rooms.known(tx, show_ids)
        return Known(
            rooms=rooms,
            mutes=await store.mutes_of(tx, show_ids, account_ids),
            tier_names=await _tier_names(tx, drafts, rooms),
            said=await store.said_since(tx, account_ids, tx.now - LONGEST_SLOW_MODE),
        )


async def _tier_names(
    tx: Tx, drafts: Sequence[Draft], rooms: dict[str, KnownRoom]
) -> dict[Place, str]:
    places: dict[str, set[Place]] = defaultdict(set)
    for draft in drafts:
        if draft.show_id in rooms:
            places[rooms[draft.show_id].brand_id].add(draft.place)
    found: dict[Place, str] = {}
    for brand_id, of_brand in places.items():
        standings = await directory.standings(tx, brand_id, {who for _, who in of_brand})
        found |= {
            place: standings[place[1]].tier_name for place in of_brand if place[1] in standings
        }
    return found
