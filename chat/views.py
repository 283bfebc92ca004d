"""What chat says on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

MAX_TEXT = 300
Text = Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]


class MessageView(Struct, frozen=True, kw_only=True):
    id: str
    show_id: str
    account_id: str
    handle: str
    badge: str
    """The author's tier with the brand (`Gold`), their role (`Host`, `Moderator`), or an empty text."""
    is_staff: bool
    text: str
    sent_at_ms: int


class MuteView(Struct, frozen=True, kw_only=True):
    account_id: str
    handle: str
    muted_at_ms: int
