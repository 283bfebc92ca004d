"""All tables, gathered: importing this module registers each slice's tables on the one `metadata`."""

import streams.tables  # noqa: F401
from kit.db import metadata

__all__ = ["metadata"]
