"""A process that may write no file at all carries a show, live and by HLS. Run it: it ends well if nothing needs to."""

import asyncio
import resource
import signal

import aioice.ice

from tests.support.hls import read
from tests.support.peers import peer
from tests.support.ports import HOST
from tests.support.studio import running_studio
from tests.support.waiting import until_told

SEGMENTS = 2


def main() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    aioice.ice.get_host_addresses = lambda **_: [HOST]
    asyncio.run(_carry_a_show())


async def _carry_a_show() -> None:
    async with running_studio() as stage, peer() as host:
        await stage.host(host)
        assert (await stage.get("index.m3u8")).status_code == 200

        async def is_whole() -> bool:
            return len(read((await stage.get("video.m3u8")).text).complete) >= SEGMENTS

        await until_told(is_whole)
        for segment in read((await stage.get("video.m3u8")).text).complete:
            assert (await stage.get(str(segment.name))).status_code == 200


if __name__ == "__main__":
    main()
