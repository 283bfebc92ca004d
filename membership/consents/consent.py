"""What someone allows a brand, and by what they said so. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"
    """News and offers by e-mail."""
    MESSAGE = "message"
    """The same within Dealcast."""
    PROFILE = "profile"
    """To see what the person says of themselves."""


class Source(StrEnum):
    """Where a change was made."""

    PROFILE = "profile"
    """On the person's own page."""
    LINK = "link"
    """By the link at the end of a mail."""
    ONE_CLICK = "one_click"
    """By the mail program (RFC 8058)."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer. The newest of a person, brand and channel holds."""

    id: str
    account_id: str
    brand_id: str
    channel: Channel
    is_given: bool
    source: Source
    changed_at: datetime


def by_default(channel: Channel) -> bool:
    """What holds for a member who never said anything: a brand that one joined may write within Dealcast, and nothing else."""
    return channel is Channel.MESSAGE
