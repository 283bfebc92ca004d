"""The `dealcast` command."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec
import typer
import uvicorn

from kit import logs, settings
from kit.errors import Refusal
from kit.http import invalid_from
from membership.views import NewAccount
from server import client_types
from server import migrate as migrations
from server import words as collected_words
from server.app import create_app
from server.asyncapi import asyncapi as asyncapi_document
from server.bounds import BoundedHttp
from server.cli_demo_host import demo_host
from server.demo_host.target import CannotHost
from server.link_door import LinkDoor
from server.live_socket import LiveSocket
from server.version import VERSION
from server.wiring import SYSTEM, Dealcast

T = TypeVar("T")

app = typer.Typer(
    help="Dealcast: livestream commerce and social sharing.\n\n"
    "Start with `dealcast migrate`, then `dealcast seed --demo` for a festival to play with, then `dealcast serve`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
user = typer.Typer(help="Accounts and what they may do.", no_args_is_help=True)
app.add_typer(user, name="user")
app.command("demo-host")(demo_host)

BACKLOG = 4096
"""Connections that wait to be accepted, when a whole room returns at once."""
GRACE_S = 10
DEMO_PICTURE = ("--size", "640x360", "--rate", "24", "--bitrate", "800")
"""Light, for it shares the machine with everything else (docs/operations.md, 9)."""


def main() -> None:
    try:
        app()
    except (settings.SettingsError, CannotHost) as error:
        _fail(str(error))
    except Refusal as refusal:
        _fail(refusal.detail)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    worker: Annotated[
        bool | None,
        typer.Option(
            help="Also do the worker's chores in this process. By default only without REDIS_URL, "
            "when this is the one process there is."
        ),
    ] = None,
    media: Annotated[
        bool, typer.Option("--media", help="Also start a media process beside, on the next port.")
    ] = False,
    demo_host: Annotated[
        bool,
        typer.Option("--demo-host", help="Also start a demo host that publishes the demo show."),
    ] = False,
) -> None:
    """Serve the site, the API and the sockets."""
    logs.configure()
    if media and not os.environ.get("MEDIA_URL"):
        os.environ["MEDIA_URL"] = f"http://{host}:{port + 1}"
        os.environ.setdefault("MEDIA_ADDRESSES", host)
    chosen = _settings()
    has_worker = worker if worker is not None else chosen.redis_url is None
    with ExitStack() as beside:
        if media:
            beside.enter_context(_beside("media", "--host", host, "--port", str(port + 1)))
        if demo_host:
            beside.enter_context(_beside("demo-host", *DEMO_PICTURE))
        uvicorn.run(
            create_app(chosen, has_worker=has_worker),
            host=host,
            port=port,
            loop="uvloop",
            http=LinkDoor,
            ws=LiveSocket,
            backlog=BACKLOG,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=GRACE_S,
            server_header=False,
        )


@contextmanager
def _beside(*command: str) -> Iterator[None]:
    """Another command in a process of its own, as long as this one serves. If this one is killed, that one ends by itself."""
    # Its own group, so that Ctrl-C is for this process, which ends that one in turn.
    argv = [sys.argv[0], *command, "--with-parent", str(os.getpid())]
    with subprocess.Popen(argv, start_new_session=True) as process:  # noqa: S603
        try:
            yield
        finally:
            process.terminate()


@app.command()
def media(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8001,
    with_parent: Annotated[
        int | None, typer.Option(help="End when this process, which started this one, ends.")
    ] = None,
) -> None:
    """Carry picture and sound: WHIP for hosts, WHEP and LL-HLS for viewers."""
    from server.media import create_media_app  # its libraries take a while, and only it needs them

    logs.configure()
    uvicorn.run(
        create_media_app(_settings(), parent=with_parent),
        host=host,
        port=port,
        loop="uvloop",
        http=BoundedHttp,
        ws="none",
        backlog=BACKLOG,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
        server_header=False,
    )


@app.command()
def worker() -> None:
    """Do the chores: expire holds, close deals whose time is up, deliver forgotten events."""
    logs.configure()

    async def work() -> None:
        dealcast = Dealcast(_settings())
        async with dealcast.running(has_worker=True):
            await asyncio.Event().wait()

    try:
        _run(work())
    except KeyboardInterrupt:
        typer.echo("Worker stopped.")


@app.command()
def migrate() -> None:
    """Bring the database to the present schema. Safe to repeat."""
    chosen = _settings()
    migrations.upgrade(chosen.database_url)
    typer.echo("The database has the present schema.")


@app.command()
def seed(
    demo: Annotated[bool, typer.Option("--demo", help="Fill in a demo festival.")] = False,
    url: Annotated[
        str, typer.Option(help="Where the site will be, for the addresses that are printed.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Fill an empty database. With data in it, nothing is changed."""
    from server import demo as demo_festival

    if not demo:
        _fail("Say what to seed: dealcast seed --demo")

    async def fill() -> demo_festival.DemoSummary:
        dealcast = Dealcast(_settings())
        try:
            return await demo_festival.fill(dealcast.work, dealcast.settings.secret_key)
        finally:
            await dealcast.close()

    typer.echo(_run(fill()).text(url.rstrip("/")))


