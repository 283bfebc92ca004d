"""Chat and its moderation: the room reads what is said and what is taken back, and staff what only they may see."""

from collections.abc import Mapping, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from chat import events as chat
from chat.moderation import Moderation
from chat.routes import ChatRoutes
from chat.ruling import Ruling
from chat.speaking import Chat
from chat.views import MessageView
from kit.events import Event
from kit.http import Endpoint
from membership.ranks import STAFF_RANK
from server import wire
from server.features.feature import Feature, Reaction, each
from server.ground import Ground
from streams import events as streams
from streams.shows import Shows


class ChatFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows) -> None:
        self.chat = Chat(ground.work, shows.venue, ground.limiter)
        self.moderation = Moderation(ground.work, shows.venue)
        self.ruling = Ruling(ground.work, shows.venue)
        self._hub = ground.hub

    def endpoints(self) -> Sequence[Endpoint]:
        return ChatRoutes(self.chat, self.moderation, self.ruling).endpoints()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            streams.ShowChanged: (self._forget_room,),
            streams.ShowStarted: (self._forget_room,),
            streams.ShowEnded: (self._forget_room,),
            streams.ShowCancelled: (self._forget_room,),
            chat.MessagesPosted: (self._announce_messages,),
            chat.MessageDeleted: (self._announce_deletion,),
            chat.MessagesDeleted: (self._announce_deletions,),
            chat.RulesChanged: (self._announce_rules,),
            chat.PersonMuted: (self._announce_mute,),
            chat.PersonUnmuted: (self._announce_mute,),
        }

    async def close(self) -> None:
        await self.chat.close()

    async def _forget_room(self, event: streams.ShowChanged) -> None:
        """What it keeps of the show, before the room is told of the change and speaks."""
        self.chat.rooms.forget(event.show_id)

    async def _announce_messages(self, event: chat.MessagesPosted) -> None:
        # Those that were deleted before they were announced are not among them.
        messages = await self.chat.those(event.message_ids)
        await each(self._announce_message(message) for message in messages)

    async def _announce_message(self, message: MessageView) -> None:
        frame = wire.MessageSent(message=message)
        if not message.is_shadowed:
            await self._hub.publish(message.show_id, frame)
            return
        own = wire.MyMessage(message=replace(message, is_shadowed=UNSET))
        await each(
            (
                self._hub.publish(message.show_id, frame, STAFF_RANK),
                self._hub.tell(message.account_id, own),
            )
        )

    async def _announce_deletion(self, event: chat.MessageDeleted) -> None:
        await self._hub.publish(event.show_id, wire.MessageDeleted(message_id=event.message_id))

    async def _announce_deletions(self, event: chat.MessagesDeleted) -> None:
        frame = wire.MessagesDeleted(
            account_id=event.account_id, last_message_id=event.last_message_id
        )
        await self._hub.publish(event.show_id, frame)

    async def _announce_rules(self, event: chat.RulesChanged) -> None:
        self.chat.rooms.forget(event.show_id)
        rules = await self.ruling.rules(event.show_id)
        await self._hub.publish(event.show_id, wire.ChatRulesChanged(rules=rules))

    async def _announce_mute(self, event: chat.PersonMuted | chat.PersonUnmuted) -> None:
        """How it is now, whichever of the two this was. Who is or was muted in the shadow is told nothing."""
        mute, is_muted = await self.moderation.mute_of(event.show_id, event.account_id)
        frame = wire.MuteChanged(mute=mute, is_muted=is_muted)
        told = [self._hub.publish(event.show_id, frame, STAFF_RANK)]
        was_shadow = isinstance(event, chat.PersonUnmuted) and event.was_shadow
        if not (mute.is_shadow if is_muted else was_shadow):
            until_ms = mute.until_ms if is_muted else None
            mine = wire.MyMuteChanged(show_id=event.show_id, is_muted=is_muted, until_ms=until_ms)
            told.append(self._hub.tell(event.account_id, mine))
        await each(told)
