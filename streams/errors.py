"""What streams refuses."""

from kit.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable


class NoSuchShow(NotFound):
    code = "show.not_found"
    title = "There is no such show"


class IllegalShowMove(Conflict):
    code = "show.wrong_state"
    title = "The show is not in a state for that"


class BadShowTime(Invalid):
    code = "show.bad_time"
    title = "A show cannot be scheduled for that time"


class BadAccess(Invalid):
    code = "show.bad_access"
    title = "A show cannot be open to those people"


class MembersOnly(Forbidden):
    code = "show.members_only"
    title = "This show is for members of its brand"


class NotOpenYet(Forbidden):
    code = "show.not_open_yet"
    title = "This show is not open to you yet"


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


class WrongStreamKey(Refusal):
    code = "video.wrong_key"
    status = 401
    title = "This is not the show's stream key"


class AlreadyPublished(Conflict):
    code = "video.already_published"
    title = "Somebody publishes this show already"


class NotOnAir(NotFound):
    code = "video.not_on_air"
    title = "The show has no picture or sound at the moment"


class TooManyViewers(Unavailable):
    code = "video.too_many_viewers"
    title = "No more viewers can watch this way"


class BadPlaylistRequest(Refusal):
    code = "video.bad_playlist_request"
    title = "The playlist cannot be asked for like that"


class NoSuchSession(NotFound):
    code = "video.no_such_session"
    title = "There is no such session"


class SessionChanged(Refusal):
    code = "video.session_changed"
    status = 412
    title = "The session is not the one that was meant"


class NotAdmitted(Forbidden):
    code = "video.not_admitted"
    title = "This show is not open to you, or your pass has expired"


class NoIceRestart(Refusal):
    code = "video.no_ice_restart"
    status = 422
    title = "A connection cannot be restarted"


class NoReplay(NotFound):
    code = "replay.not_found"
    title = "The show cannot be watched again"


class RecordingAway(Unavailable):
    code = "replay.away"
    title = "The recording cannot be reached at the moment"


class NoSuchClip(NotFound):
    code = "clip.not_found"
    title = "There is no such clip"


class TooManyClips(Conflict):
    code = "clip.too_many"
    title = "No more clips can be cut from this show"
