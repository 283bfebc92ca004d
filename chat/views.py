"""What chat says on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

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
    is_shadowed: bool | UnsetType = UNSET
    """Only staff are told: nobody but they and the author sees this message."""


class SaidView(Struct, frozen=True, kw_only=True):
    """The chat of a show around a moment of it."""

    before: list[MessageView]
    """The last 50 by then, oldest first."""
    after: list[MessageView]
    """What followed, in order."""
    until_ms: int | None
    """Up to when that is all; null if nothing follows."""


class NewMute(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    minutes: Annotated[int, Meta(ge=1, le=1440)] | None = None
    """For how long; null for the rest of the show."""
    is_shadow: bool = False
    """The person is not told, and goes on to see their own messages; others do not see them."""


class RulesView(Struct, frozen=True, kw_only=True):
    slow_mode_s: int
    """Between two messages of one person; 0 is off."""
    links: Literal["nobody", "staff", "members"]
    """Who may post links. Members are those who joined the brand, and staff."""
    version: int


class RulesChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slow_mode_s: Literal[0, 5, 10, 30, 60, 300] | UnsetType = UNSET
    links: Literal["nobody", "staff", "members"] | UnsetType = UNSET


class MuteView(Struct, frozen=True, kw_only=True):
    account_id: str
    handle: str
    muted_at_ms: int
    until_ms: int | None = None
    """When it ends by itself; null is with the show."""
    is_shadow: bool = False
