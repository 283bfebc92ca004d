"""A publisher whose pictures change their size while it is on air, as browsers do when the line or the processor is short."""

from tests.support.hls import read
from tests.support.peers import Screen, peer, reels_that_change
from tests.support.studio import Stage
from tests.support.waiting import until, until_told


async def test_viewers_go_on_with_pictures_of_another_size(stage: Stage) -> None:
    async with peer() as host, peer() as viewer:
        await stage.host(host, reels_that_change())
        await stage.view(viewer, screen := Screen())
        await until(lambda: screen.sizes == {(96, 64), (128, 96)})

        async def has_both() -> bool:
            playlist = read((await stage.get("video.m3u8")).text)
            return len({segment.header for segment in playlist.complete}) >= 2

        await until_told(has_both)
        playlist = read((await stage.get("video.m3u8")).text)
        index = (await stage.get("index.m3u8")).text
    assert screen.pictures == sorted(screen.pictures)
    assert not any(segment.is_after_break for segment in playlist.segments), "times go on"
    assert all(segment.parts[0].is_independent for segment in playlist.segments if segment.parts)
    assert "RESOLUTION=" in index
