"""Whether somebody who comes to a show was brought there by a sharer. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The click by which somebody came, and the link that it was on."""

    click_id: str
    sharer_id: str
    show_id: str | None
    """The show that the link leads to, or whose deal or clip it is of."""
    browser: str | None
    identity: str
    """By what the click was counted."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody came into a show, with the click by which their browser came last."""

    show_id: str
    click_id: str
    account_id: str | None


@dataclass(frozen=True, slots=True)
class Brought:
    """A friend, as one of the leaderboard."""

    show_id: str
    origin: Origin
    account_id: str | None


def brought(arrival: Arrival, origin: Origin | None) -> Brought | None:
    """A friend who followed a link to this very show; None for anybody else, and for the sharer themselves."""
    if origin is None or origin.show_id != arrival.show_id:
        return None
    if arrival.account_id == origin.sharer_id:
        return None
    return Brought(arrival.show_id, origin, arrival.account_id)
