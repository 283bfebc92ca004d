"""Which files a page names."""

import gzip
import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.assets import Assets, NotBuilt, StaticApp

MANIFEST = {
    "client/entries/site.ts": {"file": "assets/site-1.js", "css": ["assets/site-1.css"], "imports": ["_api"]},
    "client/entries/room.tsx": {
        "file": "assets/room-2.js", "css": ["assets/room-2.css"], "imports": ["_ui", "_api"],
    },
    "_api": {"file": "assets/api-3.js"},
    "_ui": {"file": "assets/ui-4.js", "imports": ["_api"]},
}  # fmt: skip


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    manifest = tmp_path / "build" / "manifest.json"
    manifest.parent.mkdir()
    manifest.write_text(json.dumps(MANIFEST))
    return Assets(tmp_path)


def test_a_page_names_its_entries_files_in_order(assets: Assets) -> None:
    page = assets.of("site", "room")
    assert page.scripts == ("/static/build/assets/site-1.js", "/static/build/assets/room-2.js")
    assert page.styles == ("/static/build/assets/site-1.css", "/static/build/assets/room-2.css")


def test_a_shared_module_is_preloaded_once(assets: Assets) -> None:
    assert assets.of("site", "room").preloads == (
        "/static/build/assets/api-3.js",
        "/static/build/assets/ui-4.js",
    )


def test_a_missing_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="Build it with `make`"):
        Assets(tmp_path).of("site")


EMPTY_BROTLI = b"\x06"


@pytest.fixture
def static(tmp_path: Path) -> TestClient:
    """One file that was packed in both ways, one that was not, and one without a hashed name."""
    folder = tmp_path / "build/assets"
    folder.mkdir(parents=True)
    (folder / "site-1.js").write_bytes(b"let a = 1;" * 400)
    (folder / "site-1.js.gz").write_bytes(gzip.compress(b"let a = 1;" * 400))
    (folder / "site-1.js.br").write_bytes(EMPTY_BROTLI)
    (folder / "tiny-2.css").write_text("p {}")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    return TestClient(StaticApp(tmp_path))


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("deflate", None),
        ("", None),
    ],
)
def test_a_browser_gets_a_file_packed_as_it_can_unpack(
    static: TestClient, accepted: str, sent: str | None
) -> None:
    answer = static.get("/build/assets/site-1.js", headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "accept-encoding"
    assert "immutable" in answer.headers["cache-control"]


def test_what_was_not_packed_is_sent_as_it_is(static: TestClient) -> None:
    tiny = static.get("/build/assets/tiny-2.css", headers={"accept-encoding": "br, gzip"})
    assert (tiny.text, tiny.headers.get("content-encoding")) == ("p {}", None)
    icon = static.get("/favicon.svg")
    assert icon.headers["cache-control"] == "public, no-cache"
