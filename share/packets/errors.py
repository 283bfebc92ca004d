"""What a packet refuses."""

from kit.errors import Conflict, Forbidden, NotFound


class NoSuchPacket(NotFound):
    code = "packet.no_such_packet"
    title = "There is no such packet"


class NoRoom(NotFound):
    code = "packet.no_room"
    title = "There is no such show"


class NoLiveRoom(Conflict):
    code = "packet.not_live"
    title = "A packet needs a live room"


class PacketRunning(Conflict):
    code = "packet.running"
    title = "Another packet is open in this room"


class OverBudget(Conflict):
    code = "packet.over_budget"
    title = "The show's budget does not reach for it"


class PacketOver(Conflict):
    code = "packet.over"
    title = "This packet is over"


class AllOpened(Conflict):
    code = "packet.all_opened"
    title = "All shares are opened"


class PacketOpen(Conflict):
    code = "packet.open"
    title = "This packet has not ended yet"


class MembersOnly(Forbidden):
    code = "packet.members_only"
    title = "This packet is for members"


class ForHigherTiers(Forbidden):
    code = "packet.higher_tiers"
    title = "This packet is for higher tiers"


class StaffCannotOpen(Forbidden):
    code = "packet.staff"
    title = "Staff cannot open packets"
