"""Where tests keep their files: in memory where there is room, for then nothing waits for a disk.

A database that makes sure of each commit (`synchronous=FULL`) waits milliseconds for a disk; most tests commit dozens of
times. What a process that is killed has written is as safe in memory as in the system's cache of a disk. TMPDIR names
another place.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3
"""A whole run leaves some hundred megabytes; containers often have a far smaller one."""


def scratch_root() -> Path:
    """The folder in which temporary ones are made."""
    is_fit = "TMPDIR" not in os.environ and _has_room() and _runs_programs()
    return MEMORY if is_fit else Path(tempfile.gettempdir())


def _has_room() -> bool:
    return (
        MEMORY.is_dir()
        and os.access(MEMORY, os.W_OK)
        and shutil.disk_usage(MEMORY).free >= ROOM_BYTES
    )


def _runs_programs() -> bool:
    """Some are copied beside their data."""
    return not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
