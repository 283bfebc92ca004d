"""What teams say has happened."""

from kit.events import Event


class TeamEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to a team."""

    team_id: str
    show_id: str
    brand_id: str = ""
    version: int = 0
    """The team's, right after this. Events of releases before this one say neither."""


class TeamChanged(TeamEvent, frozen=True, kw_only=True, tag="commerce.team_changed"):
    """It was started, or somebody joined or left."""


class TeamCompleted(TeamEvent, frozen=True, kw_only=True, tag="commerce.team_completed"):
    """It is full and paid: its orders go on."""


class TeamEnded(TeamEvent, frozen=True, kw_only=True, tag="commerce.team_ended"):
    """It was not filled in time, or nobody is left: whoever paid gets the money back."""
