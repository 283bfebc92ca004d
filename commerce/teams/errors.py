"""What teams refuse."""

from kit.errors import Conflict, Invalid, NotFound


class NoSuchTeam(NotFound):
    code = "team.not_found"
    title = "There is no such team"


class BadTeamTerms(Invalid):
    code = "deal.bad_team_terms"
    title = "The deal cannot be sold to teams so"


class NotForTeams(Conflict):
    code = "team.not_for_teams"
    title = "The deal is not sold to teams"


class AlreadyInTeam(Conflict):
    code = "team.already_in"
    title = "You are in this team"


class LeaderFirst(Conflict):
    code = "team.leader_first"
    title = "The leader has not paid yet"


class TeamFull(Conflict):
    code = "team.full"
    title = "The team is full"


class TeamOver(Conflict):
    code = "team.over"
    title = "The team takes nobody any more"
