"""A profile on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Language = Literal["en", "zh"]


class ProfileView(Struct, frozen=True, kw_only=True):
    display_name: str | None
    language: str | None
    """`en` or `zh`; null: as the browser says."""
    time_zone: str | None
    birth_month: int | None
    birth_day: int | None
    changed_at_ms: int | None
    """Null: nothing was ever said."""


class NewProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole profile. What is null is not said."""

    display_name: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    language: Language | None = None
    time_zone: Annotated[str, Meta(max_length=64)] | None = None
    birth_month: Annotated[int, Meta(ge=1, le=12)] | None = None
    birth_day: Annotated[int, Meta(ge=1, le=31)] | None = None


class ProfileChangeView(Struct, frozen=True, kw_only=True):
    fields: list[str]
    source: str
    at_ms: int
