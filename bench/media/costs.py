"""What a stream and its viewers cost: the product, the library's own relay, and the kernel."""

import subprocess
import time
from collections.abc import Callable

from bench.hub.processes import Process, free_port
from ground import HERE, PYTHON, SERVER_CORE, Ground, Spent
from install import LIMIT
from peers import HOST
from results import Results

SETTLED_S = 4.0
VIEWERS = 100
RELAYED = (1, 2)
"""Viewers of the library's relay, of whom one takes most of a core."""
PICTURES_PER_S = 30

NewGround = Callable[[], Ground]


def stream(new: NewGround, results: Results, seconds: float) -> None:
    """One publisher and nobody who watches, without LL-HLS and with it."""
    for scenario, program in (("stream", HERE / "without_hls.py"), ("stream_hls", None)):
        ground = new()
        server = ground.media(program)
        ground.publisher().answer()
        time.sleep(SETTLED_S)
        results.note("dealcast", scenario, cpu_share=_share(server, seconds))
        ground.close()


def viewers(new: NewGround, results: Results, seconds: float) -> None:
    """The same with viewers over WHEP, who count every packet."""
    ground = new()
    server = ground.media()
    ground.publisher().answer()
    time.sleep(SETTLED_S)
    alone = _share(server, seconds / 2)
    before_kib = server.rss_kib()
    watching = ground.viewers(VIEWERS)
    time.sleep(1)
    watching.tell("")
    watching.answer()
    spent = Spent(server)
    time.sleep(seconds)
    share = spent.share
    watching.tell("")
    counted = watching.answer()
    if not counted["received"]:
        raise RuntimeError(f"no packet reached the viewers in {seconds} s")
    each = (share - alone) / VIEWERS
    packets_per_s = counted["received"] / counted["seconds"]
    results.note(
        "dealcast",
        "viewers",
        viewers=VIEWERS,
        cpu_share=share,
        viewers_a_core=(1 - alone) / each,
        packet_us=(share - alone) / packets_per_s * 1e6,
        missing=counted["missing"] + counted["forged"],
        viewer_kib=(server.rss_kib() - before_kib) / VIEWERS,
        load_share=counted["cpu_share"],
    )
    ground.close()
    _limit(results, packets_per_s / VIEWERS, counted["octets"] / counted["received"])
    _relayed(new, results, seconds)
    _compare(results, each)


def _limit(results: Results, packets_per_s: float, size: float) -> None:
    command = [LIMIT, VIEWERS, round(packets_per_s), round(size), 3]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    packet_us = float(done.stdout)
    results.note(
        "limit", "viewers", packet_us=packet_us, viewers_a_core=1e6 / (packet_us * packets_per_s)
    )


def _relayed(new: NewGround, results: Results, seconds: float) -> None:
    """What is not delivered for want of a processor costs nothing, so the time is that of a delivered second."""
    for count in RELAYED:
        ground, port = new(), free_port()
        server = ground.other(PYTHON, HERE / "mediarelay.py", port, core=SERVER_CORE)
        server.until_listening(port)
        ground.publisher(f"http://{HOST}:{port}/whip").answer()
        time.sleep(SETTLED_S)
        watching = ground.viewers(count, f"http://{HOST}:{port}/whep")
        time.sleep(2)
        watching.tell("")
        watching.answer()
        spent = Spent(server)
        time.sleep(seconds)
        cpu_s = spent.cpu_s
        watching.tell("")
        pictures = watching.answer()["pictures"]
        results.note(
            "mediarelay",
            "viewers",
            **{
                f"cpu_{count}_share": cpu_s / seconds,
                f"delivered_{count}": pictures / (seconds * PICTURES_PER_S * count),
                "viewer_share": cpu_s / (pictures / PICTURES_PER_S) if pictures else None,
            },
        )
        ground.close()


def _compare(results: Results, each: float) -> None:
    theirs = results.get("mediarelay", "viewers", "viewer_share")
    results.note("dealcast", "viewers", viewer_share=each)
    if theirs is not None:
        results.note("dealcast", "viewers", mediarelay_ratio=theirs / each)


def _share(server: Process, seconds: float) -> float:
    spent = Spent(server)
    time.sleep(seconds)
    return spent.share
