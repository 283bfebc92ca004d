"""Requests to the media process that no honest player or encoder makes: each is answered, by a problem with a code or by what is there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from kit.settings import load
from server.media import create_media_app
from server.media_edge import HANDLERS, MIDDLEWARE
from streams.broadcast import hls
from streams.broadcast.signalling import FRAGMENT, SDP
from tests.support.studio import KEY, SHOW, Stage
from tests.support.taped import taped

on_one_stage = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
junk = st.one_of(texts, st.sampled_from(["", "%00", "..", "٣", "²", "-1", "1e9", "9" * 400, "0x1"]))
numbers = st.one_of(st.integers(-3, 12).map(str), st.integers().map(str), junk)
queries = st.dictionaries(
    st.sampled_from(["_HLS_msn", "_HLS_part", "_HLS_skip", "pass", "takeover", "_HLS_other"]),
    st.one_of(numbers, st.sampled_from(["YES", "v2"])),
)
names = st.one_of(
    st.sampled_from(["index.m3u8", "video.m3u8", "audio.m3u8", "video-0.mp4", "video-0.0.m4s"]),
    st.builds("{}-{}.{}.m4s".format, st.sampled_from(["video", "audio", "text"]), numbers, numbers),
    st.builds("{}-{}.{}".format, st.sampled_from(["video", "audio"]), numbers, st.sampled_from(["mp4", "m4s"])),
    junk,
)  # fmt: skip
bodies = st.one_of(
    st.binary(max_size=200), texts.map(str.encode),
    st.builds(lambda at, odd: (OFFER[:at] + odd + OFFER[at:]).encode(), st.integers(0, len(OFFER)), texts),
    st.just(b"a=x\r\n" * 20_000),
)  # fmt: skip
header_bytes = st.binary(max_size=40).map(
    lambda value: bytes(each for each in value if each not in b"\r\n\0")
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.one_of(st.sampled_from([SDP.encode(), FRAGMENT.encode(), b"application/sdp; q"]), header_bytes),
        "authorization": st.one_of(st.just(f"Bearer {KEY}".encode()), st.just(b"Bearer "), header_bytes),
        "if-match": st.one_of(st.just(b"*"), header_bytes),
        "host": st.one_of(st.just(b"["), header_bytes),
        "range": header_bytes,
    },
)  # fmt: skip


def is_fine(answer: Response) -> bool:
    """Whether it is no fault of ours, and says by a code what was wrong."""
    if answer.status_code < 400:
        return True
    is_problem = answer.headers["content-type"] == "application/problem+json"
    has_code = answer.request.method == "HEAD" or bool(answer.json()["code"])
    return answer.status_code < 500 and is_problem and has_code


@pytest.fixture
async def client(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncClient]:
    """Of a studio with a show, where nobody waits for what does not come."""
    for wait in ("FIRST_WITHIN_S", "RELOAD_WITHIN_S", "PART_WITHIN_S"):
        monkeypatch.setattr(hls, wait, 0.0)
    stage.studio._broadcasts[SHOW] = taped(SHOW, datetime(2026, 11, 11, 20, tzinfo=UTC), 5)
    app = Starlette(routes=stage.app.routes, middleware=MIDDLEWARE, exception_handlers=HANDLERS)
    app.router.redirect_slashes = False
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def media(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """Of the whole media process."""
    app = create_media_app(
        load({"DATABASE_URL": database_url, "SECRET_KEY": "of tests" * 5}, tmp_path)
    )
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


@asynccontextmanager
async def client_of(app: Starlette) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://media") as client:
        yield client


@on_one_stage
@given(name=names, query=queries, method=st.sampled_from(METHODS))
async def test_a_player_may_ask_for_anything(
    client: AsyncClient, name: str, query: dict[str, str], method: str
) -> None:
    path = f"/hls/{SHOW}/public/{quote(name, safe='')}"
    answer = await client.request(method, path, params=query)
    assert is_fine(answer), answer.text
    assert method in {"GET", "HEAD"} or answer.status_code in {404, 405}


@on_one_stage
@given(
    door=st.sampled_from(["whip", "whep"]),
    rest=st.one_of(st.just(""), junk.map(lambda text: f"/{quote(text, safe='')}")),
    method=st.sampled_from(METHODS), headers=headers, body=bodies, query=queries,
)  # fmt: skip
async def test_a_peer_may_send_anything(
    stage: Stage, client: AsyncClient, door: str, rest: str, method: str,
    headers: dict[str, bytes], body: bytes, query: dict[str, str],
) -> None:  # fmt: skip
    path = f"/{door}/{SHOW}{rest}"
    answer = await client.request(method, path, headers=headers, content=body, params=query)
    assert is_fine(answer), answer.text
    assert answer.status_code != 201
    assert not stage.studio._parts, "nothing is kept of whom was refused"


@settings(on_one_stage, max_examples=40)
@given(
    door=st.sampled_from(["hls", "whip", "whep", "replay", "streams", "elsewhere"]),
    rest=st.lists(junk, max_size=4), method=st.sampled_from(METHODS), headers=headers, query=queries,
)  # fmt: skip
async def test_any_address_is_answered(
    media: AsyncClient, door: str, rest: list[str], method: str,
    headers: dict[str, bytes], query: dict[str, str],
) -> None:  # fmt: skip
    path = "/".join([f"/{door}", *(quote(each, safe="") for each in rest)])
    answer = await media.request(method, path, headers=headers, params=query)
    assert is_fine(answer), answer.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/hls/a%00b/public/index.m3u8", f"/hls/{SHOW}/public/x/y"]
)
async def test_what_is_nowhere_is_said_by_a_problem_that_another_site_may_read(
    client: AsyncClient, path: str
) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["access-control-allow-origin"] == "*"
