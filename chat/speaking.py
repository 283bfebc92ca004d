"""Saying something in a room, and reading what was said."""

from collections.abc import Collection

from chat import store
from chat.deciding import Draft
from chat.errors import NoSuchMessage
from chat.mutes import Mute
from chat.posting import Posting
from chat.presenting import message_views
from chat.rooms import Rooms
from chat.text import cleaned_text
from chat.venue import FindVenue, venue_of
from chat.views import MessageView, SaidView
from kit.auth import GUEST, Principal, Role
from kit.errors import Refusal
from kit.ids import made_at_ms, new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork

HISTORY = 50
PAGE = 200
TALK = Rule("chat", "5/10 seconds", "You are writing faster than others can read.")


class Chat:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue, limiter: RateLimiter) -> None:
        self._work = work
        self._find_venue = find_venue
        self._limiter = limiter
        self.rooms = Rooms(find_venue)
        self._posting = Posting(work, self.rooms)

    async def say(self, principal: Principal, show_id: str, text: str) -> MessageView:
        """Post a message to the show's room; what it is to its author.

        Raises:
            NotSignedIn, EmptyText, TextTooLong, TooMany, NoSuchRoom, RoomClosed, Muted, LinksNotAllowed, SlowMode,
            Repeated, Flooded, RoomBusy, Unavailable
        """
        account_id = principal.account()
        clean = cleaned_text(text)
        if isinstance(clean, Refusal):
            raise clean
        await self._limiter.hit(TALK, account_id)
        return await self._posting.post(Draft(new_id(), show_id, principal, clean))

    async def recent(self, show_id: str, reader: Principal = GUEST) -> list[MessageView]:
        """The last 50 messages that nobody deleted, oldest first. Of the shadowed ones a reader sees their own, and staff
        all, marked.

        Raises:
            NoSuchRoom
        """
        async with self._work.read() as tx:
            venue = await venue_of(tx, self._find_venue, show_id)
            is_staff = reader.role_for(venue.brand_id) >= Role.MODERATOR
            rows = await store.last_messages(
                tx, show_id, HISTORY, shadowed_of=reader.account_id, with_shadowed=is_staff
            )
            return await message_views(tx, rows, marks_shadowed=is_staff)

    async def said_around(self, show_id: str, at_ms: int) -> SaidView:
        """What everyone could read at that time, and what was said then, up to a page, for a replay.

        Raises:
            NoSuchRoom
        """
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id)
            before = await store.messages_until(tx, show_id, at_ms, HISTORY)
            after = await store.messages_after(tx, show_id, at_ms, PAGE + 1)
            is_more = len(after) > PAGE
            return SaidView(
                before=await message_views(tx, before),
                after=await message_views(tx, after[:PAGE]),
                until_ms=max(at_ms, made_at_ms(after[PAGE]["id"]) - 1) if is_more else None,
            )

    async def own_shadowed(self, show_id: str, account_id: str) -> list[MessageView]:
        """The person's last 50 messages that others do not see, as the person sees them."""
        async with self._work.read() as tx:
            rows = await store.last_shadowed(tx, show_id, account_id, HISTORY)
            return await message_views(tx, rows)

    async def get(self, message_id: str) -> MessageView:
        """Raises: NoSuchMessage (also when it was deleted)."""
        found = await self.those([message_id])
        if not found:
            raise NoSuchMessage()
        return found[0]

    async def those(self, message_ids: Collection[str]) -> list[MessageView]:
        """Those of the messages that nobody deleted, oldest first, with the shadowed ones marked."""
        async with self._work.read() as tx:
            rows = await store.messages_of(tx, message_ids)
            return await message_views(tx, rows, marks_shadowed=True)

    async def mute_of(self, show_id: str, account_id: str) -> Mute | None:
        """The mute that holds for this person now, open or in the shadow."""
        async with self._work.read() as tx:
            return await store.mute(tx, show_id, account_id)

    async def close(self) -> None:
        """Post what waits, and take nothing more."""
        await self._posting.close()