@user.command("create")
def user_create(
    handle: Annotated[str, typer.Argument(help="3 to 24 letters, digits and underscores.")],
    email: Annotated[str, typer.Argument(help="E-mail address.")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
            envvar="DEALCAST_PASSWORD",
            help="At least 8 characters; asked for if not given.",
        ),
    ],
    operator: Annotated[bool, typer.Option("--operator", help="May do everything.")] = False,
) -> None:
    """Make an account."""
    try:
        new = msgspec.convert({"handle": handle, "email": email, "password": password}, NewAccount)
    except msgspec.ValidationError as error:
        _fail(_by_field(invalid_from(error)))

    async def create() -> None:
        dealcast = Dealcast(_settings())
        try:
            await dealcast.accounts.create(new, is_operator=operator)
        finally:
            await dealcast.close()

    _run(create())
    typer.echo(f"@{handle} can sign in now.")


@user.command("recover")
def user_recover(
    handle: Annotated[str, typer.Argument(help="Whom.")],
    url: Annotated[
        str, typer.Option(help="Where the site is, if PUBLIC_URL does not say it.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Make a link by which someone sets a new password who cannot read mail at their address any more.

    Make sure first that it is them. The link works once, within 30 minutes.
    """

    async def recover() -> str:
        dealcast = Dealcast(_settings())
        try:
            token = await dealcast.security.recovering.token_for(handle)
            return f"{dealcast.settings.public_url or url.rstrip('/')}/reset-password/{token}"
        finally:
            await dealcast.close()

    typer.echo(_run(recover()))


@user.command("grant")
def user_grant(
    handle: Annotated[str, typer.Argument(help="Whom.")],
    brand: Annotated[str, typer.Argument(help="The brand's slug, as in /brands/SLUG.")],
    role: Annotated[str, typer.Argument(help="moderator, host or manager.")],
) -> None:
    """Give someone a role at a brand."""
    if role not in {"moderator", "host", "manager"}:
        _fail(f"{role!r} is not a role. Choose moderator, host or manager.")

    async def grant() -> None:
        dealcast = Dealcast(_settings())
        try:
            await dealcast.staff.appoint(SYSTEM, brand, handle, role)
        finally:
            await dealcast.close()

    _run(grant())
    typer.echo(f"@{handle} is now {role} at {brand}.")


@app.command()
def openapi() -> None:
    """Print the description of the HTTP API (OpenAPI 3.1)."""
    typer.echo(json.dumps(Dealcast(_settings()).openapi, indent=2))


@app.command()
def asyncapi() -> None:
    """Print the description of the socket (AsyncAPI 3.0)."""
    typer.echo(json.dumps(asyncapi_document(VERSION), indent=2))


@app.command()
def types(
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether the file is up to date.")
    ] = False,
) -> None:
    """For developers: write the client's TypeScript types from the Python types on the wire."""
    if not check:
        client_types.write()
    elif not client_types.is_current():
        _fail(f"{client_types.PATH.name} is stale. Run: make types")


@app.command()
def words(
    check: Annotated[
        bool, typer.Option("--check", help="Only say what is missing or stale.")
    ] = False,
) -> None:
    """For developers: collect the pages' texts into the catalogues of their languages."""
    if not check:
        collected_words.write()
    for complaint in (complaints := collected_words.complaints()):
        typer.echo(complaint, err=True)
    if check and complaints:
        _fail("Fill in web/locale/*/LC_MESSAGES/messages.po, then run: make words")


def _by_field(refusal: Refusal) -> str:
    return " ".join(f"{name}: {message}" for name, message in refusal.fields.items())


def _settings() -> settings.Settings:
    return settings.load(os.environ)


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def _fail(message: str) -> NoReturn:
    typer.secho(message, err=True, fg="red")
    sys.exit(1)


if __name__ == "__main__":
    main()
