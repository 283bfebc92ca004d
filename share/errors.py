"""What share refuses."""

from kit.errors import Conflict, NotFound


class NoSuchLink(NotFound):
    code = "share.no_such_link"
    title = "There is no link with this code"


class NoSuchReward(NotFound):
    code = "share.no_such_reward"
    title = "There is no such reward"


class NothingToShare(NotFound):
    code = "share.nothing_to_share"
    title = "What you want to share is not there"


class NotShareable(Conflict):
    code = "share.not_shareable"
    title = "This cannot be shared"
