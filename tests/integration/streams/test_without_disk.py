"""Only recordings need a disk: a show is carried where no byte can be written."""

import asyncio
import sys
from pathlib import Path

import tests.support.without_disk as child

ROOT = Path(child.__file__).parents[2]
REFUSED = (
    "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); open('some file', 'wb', 0).write(b'x')"
)


async def ended(folder: Path, *arguments: str) -> tuple[int | None, str]:
    """What a process that writes no file of its own accord ended with, and said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-B", *arguments, cwd=folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode, said.decode(errors="replace")


async def test_a_show_is_carried_where_nothing_can_be_written() -> None:
    code, said = await ended(ROOT, "-m", child.__name__)
    assert code == 0, said


async def test_who_needs_a_disk_there_fails(tmp_path: Path) -> None:
    code, said = await ended(tmp_path, "-c", REFUSED)
    assert code != 0
    assert "File too large" in said
