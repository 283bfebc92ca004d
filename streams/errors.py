"""What streams refuses."""

from kit.errors import Conflict, Invalid, NotFound


class NoSuchShow(NotFound):
    code = "show.not_found"
    title = "There is no such show"


class IllegalShowMove(Conflict):
    code = "show.wrong_state"
    title = "The show is not in a state for that"


class BadShowTime(Invalid):
    code = "show.bad_time"
    title = "A show cannot be scheduled for that time"
