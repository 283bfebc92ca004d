"""Settings come from the environment, once, at the composition root.

Without any variable set Dealcast runs on embedded defaults: SQLite in `var/`, the broker in memory, and a
secret key that is made once and kept in `var/secret.key`. `SECRET_KEY` is required as soon as another database
is named, because several processes must then agree on it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from kit import redis_address
from kit.mail import NotSent, mailable

DEFAULT_DATABASE_URL = "sqlite+aiosqlite:///var/dealcast.db"
MIN_SECRET_LENGTH = 32
LOOPBACK = "127.0.0.1"
DEFAULT_MEDIA_URL = f"http://{LOOPBACK}:8001"
RECORDING_DAYS = 90
CONNECTIONS_PER_ADDRESS = 1_000
MAX_RECORDING_DAYS = 3_650
STRIPE_SCRIPT = "https://js.stripe.com/v3/"


class SettingsError(Exception):
    """A setting is missing or malformed; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class StripeSettings:
    secret_key: str
    webhook_secret: str
    publishable_key: str
    """For Stripe's script in buyers' browsers; it is no secret."""
    api_base: str | None = None
    """Another server in Stripe's place, for tests."""
    script_url: str = STRIPE_SCRIPT
    """Another script in place of Stripe's own, for tests."""


@dataclass(frozen=True, slots=True)
class MediaSettings:
    url: str
    """Where browsers, encoders and players reach the media process, without a slash at the end."""
    addresses: tuple[str, ...] = ()
    """Of this machine, for WebRTC; all but the loopback if none is given."""
    ports: range | None = None
    """UDP ports for WebRTC; any if not given."""
    public_address: str | None = None
    """By which the world knows the machine, where that is none of its own."""
    ice_servers: tuple[str, ...] = ()
    """STUN or TURN servers that the other side is told to use."""


@dataclass(frozen=True, slots=True)
class RecordingSettings:
    place: str = "var/recordings"
    """A directory, or a bucket: `s3://bucket/prefix`."""
    days: int = RECORDING_DAYS
    """How long a show can be watched again after it has ended."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    url: str
    """`smtp://user:password@host:587`, or `smtps://` for a server that begins with TLS."""
    sender: str
    """The address that mails come from."""


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    redis_url: str | None
    """One server, sentinels or a cluster: see `redis_address`."""
    secret_key: str
    public_url: str | None
    """Scheme and host that people see, without a slash at the end; unset, each request's own is used."""
    stripe: StripeSettings | None = None
    """Without it payments go through the built-in sandbox."""
    media: MediaSettings = MediaSettings(DEFAULT_MEDIA_URL, (LOOPBACK,))
    recordings: RecordingSettings = RecordingSettings()
    mail: MailSettings | None = None
    """Without it mails are sent to nobody, and kept for whoever develops to look at."""
    disposable_domains: frozenset[str] = frozenset()
    """Of throw-away e-mail addresses, beside those that are known."""
    connections_per_address: int = CONNECTIONS_PER_ADDRESS
    """In each process. Those of trusted proxies are not counted."""

    @property
    def is_secure(self) -> bool:
        """Whether people come by https, so that cookies must be `Secure`."""
        return self.public_url is not None and self.public_url.startswith("https://")


def load(environ: Mapping[str, str], var: Path = Path("var")) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value that no process could run with.
    """
    database_url = async_url(environ.get("DATABASE_URL") or DEFAULT_DATABASE_URL)
    public_url = (environ.get("PUBLIC_URL") or "").rstrip("/") or None
    if public_url is not None and not public_url.startswith(("http://", "https://")):
        raise SettingsError(f"PUBLIC_URL must start with http:// or https://, not {public_url!r}")
    return Settings(
        database_url=database_url,
        redis_url=_redis_url(environ.get("REDIS_URL")),
        secret_key=_secret_key(environ.get("SECRET_KEY"), database_url, var),
        public_url=public_url,
        media=_media(environ),
        recordings=_recordings(environ, var),
        stripe=_stripe(environ),
        mail=_mail(environ, public_url),
        disposable_domains=frozenset(
            environ.get("DISPOSABLE_DOMAINS", "").lower().replace(",", " ").split()
        ),
        connections_per_address=_connections(environ.get("CONNECTIONS_PER_ADDRESS")),
    )


def async_url(url: str) -> str:
    """The same database through Dealcast's drivers: aiosqlite and asyncpg."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise SettingsError(f"DATABASE_URL is not a URL: {url!r}")
    driver = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg"}.get(scheme, scheme)
    driver = "postgresql+asyncpg" if driver == "postgresql" else driver
    if driver not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        raise SettingsError(f"DATABASE_URL must be sqlite:///… or postgresql://…, not {scheme}://")
    if driver == "sqlite+aiosqlite" and rest.strip("/") in {"", ":memory:"}:
        raise SettingsError("DATABASE_URL must name a file: sqlite:///path/to/dealcast.db")
    return f"{driver}://{rest}"


