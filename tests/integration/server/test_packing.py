"""Pages and answers are packed for whoever unpacks them, but not where their length could tell a secret."""

import zlib
from collections.abc import AsyncIterator

import pytest
from httpx2 import Response

from server.packing import LEAST_BYTES, WITH_GZIP_HEADER
from tests.support.api import Api, Client, running_api

GZIP = {"accept-encoding": "gzip, deflate, br"}
PAGE = {**GZIP, "accept": "text/html"}


@pytest.fixture
async def api(sqlite_url: str) -> AsyncIterator[Api]:
    async with running_api(sqlite_url) as api:
        yield api


async def raw(client: Client, method: str, path: str, headers: dict[str, str]) -> Response:
    """The answer and what came of it, as it came."""
    async with client.stream(method, path, headers=headers) as answer:
        answer.extensions["raw"] = b"".join([part async for part in answer.aiter_raw()])
    return answer


def is_packed(answer: Response) -> bool:
    return answer.headers.get("content-encoding") == "gzip"


async def test_a_page_is_packed_and_says_so(api: Api) -> None:
    guest = api.guest()
    packed = await raw(guest, "GET", "/", PAGE)
    plain = await raw(guest, "GET", "/", {"accept-encoding": "identity"})
    body = packed.extensions["raw"]
    assert is_packed(packed)
    assert int(packed.headers["content-length"]) == len(body)
    assert zlib.decompress(body, WITH_GZIP_HEADER).startswith(b"<!doctype html>")
    assert not is_packed(plain)
    assert len(body) < len(plain.extensions["raw"]) / 2
    for answer in (packed, plain):
        assert "accept-encoding" in answer.headers["vary"].lower()


async def test_a_head_says_what_a_get_would(api: Api) -> None:
    guest = api.guest()
    get, head = [await raw(guest, method, "/openapi.json", GZIP) for method in ("GET", "HEAD")]
    assert is_packed(get)
    for name in ("content-encoding", "content-length", "vary"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0"])
async def test_who_does_not_unpack_gets_it_as_it_is(api: Api, accepted: str) -> None:
    answer = await raw(api.guest(), "GET", "/", {"accept-encoding": accepted})
    assert not is_packed(answer)


async def test_what_is_small_goes_as_it_is(api: Api) -> None:
    answer = await raw(api.guest(), "GET", "/api/shows", GZIP)
    assert len(answer.extensions["raw"]) < LEAST_BYTES
    assert not is_packed(answer)
    assert "vary" not in answer.headers


@pytest.mark.parametrize(
    ("asked_by", "packed"),
    [
        ("same-origin", True),
        ("none", True),
        ("cross-site", False),
        ("same-site", False),
        (None, False),
    ],
)
async def test_what_another_site_has_a_member_ask_for_is_not_packed(
    api: Api, asked_by: str | None, packed: bool
) -> None:
    mira = await api.sign_up("mira")
    headers = PAGE if asked_by is None else {**PAGE, "sec-fetch-site": asked_by}
    assert is_packed(await raw(mira, "GET", "/profile", headers)) == packed
    assert is_packed(await raw(api.guest(), "GET", "/", headers))


async def test_what_is_packed_already_or_has_an_etag_stays_as_it_is(api: Api) -> None:
    for path in ("/metrics", "/healthz"):
        assert not is_packed(await raw(api.guest(), "GET", path, GZIP))
