"""What chat says has happened."""

from kit.events import Event


class MessagePosted(Event, frozen=True, kw_only=True, tag="chat.message_posted"):
    message_id: str
    show_id: str


class MessageDeleted(Event, frozen=True, kw_only=True, tag="chat.message_deleted"):
    message_id: str
    show_id: str


class PersonMuted(Event, frozen=True, kw_only=True, tag="chat.person_muted"):
    show_id: str
    account_id: str
    by: str


class PersonUnmuted(Event, frozen=True, kw_only=True, tag="chat.person_unmuted"):
    show_id: str
    account_id: str
    by: str