def _redis_url(url: str | None) -> str | None:
    if not url:
        return None
    try:
        redis_address.parse(url)
    except redis_address.BadAddress as error:
        raise SettingsError(str(error)) from error
    return url


def _media(environ: Mapping[str, str]) -> MediaSettings:
    url = (environ.get("MEDIA_URL") or "").rstrip("/")
    if url and not url.startswith(("http://", "https://")):
        raise SettingsError(f"MEDIA_URL must start with http:// or https://, not {url!r}")
    addresses = _listed(environ.get("MEDIA_ADDRESSES"))
    public_address = environ.get("MEDIA_PUBLIC_ADDRESS") or None
    for address in (*addresses, *((public_address,) if public_address else ())):
        try:
            ip_address(address)
        except ValueError as error:
            raise SettingsError(
                f"MEDIA_ADDRESSES and MEDIA_PUBLIC_ADDRESS are IP addresses, not {address!r}"
            ) from error
    return MediaSettings(
        # Whoever names no other place runs everything on one machine, for themselves.
        url=url or DEFAULT_MEDIA_URL,
        addresses=addresses or (() if url else (LOOPBACK,)),
        ports=_ports(environ.get("MEDIA_PORTS")),
        public_address=public_address,
        ice_servers=_listed(environ.get("MEDIA_ICE_SERVERS")),
    )


def _recordings(environ: Mapping[str, str], var: Path) -> RecordingSettings:
    place = (environ.get("RECORDINGS") or "").rstrip("/") or str(var / "recordings")
    if "://" in place and not place.startswith("s3://"):
        raise SettingsError(
            f"RECORDINGS is a directory, or a bucket such as s3://bucket/prefix, not {place!r}"
        )
    days = environ.get("RECORDING_DAYS") or str(RECORDING_DAYS)
    if not days.isdecimal() or not 0 < int(days) <= MAX_RECORDING_DAYS:
        raise SettingsError(
            f"RECORDING_DAYS is a number from 1 to {MAX_RECORDING_DAYS}, not {days!r}"
        )
    return RecordingSettings(place, int(days))


def _mail(environ: Mapping[str, str], public_url: str | None) -> MailSettings | None:
    url = environ.get("SMTP_URL")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError("SMTP_URL must be smtp://user:password@host:587 or smtps://…:465")
    sender = environ.get("MAIL_FROM") or ""
    if not sender:
        raise SettingsError("MAIL_FROM is not set. It is the address that mails come from")
    try:
        mailable(parseaddr(sender)[1])
    except NotSent as error:
        raise SettingsError(f"MAIL_FROM is not an address: {error}") from error
    if public_url is None:
        raise SettingsError(
            "PUBLIC_URL is not set. Mails have links, which need the site's address"
        )
    return MailSettings(url, sender)


def _connections(text: str | None) -> int:
    if not text:
        return CONNECTIONS_PER_ADDRESS
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise SettingsError(f"CONNECTIONS_PER_ADDRESS is a number from 1, not {text!r}")
    return int(text)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(each.strip() for each in (text or "").split(",") if each.strip())


def _ports(text: str | None) -> range | None:
    if not text:
        return None
    first, separator, last = text.partition("-")
    if not (
        separator
        and first.isdecimal()
        and last.isdecimal()
        and 1023 < int(first) <= int(last) < 65_536
    ):
        raise SettingsError(f"MEDIA_PORTS is a range such as 50000-50999, not {text!r}")
    return range(int(first), int(last) + 1)


def _stripe(environ: Mapping[str, str]) -> StripeSettings | None:
    secret_key = environ.get("STRIPE_SECRET_KEY")
    if not secret_key:
        return None
    webhook_secret = environ.get("STRIPE_WEBHOOK_SECRET")
    if not webhook_secret:
        raise SettingsError(
            "STRIPE_WEBHOOK_SECRET is not set. Stripe shows it with the endpoint "
            "https://…/api/payments/webhooks/stripe"
        )
    publishable_key = environ.get("STRIPE_PUBLISHABLE_KEY")
    if not publishable_key:
        raise SettingsError(
            "STRIPE_PUBLISHABLE_KEY is not set. Stripe shows it (pk_…) beside the secret key; "
            "without it the site's pages could take no cards"
        )
    api_base = (environ.get("STRIPE_API_BASE") or "").rstrip("/") or None
    script_url = environ.get("STRIPE_SCRIPT_URL") or STRIPE_SCRIPT
    return StripeSettings(secret_key, webhook_secret, publishable_key, api_base, script_url)


def _secret_key(given: str | None, database_url: str, var: Path) -> str:
    if given:
        if len(given) < MIN_SECRET_LENGTH:
            raise SettingsError(f"SECRET_KEY must have at least {MIN_SECRET_LENGTH} characters")
        return given
    if not database_url.startswith("sqlite"):
        raise SettingsError(
            "SECRET_KEY is not set. Every process must share one; make it with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return _kept_secret(var / "secret.key")


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
