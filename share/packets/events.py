"""What packets say has happened."""

from kit.events import Event


class PacketDropped(Event, frozen=True, kw_only=True, tag="packet.dropped"):
    packet_id: str
    show_id: str


class SharesOpened(Event, frozen=True, kw_only=True, tag="packet.shares_opened"):
    """People opened shares, all those of a batch."""

    packet_id: str
    show_id: str
    before: int
    """How many had been opened before them."""
    opened: int


class PacketEnded(Event, frozen=True, kw_only=True, tag="packet.ended"):
    packet_id: str
    show_id: str
