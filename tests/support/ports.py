"""TCP ports on the loopback interface: find a free one, wait until a server listens on it."""

import random
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"
LOWEST, HIGHEST = 12_000, 32_768
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port(*, and_at: int = 0) -> int:
    """Return a port that was free a moment ago, and so was the one at this offset from it, which some servers open as well.

    They are none of those that the kernel gives to outgoing connections, so none of these can take one before its server does;
    they are random, so that test processes side by side hardly ever ask for the same.
    """
    while True:
        port = random.randrange(LOWEST, min(_first_ephemeral(), HIGHEST) - and_at)
        with socket.socket() as probe, socket.socket() as second, suppress(OSError, OverflowError):
            probe.bind((HOST, port))
            if and_at:
                second.bind((HOST, port + and_at))
            return port


def free_ports(count: int) -> range:
    """As many UDP ports in a row, of which a test gives some to whoever listens."""
    first = random.randrange(LOWEST, min(_first_ephemeral(), HIGHEST) - count)
    return range(first, first + count)


def _first_ephemeral() -> int:
    return int(EPHEMERAL.read_text().split()[0])


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
