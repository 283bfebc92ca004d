"""What the benchmark needs beside the product: two C programs, and the peers in bench/.peers.

Each part that cannot be had is left out with a line that says why; only a compiler is needed in any case.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BUILD = HERE.parent / ".build"
PEERS = HERE.parent / ".peers"
PYTHON = PEERS / "python/bin/python"
LOAD, LIMIT = BUILD / "load", BUILD / "limit"


class Missing(Exception):
    """Something that the benchmark cannot do without."""


def build() -> None:
    """Compile the load generator and the limit."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        raise Missing("there is no C compiler; on Debian or Ubuntu: apt-get install gcc libc6-dev")
    BUILD.mkdir(exist_ok=True)
    _compile(compiler, HERE / "limit.c", LIMIT)
    try:
        _compile(compiler, HERE / "load.c", LOAD, "-lz")
    except Missing:
        _compile(compiler, HERE / "load.c", LOAD, "-DWITHOUT_ZLIB")
        print("bench: without zlib.h compression is not measured (apt-get install zlib1g-dev)")


def has_zlib() -> bool:
    return b"invalid block type" in LOAD.read_bytes() or b"inflateInit2_" in LOAD.read_bytes()


def install_python_peers() -> bool:
    locked = HERE / "peers/requirements.txt"
    stamp = PEERS / "python/locked.txt"
    if stamp.exists() and stamp.read_bytes() == locked.read_bytes():
        return True
    print("bench: installing the Python peers", flush=True)
    shutil.rmtree(PEERS / "python", ignore_errors=True)
    steps = [[sys.executable, "-m", "venv", PEERS / "python"], _pip_install(locked)]
    if not all(_succeeds(step) for step in steps):
        return False
    shutil.copy(locked, stamp)
    return True


def install_node_peers() -> bool:
    locked = HERE / "peers/package-lock.json"
    stamp = PEERS / "node/package-lock.json"
    if stamp.exists() and stamp.read_bytes() == locked.read_bytes():
        return True
    if shutil.which("npm") is None:
        return False
    print("bench: installing the Node peers", flush=True)
    shutil.rmtree(PEERS / "node", ignore_errors=True)
    (PEERS / "node").mkdir(parents=True)
    for name in ("package.json", ".npmrc"):
        shutil.copy(HERE / "peers" / name, PEERS / "node")
    shutil.copy(locked, PEERS / "node")
    if _succeeds(["npm", "ci", "--omit=dev", "--loglevel=error"], cwd=PEERS / "node"):
        return True
    stamp.unlink()
    return False


def node() -> str | None:
    """Node's own binary: what stands on the path may be a wrapper that would leave its child behind."""
    found = shutil.which("node")
    if found is None:
        return None
    asked = subprocess.run(
        [found, "-p", "process.execPath"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def _pip_install(locked: Path) -> list[str | Path]:
    if uv := shutil.which("uv"):
        return [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            PYTHON,
            "--require-hashes",
            "-r",
            locked,
        ]
    return [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", locked]


def _compile(compiler: str, source: Path, program: Path, *more: str) -> None:
    done = subprocess.run(
        [compiler, "-O2", "-o", program, source, *more], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Missing(f"{source.name} does not compile: {done.stderr.strip()[:2000]}")


def _succeeds(command: list[str | Path], cwd: Path | None = None) -> bool:
    return subprocess.run(command, cwd=cwd, check=False).returncode == 0
