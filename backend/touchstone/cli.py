"""The `touchstone` command."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from touchstone.core.settings import Settings
from touchstone.embedded import EmbeddedPostgres, EmbeddedPostgresError
from touchstone.reporting.command import agreement

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Review of labelled data."
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="Port to listen on.", show_default="8080")]


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for noisy in ("alembic", "httpx", "pgqueuer"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _stop(message: str) -> typer.Exit:
    err.print(f"[bold red]touchstone:[/] {message}")
    return typer.Exit(1)


def _settings(host: str | None, port: int | None) -> Settings:
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked by pydantic
    except ValueError as error:
        raise _stop(f"a setting is wrong: {error}") from error


def _bind(settings: Settings) -> socket.socket:
    """Take the port before anything else is started, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise _stop(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror}. "
            "Stop the program that uses it, or choose another with --port (or PORT=… make run)."
        ) from error
    listener.set_inheritable(True)
    return listener


async def _start(settings: Settings, server: EmbeddedPostgres) -> str:
    """The database's address: the given one, or the embedded server's, which is started."""
    if settings.database_url is not None:
        return settings.database_url
    return await asyncio.to_thread(server.start)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Awaitable[str]]:
    """The database's address, once it has started; an embedded server is stopped at the end.

    It starts meanwhile, so that what is slow to import belongs inside and costs no time.
    """
    server = EmbeddedPostgres(settings.data_dir)
    starting = asyncio.create_task(_start(settings, server))
    await asyncio.sleep(0)
    try:
        yield asyncio.shield(starting)
    finally:
        with contextlib.suppress(EmbeddedPostgresError):
            await starting
        if settings.database_url is None:
            await asyncio.to_thread(server.stop)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """For imports: what they make stays, and looking for garbage in it takes a sixth of the time.

    Nor is it looked through later, while requests wait.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def _serve(
    settings: Settings,
    listener: socket.socket,
    *,
    demo: bool = False,
    gallery: bool = False,
    jobs: bool,
) -> None:
    async with _database(settings) as url:
        with _nothing_to_collect():
            from touchstone.serving import serve  # noqa: PLC0415

        await serve(
            settings, await url, listener, demo=demo, gallery=gallery, jobs=jobs, say=out.print
        )


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where there is one; a wrong database is one line, not a traceback."""
    try:
        if sys.platform == "win32":
            asyncio.run(coroutine)
        else:
            import uvloop  # noqa: PLC0415  not on Windows

            uvloop.run(coroutine)
    except KeyboardInterrupt:
        return
    except EmbeddedPostgresError as error:
        raise _stop(str(error)) from error
    except OSError as error:
        raise _stop(f"the database is out of reach: {error}") from error


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    demo: Annotated[
        bool, typer.Option(help="Fill an empty database with demo projects and logins.")
    ] = False,
    gallery: Annotated[
        bool, typer.Option(help="The demo, and a project for each kind of tag.")
    ] = False,
) -> None:
    """API, web app and worker in one process, on the embedded PostgreSQL unless one is set."""
    _log_to_stderr()
    settings = _settings(host, port)
    _run(_serve(settings, _bind(settings), demo=demo, gallery=gallery, jobs=True))


@app.command()
def api(host: Host = None, port: Port = None) -> None:
    """The API alone (and the web app, where it is built); run as many as you like."""
    _log_to_stderr()
    settings = _settings(host, port)
    if settings.database_url is None:
        raise _stop("set TOUCHSTONE_DATABASE_URL, or use `touchstone serve`.")
    _run(_serve(settings, _bind(settings), jobs=False))


async def _work(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
    async with _database(settings) as url:
        with _nothing_to_collect():
            from touchstone.worker import work  # noqa: PLC0415

        await work(settings, await url, stop)


@app.command()
def worker() -> None:
    """Do jobs: imports and agreement; run as many as you like."""
    _log_to_stderr()
    _run(_work(_settings(None, None)))


async def _migrate(settings: Settings) -> None:
    async with _database(settings) as url:
        from touchstone.db.engine import make_engine  # noqa: PLC0415
        from touchstone.db.migrate import migrate as migrate_database  # noqa: PLC0415

        engine = make_engine(await url, pool_size=1)
        try:
            await migrate_database(engine)
        finally:
            await engine.dispose()


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    _log_to_stderr()
    _run(_migrate(_settings(None, None)))
    out.print("The database is up to date.")


app.command()(agreement)


@app.command()
def openapi(
    target: Annotated[
        Path | None, typer.Argument(help="File to write; else standard output.")
    ] = None,
) -> None:
    """Write the OpenAPI document."""
    from touchstone.main import create_app  # noqa: PLC0415

    document = create_app(Settings()).openapi()
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
    if target is None:
        sys.stdout.buffer.write(text)
    else:
        target.write_bytes(text)
