"""What chat refuses."""

from kit.errors import Conflict, Forbidden, Invalid, NotFound, TooMany


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


class LinksNotAllowed(Forbidden):
    code = "chat.no_links"
    title = "You cannot post links in this chat"


class SlowMode(TooMany):
    code = "chat.slow_mode"
    title = "This chat is in slow mode"


class Repeated(TooMany):
    code = "chat.repeated"
    title = "You have just said this"


class Flooded(TooMany):
    code = "chat.flooded"
    title = "Many people have just said this"


class RoomBusy(TooMany):
    code = "chat.room_busy"
    title = "This chat is very busy"
