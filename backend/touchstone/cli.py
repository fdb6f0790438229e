"""The `touchstone` command."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
import uvicorn
from fastapi import FastAPI
from rich.console import Console

from touchstone.core.settings import Settings
from touchstone.db.engine import make_engine, make_sessions
from touchstone.db.migrate import migrate as migrate_database
from touchstone.demo import loader
from touchstone.embedded import EmbeddedPostgres, EmbeddedPostgresError
from touchstone.main import create_app
from touchstone.reporting.command import agreement
from touchstone.worker import work

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


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[str]:
    """The database's address: the given one, or the embedded server's while this runs."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    server = EmbeddedPostgres(settings.data_dir)
    url = await asyncio.to_thread(server.start)
    try:
        yield url
    finally:
        await asyncio.to_thread(server.stop)


class _Server(uvicorn.Server):
    """Says when it is ready, and never leaves a signal unheard while it stops."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal and go on to our own cleaning up; uvicorn would end the process."""
        if sys.platform == "win32":
            with super().capture_signals():
                yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            out.print(self._greeting)


def _config(application: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        proxy_headers=True,
        server_header=False,
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104  only shown
    return f"http://{shown}:{port}"


def _greeting(address: str, logins: list[loader.Login]) -> str:
    lines = [f"\nTouchstone is ready at [bold]{address}[/]   (Ctrl-C stops it)"]
    if logins:
        lines.append("\nDemo logins:")
        lines += [f"  {x.role_name:<14} {x.email:<24} {x.password}" for x in logins]
    return "\n".join(lines) + "\n"


async def _serve(settings: Settings, listener: socket.socket, *, demo: bool, jobs: bool) -> None:
    async with _database(settings) as url:
        engine = make_engine(url, pool_size=settings.database_pool_size)
        stop = asyncio.Event()
        try:
            await migrate_database(engine)
            logins: list[loader.Login] = []
            if demo:
                logins = await loader.load_demo(make_sessions(engine), say=out.print)
            application = create_app(settings, engine=engine)
            application.state.demo_logins = [login.shown() for login in logins]
            server = _Server(_config(application, settings), _greeting(_address(listener), logins))
            worker = asyncio.create_task(work(settings, url, stop)) if jobs else None
            try:
                await server.serve(sockets=[listener])
            finally:
                stop.set()
                if worker is not None:
                    await worker
        finally:
            await engine.dispose()


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
) -> None:
    """API, web app and worker in one process, on the embedded PostgreSQL unless one is set."""
    _log_to_stderr()
    settings = _settings(host, port)
    _run(_serve(settings, _bind(settings), demo=demo, jobs=True))


@app.command()
def api(host: Host = None, port: Port = None) -> None:
    """The API alone (and the web app, where it is built); run as many as you like."""
    _log_to_stderr()
    settings = _settings(host, port)
    if settings.database_url is None:
        raise _stop("set TOUCHSTONE_DATABASE_URL, or use `touchstone serve`.")
    _run(_serve(settings, _bind(settings), demo=False, jobs=False))


async def _work(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
    async with _database(settings) as url:
        await work(settings, url, stop)


@app.command()
def worker() -> None:
    """Do jobs: imports and agreement; run as many as you like."""
    _log_to_stderr()
    _run(_work(_settings(None, None)))


async def _migrate(settings: Settings) -> None:
    async with _database(settings) as url:
        engine = make_engine(url, pool_size=1)
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
    document = create_app(Settings()).openapi()
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
    if target is None:
        sys.stdout.buffer.write(text)
    else:
        target.write_bytes(text)
