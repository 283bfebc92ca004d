"""What chat says has happened."""

from kit.events import Event


class MessagesPosted(Event, frozen=True, kw_only=True, tag="chat.messages_posted"):
    """What was settled together, in order of arrival, in whichever rooms."""

    message_ids: list[str]


class MessageDeleted(Event, frozen=True, kw_only=True, tag="chat.message_deleted"):
    message_id: str
    show_id: str


class MessagesDeleted(Event, frozen=True, kw_only=True, tag="chat.messages_deleted"):
    """All that the person had written in this show, up to and with a message."""

    show_id: str
    account_id: str
    last_message_id: str


class RulesChanged(Event, frozen=True, kw_only=True, tag="chat.rules_changed"):
    show_id: str


class PersonMuted(Event, frozen=True, kw_only=True, tag="chat.person_muted"):
    show_id: str
    account_id: str
    by: str


class PersonUnmuted(Event, frozen=True, kw_only=True, tag="chat.person_unmuted"):
    show_id: str
    account_id: str
    by: str
    was_shadow: bool = False
    """Whether they had not been told that they were muted."""
