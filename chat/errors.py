"""What chat refuses."""

from kit.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchRoom(NotFound):
    code = "chat.no_such_room"
    title = "There is no show with this chat"


class NoSuchMessage(NotFound):
    code = "chat.no_such_message"
    title = "This message is not there"


class RoomClosed(Conflict):
    code = "chat.closed"
    title = "The chat is closed"


class Muted(Forbidden):
    code = "chat.muted"
    title = "You are muted in this chat"


class EmptyText(Invalid):
    code = "chat.empty_text"
    title = "There is nothing to read in this message"


class TextTooLong(Invalid):
    code = "chat.text_too_long"
    title = "This message is too long"


class CannotMute(Forbidden):
    code = "chat.cannot_mute"
    title = "You cannot mute this person"
