"""Letters about somebody's account. They say what happened to it, so nobody has to agree to them. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TOKEN_LASTS = timedelta(minutes=30)


class About(StrEnum):
    PASSWORD_FORGOTTEN = "password_forgotten"  # noqa: S105 - what a letter is about
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the same
    EMAIL_TO_CONFIRM = "email_to_confirm"
    EMAIL_CHANGED = "email_changed"
    PAYEE_CHANGED = "payee_changed"
    PAYEE_FORGOTTEN = "payee_forgotten"

    @property
    def has_token(self) -> bool:
        """Whether it brings a link that does something, once."""
        return self in {About.PASSWORD_FORGOTTEN, About.EMAIL_TO_CONFIRM}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLetter:
    """A letter before it has words."""

    id: str
    about: About
    to: str
    handle: str
    locale: str
    """Of the language in which it was caused."""
    detail: str
    """What it is now: the new address, or so much of a bank account as is shown."""
    at: datetime
    token: str | None
