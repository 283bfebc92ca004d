"""What the operator's page is shown. One process's part is also what processes tell each other."""

from msgspec import Struct

from streams.broadcast.views import StreamReading


class RoomSize(Struct, frozen=True, kw_only=True):
    show_id: str
    viewers: int


class ProcessView(Struct, frozen=True, kw_only=True):
    """One process, as of its last second."""

    process: str
    is_worker: bool
    """Whether it does the worker's chores."""
    started_at_ms: float
    connections: int
    viewers: int
    rooms: int
    paused_viewers: int
    handshakes_per_s: float
    events_per_s: float
    """Events that this process published."""
    deliveries_per_s: float
    bytes_per_s: float
    dropped_per_s: float
    loop_lag_p99_ms: float
    """Of the last ten seconds."""
    gc_longest_ms: float
    """The longest stop for garbage collection in the last second."""
    database_connections: int
    is_database_up: bool
    is_broker_up: bool
    outbox_backlog: int
    outbox_oldest_age_s: float
    outbox_given_up: int
    largest_rooms: list[RoomSize]


class LargeRoomView(Struct, frozen=True, kw_only=True):
    show_id: str
    title: str
    brand_name: str
    viewers: int
    """In all processes that answer."""


class StreamView(Struct, frozen=True, kw_only=True):
    title: str
    brand_name: str
    reading: StreamReading


class OperatorView(Struct, frozen=True, kw_only=True):
    server_ms: float
    version: str
    answered_by: str
    """The process that this answer is from. The others are as it last heard of them."""
    processes: list[ProcessView]
    rooms: list[LargeRoomView]
    streams: list[StreamView]
    silent_media: list[str]
    """Media processes that do not answer."""
