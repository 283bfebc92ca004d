"""What reviews refuse."""

from kit.errors import Conflict, Forbidden, NotFound


class NoSuchCase(NotFound):
    code = "review.no_such_case"
    title = "There is no such case"


class CaseDecided(Conflict):
    code = "review.decided"
    title = "This case is decided already"


class OwnCase(Forbidden):
    code = "review.own_case"
    title = "You cannot decide about yourself"


class RulesOutdated(Conflict):
    code = "review.rules_outdated"
    title = "Somebody changed the rules meanwhile"
