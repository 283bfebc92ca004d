"""Which files a page names."""

import json
from pathlib import Path

import pytest

from web.assets import Assets, NotBuilt

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
