"""Chat over HTTP. Saying something goes over the room's socket."""

from chat.errors import CannotMute, NoSuchMessage, NoSuchRoom
from chat.moderation import Moderation
from chat.ruling import Ruling
from chat.speaking import Chat
from chat.views import MessageView, MuteView, NewMute, RulesChange, RulesView, SaidView
from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchPerson


class ChatRoutes:
    def __init__(self, chat: Chat, moderation: Moderation, ruling: Ruling) -> None:
        self._chat = chat
        self._moderation = moderation
        self._ruling = ruling

    def endpoints(self) -> list[Endpoint]:
        show, mute = "/api/shows/{show_id}", "/api/shows/{show_id}/mutes/{account_id}"
        return [
            Endpoint("GET", f"{show}/messages", Role.GUEST, self.recent,
                     "The last 50 messages, oldest first",
                     returns=list[MessageView], refusals=(NoSuchRoom,)),
            Endpoint("GET", f"{show}/said", Role.GUEST, self.said,
                     "What could be read in the chat at some moment of the show, and what was said then",
                     returns=SaidView, refusals=(NoSuchRoom,),
                     query={"at_ms": "The moment, in milliseconds since the epoch"}),
            Endpoint("DELETE", "/api/messages/{message_id}", Role.MEMBER, self.delete,
                     "Delete a message: your own, or anyone's as a moderator",
                     status=204, refusals=(NoSuchMessage, NoSuchRoom)),
            Endpoint("GET", f"{show}/mutes", Role.MODERATOR, self.mutes, "Who is muted",
                     returns=list[MuteView], refusals=(NoSuchRoom,)),
            Endpoint("DELETE", f"{show}/people/{{account_id}}/messages", Role.MODERATOR, self.delete_all,
                     "Delete all that someone wrote in this show", status=204, refusals=(NoSuchRoom,)),
            Endpoint("GET", f"{show}/chat-rules", Role.GUEST, self.rules,
                     "The chat's slow mode, and who may post links",
                     returns=RulesView, refusals=(NoSuchRoom,)),
            Endpoint("PATCH", f"{show}/chat-rules", Role.MODERATOR, self.change_rules,
                     "Change the chat's rules",
                     body=RulesChange, returns=RulesView, refusals=(NoSuchRoom,)),
            Endpoint("PUT", mute, Role.MODERATOR, self.mute,
                     "Mute someone in this show, for a time or to its end, openly or not",
                     body=NewMute, returns=MuteView, refusals=(NoSuchRoom, NoSuchPerson, CannotMute)),
            Endpoint("DELETE", mute, Role.MODERATOR, self.unmute, "Let someone write again",
                     status=204, refusals=(NoSuchRoom,)),
        ]  # fmt: skip

    async def recent(self, call: Call[None]) -> list[MessageView]:
        return await self._chat.recent(call.path("show_id"), call.principal)

    async def said(self, call: Call[None]) -> SaidView:
        return await self._chat.said_around(call.path("show_id"), call.moment("at_ms"))

    async def delete(self, call: Call[None]) -> None:
        await self._moderation.delete_message(call.principal, call.path("message_id"))

    async def delete_all(self, call: Call[None]) -> None:
        await self._moderation.delete_messages_of(
            call.principal, call.path("show_id"), call.path("account_id")
        )

    async def rules(self, call: Call[None]) -> RulesView:
        return await self._ruling.rules(call.path("show_id"))

    async def change_rules(self, call: Call[RulesChange]) -> RulesView:
        return await self._ruling.change_rules(call.principal, call.path("show_id"), call.body)

    async def mutes(self, call: Call[None]) -> list[MuteView]:
        return await self._moderation.mutes(call.principal, call.path("show_id"))

    async def mute(self, call: Call[NewMute]) -> MuteView:
        return await self._moderation.mute(
            call.principal, call.path("show_id"), call.path("account_id"), call.body
        )

    async def unmute(self, call: Call[None]) -> None:
        await self._moderation.unmute(call.principal, call.path("show_id"), call.path("account_id"))
