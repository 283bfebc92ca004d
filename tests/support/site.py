"""The whole product as a child process, on a database of its own with the demonstration data."""

import os
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


@contextmanager
def running_site(home: Path) -> Iterator[str]:
    """Migrate, seed and serve with `home` as working directory; yield the site's base URL.

    The server's log is `home/serve.log`; its end is part of the error if it does not start.
    """
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite+aiosqlite:///{home}/dealcast.db",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    env.pop("REDIS_URL", None)
    _run("migrate", home=home, env=env)
    _run("seed", "--demo", home=home, env=env)
    child = Child.start(
        [COMMAND, "serve", "--port", str(port)], log=home / "serve.log", cwd=home, env=env
    )
    base_url = f"http://{HOST}:{port}"
    try:
        _wait_until_ready(base_url, child)
        yield base_url
        child.check()
    finally:
        child.stop()


def _run(*arguments: str, home: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        [COMMAND, *arguments], cwd=home, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"dealcast {arguments[0]} failed:\n{done.stdout}{done.stderr}")


def _wait_until_ready(base_url: str, child: Child, *, timeout_s: float = 30.0) -> None:
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
