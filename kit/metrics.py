"""What an operator watches, in Prometheus' form. Names and units follow its naming rules; docs/operations.md says what each means.

Labels have few values: no show, person or address, of which there is no end.
"""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram

from kit.pauses import GcPauses

# HTTP.
http_requests = Counter(
    "dealcast_http_requests_total", "HTTP requests answered", ["method", "route", "status"]
)
http_seconds = Histogram(
    "dealcast_http_request_duration_seconds", "Time to answer an HTTP request", ["route"]
)
refusals = Counter("dealcast_refusals_total", "Requests and commands refused", ["code"])

cut_off = Counter(
    "dealcast_http_cut_off_total",
    "Connections ended because they took too much or too long, by the refusal's code",
    ["code"],
)

# Share links.
clicks_not_counted = Counter(
    "dealcast_clicks_not_counted_total",
    "People who were led on by a share link though their click could not be committed in time",
)

# Sockets.
handshakes = Counter(
    "dealcast_socket_handshakes_total", "Sockets that asked to come in", ["result"]
)
handshake_seconds = Histogram(
    "dealcast_socket_handshake_duration_seconds",
    "Time from a socket's request to its welcome or refusal",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
connections = Gauge("dealcast_socket_connections", "Open sockets in this process")
paused_viewers = Gauge("dealcast_viewers_paused", "Sockets that take no more at the moment")
pauses = Counter("dealcast_viewer_pauses_total", "Times a socket took no more")
disconnects = Counter("dealcast_socket_disconnects_total", "Sockets that we closed", ["code"])
commands = Counter("dealcast_commands_total", "Commands that viewers sent", ["kind"])

# Rooms.
viewers = Gauge("dealcast_viewers", "Sockets in rooms of this process")
rooms = Gauge("dealcast_rooms", "Rooms with a viewer in this process")
room_events = Counter("dealcast_room_events_total", "Events published to rooms", ["kind"])
deliveries = Counter("dealcast_room_deliveries_total", "Events written to viewers")
written_bytes = Counter(
    "dealcast_room_written_bytes_total", "Bytes of room events written to viewers"
)
catch_ups = Counter("dealcast_catch_up_chunks_total", "Chunks written to viewers who were behind")
snapshots = Counter("dealcast_snapshots_total", "Whole states given to viewers")
dropped = Counter("dealcast_room_dropped_total", "Events left out for viewers who lag", ["lane"])

# Money.
payments = Counter(
    "dealcast_payments_total", "What gateways said of payments", ["gateway", "outcome"]
)
refunds = Counter("dealcast_refunds_total", "What became of refunds", ["gateway", "outcome"])
gateway_failures = Counter(
    "dealcast_gateway_failures_total", "Calls that a gateway did not answer", ["gateway"]
)

# What a commit causes.
reactions = Counter("dealcast_reactions_total", "Domain events reacted to", ["event"])
swept = Counter("dealcast_outbox_swept_total", "Events that the sweeper delivered")
outbox_backlog = Gauge("dealcast_outbox_backlog", "Committed events that are not delivered yet")
outbox_oldest_seconds = Gauge(
    "dealcast_outbox_oldest_age_seconds", "How long the oldest of them has waited"
)
outbox_given_up = Gauge("dealcast_outbox_given_up", "Committed events that are not tried any more")

webhook_attempts = Counter(
    "dealcast_webhook_attempts_total", "Messages sent to brands' own systems", ["result"]
)

chore_failures = Counter(
    "dealcast_worker_failures_total",
    "Rows that a worker's chore went past because they failed, and chores that failed as a whole",
    ["chore", "what"],
)

# Picture and sound, in media processes.
broadcasts = Gauge("dealcast_broadcasts", "Shows whose publisher is heard")
video_viewers = Gauge("dealcast_video_viewers", "Who watch over WebRTC")
video_received_bytes = Counter(
    "dealcast_video_received_bytes_total", "From publishers, without headers"
)
video_gaps = Counter(
    "dealcast_video_gaps_total",
    "How often pictures were lost for good, so that players waited for a key frame",
)
recorded_bytes = Counter("dealcast_recorded_bytes_total", "Kept for replays")
recording_failures = Counter(
    "dealcast_recording_failures_total",
    "How often the store or the database did not take a recording",
)
recording_lost_segments = Counter(
    "dealcast_recording_lost_segments_total", "Never kept, because the store was away for too long"
)
video_sessions = Counter("dealcast_video_sessions_total", "Offers that were answered", ["kind"])
video_stream_bits = Histogram(
    "dealcast_video_stream_bits_per_second",
    "What each publisher sends, looked at once a second",
    ["kind"],
    buckets=(32e3, 64e3, 128e3, 256e3, 512e3, 1e6, 1.5e6, 2e6, 2.5e6, 3e6, 4e6, 6e6, 10e6),
)
video_packets = Counter(
    "dealcast_video_packets_total", "Publishers' packets, by what became of them", ["fate"]
)
video_jitter_seconds = Histogram(
    "dealcast_video_jitter_seconds",
    "How unevenly each publisher's packets come, looked at once a second",
    ["kind"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5),
)
video_key_frame_seconds = Histogram(
    "dealcast_video_key_frame_distance_seconds",
    "Between two key frames of a publisher",
    buckets=(0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 10, 30),
)
video_key_frames_asked = Counter(
    "dealcast_video_key_frames_asked_total", "How often a publisher was asked for a key frame (PLI)"
)
hls_players = Gauge("dealcast_hls_players", "Players or caches that wait here for the next part")
hls_requests = Counter("dealcast_hls_requests_total", "Answered requests of players", ["what"])
hls_parts = Counter("dealcast_hls_parts_total", "Parts that were published", ["track"])
hls_segments = Counter("dealcast_hls_segments_total", "Segments that were begun", ["track"])
hls_part_seconds = Histogram(
    "dealcast_hls_part_delay_seconds",
    "From the arrival of what a part begins with until it was published",
    ["track"],
    buckets=(0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.75, 1, 2, 5),
)

# The process and what it stands on.
loop_lag_seconds = Histogram(
    "dealcast_event_loop_lag_seconds",
    "How late the event loop wakes who asked to be woken",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
gc_pauses = GcPauses()
REGISTRY.register(gc_pauses)
broker_up = Gauge("dealcast_broker_up", "1 if messages reach other processes, 0 if degraded")
database_up = Gauge("dealcast_database_up", "1 if the database answers, else 0")
database_connections = Gauge(
    "dealcast_database_connections_in_use", "Database connections taken from the pool"
)


def total(metric: Counter | Gauge) -> float:
    """The sum over all labels."""
    return sum(
        sample.value
        for family in metric.collect()
        for sample in family.samples
        if not sample.name.endswith("_created")
    )
