"""The built front-end: which hashed files an entry point needs, by Vite's manifest.

    assets = Assets(Path("web/static"))
    assets.of("site", "room").styles     # ("/static/build/assets/site-B1x.css", …)

Hashed files never change, so they are served as immutable, and as the build packed them beside (`site-B1x.css.br`) to
browsers that unpack; everything else is asked for anew.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
BUILD_URL = "/static/build/"
PACKINGS = {"br": ".br", "gzip": ".gz"}
"""By what a browser accepts, the better one first: the ending of the packed file (web/vite.config.ts)."""
ENTRIES = "client/entries"


class NotBuilt(Exception):
    """The front-end was not built, or lacks an entry point; the text says what to do."""


@dataclass(frozen=True, slots=True)
class PageAssets:
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    preloads: tuple[str, ...]
    """Modules that the scripts import, to be fetched at once."""


class Assets:
    def __init__(self, static: Path = STATIC) -> None:
        self.static = static
        self._manifest = _read(static / "build" / "manifest.json")

    def of(self, *entries: str) -> PageAssets:
        """What a page with these entry points must name, in order and once each.

        Raises:
            NotBuilt
        """
        chunks = [self._entry(name) for name in entries]
        imported = _once(name for chunk in chunks for name in self._imports(chunk))
        libraries = [self._manifest[name] for name in imported]
        return PageAssets(
            styles=_urls(file for chunk in (*libraries, *chunks) for file in chunk.get("css", ())),
            scripts=_urls(chunk["file"] for chunk in chunks),
            preloads=_urls(chunk["file"] for chunk in libraries),
        )

    def _entry(self, name: str) -> Mapping[str, Any]:
        for suffix in ("ts", "tsx"):
            chunk = self._manifest.get(f"{ENTRIES}/{name}.{suffix}")
            if chunk is not None:
                return chunk
        raise NotBuilt(f"The front-end lacks the entry {name!r}. Build it with `make`.")

    def _imports(self, chunk: Mapping[str, Any]) -> Iterable[str]:
        for name in chunk.get("imports", ()):
            yield from self._imports(self._manifest[name])
            yield name


class StaticApp(StaticFiles):
    """Serves `static/`: for a year and unchanged what has a hashed name, else with a question each time."""

    def __init__(self, static: Path) -> None:
        super().__init__(directory=static)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not path.startswith("build/assets/"):
            response = await super().get_response(path, scope)
            response.headers["cache-control"] = "public, no-cache"
            return response
        packing = self._packing(path, Headers(scope=scope))
        response = await super().get_response(path + PACKINGS.get(packing, ""), scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        response.headers["vary"] = "accept-encoding"
        if packing:
            response.headers["content-encoding"] = packing
        return response

    def _packing(self, path: str, headers: Headers) -> str:
        """How the file is sent; empty for as it is."""
        for packing in accepted(headers.get("accept-encoding", "")):
            if self.lookup_path(path + PACKINGS[packing])[1]:
                return packing
        return ""


def accepted(header: str) -> list[str]:
    """The packings that an Accept-Encoding header names, the best first."""
    wanted = [part.replace(" ", "").lower() for part in header.split(",")]
    named = {part.partition(";")[0] for part in wanted if not part.endswith((";q=0", ";q=0.0"))}
    return [packing for packing in PACKINGS if packing in named]


def _read(manifest: Path) -> Mapping[str, Mapping[str, Any]]:
    if not manifest.exists():
        return {}
    content: dict[str, dict[str, Any]] = json.loads(manifest.read_text())
    return content


def _urls(files: Iterable[str]) -> tuple[str, ...]:
    return tuple(BUILD_URL + file for file in _once(files))


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
