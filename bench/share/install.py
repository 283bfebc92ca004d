"""What the benchmark needs beside the product: the load generator wrk and nginx, from Debian's packages, unpacked into
bench/.peers without being installed. Where there is no apt, what stands on the path is taken; else it is named and left out.
"""

import os
import shutil
import subprocess
from pathlib import Path

PEERS = Path(__file__).parents[1] / ".peers/share"
PACKAGES = ("wrk", "libluajit-5.1-2", "nginx")
LIBRARIES = "usr/lib/x86_64-linux-gnu"


class Missing(Exception):
    """Something that the benchmark cannot do without."""


def install() -> None:
    if not (PEERS / "usr/bin/wrk").exists() and shutil.which("apt-get"):
        print("bench: unpacking wrk and nginx", flush=True)
        PEERS.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            _run(["apt-get", "download", package])
        for archive in PEERS.glob("*.deb"):
            _run(["dpkg", "-x", archive.name, "."])
    if program("wrk") is None:
        raise Missing("there is no wrk; on Debian or Ubuntu: apt-get install wrk")


def program(name: str) -> str | None:
    for place in ("usr/bin", "usr/sbin"):
        if (PEERS / place / name).exists():
            return str(PEERS / place / name)
    return shutil.which(name)


def environment() -> dict[str, str]:
    """For programs that were unpacked."""
    return {**os.environ, "LD_LIBRARY_PATH": str(PEERS / LIBRARIES)}


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=PEERS, check=False, capture_output=True)
