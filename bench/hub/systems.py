"""The systems side by side: how each is started, and how the load generator speaks to it."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import install
from processes import Process, free_port
from seed import SECRET

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Ground:
    """What systems are started on."""

    core: int
    scratch: Path
    product: Path
    """The product's packages, as they stood when the run began."""
    show_id: str
    headers: Path


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where viewers and the publisher go, as options of the load generator."""

    process: Process
    port: int
    publisher_port: int
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class System:
    name: str
    title: str
    start: Callable[[Ground], Served]
    options: tuple[str, ...] = ()

    @property
    def can_be_asked(self) -> bool:
        """Whether it tells of its garbage collection."""
        return self.name.startswith("dealcast")


def systems() -> dict[str, System]:
    """All that can be had here, by name. What is missing is named on standard output."""
    known = [
        System("limit", "C, a send() an event", lambda ground: _limit(ground, "each")),
        System("limit_coalesced", "C, a send() a round", lambda ground: _limit(ground, "round")),
        System("dealcast", "Dealcast", start_dealcast),
        System("dealcast_deflate", "Dealcast, deflated", start_dealcast, ("--deflate", "1")),
    ]
    if install.install_python_peers():
        known += [
            System("starlette", "Starlette, naive loop", _python("starlette_naive.py", "/room")),
            System("websockets", "websockets broadcast()", _python("websockets_broadcast.py", "/")),
            System("picows", "picows", _python("picows_loop.py", "/")),
        ]
        if _imports("socketify"):
            known.append(System("socketify", "uWebSockets (socketify)", _socketify))
        else:
            print("bench: socketify is left out: it needs libuv (apt-get install libuv1)")
        known.append(System("nats", "NATS with WebSocket", _nats))
    else:
        print("bench: the Python peers are left out: they could not be installed (see above)")
    node = install.node()
    if node is not None and install.install_node_peers():
        known += [
            System("node_ws", "Node ws", _node(node, "node_ws.js", ("--path", "/"))),
            System("socketio", "socket.io", _node(node, "socketio.js", SOCKETIO)),
        ]
    else:
        print("bench: the Node peers are left out: Node.js or its packages could not be had")
    return {system.name: system for system in known}


def start_dealcast(ground: Ground, redis_url: str = "") -> Served:
    port, publisher_port = free_port(), free_port()
    process = Process(
        [
            sys.executable,
            HERE / "dealcast_server.py",
            str(port),
            str(publisher_port),
            ground.show_id,
        ],
        core=ground.core,
        log=ground.scratch / f"dealcast_{port}.log",
        cwd=ground.scratch,
        env={
            "DATABASE_URL": f"sqlite:///{ground.scratch / 'hub.db'}",
            "SECRET_KEY": SECRET,
            "REDIS_URL": redis_url,
            "PYTHONPATH": str(ground.product),
        },
    )
    return _served(
        process,
        port,
        publisher_port,
        *("--path", f"/live/{ground.show_id}", "--headers", str(ground.headers)),
        *("--publish", f"lines:{publisher_port}"),
    )


SOCKETIO = ("--path", "/socket.io/?EIO=4&transport=websocket", "--dialect", "socketio")


def _served(process: Process, port: int, publisher_port: int, *options: str) -> Served:
    process.until_listening(port)
    process.until_listening(publisher_port)
    return Served(process, port, publisher_port, options)


def _limit(ground: Ground, manner: str) -> Served:
    port, publisher_port = free_port(), free_port()
    log = ground.scratch / f"limit_{manner}.log"
    command = [install.LIMIT, port, publisher_port, manner]
    process = _process(command, ground, log)
    return _served(process, port, publisher_port, "--publish", f"lines:{publisher_port}")


def _python(program: str, path: str) -> Callable[[Ground], Served]:
    def start(ground: Ground) -> Served:
        port, publisher_port = free_port(), free_port()
        command = [install.PYTHON, HERE / "peers" / program, port, publisher_port]
        process = _process(command, ground, ground.scratch / f"{program}.log")
        options = ("--path", path, "--publish", f"lines:{publisher_port}")
        return _served(process, port, publisher_port, *options)

    return start


def _socketify(ground: Ground) -> Served:
    port = free_port()
    command = [install.PYTHON, HERE / "peers/socketify_topic.py", port]
    process = _process(command, ground, ground.scratch / "socketify.log")
    return _served(process, port, port, "--path", "/room", "--publish", f"frames:{port}:/publish")


def _nats(ground: Ground) -> Served:
    port, publisher_port = free_port(), free_port()
    settings = ground.scratch / "nats.conf"
    settings.write_text(
        f'listen: "127.0.0.1:{publisher_port}"\n'
        f'websocket {{ listen: "127.0.0.1:{port}", no_tls: true }}\n'
        'max_connections: 30000\nping_interval: "10m"\nwrite_deadline: "60s"\n'
    )
    command = [install.PYTHON.with_name("nats-server"), "--config", settings]
    process = _process(command, ground, ground.scratch / "nats.log")
    options = ("--dialect", "nats", "--publish", f"pubs:{publisher_port}")
    return _served(process, port, publisher_port, *options)


def _node(node: str, program: str, options: tuple[str, ...]) -> Callable[[Ground], Served]:
    def start(ground: Ground) -> Served:
        port, publisher_port = free_port(), free_port()
        process = Process(
            [node, HERE / "peers" / program, str(port), str(publisher_port)],
            core=ground.core,
            log=ground.scratch / f"{program}.log",
            cwd=ground.scratch,
            env={"NODE_PATH": str(install.PEERS / "node/node_modules"), "NODE_ENV": "production"},
        )
        publish = ("--publish", f"lines:{publisher_port}")
        return _served(process, port, publisher_port, *options, *publish)

    return start


def _process(command: list[str | Path | int], ground: Ground, log: Path) -> Process:
    return Process([str(word) for word in command], core=ground.core, log=log, cwd=ground.scratch)


def _imports(module: str) -> bool:
    tried = subprocess.run(
        [install.PYTHON, "-c", f"import {module}"], capture_output=True, check=False
    )
    return tried.returncode == 0
