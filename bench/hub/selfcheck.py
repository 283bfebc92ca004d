"""Is the load generator right? A server in this file does on purpose what a good one never does, and must be caught.

Each check serves a few viewers, sends them prepared frames for the published events, and compares what the generator
reports with what was done. Takes a few seconds.
"""

import base64
import hashlib
import json
import re
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import install

VIEWERS = 3
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CONTINUATION, PING = 1, 0, 9
NATS_INFO = b'INFO {"headers":true}\r\n'

Send = Callable[["Room", list[bytes]], None]
"""What a server does with the events that have just been published."""


@dataclass
class Room:
    """The server's side of the viewers, in order of arrival."""

    send: Send
    is_deflated: bool = False
    is_nats: bool = False
    viewers: list[socket.socket] = field(default_factory=list)
    asks: list[bytes] = field(default_factory=list)
    events: list[bytes] = field(default_factory=list)
    pongs: int = 0

    def to_all(self, data: bytes) -> None:
        for viewer in self.viewers:
            viewer.sendall(data)


def frame(
    payload: bytes, opcode: int = TEXT, *, is_final: bool = True, is_compressed: bool = False
) -> bytes:
    first = (0x80 if is_final else 0) | (0x40 if is_compressed else 0) | opcode
    if len(payload) < 126:
        return bytes((first, len(payload))) + payload
    if len(payload) < 65_536:
        return struct.pack("!BBH", first, 126, len(payload)) + payload
    return struct.pack("!BBQ", first, 127, len(payload)) + payload


def deflated(payload: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return frame(
        (packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4], is_compressed=True
    )


def array(events: list[bytes]) -> bytes:
    return b"[" + b",".join(events) + b"]"


# What servers do, well and badly.


def one_by_one(room: Room, events: list[bytes]) -> None:
    for event in events:
        room.to_all(frame(event))


def in_arrays(room: Room, events: list[bytes]) -> None:
    room.to_all(frame(array(events)))


def in_pieces(room: Room, events: list[bytes]) -> None:
    """Fragments with a ping between them, and bytes that arrive a few at a time."""
    for event in events:
        data = frame(event[:50], is_final=False) + frame(b"hello", PING)
        data += frame(event[50:120], CONTINUATION, is_final=False) + frame(
            event[120:], CONTINUATION
        )
        for at in range(0, len(data), 37):
            room.to_all(data[at : at + 37])


def compressed(room: Room, events: list[bytes]) -> None:
    room.to_all(deflated(array(events) if len(events) > 1 else events[0]))


def as_nats(room: Room, events: list[bytes]) -> None:
    """One stream, cut into frames without regard to events."""
    stream = b"".join(b"MSG room 1 %d\r\n%s\r\n" % (len(event), event) for event in events)
    room.to_all(frame(stream[:150], 2) + frame(stream[150:], 2))


def without_the_fifth(room: Room, events: list[bytes]) -> None:
    """The second viewer never gets event 5."""
    for event in events:
        for number, viewer in enumerate(room.viewers):
            if number != 1 or number_of(event) != 5:
                viewer.sendall(frame(event))


def with_the_fifth_twice(room: Room, events: list[bytes]) -> None:
    for event in events:
        room.to_all(frame(event))
        if number_of(event) == 5:
            room.viewers[0].sendall(frame(event))


def with_two_exchanged(room: Room, events: list[bytes]) -> None:
    """Events 5 and 6 in the wrong order, for the last viewer: one gap, then one that is too late."""
    for event in events:
        for number, viewer in enumerate(room.viewers):
            if number == 2 and number_of(event) == 5:
                continue
            viewer.sendall(frame(event))
            if number == 2 and number_of(event) == 6:
                viewer.sendall(frame(room.events[4]))


def with_one_skipped(room: Room, events: list[bytes]) -> None:
    """Event 5 is left out for the first viewer, who is told."""
    for event in events:
        for number, viewer in enumerate(room.viewers):
            if number == 0 and number_of(event) == 5:
                continue
            if number == 0 and number_of(event) == 6:
                viewer.sendall(frame(array([b'{"t":"skipped","count":1}', event])))
            else:
                viewer.sendall(frame(event))


def hanging_up(room: Room, events: list[bytes]) -> None:
    """The first viewer is thrown out at event 5; the run must go on without it."""
    for event in events:
        if number_of(event) == 5:
            room.viewers.pop(0).close()
        room.to_all(frame(event))


def late(room: Room, events: list[bytes]) -> None:
    time.sleep(0.05)
    one_by_one(room, events)


def number_of(event: bytes) -> int:
    found = re.search(rb'"n=(\d+) at=\d+ c=0', event)
    assert found, event
    return int(found[1])


# The server itself.


def serve(room: Room, listener: socket.socket, publisher_listener: socket.socket) -> None:
    for _ in range(VIEWERS):
        room.viewers.append(_welcomed(room, listener.accept()[0]))
    publisher, rest = publisher_listener.accept()[0], b""
    watched = [publisher, *room.viewers]
    while publisher in watched:
        for ready in select.select(watched, [], [])[0]:
            data = b"" if ready.fileno() < 0 else ready.recv(65536)
            if not data:
                watched.remove(ready)
            elif ready is publisher:
                *events, rest = (rest + data).split(b"\n")
                room.events += events
                if events:
                    room.send(room, events)
                watched = [one for one in watched if one.fileno() >= 0]
            else:
                room.pongs += data.count(b"\x8a\x85\0\0\0\0hello")


def _welcomed(room: Room, viewer: socket.socket) -> socket.socket:
    request = b""
    while b"\r\n\r\n" not in request:
        request += viewer.recv(4096)
    room.asks.append(request)
    key = re.search(rb"Sec-WebSocket-Key: (\S+)", request)
    assert key, request
    accept = base64.b64encode(hashlib.sha1(key[1] + GUID).digest())
    extension = b"Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n"
    viewer.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: "
        + accept
        + b"\r\n"
        + (extension if room.is_deflated else b"")
        + b"\r\n"
    )
    if room.is_nats:
        viewer.sendall(frame(NATS_INFO, 2))
        viewer.recv(4096)
        viewer.sendall(frame(b"PONG\r\n", 2))
    else:
        viewer.sendall(frame(b'{"t":"welcome"}'))
    return viewer


