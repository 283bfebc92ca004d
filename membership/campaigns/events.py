"""What campaigns say has happened."""

from kit.events import Event


class MessagesArrived(Event, frozen=True, kw_only=True, tag="membership.messages_arrived"):
    """A campaign's message is in these people's inboxes."""

    campaign_id: str
    account_ids: list[str]
