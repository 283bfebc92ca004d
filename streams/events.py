"""What streams says has happened."""

from kit.events import Event


class ShowScheduled(Event, frozen=True, kw_only=True, tag="show.scheduled"):
    show_id: str
    brand_id: str


class ShowChanged(Event, frozen=True, kw_only=True, tag="show.changed"):
    show_id: str
    brand_id: str


class AccessChanged(Event, frozen=True, kw_only=True, tag="show.access_changed"):
    """To whom it is open is another question than before."""

    show_id: str


class ShowStarted(Event, frozen=True, kw_only=True, tag="show.started"):
    show_id: str
    brand_id: str


class ShowEnded(Event, frozen=True, kw_only=True, tag="show.ended"):
    show_id: str
    brand_id: str


class ShowCancelled(Event, frozen=True, kw_only=True, tag="show.cancelled"):
    show_id: str
    brand_id: str


class VideoChanged(Event, frozen=True, kw_only=True, tag="show.video_changed"):
    show_id: str
