"""Which of a brand's members are wanted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.errors import Invalid

MOST_TEXT = 60


@dataclass(frozen=True, slots=True)
class MemberFilter:
    text: str = ""
    """Part of a handle, or of a name that is shared with the brand."""
    tier_rank: int | None = None


def parsed(query: Mapping[str, str]) -> MemberFilter:
    """The filter that a query asks for by `text` and `tier`.

    Raises:
        Invalid
    """
    text, tier = query.get("text", "").strip(), query.get("tier", "")
    if len(text) > MOST_TEXT:
        raise Invalid.field("text", "Use at most {most} characters.", most=MOST_TEXT)
    if tier and not (tier.isascii() and tier.isdecimal() and len(tier) == 1):
        raise Invalid.field("tier", "This must be the rank of a tier, from 1 to 9.")
    return MemberFilter(text.removeprefix("@"), int(tier) if tier else None)
