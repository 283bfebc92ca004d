"""What a challenge refuses."""

from kit.errors import Conflict, Forbidden, NotFound


class NoSuchChallenge(NotFound):
    code = "challenge.not_found"
    title = "There is no such challenge"


class NoSuchChallengeTeam(NotFound):
    code = "challenge.no_such_team"
    title = "There is no such team"


class NoRoom(NotFound):
    code = "challenge.no_room"
    title = "There is no such show"


class NoLiveRoom(Conflict):
    code = "challenge.not_live"
    title = "A challenge needs a live room"


class ChallengeRunning(Conflict):
    code = "challenge.running"
    title = "Another challenge is open in this room"


class ChallengeOver(Conflict):
    code = "challenge.over"
    title = "This challenge is over"


class InATeam(Conflict):
    code = "challenge.in_a_team"
    title = "You are in a team of this challenge"


class NameTaken(Conflict):
    code = "challenge.name_taken"
    title = "Another team has this name"


class NoPlaceLeft(Conflict):
    code = "challenge.team_full"
    title = "This team is full"


class TooManyTeams(Conflict):
    code = "challenge.too_many_teams"
    title = "The challenge has as many teams as it can hold"


class StaffCannotPlay(Forbidden):
    code = "challenge.staff"
    title = "Staff cannot take part"
