"""What the leaderboard refuses."""

from kit.errors import NotFound


class NoBoard(NotFound):
    code = "share.no_board"
    title = "There is no such show"
