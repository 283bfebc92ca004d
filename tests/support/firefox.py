"""The Firefox that browser tests drive beside Chromium: $FIREFOX, or one on PATH.

Any release will do: Playwright speaks WebDriver BiDi to it, by the channel `moz-firefox`, and needs no Firefox of its own.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.async_api import Browser, Playwright

BRIDGE = Path(__file__).with_name("bidi_bridge.py")
NAMES = ("firefox", "firefox-esr")
REMEDY = "Firefox is not installed; on Debian or Ubuntu: apt-get install firefox-esr"
PREFERENCES: dict[str, str | float | bool] = {
    # A host's camera and microphone, without hardware and without a prompt.
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,
    "media.autoplay.default": 0,
}


def find_firefox() -> Path:
    """Return the path of a Firefox; without one the test is skipped."""
    for candidate in (os.environ.get("FIREFOX"), *map(shutil.which, NAMES)):
        if candidate:
            return Path(candidate)
    pytest.skip(REMEDY)


async def launch_firefox(playwright: Playwright, firefox: Path, home: Path) -> Browser:
    """Start it, by a launcher in `home`."""
    launcher = home / "firefox.sh"
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} {BRIDGE} {firefox} "$@"\n')
    launcher.chmod(0o755)
    return await playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=launcher,
        firefox_user_prefs=PREFERENCES,
    )
