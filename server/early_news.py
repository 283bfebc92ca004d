"""What the processes that follow a room tell each other for those of its viewers whom a campaign gave early access: who they are,
and deals that are not open to others yet. It goes by the room's mailbox and not by its log, so it is written to nobody else.
"""

from collections.abc import Iterable

from msgspec import Raw, Struct, json

from commerce.views import DealView
from membership.campaigns.early_access import is_among
from server import frames
from server.followed import Guest

SIGN = b"early "
"""In front of these among what processes tell each other."""


class Given(Struct, frozen=True, kw_only=True, tag="given"):
    """These people see a deal early, or all of the show."""

    account_ids: set[str]
    deal_id: str | None


class Shown(Struct, frozen=True, kw_only=True, tag="shown"):
    """A frame about a deal, for those who see it early: whose rank is enough, and too low to see it in the log."""

    deal_id: str
    from_rank: int
    below_rank: int
    frame: Raw


_decoder = json.Decoder(Given | Shown)


def written(news: Given | Shown) -> bytes:
    return SIGN + json.encode(news)


def shown(deal: DealView, frame: bytes) -> Shown:
    """`frame` tells of a deal that is not open to all for whom it is."""
    return Shown(
        deal_id=deal.id,
        from_rank=deal.steps[-1].min_tier_rank,
        below_rank=deal.min_tier_rank,
        frame=Raw(frame),
    )


def hear(payload: bytes, guests: Iterable[Guest]) -> None:
    news = _decoder.decode(payload.removeprefix(SIGN))
    if isinstance(news, Given):
        for guest in guests:
            if guest.account_id in news.account_ids:
                guest.early |= {news.deal_id}
    else:
        data = frames.text(bytes(news.frame))
        for guest in guests:
            if _is_for(news, guest):
                guest.on_told(data)


def _is_for(news: Shown, guest: Guest) -> bool:
    is_reached = news.from_rank <= guest.rank < news.below_rank
    return guest.is_greeted and is_reached and is_among(news.deal_id, guest.early)
