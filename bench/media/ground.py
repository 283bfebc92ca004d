"""What a run stands on: a database with one live show, the product's media process on one core, and publishers and viewers on the other."""

import os
import shutil
import struct
import subprocess
import sys
import time
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.hub.processes import Process, free_port
from bench.hub.seed import SECRET
from peers import HOST

from streams.broadcast.airing import Airing
from streams.broadcast.passes import Passes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLIP = HERE.parent / ".build/clip.msgpack"
PYTHON = Path(sys.executable)
DEALCAST = PYTHON.with_name("dealcast")
SERVER_CORE, LOAD_CORE = 0, 1


class Ground:
    """One show's place. Each run has a fresh one."""

    def __init__(self, scratch: Path) -> None:
        self.home = scratch
        self._url = f"sqlite:///{scratch}/dealcast.db"
        self.port, self.site_port = free_port(), free_port()
        self.media_url = f"http://{HOST}:{self.port}"
        self.site_url = f"http://{HOST}:{self.site_port}"
        self.sent = scratch / "sent"
        self._number = 0
        self._started: list[Process] = []
        self.show_id = self._seeded()
        self.key = Passes(SECRET).stream_key(Airing(self.show_id))
        self.whip_url = f"{self.media_url}/whip/{self.show_id}"
        self.whep_url = f"{self.media_url}/whep/{self.show_id}"
        self.hls_url = f"{self.media_url}/hls/{self.show_id}/public"

    def media(self, program: Path | None = None, **settings: str) -> Process:
        """The media process, exactly as `dealcast media` runs it, unless another program is given."""
        command = [PYTHON, program] if program else [DEALCAST]
        server = self._start([*command, "media", "--port", self.port], SERVER_CORE, settings)
        server.until_listening(self.port)
        return server

    def site(self) -> Process:
        site = self._start([DEALCAST, "serve", "--worker", "--port", self.site_port], LOAD_CORE)
        site.until_listening(self.site_port)
        return site

    def publisher(self, url: str | None = None) -> Process:
        """Sends the clip. Its first answer says when it posted its offer."""
        command = [PYTHON, HERE / "publisher.py", url or self.whip_url, self.key, CLIP, self.sent]
        return self._start(command, LOAD_CORE, is_asked=True)

    def viewers(self, count: int, url: str | None = None) -> Process:
        command = [PYTHON, HERE / "viewers.py", url or self.whep_url, count]
        viewers = self._start(command, LOAD_CORE, is_asked=True)
        viewers.answer()
        return viewers

    def other(self, *command: Any, core: int = LOAD_CORE, is_asked: bool = False) -> Process:
        return self._start(list(command), core, is_asked=is_asked)

    def close(self) -> None:
        for process in self._started:
            process.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(
        self,
        command: list[Any],
        core: int,
        settings: dict[str, str] | None = None,
        *,
        is_asked: bool = False,
    ) -> Process:
        self._number += 1
        process = Process(
            [str(word) for word in command],
            core=core,
            log=self.home / f"{self._number}.log",
            cwd=self.home,
            env={**self._environment(), **(settings or {})},
            is_asked=is_asked,
        )
        self._started.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self._url,
            "SECRET_KEY": SECRET,
            "PUBLIC_URL": self.site_url,
            "MEDIA_URL": self.media_url,
            "MEDIA_ADDRESSES": HOST,
            "REDIS_URL": "",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }

    def _seeded(self) -> str:
        seed = [PYTHON, ROOT / "bench/hub/seed.py", self._url, "4", self.home / "cookies"]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(seed, env=env, capture_output=True, text=True, check=True)
        return done.stdout.split()[-1]


class Sent:
    """When each picture of the clip was sent, however often: for the age of one that is seen."""

    def __init__(self, path: Path) -> None:
        self._times: dict[int, list[float]] = defaultdict(list)
        for number, at_s in struct.iter_unpack("dd", path.read_bytes()):
            self._times[int(number)].append(at_s)

    def age_s(self, number: int, seen_at_s: float) -> float | None:
        """None if it was never sent before."""
        times = self._times[number]
        at = bisect_right(times, seen_at_s)
        return seen_at_s - times[at - 1] if at else None

    @property
    def sounds(self) -> list[float]:
        """When the sound of 20 ms was sent with which the tone begins."""
        return self._times[-1]


class Spent:
    """The processor time of a process since it was made, as a share of one core."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._cpu_s, self._began_s = process.cpu_s(), time.monotonic()

    @property
    def cpu_s(self) -> float:
        return self._process.cpu_s() - self._cpu_s

    @property
    def share(self) -> float:
        return self.cpu_s / (time.monotonic() - self._began_s)
