"""Where Redis is, as one URL says it.

    redis://[user:password@]host:port[/database]                one server (`rediss` with TLS)
    redis+sentinel://host:port,host2:port[,…]/service           the primary that these sentinels name
    redis+cluster://host:port,host2:port[,…]                    a cluster, found by any of its nodes

`rediss+sentinel` and `rediss+cluster` speak TLS. The forms are those of the `limits` library, which counts by the same URL.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import unquote

DEFAULT_PORTS = {"cluster": 6379, "sentinel": 26379}


class Kind(Enum):
    ONE = "one"
    SENTINEL = "sentinel"
    CLUSTER = "cluster"


class BadAddress(ValueError):
    """Not the URL of a Redis; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class RedisAddress:
    url: str
    kind: Kind
    hosts: tuple[tuple[str, int], ...] = ()
    """Sentinels, or nodes of the cluster."""
    service: str = ""
    """What the sentinels call it."""
    username: str | None = None
    password: str | None = None
    is_tls: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """How to sign in and whether to speak TLS, for a connection to one of the servers."""
        credentials = {"username": self.username, "password": self.password}
        given: dict[str, Any] = {name: value for name, value in credentials.items() if value}
        return {**given, "ssl": True} if self.is_tls else given


def parse(url: str) -> RedisAddress:
    """
    Raises:
        BadAddress
    """
    scheme, separator, _ = url.partition("://")
    family, plus, kind = scheme.partition("+")
    if not separator or family not in {"redis", "rediss"}:
        raise BadAddress(f"REDIS_URL must be redis://…, not {scheme}://…")
    if not plus:
        return RedisAddress(url, Kind.ONE)
    if kind not in DEFAULT_PORTS:
        raise BadAddress(f"REDIS_URL knows {family}+sentinel and {family}+cluster, not {scheme}")
    return _several(url, Kind(kind), is_tls=family == "rediss")


def _several(url: str, kind: Kind, *, is_tls: bool) -> RedisAddress:
    # Not by urllib, which takes one host and refuses some lists of them.
    authority, _, path = url.partition("://")[2].partition("?")[0].partition("/")
    credentials, _, places = authority.rpartition("@")
    username, _, password = credentials.partition(":")
    service = path.strip("/")
    if kind is Kind.SENTINEL and not service:
        raise BadAddress(
            "REDIS_URL must end with the name of the service that the sentinels watch: "
            "redis+sentinel://host:port,host2:port/service"
        )
    return RedisAddress(
        url,
        kind,
        tuple(_place(place, DEFAULT_PORTS[kind.value]) for place in places.split(",")),
        service if kind is Kind.SENTINEL else "",
        unquote(username) or None,
        unquote(password) or None,
        is_tls,
    )


def _place(text: str, default_port: int) -> tuple[str, int]:
    host, separator, port = text.rpartition(":")
    if not separator:
        host, port = text, str(default_port)
    if not host or not port.isdigit() or not 0 < int(port) < 65_536:
        raise BadAddress(f"REDIS_URL names {text!r}, which is not host:port")
    return host.strip("[]"), int(port)
