"""Requests that change something, and sockets, must come from our own pages.

Browsers send `Origin` with each of them and no page can forge it. Who sends none is not a browser and holds no
cookie that a foreign page could abuse.
"""

from urllib.parse import urlsplit


def is_own_origin(origin: str | None, host: str | None, public_url: str | None) -> bool:
    """Whether `Origin` names this site: `public_url` if set, else the `Host` that the request was sent to."""
    if origin is None:
        return True
    if public_url is not None and origin.lower() == public_url.lower():
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return (
        public_url is None
        and parts.scheme in {"http", "https"}
        and parts.netloc.lower() == (host or "").lower()
    )
