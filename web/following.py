"""What happens when someone opens a share link: the click is counted, and they are shown what the friend shared, or are
led there at once.

People see a preview of what the link promises, unless the link is a direct one: then they are sent on by a redirect.
Programs that only look (chat apps, crawlers) get the preview in both cases, for its title and picture. What guests see
is rendered once every few seconds, and anew when what it shows has changed; the click is committed meanwhile, in
a batch with others, so that nobody is told of a click that is not counted. If the database does not answer, people
get where they wanted, uncounted.

`answer` does all of it. What it does without waiting for anything stands by itself, for the door (`server/link_door.py`).
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from starlette.requests import Request, cookie_parser
from starlette.types import Scope

from kit import metrics
from kit.auth import Principal, Signer
from kit.errors import TooMany, Unavailable
from kit.kept import Kept
from share.clicks import Clicks, Counted, Visitor, is_ahead_of_time
from share.destinations import Destinations
from share.opening import Destination, language_of, tags_in
from share.visits import AHEAD_HEADERS, is_crawler
from web.languages import language_for, words_in
from web.rendering import Rendering
from web.share_cards import version
from web.shared import Shared, Sharing

REFERRAL_COOKIE = "dc_ref"
VISITOR_COOKIE = "dc_visitor"
KEPT = timedelta(days=90)
MOST_PREVIEWS = 2_000
"""About 10 kB each."""
PREVIEW_LASTS_S = 5.0
"""How old the number of units left may be."""
COUNTED_WITHIN_S = 2.0

Header = tuple[bytes, bytes]
_AHEAD = frozenset(name.encode() for name in AHEAD_HEADERS)
_PRIVATE = (b"cache-control", b"private, no-cache")
_HTML = (b"content-type", b"text/html; charset=utf-8")
_EMPTY = (b"content-length", b"0")


@dataclass(frozen=True, slots=True)
class Answer:
    """The same for everybody, but for cookies."""

    status: int
    headers: tuple[Header, ...]
    body: bytes
    lines: bytes
    """The headers as they are written."""


@dataclass(frozen=True, slots=True)
class Preview:
    answer: Answer
    about: frozenset[str]
    """Ids of what it shows."""
    code: str


PreviewKey = tuple[str, str | None, str, str]
"""A link's code, the language of its target and that of the page, and the site's address."""


class Following:
    def __init__(
        self,
        rendering: Rendering,
        destinations: Destinations,
        sharing: Sharing,
        clicks: Clicks,
        visitor_signer: Signer,
        referral_signer: Signer,
        *,
        is_secure: bool,
    ) -> None:
        self.destinations = destinations
        self.clicks = clicks
        self._public_url = rendering.public_url
        self._rendering = rendering
        self._sharing = sharing
        self._visitor_signer = visitor_signer
        self._referral_signer = referral_signer
        self._previews = Kept[PreviewKey, Preview](MOST_PREVIEWS, PREVIEW_LASTS_S)
        kept = f"; HttpOnly; Max-Age={int(KEPT.total_seconds())}; Path=/; SameSite=lax"
        self._attributes = kept + ("; Secure" if is_secure else "")

    def forget(self, code: str) -> None:
        self.destinations.forget(code)
        self._previews.forget_where(lambda preview: preview.code == code)

    def forget_target(self, target_id: str) -> None:
        self.destinations.forget_target(target_id)
        self._previews.forget_where(lambda preview: target_id in preview.about)

    async def answer(
        self, code: str, scope: Scope, headers: Mapping[bytes, bytes], principal: Principal
    ) -> tuple[Answer, list[Header]]:
        """What to answer, and with which cookies.

        Raises:
            NoSuchLink, LinkOver
        """
        destination = await self.destinations.open(code)
        ip = scope["client"][0] if scope.get("client") else "unknown"
        visitor = self.visitor(ip, scope["method"], headers, principal.account_id)
        counted = await self._counted(destination, visitor)
        language = _target_language(destination, headers)
        if _is_led_on(destination, visitor):
            page = _led_on(destination, language, scope["query_string"])
        else:
            page = await self._preview(destination, language, scope, principal)
        return page, self.cookies(counted, visitor)

    def visitor(
        self,
        ip: str,
        method: str,
        headers: Mapping[bytes, bytes],
        account_id: str | None = None,
    ) -> Visitor:
        return Visitor(
            ip=ip,
            user_agent=headers.get(b"user-agent", b"").decode("latin-1"),
            method=method,
            account_id=account_id,
            visitor_id=self._visitor_id(headers),
            is_ahead_of_time=not _AHEAD.isdisjoint(headers) and _looks_ahead(headers),
        )

    def ready(
        self,
        destination: Destination,
        visitor: Visitor,
        headers: Mapping[bytes, bytes],
        scheme: str,
    ) -> Answer | None:
        """What a guest is answered, but for cookies, if it need not be made first."""
        language = _target_language(destination, headers)
        if _is_led_on(destination, visitor):
            return _led_on(destination, language)
        base_url = self._public_url or _base_url(headers, scheme)
        read_in = language_for(headers).code
        preview = self._previews.fresh((destination.link.code, language, read_in, base_url))
        return preview.answer if preview is not None else None

    def cookies(self, counted: Counted | None, visitor: Visitor) -> list[Header]:
        """A browser that only looks ahead gets none: it would be known before anyone came."""
        if counted is None:
            return []
        cookies = [self._cookie(REFERRAL_COOKIE, self._referral_signer.sign(counted.token))]
        if visitor.visitor_id is None:
            cookies.append(self._cookie(VISITOR_COOKIE, self._visitor_signer.sign(counted.browser)))
        return cookies

    async def _counted(self, destination: Destination, visitor: Visitor) -> Counted | None:
        try:
            async with asyncio.timeout(COUNTED_WITHIN_S):
                return await self.clicks.count(destination, visitor)
        except (TooMany, Unavailable, TimeoutError):
            metrics.clicks_not_counted.inc()
            return None

    async def _preview(
        self, destination: Destination, language: str | None, scope: Scope, principal: Principal
    ) -> Answer:
        """The page, as this person sees it."""
        request = Request(scope)
        if not principal.is_guest or scope["query_string"]:
            return (await self._rendered(request, destination, language, principal)).answer
        read_in = language_for(dict(scope["headers"])).code
        key = destination.link.code, language, read_in, self._rendering.base_url(request)
        preview = self._previews.fresh(key) or await self._previews.get(
            key, lambda: self._rendered(request, destination, language, principal)
        )
        return preview.answer

    async def _rendered(
        self,
        request: Request,
        destination: Destination,
        language: str | None,
        principal: Principal,
    ) -> Preview:
        shared = await self._sharing.shared(destination, language)
        read_in = language_for(dict(request.scope["headers"]), principal.language)
        page = self._rendering.page(
            request,
            "preview.html",
            entries=("shared-cart",) if shared.cart else (),
            shared=shared,
            title=shared.title_in(words_in(read_in)),
            leads_to=destination.leads_to(language, tags_in(request.url.query)),
            picture_url=picture_url(shared),
            is_own=principal.account_id == destination.link.account_id,
        )
        return Preview(_shown(bytes(page.body)), shared.about, destination.link.code)

    def _visitor_id(self, headers: Mapping[bytes, bytes]) -> str | None:
        sent = headers.get(b"cookie")
        if sent is None or VISITOR_COOKIE.encode() not in sent:
            return None
        return self._visitor_signer.unsign(
            cookie_parser(sent.decode("latin-1")).get(VISITOR_COOKIE)
        )

    def _cookie(self, name: str, value: str) -> Header:
        return b"set-cookie", f"{name}={value}{self._attributes}".encode()


def picture_url(shared: Shared) -> str:
    """The card's address, another for each that looks otherwise."""
    kind = "jpg" if shared.photo else "png"
    return f"/s/{shared.link.code}/card.{kind}?v={version(shared.card)}"


