"""What other sites may show of a share link (https://oembed.com)."""

from urllib.parse import urlsplit

import msgspec
from starlette.responses import Response

from kit.auth import Role
from kit.errors import Invalid, NotFound
from kit.http import Call, Endpoint
from share.destinations import Destinations
from share.errors import LinkOver, NoSuchLink
from web.drawing import card
from web.following import picture_url
from web.rendering import Rendering
from web.shared import Shared, Sharing

HEADERS = {"access-control-allow-origin": "*", "cache-control": "public, max-age=300"}


class Embedded(msgspec.Struct, frozen=True, kw_only=True):
    """A response of the type `link` (2.3.4), with a picture to show for it where there is room."""

    type: str = "link"
    version: str = "1.0"
    title: str
    author_name: str
    author_url: str
    provider_name: str = "Dealcast"
    provider_url: str
    cache_age: int = 300
    thumbnail_url: str | msgspec.UnsetType = msgspec.UNSET
    thumbnail_width: int | msgspec.UnsetType = msgspec.UNSET
    thumbnail_height: int | msgspec.UnsetType = msgspec.UNSET


class Embedding:
    def __init__(self, rendering: Rendering, destinations: Destinations, sharing: Sharing) -> None:
        self._rendering = rendering
        self._destinations = destinations
        self._sharing = sharing

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", "/api/oembed", Role.GUEST, self.embedded,
                     "What other sites may show of a share link (oEmbed)",
                     returns=Embedded, refusals=(NoSuchLink, LinkOver),
                     query={"url": "the link's address", "format": "json; nothing else is to be had",
                            "maxwidth": "room for a picture, in pixels", "maxheight": "the same"}),
        ]  # fmt: skip

    async def embedded(self, call: Call[None]) -> Response:
        if (call.query("format") or "json") != "json":
            raise Invalid.field("format", "Only json is to be had.")
        base_url = self._rendering.base_url(call.request)
        destination = await self._destinations.open(_code_in(call.query("url") or "", base_url))
        shared = await self._sharing.shared(destination)
        has_room = _room(call, "maxwidth") >= card.WIDTH and _room(call, "maxheight") >= card.HEIGHT
        title = shared.title_in(call.words)
        content = _embedded(shared, title, base_url, has_room=has_room)
        return Response(
            msgspec.json.encode(content), headers=HEADERS, media_type="application/json"
        )


def _code_in(url: str, base_url: str) -> str:
    """The code of the link at this address of ours.

    Raises:
        Invalid, NotFound
    """
    if not url:
        raise Invalid.field("url", "Say which link: ?url=https://…/s/CODE")
    wanted, own = urlsplit(url[:500]), urlsplit(base_url)
    code = wanted.path.removeprefix("/s/")
    if wanted.netloc != own.netloc or code == wanted.path:
        raise NotFound("Only share links of this site can be embedded.")
    return code


def _embedded(shared: Shared, title: str, base_url: str, *, has_room: bool) -> Embedded:
    content = Embedded(
        title=title,
        author_name=shared.brand.name,
        author_url=f"{base_url}/brands/{shared.brand.slug}",
        provider_url=base_url,
    )
    if not has_room:
        return content
    return msgspec.structs.replace(
        content,
        thumbnail_url=base_url + picture_url(shared),
        thumbnail_width=card.WIDTH,
        thumbnail_height=card.HEIGHT,
    )


def _room(call: Call[None], name: str) -> float:
    given = call.query(name) or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else float("inf")
