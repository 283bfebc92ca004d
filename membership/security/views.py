"""What keeping an account safe says and takes on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from membership.views import Email, Password

Given = Annotated[str, Meta(min_length=1, max_length=128)]
"""A password as it is now, which may be older than today's rules."""
Token = Annotated[str, Meta(min_length=1, max_length=64)]
"""From the link in a letter."""


class Forgotten(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: Email


class PasswordReset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: Token
    password: Password


class PasswordChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    present: Given
    password: Password


class PasswordConfirmation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    password: Given


class EmailChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: Email


class SessionView(Struct, frozen=True, kw_only=True):
    """Where somebody is signed in."""

    device: str
    """Browser and system, as far as it said so."""
    since_ms: int
    is_this: bool
    """Whether it is the one that asks."""
