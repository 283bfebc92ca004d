"""What campaigns say has happened."""

from kit.events import Event


class EarlyAccessGiven(Event, frozen=True, kw_only=True, tag="membership.early_access_given"):
    """A campaign gave these people early access to a deal of a show, or to all of them."""

    campaign_id: str
    show_id: str
    deal_id: str | None
    account_ids: list[str]
    brand_id: str = ""
    """Events of the release before do not say whose."""


class MessagesArrived(Event, frozen=True, kw_only=True, tag="membership.messages_arrived"):
    """A campaign's message is in these people's inboxes."""

    campaign_id: str
    account_ids: list[str]


class NoticesArrived(Event, frozen=True, kw_only=True, tag="membership.notices_arrived"):
    """A notice that a brand caused is in these people's inboxes."""

    brand_id: str
    notice: str
    account_ids: list[str]
