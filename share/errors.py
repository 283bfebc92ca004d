"""What share refuses."""

from kit.errors import Conflict, Invalid, NotFound


class NoSuchLink(NotFound):
    code = "share.no_such_link"
    title = "There is no link with this code"


class LinkOver(NotFound):
    code = "share.link_over"
    status = 410
    title = "This link has ended"


class NoSuchReward(NotFound):
    code = "share.no_such_reward"
    title = "There is no such reward"


class NothingToShare(NotFound):
    code = "share.nothing_to_share"
    title = "What you want to share is not there"


class NotShareable(Conflict):
    code = "share.not_shareable"
    title = "This cannot be shared"


class CodeRefused(Invalid):
    code = "share.code_refused"
    title = "This cannot be a link's name"


class CodeTaken(Conflict):
    code = "share.code_taken"
    title = "Another link has this name"
