"""What an operator watches, in Prometheus' form. Names and units follow its naming rules."""

from prometheus_client import Counter, Gauge, Histogram

http_requests = Counter(
    "dealcast_http_requests_total", "HTTP requests answered", ["method", "route", "status"]
)
http_seconds = Histogram(
    "dealcast_http_request_duration_seconds", "Time to answer an HTTP request", ["route"]
)
viewers = Gauge("dealcast_viewers", "Open sockets in this process")
rooms = Gauge("dealcast_rooms", "Rooms with a viewer in this process")
room_events = Counter("dealcast_room_events_total", "Events published to rooms", ["kind"])
deliveries = Counter("dealcast_room_deliveries_total", "Events written to viewers")
written_bytes = Counter(
    "dealcast_room_written_bytes_total", "Bytes of room events written to viewers"
)
paused = Counter("dealcast_viewers_paused_total", "Times a viewer's socket took no more")
catch_ups = Counter("dealcast_catch_up_chunks_total", "Chunks written to viewers who were behind")
snapshots = Counter("dealcast_snapshots_total", "Whole states given to viewers")
disconnects = Counter("dealcast_socket_disconnects_total", "Sockets that we closed", ["code"])
refusals = Counter("dealcast_refusals_total", "Requests and commands refused", ["code"])
reactions = Counter("dealcast_reactions_total", "Domain events reacted to", ["event"])
swept = Counter("dealcast_outbox_swept_total", "Events that the sweeper delivered")
