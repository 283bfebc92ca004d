"""What shared carts say has happened."""

from kit.events import Event


class SharedCartChanged(Event, frozen=True, kw_only=True, tag="commerce.shared_cart_changed"):
    """Other lines are shared, or none any more."""

    shared_cart_id: str
