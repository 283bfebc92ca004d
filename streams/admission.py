"""Who may come in and watch a show. Its page, room, API, video and replay ask nobody else.

Ranks are those of `membership.ranks`: 0 for who has not joined the brand, then the tiers', and above all the staff's.
"""

from datetime import datetime, timedelta
from math import ceil

from streams.errors import MembersOnly, NotOpenYet
from streams.show import Show

Closed = MembersOnly | NotOpenYet


def refuse_entry(show: Show, rank: int, now: datetime) -> Closed | None:
    """Why someone of this rank may not watch the show now, if they may not. That it is on air is another question."""
    if rank < show.access.min_tier_rank:
        return MembersOnly("Join the brand's programme, or reach a higher tier, to watch it.")
    if rank >= show.rank_needed(now):
        return None
    if show.started_at is None:
        return NotOpenYet(
            "Members of a higher tier come in first. It opens to you soon after it began."
        )
    left = show.started_at + timedelta(seconds=show.access.head_start_s) - now
    return NotOpenYet(
        "Members of a higher tier are in already. Wait a little.",
        retry_after_s=ceil(left.total_seconds()),
    )
