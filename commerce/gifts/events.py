"""What gifts say has happened."""

from kit.events import Event


class GiftChanged(Event, frozen=True, kw_only=True, tag="commerce.gift_changed"):
    """The order is being given, or is not any more, or was accepted."""

    order_id: str
    account_id: str
    """The buyer."""
