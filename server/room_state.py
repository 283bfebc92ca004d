"""What a viewer sees of a room when it comes in: gathered from the slices that hold it."""

from chat.moderation import Moderation
from chat.speaking import Chat
from commerce.deals_query import Deals
from commerce.hosting import Hosting
from kit.auth import Principal
from server.hub import Hub
from server.wire import HOST_RANK, STAFF_RANK, RoomState
from streams.shows import Shows


class RoomStates:
    def __init__(
        self,
        shows: Shows,
        deals: Deals,
        hosting: Hosting,
        chat: Chat,
        moderation: Moderation,
        hub: Hub,
    ) -> None:
        self._shows = shows
        self._deals = deals
        self._hosting = hosting
        self._chat = chat
        self._moderation = moderation
        self._hub = hub

    async def of(self, show_id: str, principal: Principal, rank: int) -> RoomState:
        """The room as this person may see it.

        Raises:
            NoSuchShow
        """
        is_host = rank >= HOST_RANK
        return RoomState(
            show=await self._shows.get(show_id),
            deals=await self._deals.of_show(show_id, rank),
            messages=await self._chat.recent(show_id),
            audience=self._hub.audience(show_id),
            board=await self._hosting.board(principal, show_id) if is_host else None,
            orders=await self._hosting.orders(principal, show_id) if is_host else [],
            mutes=await self._moderation.mutes(principal, show_id) if rank >= STAFF_RANK else [],
        )
