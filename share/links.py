"""A link: one person's way to send friends to one show or deal."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from kit.unit_of_work import Tx
from share.errors import NotShareable
from share.views import TargetKind


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to, as the slice that owns it describes it."""

    brand_id: str
    show_id: str
    title: str
    image_url: str
    is_public: bool
    """Whether everyone may see it: a deal for some tiers only is not public."""


FindTarget = Callable[[Tx, TargetKind, str], Awaitable[Target | None]]


@dataclass(frozen=True, slots=True)
class Link:
    id: str
    code: str
    account_id: str
    """The sharer."""
    kind: TargetKind
    target_id: str
    show_id: str
    brand_id: str
    title: str
    image_url: str
    created_at: datetime

    @property
    def path(self) -> str:
        return f"/s/{self.code}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a link so far."""

    clicks: int = 0
    orders: int = 0
    pending_minor: int = 0


def refused_target(target: Target) -> NotShareable | None:
    """A friend must be able to see what the link promises."""
    if target.is_public:
        return None
    return NotShareable("Not everyone can see this deal. Share the show instead.")
