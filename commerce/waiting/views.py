"""What the waitlist says and takes on the wire."""

from msgspec import Struct

from commerce.views import PerBuyer


class NewWaiter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    quantity: PerBuyer = 1


class WaiterView(Struct, frozen=True, kw_only=True):
    """One's own place in the line of a deal."""

    deal_id: str
    quantity: int
    number: int
    """It grows with arrival. `line_served` of the deal says up to which number the line has been served."""
    place: int
    """From 1, at this version of the deal."""
    version: int
    """The deal's."""
