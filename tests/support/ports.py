"""TCP ports on the loopback interface: find a free one, wait until a server listens on it."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress

HOST = "127.0.0.1"


def free_port(*, and_at: int = 0) -> int:
    """Return a port that was free a moment ago, and so was the one at this offset from it, which some servers open as well."""
    while True:
        with socket.socket() as probe, socket.socket() as second:
            probe.bind((HOST, 0))
            port: int = probe.getsockname()[1]
            if not and_at:
                return port
            with suppress(OSError, OverflowError):
                second.bind((HOST, port + and_at))
                return port


def wait_for_port(
    port: int, *, check: Callable[[], None] = lambda: None, timeout_s: float = 20.0
) -> None:
    """Return as soon as something accepts connections on `port`.

    `check` is called between tries and may raise, for example because the server has died.
    Raises TimeoutError after `timeout_s`.
    """
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        check()
        try:
            socket.create_connection((HOST, port), timeout=0.5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port} after {timeout_s} s")
