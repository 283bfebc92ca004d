"""The client's TypeScript types, generated from the Python types on the wire."""

import subprocess
import sys
from pathlib import Path

import msgspec

from server.schemas import client_schema

WEB = Path(__file__).parent.parent / "web"
PATH = WEB / "client" / "types.gen.ts"


def write() -> None:
    PATH.write_text(generated())


def is_current() -> bool:
    return PATH.exists() and PATH.read_text() == generated()


def generated() -> str:
    """The file's text. Node is the one that stands beside this Python, as `make` installs it."""
    node = Path(sys.executable).parent / "node"
    done = subprocess.run(  # noqa: S603
        [node, WEB / "scripts" / "types.mjs"],
        input=msgspec.json.encode(client_schema()),
        stdout=subprocess.PIPE,
        cwd=WEB,
        check=True,
    )
    return done.stdout.decode()