@contextmanager
def loaded(program: str, room: Room, *options: str) -> Iterator[subprocess.Popen[str]]:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_server(("127.0.0.1", 0)) as publishers,
    ):
        serving = threading.Thread(target=serve, args=(room, listener, publishers), daemon=True)
        serving.start()
        load = subprocess.Popen(
            [program, "--port", str(listener.getsockname()[1]), "--viewers", str(VIEWERS),
             "--publish", f"lines:{publishers.getsockname()[1]}", "--lifetime", "30", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            yield load
        finally:
            load.kill()
            load.communicate()
            serving.join(5)


def run(program: str, send: Send, command: str, *options: str) -> tuple[dict[str, Any], Room]:
    room = Room(send, is_deflated="--deflate" in options, is_nats="nats" in options)
    with loaded(program, room, *options) as load:
        assert load.stdin
        assert load.stdout
        arrival = json.loads(load.stdout.readline())
        assert arrival["watching"] == VIEWERS, arrival
        assert arrival["deflated"] == (VIEWERS if room.is_deflated else 0), arrival
        load.stdin.write(command + "\n")
        load.stdin.flush()
        return json.loads(load.stdout.readline()), room


# What must be true.

RATE = "open 100 0.2 1"  # 20 events
GOOD = {"published": 20, "all_deliveries": 60, "gaps": 0, "duplicates": 0, "skipped": 0, "closed": 0,
        "unreadable": 0, "undelivered": 0, "delivered_share": 1}  # fmt: skip
CLOSED = {"gaps": 0, "duplicates": 0, "undelivered": 0, "closed": 0}

CHECKS: dict[str, tuple[Send, str, tuple[str, ...], dict[str, Any]]] = {
    "events one by one": (one_by_one, RATE, (), GOOD),
    "events in arrays": (in_arrays, "closed 8 0.4 1", (), CLOSED),
    "fragments, pings, bytes in drops": (in_pieces, RATE, (), GOOD),
    "compressed events": (compressed, RATE, ("--deflate", "1"), GOOD),
    "compressed arrays": (compressed, "closed 8 0.4 1", ("--deflate", "1"), CLOSED),
    "a stream cut anywhere": (as_nats, RATE, ("--dialect", "nats"), GOOD),
    "viewers instead of staff": (one_by_one, RATE + " chat", (), GOOD),
    "a gap": (without_the_fifth, RATE, (), {**GOOD, "gaps": 1, "all_deliveries": 59, "delivered_share": 0.98333}),
    "a gap in a closed run": (without_the_fifth, "closed 4 0.4 1", (), {**CLOSED, "gaps": 1}),
    "a duplicate": (with_the_fifth_twice, RATE, (), {**GOOD, "duplicates": 1}),
    "the wrong order": (with_two_exchanged, RATE, (),
                        {**GOOD, "gaps": 1, "duplicates": 1, "all_deliveries": 59, "delivered_share": 0.98333}),
    "what is left out and said": (with_one_skipped, RATE, (),
                                  {**GOOD, "skipped": 1, "all_deliveries": 59, "delivered_share": 0.98333}),
    "a viewer thrown out": (hanging_up, "closed 1 0.4 1", (), {**CLOSED, "closed": 1}),
}  # fmt: skip


def check_all(program: str, has_zlib: bool) -> list[str]:
    faults = []
    for name, (send, command, options, expected) in CHECKS.items():
        if "--deflate" in options and not has_zlib:
            continue
        found, room = run(program, send, command, *options)
        wrong = {key: found[key] for key, value in expected.items() if found[key] != value}
        if wrong:
            faults.append(f"{name}: {wrong} instead of { {key: expected[key] for key in wrong} }")
        if send is in_pieces and room.pongs != VIEWERS * 20:
            faults.append(f"{name}: {room.pongs} pongs for {VIEWERS * 20} pings")
        sizes = {len(event) for event in room.events}
        if sizes != {200}:
            faults.append(f"{name}: events of {sizes} bytes")
    return faults + check_latency(program) + check_stall(program) + check_headers(program)


def check_latency(program: str) -> list[str]:
    found, _ = run(program, late, "closed 1 1.2 1")
    # Steps of 1.6 %, of which the histogram tells the beginning.
    is_right = 49 <= found["p50_ms"] < 80 and abs(found["deliveries_per_s"] - 60) < 12
    return (
        []
        if is_right
        else [f"a delay of 50 ms: {found['p50_ms']} ms, {found['deliveries_per_s']}/s"]
    )


def check_stall(program: str) -> list[str]:
    """One viewer in three reads nothing for 0.4 s: it is late, but not the others, and misses nothing."""
    found, _ = run(program, one_by_one, "open 100 1 1 stall 0.34 0.3 0.4")
    is_whole = found["all_deliveries"] == 300 and not found["gaps"] and not found["behind"]
    is_late = found["last_p99_ms"] > 300 and found["p99_ms"] < 100
    return [] if is_whole and is_late else [f"a stalled viewer: {found}"]


def check_headers(program: str) -> list[str]:
    """Each viewer comes with its own line of the file."""
    with tempfile.NamedTemporaryFile("w", suffix=".headers") as file:
        file.write("Cookie: a=1\nCookie: a=2\nCookie: a=3\n")
        file.flush()
        _, room = run(program, one_by_one, RATE, "--headers", file.name)
    cookies = set(re.findall(rb"Cookie: (\S+)", b"".join(room.asks)))
    return [] if cookies == {b"a=1", b"a=2", b"a=3"} else [f"headers: {cookies}"]


def main() -> None:
    try:
        install.build()
    except install.Missing as missing:
        sys.exit(f"bench: {missing}")
    faults = check_all(str(install.LOAD), install.has_zlib())
    for fault in faults:
        print(f"bench: the load generator is wrong about {fault}")
    if faults:
        sys.exit(1)
    print(f"bench: the load generator is right about {len(CHECKS) + 3} things")


if __name__ == "__main__":
    main()
