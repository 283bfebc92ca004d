"""The whole product as a child process, on a database of its own with the demonstration data."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.ports import HOST, free_port
from tests.support.process import Child

COMMAND = Path(sys.executable).with_name("dealcast")
READY = "/readyz"


class Site:
    """The product, served on one port from one database, `home/dealcast.db`."""

    def __init__(self, home: Path, redis_url: str | None = None, **settings: str) -> None:
        self._home = home
        self._port, self._media_port = free_port(), free_port()
        self._env = {**_environment(home, self._port, self._media_port, redis_url), **settings}
        self.base_url = f"http://{HOST}:{self._port}"

    @property
    def database_url(self) -> str:
        return self._env["DATABASE_URL"]

    def start(self) -> None:
        """Serve; its log is `home/serve.log`, and its end is part of the error if it does not start."""
        self._child = Child.start(
            [COMMAND, "serve", "--worker", "--port", str(self._port)],
            log=self._home / "serve.log",
            cwd=self._home,
            env=self._env,
        )
        _wait_until_ready(self.base_url, self._child)

    def start_media(self) -> None:
        """Carry picture and sound as well; its log is `home/media.log`."""
        self._media = Child.start(
            [COMMAND, "media", "--port", str(self._media_port)],
            log=self._home / "media.log",
            cwd=self._home,
            env=self._env,
        )
        _wait_until_ready(self._env["MEDIA_URL"], self._media)

    def stop_media(self) -> None:
        self._media.stop()

    @contextmanager
    def demo_host(self, *options: str) -> Iterator[None]:
        """Let a demo host publish; its log is `home/demo-host.log`."""
        child = Child.start(
            [COMMAND, "demo-host", *options],
            log=self._home / "demo-host.log",
            cwd=self._home,
            env=self._env,
        )
        try:
            yield
            child.check()
        finally:
            child.stop()

    def stop(self) -> None:
        """Stop serving; raises ChildDied if it had stopped by itself."""
        try:
            self._child.check()
        finally:
            self._child.stop()


def seed(home: Path) -> None:
    """Make the database and the demonstration data."""
    env = _environment(home, free_port(), free_port(), None)
    _run("migrate", home=home, env=env)
    _run("seed", "--demo", home=home, env=env)


@contextmanager
def running_site(
    home: Path, seeded: Path, redis_url: str | None = None, **settings: str
) -> Iterator[Site]:
    """Serve what was `seeded` from a copy in `home`, the working directory, and with other settings where given."""
    shutil.copytree(seeded, home, dirs_exist_ok=True)
    site = Site(home, redis_url, **settings)
    site.start()
    try:
        yield site
    finally:
        site.stop()


def _environment(home: Path, port: int, media_port: int, redis_url: str | None) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite+aiosqlite:///{home}/dealcast.db",
        "PORT": str(port),
        "MEDIA_URL": f"http://{HOST}:{media_port}",
        "MEDIA_ADDRESSES": HOST,
        "PYTHONUNBUFFERED": "1",
        "REDIS_URL": redis_url or "",
    }


def _run(*arguments: str, home: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        [COMMAND, *arguments], cwd=home, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"dealcast {arguments[0]} failed:\n{done.stdout}{done.stderr}")


def _wait_until_ready(base_url: str, child: Child, *, timeout_s: float = 120.0) -> None:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        child.check()
        try:
            with urllib.request.urlopen(base_url + READY, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not listening yet, or an HTTP error: not ready yet
            pass
        time.sleep(0.05)
    raise TimeoutError(f"{base_url}{READY} is not ready after {timeout_s} s:\n{child.log_tail()}")
