"""What the benchmark needs beside the product: a C program, and nginx as Debian has it, in bench/.peers.

What cannot be had is left out with a line that says why; only a compiler is needed in any case.
"""

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BUILD = HERE.parent / ".build"
NGINX = HERE.parent / ".peers/nginx"
LIMIT = BUILD / "media_limit"
PACKAGES = ("nginx", "libpcre2-8-0", "libssl3", "zlib1g")


class Missing(Exception):
    """Something that the benchmark cannot do without."""


def build() -> None:
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        raise Missing("there is no C compiler; on Debian or Ubuntu: apt-get install gcc libc6-dev")
    BUILD.mkdir(exist_ok=True)
    done = subprocess.run(
        [compiler, "-O2", "-o", LIMIT, HERE / "limit.c"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"limit.c does not compile: {done.stderr.strip()[:2000]}")


def nginx() -> list[str] | None:
    """The command: the one that is installed, or the package's own program, unpacked without installing it."""
    if found := shutil.which("nginx"):
        return [found]
    program = NGINX / "usr/sbin/nginx"
    if not program.exists() and not _unpacked():
        print("bench: nginx cannot be had, so the cache is not measured (apt-get install nginx)")
        return None
    library = next(NGINX.glob("usr/lib/*-linux-gnu"), NGINX)
    return ["env", f"LD_LIBRARY_PATH={library}:{NGINX}/lib/{library.name}", str(program)]


def _unpacked() -> bool:
    if not all(map(shutil.which, ("apt-get", "dpkg-deb"))):
        return False
    print("bench: unpacking nginx from Debian's package", flush=True)
    NGINX.mkdir(parents=True, exist_ok=True)
    fetched = [["apt-get", "download", "-q", *PACKAGES]]
    if os.geteuid() == 0:
        fetched.insert(0, ["apt-get", "update", "-q"])
    for step in fetched:
        done = subprocess.run(step, cwd=NGINX, capture_output=True, check=False)
    if done.returncode:
        return False
    for package in NGINX.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, NGINX], check=True)
        package.unlink()
    return (NGINX / "usr/sbin/nginx").exists()
