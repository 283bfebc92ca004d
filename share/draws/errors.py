"""What a draw refuses."""

from kit.errors import Conflict, Forbidden, NotFound


class NoSuchDraw(NotFound):
    code = "draw.no_such_draw"
    title = "There is no such draw"


class NoRoom(NotFound):
    code = "draw.no_room"
    title = "There is no such show"


class NoLiveRoom(Conflict):
    code = "draw.not_live"
    title = "A draw needs a live room"


class DrawRunning(Conflict):
    code = "draw.running"
    title = "Another draw is open in this room"


class DrawClosed(Conflict):
    code = "draw.closed"
    title = "This draw is closed"


class DrawUndecided(Conflict):
    code = "draw.undecided"
    title = "This draw is not decided yet"


class DrawFull(Conflict):
    code = "draw.full"
    title = "This draw is full"


class ForMembers(Forbidden):
    code = "draw.for_members"
    title = "This draw is for members"


class StaffCannotWin(Forbidden):
    code = "draw.staff"
    title = "Staff cannot enter"
