"""A link: one person's way to send friends to one show, deal, product or brand."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from kit.unit_of_work import Tx
from share.errors import NotShareable
from share.views import TargetKind

NO_TAGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to, as the slice that owns it describes it."""

    brand_id: str
    show_id: str | None
    title: str
    image_url: str
    is_public: bool
    """Whether everyone may see it: a deal for some tiers only is not public."""
    leads_to: str
    """The page that shows it, as a path."""
    owner_id: str | None = None
    """Who alone may share it; None if everyone may."""


FindTarget = Callable[[Tx, TargetKind, str], Awaitable[Target | None]]


@dataclass(frozen=True, slots=True)
class Link:
    id: str
    code: str
    """In lower case; people may write it as they like."""
    account_id: str
    """The sharer."""
    kind: TargetKind
    target_id: str
    show_id: str | None
    brand_id: str
    title: str
    image_url: str
    created_at: datetime
    leads_to: str
    at_s: int = 0
    """Seconds from the show's start at which it is to begin."""
    expires_at: datetime | None = None
    is_direct: bool = False
    is_tailored: bool = False
    """Whether it was made with wishes of its own. Of the others a person has one a target and moment."""
    tags: Mapping[str, str] = field(default_factory=lambda: NO_TAGS)
    version: int = 1

    @property
    def path(self) -> str:
        return f"/s/{self.code}"

    def is_over(self, now: datetime) -> bool:
        return self.expires_at is not None and now >= self.expires_at


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a link leads people who ask for another language."""

    kind: TargetKind
    target_id: str
    show_id: str | None
    leads_to: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a link so far."""

    clicks: int = 0
    orders: int = 0
    pending_minor: int = 0
    joined: int = 0
    watched: int = 0
    claimed: int = 0
    bought: int = 0


def refused_target(target: Target, account_id: str | None = None) -> NotShareable | None:
    """A friend must be able to see what the link promises, and what is somebody's only they share."""
    if target.owner_id not in {None, account_id}:
        return NotShareable("Only who put it together shares it. Share the show or the deal.")
    if target.is_public:
        return None
    if target.owner_id is not None:
        return NotShareable("It was taken back, or its time is over. Share it anew.")
    return NotShareable("Not everyone can see this deal. Share the show instead.")
