"""What leaderboards say has happened."""

from kit.events import Event


class FriendsCame(Event, frozen=True, kw_only=True, tag="share.friends_came"):
    """Friends came to a show by the links of these sharers, or count no longer, or again."""

    show_id: str
    account_ids: list[str]


class ListingChanged(Event, frozen=True, kw_only=True, tag="share.listing_changed"):
    """Someone is shown on leaderboards from now on, or no longer."""

    account_id: str
    show_ids: list[str]
    """The newest in which they are."""
