"""Which visits to a link count as a click.

A click is one person's decision to follow the link. What fetches the page for another reason (a browser ahead of
time, a chat app for its preview, a crawler) and the sharer's own visits are not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

# Every browser says Mozilla/ or Opera/ first, inside other apps too; tools and most preview fetchers do not.
# The others name their trade, or give an address to complain to. (Cubot makes telephones.) Headless browsers are
# not told apart from others.
_BROWSER = re.compile(r"(?:Mozilla|Opera)/\d")
_CRAWLER = re.compile(
    r"(?<!cu)bot|crawl|spider|preview|externalhit|slurp|scrap|fetch|archive|monitor|inspect|audit"
    r"|lighthouse|synthetic|validator|favicon|imageproxy|google-|pingdom|compatible;|https?://|www\.",
    re.IGNORECASE,
)
AHEAD_HEADERS = ("sec-purpose", "purpose", "x-purpose", "x-moz")
_AHEAD = ("prefetch", "prerender", "preview")


class Uncounted(StrEnum):
    """Why a visit is no click."""

    METHOD = "method"
    AHEAD_OF_TIME = "ahead_of_time"
    CRAWLER = "crawler"
    SHARER = "sharer"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a link, as far as the request tells."""

    ip: str
    user_agent: str
    method: str = "GET"
    account_id: str | None = None
    visitor_id: str | None = None
    """From the cookie that came with the request; None without one, never an id made for the answer."""
    is_ahead_of_time: bool = False
    """Whether the browser only prepares for a visit that may never happen."""

    def identities(self, key: bytes) -> tuple[str, ...]:
        """Names for this person, the surest first. The last holds for everyone; it is a hash with this key, of 64 bytes at
        most, so that addresses are not kept."""
        address = f"{self.ip}\0{self.user_agent}".encode()
        origin = f"origin:{blake2b(address, key=key, digest_size=16).hexdigest()}"
        if self.account_id is None and self.visitor_id is None:
            return (origin,)
        known = (("account", self.account_id), ("visitor", self.visitor_id))
        return (*(f"{kind}:{name}" for kind, name in known if name), origin)


def is_ahead_of_time(headers: Mapping[str, str]) -> bool:
    """Whether the request's headers (names in lower case) say that a browser fetches or renders ahead of time."""
    purposes = " ".join(headers.get(name, "") for name in AHEAD_HEADERS).lower()
    return any(word in purposes for word in _AHEAD)


@lru_cache(maxsize=4_096)
def is_crawler(user_agent: str) -> bool:
    """Whether a program other than a browser that a person uses sent this."""
    return not _BROWSER.match(user_agent) or _CRAWLER.search(user_agent) is not None


def reason_not_to_count(visitor: Visitor, sharer_id: str) -> Uncounted | None:
    """Why the visit is no click; None if it is one, unless the same person made it already."""
    if visitor.method != "GET":
        return Uncounted.METHOD
    if visitor.is_ahead_of_time:
        return Uncounted.AHEAD_OF_TIME
    if is_crawler(visitor.user_agent):
        return Uncounted.CRAWLER
    if visitor.account_id == sharer_id:
        return Uncounted.SHARER
    return None
