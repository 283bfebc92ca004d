"""What draws say has happened."""

from kit.events import Event


class DrawOpened(Event, frozen=True, kw_only=True, tag="draw.opened"):
    draw_id: str
    show_id: str


class DrawEntered(Event, frozen=True, kw_only=True, tag="draw.entered"):
    """People entered, all those of a batch."""

    draw_id: str
    show_id: str
    before: int
    """How many had entered before them."""
    entrants: int


class DrawDecided(Event, frozen=True, kw_only=True, tag="draw.decided"):
    draw_id: str
    show_id: str
    account_ids: list[str]
    """Of those who won, the first place first."""
