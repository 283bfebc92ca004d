"""Keeping a room decent: deleting messages, one or all of a person's, and muting people."""

from chat import store
from chat.errors import NoSuchMessage
from chat.events import MessageDeleted, MessagesDeleted, PersonMuted, PersonUnmuted
from chat.mutes import Mute, ends_at
from chat.presenting import mute_view
from chat.speakers import refused_deletion, refused_mute
from chat.venue import FindVenue, Venue, venue_of
from chat.views import MuteView, NewMute
from kit.auth import Principal, Role
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
            venue = await venue_of(tx, self._find_venue, message["show_id"])
            refusal = refused_deletion(
                principal.role_for(venue.brand_id), is_author=message["account_id"] == account_id
            )
            if refusal is not None:
                raise refusal
            if await store.mark_deleted(tx, message_id, account_id):
                tx.emit(MessageDeleted(message_id=message_id, show_id=message["show_id"]))

    async def delete_messages_of(self, principal: Principal, show_id: str, account_id: str) -> None:
        """Take all that this person wrote out of the room. With nothing left, nothing happens.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom
        """
        async with self._work.write() as tx:
            await self._moderated(tx, principal, show_id)
            last_id = await store.mark_all_deleted(tx, show_id, account_id, principal.account())
            if last_id is not None:
                tx.emit(
                    MessagesDeleted(show_id=show_id, account_id=account_id, last_message_id=last_id)
                )

    async def mute(
        self, principal: Principal, show_id: str, account_id: str, terms: NewMute | None = None
    ) -> MuteView:
        """Let the person write no more in this show, or only for themselves; for a time, or to its end. Who is muted on
        other terms is muted on these from now on; on the same, nothing changes.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom, NoSuchPerson, CannotMute
        """
        terms = terms or NewMute()
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
            wanted = Mute(tx.now, ends_at(terms.minutes, tx.now), terms.is_shadow)
            if await store.set_mute(tx, show_id, account_id, principal.account(), wanted):
                tx.emit(PersonMuted(show_id=show_id, account_id=account_id, by=principal.account()))
            mute = await store.mute(tx, show_id, account_id)
            assert mute is not None, "the mute that was just made"
            return mute_view(account_id, person.handle, mute)

    async def unmute(self, principal: Principal, show_id: str, account_id: str) -> None:
        """Let the person write again; nothing happens if they may.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom
        """
        async with self._work.write() as tx:
            await self._moderated(tx, principal, show_id)
            if (mute := await store.remove_mute(tx, show_id, account_id)) is not None:
                tx.emit(
                    PersonUnmuted(
                        show_id=show_id,
                        account_id=account_id,
                        by=principal.account(),
                        was_shadow=mute.is_shadow,
                    )
                )

    async def mutes(self, principal: Principal, show_id: str) -> list[MuteView]:
        """The 200 people who were muted last, newest first.

        Raises:
            NotSignedIn, Forbidden, NoSuchRoom
        """
        async with self._work.read() as tx:
            await self._moderated(tx, principal, show_id)
            found = await store.last_mutes(tx, show_id, LISTED_MUTES)
            handles = await directory.handles(tx, (account_id for account_id, _ in found))
        return [mute_view(account_id, handles[account_id], mute) for account_id, mute in found]

    async def mute_of(self, show_id: str, account_id: str) -> tuple[MuteView, bool]:
        """How a person stands in a show: their mute, and whether it holds. Without one, what it would be."""
        async with self._work.read() as tx:
            mute = await store.mute(tx, show_id, account_id)
            handles = await directory.handles(tx, [account_id])
            shown = mute_view(account_id, handles[account_id], mute or Mute(tx.now))
        return shown, mute is not None

    async def _moderated(self, tx: Tx, principal: Principal, show_id: str) -> Venue:
        venue = await venue_of(tx, self._find_venue, show_id)
        principal.require(Role.MODERATOR, venue.brand_id)
        return venue


async def _role_of(tx: Tx, venue: Venue, person: Account) -> Role:
    if person.is_operator:
        return Role.OPERATOR
    return (await membership.roles(tx, person.id)).get(venue.brand_id, Role.MEMBER)
