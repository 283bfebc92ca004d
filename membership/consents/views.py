"""Consents on the wire."""

from typing import Literal

from msgspec import Struct

ChannelName = Literal["email", "message", "profile"]


class ConsentChangeView(Struct, frozen=True, kw_only=True):
    channel: ChannelName
    is_given: bool
    source: str
    """`profile`: on one's own page; `link`: by the link in a mail; `one_click`: by the mail program."""
    at_ms: int


class ConsentsView(Struct, frozen=True, kw_only=True):
    """What a member allows a brand."""

    email: bool
    """News and offers by e-mail."""
    message: bool
    """The same within Dealcast."""
    profile: bool
    """To see their name, language, time zone and birthday."""
    changes: list[ConsentChangeView]
    """The newest 50, newest first."""


class BrandConsentsView(Struct, frozen=True, kw_only=True):
    brand_id: str
    brand_slug: str
    brand_name: str
    hue: int
    consents: ConsentsView


class ConsentChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    channel: ChannelName
    is_given: bool
