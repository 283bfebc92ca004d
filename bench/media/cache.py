"""Many LL-HLS viewers behind nginx as a cache: what they add to the origin's work."""

import time
from collections.abc import Callable

import install
from bench.hub.processes import free_port
from ground import HERE, PYTHON, Ground, Spent
from peers import HOST
from results import Results

PLAYERS = 500
SETTLED_S = 5.0
GATHERED_S = 3.0

NewGround = Callable[[], Ground]

_CONFIG = """
daemon off; master_process off; pid {home}/nginx.pid; error_log {home}/nginx.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi; uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    proxy_cache_path {home}/cache keys_zone=shows:10m max_size=500m inactive=10m use_temp_path=off;
    upstream media {{ server {origin}; keepalive 64; }}
    server {{
        listen {host}:{port} backlog=4096;
        location /hls/ {{
            proxy_pass http://media;
            proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_read_timeout 20s;
            proxy_cache shows; proxy_cache_lock on; proxy_cache_lock_timeout 20s; proxy_cache_lock_age 20s;
            add_header x-cache $upstream_cache_status always;
        }}
    }}
}}
"""


def cache(new: NewGround, results: Results, seconds: float) -> None:
    """The viewers and nginx share the other core; what counts is the origin's processor time, with them and without."""
    command = install.nginx()
    if command is None:
        return
    ground, port = new(), free_port()
    origin = ground.media()
    ground.publisher().answer()
    (ground.home / "nginx.conf").write_text(
        _CONFIG.format(home=ground.home, origin=f"{HOST}:{ground.port}", host=HOST, port=port)
    )
    ground.other(*command, "-p", ground.home, "-c", ground.home / "nginx.conf").until_listening(
        port
    )
    time.sleep(SETTLED_S)
    spent = Spent(origin)
    time.sleep(seconds)
    alone = spent.share
    players = ground.other(
        PYTHON,
        HERE / "players.py",
        HOST,
        port,
        f"/hls/{ground.show_id}/public",
        PLAYERS,
        is_asked=True,
    )
    players.answer()
    time.sleep(GATHERED_S)
    players.tell("")
    players.answer()
    spent = Spent(origin)
    time.sleep(seconds)
    share = spent.share
    players.tell("")
    counted = players.answer()
    results.note(
        "dealcast",
        "cache",
        players=PLAYERS,
        origin_share=share,
        origin_points=(share - alone) * 100,
        requests_per_s=counted["requests"] / counted["seconds"],
        hit_part=counted["hits"] / counted["requests"],
        refused=counted["refused"],
        megabits_per_s=counted["octets"] * 8e-6 / counted["seconds"],
    )
    ground.close()
