"""Keeping a room decent: deleting messages, and muting people for the rest of the show."""

from chat import store
from chat.errors import NoSuchMessage
from chat.events import MessageDeleted, PersonMuted, PersonUnmuted
from chat.speakers import refused_deletion, refused_mute
from chat.venues import FindVenue, Venue, venue_of
from chat.views import MuteView
from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership import store as membership
from membership.errors import NoSuchPerson
from membership.people import Account

LISTED_MUTES = 200


class Moderation:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue

    async def delete_message(self, principal: Principal, message_id: str) -> None:
        """Take a message out of the room: anyone's as a moderator, else one's own. A second time changes nothing.

        Raises:
            NotSignedIn, Forbidden, NoSuchMessage, NoSuchRoom
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            message = await store.message(tx, message_id)
            if message is None:
                raise NoSuchMessage("Reload the page to see the chat as it is.")
            venue = await venue_of(self._find_venue, tx, message["show_id"])
            refusal = refused_deletion(
                principal.role_for(venue.brand_id), is_author=message["account_id"] == account_id
            )
            if refusal is not None:
                raise refusal
            if await store.mark_deleted(tx, message_id, account_id):
                tx.emit(MessageDeleted(message_id=message_id, show_id=message["show_id"]))

    async def mute(self, principal: Principal, show_id: str, account_id: str) -> MuteView:
        """Let the person write no more in this show. A second time changes nothing.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom, NoSuchPerson, CannotMute
        """
        async with self._work.write() as tx:
            venue = await self._moderated(tx, principal, show_id)
            person = await directory.account(tx, account_id)
            if person is None:
                raise NoSuchPerson("The account may have been closed. Reload the page.")
            refusal = refused_mute(
                principal.role_for(venue.brand_id),
                await _role_of(tx, venue, person),
                is_self=account_id == principal.account(),
            )
            if refusal is not None:
                raise refusal
            if await store.add_mute(tx, show_id, account_id, principal.account()):
                tx.emit(PersonMuted(show_id=show_id, account_id=account_id, by=principal.account()))
            mute = await store.mute(tx, show_id, account_id)
            assert mute is not None, "the mute that was just made"
            return MuteView(
                account_id=account_id,
                handle=person.handle,
                muted_at_ms=to_ms(mute["muted_at"]),
            )

    async def unmute(self, principal: Principal, show_id: str, account_id: str) -> None:
        """Let the person write again; nothing happens if they may.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom
        """
        async with self._work.write() as tx:
            await self._moderated(tx, principal, show_id)
            if await store.remove_mute(tx, show_id, account_id):
                tx.emit(
                    PersonUnmuted(show_id=show_id, account_id=account_id, by=principal.account())
                )

    async def mutes(self, principal: Principal, show_id: str) -> list[MuteView]:
        """The 200 people who were muted last, newest first.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom
        """
        async with self._work.read() as tx:
            await self._moderated(tx, principal, show_id)
            rows = await store.last_mutes(tx, show_id, LISTED_MUTES)
            handles = await directory.handles(tx, (row["account_id"] for row in rows))
        return [
            MuteView(
                account_id=row["account_id"],
                handle=handles[row["account_id"]],
                muted_at_ms=to_ms(row["muted_at"]),
            )
            for row in rows
        ]

    async def _moderated(self, tx: Tx, principal: Principal, show_id: str) -> Venue:
        venue = await venue_of(self._find_venue, tx, show_id)
        principal.require(Role.MODERATOR, venue.brand_id)
        return venue


async def _role_of(tx: Tx, venue: Venue, person: Account) -> Role:
    if person.is_operator:
        return Role.OPERATOR
    return (await membership.roles(tx, person.id)).get(venue.brand_id, Role.MEMBER)