def _is_led_on(destination: Destination, visitor: Visitor) -> bool:
    return destination.link.is_direct and not is_crawler(visitor.user_agent)


def _led_on(destination: Destination, language: str | None, query: bytes = b"") -> Answer:
    return _redirect(destination.leads_to(language, tags_in(query.decode("latin-1"))))


@lru_cache(maxsize=4_096)
def _redirect(place: str) -> Answer:
    location = (b"location", place.encode("ascii", "replace"))
    return _answer(302, (location, _EMPTY, _PRIVATE), b"")


def _shown(body: bytes) -> Answer:
    length = (b"content-length", str(len(body)).encode())
    return _answer(200, (_HTML, length, _PRIVATE), body)


def _answer(status: int, headers: tuple[Header, ...], body: bytes) -> Answer:
    return Answer(status, headers, body, written(headers))


def written(headers: Iterable[Header]) -> bytes:
    return b"".join([b"%b: %b\r\n" % header for header in headers])


def _base_url(headers: Mapping[bytes, bytes], scheme: str) -> str:
    """Scheme and host that a request names, if it came by no proxy; else nothing that a preview was made for."""
    host = headers.get(b"host", b"").decode("latin-1")
    return "" if b"x-forwarded-proto" in headers else f"{scheme}://{host}"


def _target_language(destination: Destination, headers: Mapping[bytes, bytes]) -> str | None:
    if not destination.by_language:
        return None
    accept = headers.get(b"accept-language", b"").decode("latin-1")
    return language_of(accept, destination.by_language)


def _looks_ahead(headers: Mapping[bytes, bytes]) -> bool:
    return is_ahead_of_time(
        {name.decode(): headers[name].decode("latin-1") for name in _AHEAD & headers.keys()}
    )
