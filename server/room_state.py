"""What a viewer sees of a room when it comes in: gathered from the features that hold it.

Viewers of one rank see the same, so when thousands come at once they share a state that is at most `FRESH_S` old: what
happened since its place in the log follows from the log.
"""

import asyncio
from dataclasses import dataclass

from msgspec import Raw, json

from kit.auth import GUEST, Principal
from membership.ranks import HOST_RANK, STAFF_RANK
from server.features.challenges import ChallengesFeature
from server.features.chat import ChatFeature
from server.features.deals import DealsFeature
from server.features.draws import DrawsFeature
from server.features.leaders import LeadersFeature
from server.features.packets import PacketsFeature
from server.features.shows import ShowsFeature
from server.features.vouchers import VouchersFeature
from server.followed import Followed
from server.wire import RoomState

FRESH_S = 1.0


@dataclass(frozen=True, slots=True)
class StateAt:
    """A room's state as JSON, and the place in the log from which on to follow."""

    seq: int
    state: Raw


class RoomStates:
    def __init__(
        self,
        shows: ShowsFeature,
        deals: DealsFeature,
        vouchers: VouchersFeature,
        chat: ChatFeature,
        draws: DrawsFeature,
        packets: PacketsFeature,
        leaders: LeadersFeature,
        challenges: ChallengesFeature,
    ) -> None:
        self._shows = shows
        self._deals = deals
        self._vouchers = vouchers
        self._chat = chat
        self._draws = draws
        self._packets = packets
        self._leaders = leaders
        self._challenges = challenges
        self._gathering: set[asyncio.Task[StateAt]] = set()

    async def drain(self) -> None:
        """Wait for the states that are being gathered, whoever waits for them still."""
        if self._gathering:
            await asyncio.wait(tuple(self._gathering))

    async def of(self, followed: Followed, principal: Principal, rank: int) -> StateAt:
        """The room as this person may see it.

        Raises:
            NoSuchShow
        """
        if rank >= STAFF_RANK:
            return await self._gathered(followed, principal, rank)
        now = asyncio.get_running_loop().time()
        kept = followed.states.get(rank)
        if kept is None or now - kept[0] > FRESH_S or _is_useless(kept[1], followed):
            gathering = asyncio.create_task(self._gathered(followed, principal, rank))
            self._gathering.add(gathering)
            gathering.add_done_callback(self._gathering.discard)
            kept = followed.states[rank] = (now, gathering)
        return await asyncio.shield(kept[1])

    async def _gathered(self, followed: Followed, principal: Principal, rank: int) -> StateAt:
        # The place first: what is committed later may be in the state and come again, which is harmless.
        seq, show_id = followed.room.flushed, followed.show_id
        is_host, is_staff = rank >= HOST_RANK, rank >= STAFF_RANK
        state = RoomState(
            show=await self._shows.shows.get(show_id),
            video=await self._shows.videos.of_show(show_id, is_host=is_host),
            deals=await self._deals.deals.of_show(show_id, rank),
            messages=await self._chat.chat.recent(show_id, principal if is_staff else GUEST),
            rules=await self._chat.ruling.rules(show_id),
            audience=followed.audience,
            vouchers=await self._vouchers.collecting.of_show(show_id),
            draw=await self._draws.drawing.newest(show_id),
            packet=await self._packets.finding.newest(show_id),
            leaders=await self._leaders.showing.top(show_id),
            challenge=await self._challenges.challenging.newest(show_id),
            board=await self._deals.hosting.board(principal, show_id) if is_host else None,
            orders=await self._deals.hosting.orders(principal, show_id) if is_host else [],
            mutes=await self._chat.moderation.mutes(principal, show_id) if is_staff else [],
        )
        return StateAt(seq, Raw(json.encode(state)))


def _is_useless(gathering: "asyncio.Task[StateAt]", followed: Followed) -> bool:
    """Whether it failed, or the log no longer reaches back to it."""
    if not gathering.done():
        return False
    if gathering.cancelled() or gathering.exception() is not None:
        return True
    return not followed.room.reaches_seq(gathering.result().seq)
