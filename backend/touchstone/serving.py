"""API, web app and, where wanted, the worker, as one process on a database that runs."""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

from touchstone.core.settings import Settings
from touchstone.db.engine import make_engine, make_sessions
from touchstone.db.migrate import migrate
from touchstone.demo import loader
from touchstone.main import create_app
from touchstone.worker import work

Say = Callable[[str], Any]


class _Server(uvicorn.Server):
    """Says when it is ready, and never leaves a signal unheard while it stops."""

    def __init__(self, config: uvicorn.Config, greeting: str, say: Say) -> None:
        super().__init__(config)
        self._greeting = greeting
        self._say = say

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
            self._say(self._greeting)


def _config(application: FastAPI) -> uvicorn.Config:
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


async def serve(
    settings: Settings,
    url: str,
    listener: socket.socket,
    *,
    demo: bool,
    gallery: bool,
    jobs: bool,
    say: Say,
) -> None:
    """Serve on a bound socket until a signal; `say` is told the address and the demo's logins."""
    engine = make_engine(url, pool_size=settings.database_pool_size)
    stop = asyncio.Event()
    try:
        await migrate(engine)
        logins: list[loader.Login] = []
        if demo or gallery:
            logins = await loader.load_demo(make_sessions(engine), gallery=gallery, say=say)
        application = create_app(settings, engine=engine)
        application.state.demo_logins = [login.shown() for login in logins]
        greeting = _greeting(_address(listener), logins)
        server = _Server(_config(application), greeting, say)
        worker = asyncio.create_task(work(settings, url, stop)) if jobs else None
        try:
            await server.serve(sockets=[listener])
        finally:
            stop.set()
            if worker is not None:
                await worker
    finally:
        await engine.dispose()
