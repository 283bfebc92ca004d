"""Endpoints as values: one line says the method, the path, who may call it, what goes in and what comes out.

    Endpoint("POST", "/api/deals/{deal_id}/claims", Role.MEMBER, claim, "Claim a deal",
             body=NewClaim, returns=OrderView, status=201, refusals=(SoldOut,))

Routing, the access check, decoding, encoding and the OpenAPI description are all made from these values, so they
cannot disagree. A handler gets a `Call` and returns a struct; it never sees raw JSON.
"""

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route

from kit import metrics
from kit.auth import Principal, Role
from kit.errors import Invalid, MethodNotAllowed, Refusal, TooLarge, UnsupportedMediaType
from kit.household import household_of
from kit.idempotency import checked_key
from kit.words import ENGLISH, Sayable, Text, Words

B = TypeVar("B")
MAX_BODY_BYTES = 64 * 1024
LAST_MOMENT_MS = 2**42
PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Call(Generic[B]):
    """One request, decoded."""

    request: Request
    principal: Principal
    body: B

    def path(self, name: str) -> str:
        return str(self.request.path_params[name])

    def query(self, name: str) -> str | None:
        return self.request.query_params.get(name)

    def moment(self, name: str) -> int:
        """A time in the query, in milliseconds since the epoch.

        Raises:
            Invalid
        """
        given = self.query(name) or ""
        if not (given.isascii() and given.isdecimal() and int(given) <= LAST_MOMENT_MS):
            raise Invalid.field(name, "This must be a time in milliseconds since the epoch.")
        return int(given)

    @property
    def idempotency_key(self) -> str | None:
        return checked_key(self.request.headers.get("idempotency-key"))

    @property
    def words(self) -> Words:
        return words_of(self.request)

    @property
    def client_ip(self) -> str:
        return client_ip(self.request)

    @property
    def household(self) -> str:
        """By what somebody's tries are counted."""
        return household_of(self.client_ip)


@dataclass(frozen=True, slots=True)
class Upload:
    """A body that is taken as it is: a file of one of these media types."""

    media_types: tuple[str, ...]
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    access: Role
    handler: Callable[[Call[Any]], Awaitable[Any]]
    summary: str
    body: type[Any] | None = None
    upload: Upload | None = None
    """In place of `body`: the handler gets bytes."""
    returns: Any = None
    """A struct or a list of structs; None for an empty answer (204). A handler may also return a Response,
    for instance to set a cookie."""
    status: int = 200
    refusals: tuple[type[Refusal], ...] = ()
    query: Mapping[str, str] | None = None
    """Query parameters and what they mean."""
    is_idempotent_by_key: bool = False
    media_type: str = "application/json"
    """Of the answer. For another one the handler returns a Response."""


