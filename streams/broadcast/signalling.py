"""WHIP (RFC 9725) for hosts and WHEP for viewers: an offer is posted, its answer comes back, and a secret address ends it.

POST   /whip/{show_id}             Authorization: Bearer <stream key>     201, Location
       ?takeover=true              whoever publishes already is sent away
       ?standin=true               gives way to whoever comes without it
PATCH  /whip/{show_id}/{secret}    candidates found later                 204
DELETE /whip/{show_id}/{secret}                                           200
POST   /whep/{show_id} …           the same for a viewer, with ?pass= where the show asks for one
PUT    /whep/{show_id}/{secret}    ?pass=, to go on with a newer pass        204
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kit.errors import MethodNotAllowed, Refusal, UnsupportedMediaType
from kit.http import bounded_body, problem
from streams.broadcast.studio import Session, Studio
from streams.errors import NoIceRestart, SessionChanged, WrongStreamKey
from streams.webrtc.connection import Connection

SDP = "application/sdp"
FRAGMENT = "application/trickle-ice-sdpfrag"
CORS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Location, ETag, Link",
}


class Gate(Protocol):
    """Who may publish a show, and who may watch it."""

    async def admit_publisher(self, show_id: str, key: str) -> None:
        """Raises WrongStreamKey, NoSuchShow, IllegalShowMove."""

    async def admit_viewer(self, show_id: str, watch_pass: str | None) -> datetime | None:
        """Until when; None: to the show's end. Raises NoSuchShow, NotOnAir, NotAdmitted."""


class Signalling:
    def __init__(self, studio: Studio, gate: Gate, ice_servers: tuple[str, ...] = ()) -> None:
        """`ice_servers` are told to the other side, as Link headers have them."""
        self._studio = studio
        self._gate = gate
        self._links = ", ".join(f'<{server}>; rel="ice-server"' for server in ice_servers)

    def routes(self) -> list[Route]:
        return [
            _route("/whip/{show_id}", POST=self._publish),
            _route("/whip/{show_id}/{secret}", PATCH=self._trickle, DELETE=self._end),
            _route("/whep/{show_id}", POST=self._watch),
            _route(
                "/whep/{show_id}/{secret}", PUT=self._renew, PATCH=self._trickle, DELETE=self._end
            ),
        ]

    async def _publish(self, request: Request) -> Response:
        show_id = request.path_params["show_id"]
        await self._gate.admit_publisher(show_id, _bearer(request))
        session = await self._studio.publish(
            show_id,
            await _body(request, SDP),
            takes_over=request.query_params.get("takeover") == "true",
            is_stand_in=request.query_params.get("standin") == "true",
        )
        return self._created(request, session)

    async def _watch(self, request: Request) -> Response:
        show_id = request.path_params["show_id"]
        until = await self._gate.admit_viewer(show_id, request.query_params.get("pass"))
        body = await _body(request, SDP)
        return self._created(request, await self._studio.watch(show_id, body, until))

    async def _renew(self, request: Request) -> Response:
        connection = self._connection(request)
        show_id = request.path_params["show_id"]
        until = await self._gate.admit_viewer(show_id, request.query_params.get("pass"))
        self._studio.renew(connection, until)
        return Response(status_code=204)

    async def _trickle(self, request: Request) -> Response:
        connection = self._connection(request)
        fragment = await _body(request, FRAGMENT)
        if b"a=ice-ufrag:" in fragment and request.headers.get("if-match") == "*":
            raise NoIceRestart("Post a new offer instead. Viewers stay.")
        if request.headers.get("if-match", _etag(connection.secret)) != _etag(connection.secret):
            raise SessionChanged("Post a new offer.")
        await connection.add_candidates(fragment)
        return Response(status_code=204)

    async def _end(self, request: Request) -> Response:
        await self._connection(request).close()
        return Response(status_code=200)

    def _connection(self, request: Request) -> Connection:
        is_publisher = request.url.path.startswith("/whip/")
        show_id, secret = request.path_params["show_id"], request.path_params["secret"]
        return self._studio.connection(show_id, secret, is_publisher=is_publisher)

    def _created(self, request: Request, session: Session) -> Response:
        headers = {
            "location": f"{request.url.path}/{session.secret}",
            "etag": _etag(session.secret),
            "accept-patch": FRAGMENT,
            "cache-control": "no-store",
        }
        if self._links:
            headers["link"] = self._links
        return Response(session.answer, 201, headers, media_type=SDP)


def _etag(secret: str) -> str:
    """Names the ICE session. There is one a connection, so it tells no more than the address did."""
    return f'"{secret[:8]}"'


def _bearer(request: Request) -> str:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise WrongStreamKey("Send the show's stream key as a bearer token.")
    return key.strip()


async def _body(request: Request, media_type: str) -> bytes:
    """Raises UnsupportedMediaType, TooLarge, Invalid."""
    given = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if given != media_type:
        raise UnsupportedMediaType("Send it as {media_type}.", media_type=media_type)
    return await bounded_body(request)


Handler = Callable[[Request], Awaitable[Response]]


def _route(path: str, **handlers: Handler) -> Route:
    """One address; the browser's question whether another site may use it is answered, refusals become problem details."""
    allow = ", ".join([*handlers, "OPTIONS"])

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_preflight(allow))
        try:
            if request.method not in handlers:
                raise MethodNotAllowed("Use {allow}.", allow=allow)
            response = await handlers[request.method](request)
        except Refusal as refusal:
            response = problem(refusal, request)
            if isinstance(refusal, WrongStreamKey):
                response.headers["www-authenticate"] = "Bearer"
            if isinstance(refusal, MethodNotAllowed):
                response.headers["allow"] = allow
        response.headers.update(CORS)
        return response

    return Route(path, answer, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])


def _preflight(allow: str) -> dict[str, str]:
    return {
        **CORS,
        "allow": allow,
        "accept-post": SDP,
        "access-control-allow-methods": allow,
        "access-control-allow-headers": "authorization, content-type, if-match",
        "access-control-max-age": "86400",
    }
