"""Saying something in a room, and reading what was said."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from chat import store
from chat.errors import Muted, NoSuchMessage, RoomClosed
from chat.events import MessagePosted
from chat.speakers import speaker
from chat.text import cleaned_text
from chat.venues import FindVenue, Venue, venue_of
from chat.views import MessageView
from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Refusal
from kit.ids import new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory

HISTORY = 50
TALK = Rule("chat", "5/10 seconds", "You are writing faster than others can read.")


class Chat:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue, limiter: RateLimiter) -> None:
        self._work = work
        self._find_venue = find_venue
        self._limiter = limiter

    async def say(self, principal: Principal, show_id: str, text: str) -> MessageView:
        """Post a message to the show's room.

        Raises:
            NotSignedIn, EmptyText, TextTooLong, TooMany, NoSuchRoom, RoomClosed, Muted
        """
        account_id = principal.account()
        clean = cleaned_text(text)
        if isinstance(clean, Refusal):
            raise clean
        await self._limiter.hit(TALK, account_id)
        async with self._work.write() as tx:
            venue = await venue_of(self._find_venue, tx, show_id)
            await _check_may_speak(tx, venue, show_id, account_id)
            return await _post(tx, principal, venue, show_id, clean)

    async def recent(self, show_id: str) -> list[MessageView]:
        """The last 50 messages that nobody deleted, oldest first.

        Raises:
            NoSuchRoom
        """
        async with self._work.read() as tx:
            await venue_of(self._find_venue, tx, show_id)
            return await _views(tx, await store.last_messages(tx, show_id, HISTORY))

    async def get(self, message_id: str) -> MessageView:
        """Raises: NoSuchMessage (also when it was deleted)."""
        async with self._work.read() as tx:
            row = await store.message(tx, message_id)
            if row is None or row["deleted_at"] is not None:
                raise NoSuchMessage()
            return (await _views(tx, [row]))[0]

    async def is_muted(self, show_id: str, account_id: str) -> bool:
        async with self._work.read() as tx:
            return await store.mute(tx, show_id, account_id) is not None


async def _check_may_speak(tx: Tx, venue: Venue, show_id: str, account_id: str) -> None:
    if not venue.is_live:
        raise RoomClosed("You can write while the show is live.")
    if await store.mute(tx, show_id, account_id) is not None:
        raise Muted("A moderator muted you here. You can still watch, claim and share.")


async def _post(tx: Tx, principal: Principal, venue: Venue, show_id: str, text: str) -> MessageView:
    message_id, account_id = new_id(), principal.account()
    standing = await directory.standing(tx, venue.brand_id, account_id)
    author = speaker(principal.role_for(venue.brand_id), standing.tier_name)
    await store.add_message(tx, message_id, show_id, account_id, author, text)
    tx.emit(MessagePosted(message_id=message_id, show_id=show_id))
    return MessageView(
        id=message_id,
        show_id=show_id,
        account_id=account_id,
        handle=principal.handle or "",
        badge=author.badge,
        is_staff=author.is_staff,
        text=text,
        sent_at_ms=to_ms(tx.now),
    )


async def _views(tx: Tx, rows: Sequence[RowMapping]) -> list[MessageView]:
    handles = await directory.handles(tx, (row["account_id"] for row in rows))
    return [
        MessageView(
            id=row["id"],
            show_id=row["show_id"],
            account_id=row["account_id"],
            handle=handles[row["account_id"]],
            badge=row["badge"],
            is_staff=row["is_staff"],
            text=row["text"],
            sent_at_ms=to_ms(row["sent_at"]),
        )
        for row in rows
    ]