def client_ip(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def starlette_routes(endpoints: Iterable[Endpoint]) -> list[Route]:
    """One Starlette route a path: two routes on one path would give a wrong `Allow` with a 405."""
    by_path: dict[str, dict[str, Endpoint]] = defaultdict(dict)
    for endpoint in endpoints:
        if endpoint.method in by_path[endpoint.path]:
            raise ValueError(f"{endpoint.method} {endpoint.path} is defined twice")
        by_path[endpoint.path][endpoint.method] = endpoint
    return [Route(path, _Dispatch(methods)) for path, methods in by_path.items()]


class _Dispatch:
    """All methods of one path, as an ASGI application (which Starlette lets through whatever the method)."""

    def __init__(self, methods: Mapping[str, Endpoint]) -> None:
        self._methods = methods
        self._allow = ", ".join(
            sorted({*methods, "OPTIONS"} | ({"HEAD"} if "GET" in methods else set()))
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive, send)
        try:
            response = await self._answer(request)
        except Refusal as refusal:
            response = problem(refusal, request)
            if isinstance(refusal, MethodNotAllowed):
                response.headers["allow"] = self._allow
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": self._allow})
        method = "GET" if request.method == "HEAD" else request.method
        endpoint = self._methods.get(method)
        if endpoint is None:
            raise MethodNotAllowed("Use {allow}.", allow=self._allow)
        return await answer(endpoint, request)


async def answer(endpoint: Endpoint, request: Request) -> Response:
    principal: Principal = request.state.principal
    principal.require_anywhere(endpoint.access)
    result = await endpoint.handler(Call(request, principal, await _body(endpoint, request)))
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(status_code=204)
    return json_response(result, endpoint.status)


async def _body(endpoint: Endpoint, request: Request) -> Any:
    if endpoint.upload is not None:
        return await uploaded(request, endpoint.upload)
    return None if endpoint.body is None else await decoded_body(request, endpoint.body)


def json_response(content: Any, status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(content),
        status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def words_of(request: HTTPConnection) -> Words:
    """In which texts are said to who asks: the edge knows their language; without one it is English."""
    found: Words = getattr(request.state, "words", ENGLISH)
    return found


def problem(refusal: Refusal, request: HTTPConnection) -> Response:
    """RFC 9457 problem details, in the language of who asked; counts the refusal."""
    metrics.refusals.labels(refusal.code).inc()
    content = {**details(refusal, words_of(request)), "instance": request.url.path}
    headers = {"cache-control": "no-store"}
    if refusal.retry_after_s is not None:
        headers["retry-after"] = str(refusal.retry_after_s)
    return Response(msgspec.json.encode(content), refusal.status, headers, PROBLEM_JSON)


def details(refusal: Refusal, words: Words) -> dict[str, Any]:
    """Without the `instance`: where it happened."""
    said = refusal.said(words)
    content: dict[str, Any] = {
        "type": f"/docs#problem-{refusal.code}",
        "title": said.title,
        "status": refusal.status,
        "detail": said.detail,
        "code": refusal.code,
    }
    if said.fields:
        content["fields"] = said.fields
    if refusal.retry_after_s is not None:
        content["retry_after_s"] = refusal.retry_after_s
    return content


async def decoded_body(request: Request, kind: type[B]) -> B:
    """The body as `kind`.

    Raises:
        UnsupportedMediaType, TooLarge, Invalid
    """
    if _media_type(request) != "application/json":
        raise UnsupportedMediaType()
    raw = await bounded_body(request)
    if _NUL.search(raw):
        raise Invalid("A text must not contain the character U+0000. Leave it out.")
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise invalid_from(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("The body is not valid JSON.") from error


async def uploaded(request: Request, upload: Upload) -> bytes:
    """A file.

    Raises:
        UnsupportedMediaType, TooLarge, Invalid
    """
    if _media_type(request) not in upload.media_types:
        raise UnsupportedMediaType("Send it as {types}.", types=", ".join(upload.media_types))
    return await bounded_body(request, upload.most_bytes)


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def bounded_body(request: Request, most: int = MAX_BODY_BYTES) -> bytes:
    """The body as it was sent.

    Raises:
        TooLarge, Invalid
    """
    chunks = bytearray()
    try:
        async for chunk in request.stream():
            chunks += chunk
            if len(chunks) > most:
                raise TooLarge("A request body may have at most {most} KiB.", most=most // 1024)
    except ClientDisconnect as error:
        raise Invalid("The body did not arrive whole.") from error
    return bytes(chunks)


# Escaped by an odd number of backslashes; unescaped it is no JSON anyway. PostgreSQL's texts cannot hold it.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_AT = re.compile(r"^(?P<message>.*?)(?: - at `\$\.?(?P<path>[^`]*)`)?$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(?P<name>[^`]+)`$")
_LENGTH = re.compile(
    r"^Expected `(?P<kind>str|array)` of length (?P<operator>[<>]=) (?P<bound>\d+)$"
)
_RANGE = re.compile(r"^Expected `(?:int|float)` (?P<operator>[<>]=?) (?P<bound>-?[\d.]+)$")
_TYPE = re.compile(r"^Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`$")
_LENGTHS = {
    ("str", ">="): "Use at least {bound} characters.",
    ("str", "<="): "Use at most {bound} characters.",
    ("array", ">="): "Use at least {bound} entries.",
    ("array", "<="): "Use at most {bound} entries.",
}
_RANGES = {
    ">=": "This must be at least {bound}.",
    "<=": "This must be at most {bound}.",
    ">": "This must be more than {bound}.",
    "<": "This must be less than {bound}.",
}
_TYPES: Mapping[str, Sayable] = {
    "str": "This must be a text.",
    "int": "This must be a whole number.",
    "float": "This must be a number.",
    "bool": "This must be true or false.",
    "object": "This must be an object.",
    "array": "This must be a list.",
}


def invalid_from(error: msgspec.ValidationError) -> Invalid:
    """Say in a person's words, and by field, what msgspec found."""
    found = _AT.match(str(error))
    assert found is not None
    message, path = found["message"], found["path"] or ""
    if missing := _MISSING.match(message):
        name = f"{path}.{missing['name']}" if path else missing["name"]
        return Invalid.field(name, "This is required.")
    sentence = _sentence(message)
    return Invalid.field(path, sentence) if path else Invalid(sentence)


def _sentence(message: str) -> Sayable:
    if length := _LENGTH.match(message):
        at_least = length["operator"] == ">="
        if at_least and length["bound"] == "1":
            return "This is required."
        return Text(_LENGTHS[length["kind"], length["operator"]], bound=int(length["bound"]))
    if limit := _RANGE.match(message):
        return Text(_RANGES[limit["operator"]], bound=limit["bound"])
    if kind := _TYPE.match(message):
        return _TYPES.get(kind["expected"], Text("This must be {type}.", type=kind["expected"]))
    if message.startswith("Expected `str` matching regex"):
        return "This has characters or a form that is not allowed."
    return message.rstrip(".") + "."
