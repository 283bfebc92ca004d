"""What streams refuses."""

from kit.errors import Conflict, Invalid, NotFound, Refusal, Unavailable


class NoSuchShow(NotFound):
    code = "show.not_found"
    title = "There is no such show"


class IllegalShowMove(Conflict):
    code = "show.wrong_state"
    title = "The show is not in a state for that"


class BadShowTime(Invalid):
    code = "show.bad_time"
    title = "A show cannot be scheduled for that time"


class BadOffer(Refusal):
    code = "video.bad_offer"
    title = "The session description cannot be understood"


class CodecNotOffered(Refusal):
    code = "video.codec_not_offered"
    status = 406
    title = "Neither side could use the other's codecs"


class NoPortFree(Unavailable):
    code = "video.no_port_free"
    title = "The server has no room for another connection"
