"""The servers under test, each alone on the first core."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import install

from tests.support.ports import HOST, free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COMMAND = Path(sys.executable).with_name("dealcast")
SERVER_CORE, LOAD_CORE = 0, 1
NGINX = """
worker_processes 1; daemon off; pid {scratch}/nginx.pid; error_log {scratch}/nginx.log;
events {{ worker_connections 4096; }}
http {{ access_log off; client_body_temp_path {scratch}/b; proxy_temp_path {scratch}/p; fastcgi_temp_path {scratch}/f;
  uwsgi_temp_path {scratch}/u; scgi_temp_path {scratch}/s; keepalive_requests 100000000;
  server {{ listen {host}:{port}; location / {{ return 302 /shows/00000000000000000007; }} }} }}
"""


class Server:
    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port

    def cpu_s(self) -> float:
        """Of all of its processes so far."""
        return sum(_cpu_s(pid) for pid in (self.process.pid, *_children(self.process.pid)))


@contextmanager
def bare(scratch: Path) -> Iterator[Server]:
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "bare:app", "--port", str(port), "--no-access-log", "--loop", "uvloop",
        "--http", "httptools", "--log-level", "warning", "--no-server-header", "--backlog", "2048",
    ]  # fmt: skip
    with _serving(command, port, scratch, {"PYTHONPATH": str(HERE)}) as server:
        yield server


@contextmanager
def nginx(scratch: Path) -> Iterator[Server]:
    port = free_port()
    settings = scratch / "nginx.conf"
    settings.write_text(NGINX.format(scratch=scratch, host=HOST, port=port))
    command = [str(install.program("nginx")), "-c", str(settings), "-e", str(scratch / "nginx.log")]
    with _serving(command, port, scratch, {}) as server:
        yield server


@contextmanager
def dealcast(scratch: Path, database_url: str) -> Iterator[Server]:
    """A web process as the Procfile starts it; the worker's chores are another process's."""
    port = free_port()
    command = [str(COMMAND), "serve", "--no-worker", "--port", str(port)]
    settings = {"DATABASE_URL": database_url, "SECRET_KEY": "k" * 40, "REDIS_URL": ""}
    with _serving(command, port, scratch, settings) as server:
        yield server


@contextmanager
def worker(scratch: Path, database_url: str, core: int = SERVER_CORE) -> Iterator[None]:
    """A worker as the Procfile starts it, without a broker of several processes."""
    settings = {"DATABASE_URL": database_url, "SECRET_KEY": "k" * 40, "REDIS_URL": ""}
    with (scratch / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            ["taskset", "-c", str(core), str(COMMAND), "worker"],
            env={**os.environ, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def _serving(
    command: list[str], port: int, scratch: Path, settings: dict[str, str]
) -> Iterator[Server]:
    with (scratch / "server.log").open("ab") as log:
        process = subprocess.Popen(
            ["taskset", "-c", str(SERVER_CORE), *command],
            env={**os.environ, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(port, process)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise install.Missing(f"a server did not start: {process.args!r}")


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]
