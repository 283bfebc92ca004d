"""What the waitlist refuses."""

from kit.errors import Conflict


class NotSoldOut(Conflict):
    code = "waitlist.not_sold_out"
    title = "There are units left"


class WaitlistFull(Conflict):
    code = "waitlist.full"
    title = "The waitlist is full"
