"""Where recordings lie: one suite for each kind of store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.replay.objects import Objects, Piece
from tests.support.s3 import BUCKET, running_s3


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    with running_s3() as environment:
        yield environment


@pytest.fixture(params=["memory", "directory", "bucket"])
def objects(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Objects:
    if request.param == "memory":
        return Objects.at("memory://")
    if request.param == "directory":
        return Objects.at(str(tmp_path / "not" / "there" / "yet"))
    for name, value in request.getfixturevalue("s3").items():
        monkeypatch.setenv(name, value)
    return Objects.at(f"s3://{BUCKET}/{tmp_path.name}")


async def test_what_was_put_is_got(objects: Objects) -> None:
    await objects.put("show/video-1-0.m4s", b"0123456789")
    assert await objects.get("show/video-1-0.m4s") == Piece(b"0123456789", 0, 10)
    await objects.put("show/video-1-0.m4s", b"again")
    assert await objects.get("show/video-1-0.m4s") == Piece(b"again", 0, 5)


async def test_what_is_not_there_is_nothing(objects: Objects) -> None:
    assert await objects.get("show/video-9-0.m4s") is None
    assert await objects.get("show/video-9-0.m4s", 5) is None
    assert await objects.remove_all("show-that-never-was") == 0


@pytest.mark.parametrize(
    ("first", "last", "piece"),
    [
        (0, 3, Piece(b"0123", 0, 10)),
        (4, None, Piece(b"456789", 4, 10)),
        (8, 99, Piece(b"89", 8, 10)),
        (10, None, Piece(b"", 10, 10)),
        (99, 100, Piece(b"", 99, 10)),
    ],
)
async def test_a_part_can_be_got(
    objects: Objects, first: int, last: int | None, piece: Piece
) -> None:
    await objects.put("show/video-1-1.m4s", b"0123456789")
    assert await objects.get("show/video-1-1.m4s", first, last) == piece


async def test_a_folder_is_removed_with_all_that_lies_in_it_and_no_other(objects: Objects) -> None:
    for number in range(5):
        await objects.put(f"one/video-1-{number}.m4s", b"x")
    await objects.put("one-more/video-1-0.m4s", b"x")
    assert await objects.remove_all("one") == 5
    assert await objects.get("one/video-1-3.m4s") is None
    assert await objects.get("one-more/video-1-0.m4s") is not None
