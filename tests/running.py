"""Touchstone as its users run it: the real command in a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import httpx

T = TypeVar("T")

READY = re.compile(r"ready at (http://\S+)")
PATIENCE = 60.0  # seconds until a start has failed


class Touchstone:
    """`touchstone <arguments>`, started and awaited; its address is `url`."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._arguments = arguments
        self._environment = {**os.environ, "COLUMNS": "200", **environment}
        self._lines: list[str] = []
        self._ready = threading.Event()
        self.url = ""

    def start(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "touchstone", *self._arguments],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).resolve().parents[1],
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.append(line)
            found = READY.search(line)
            if found:
                self.url = found.group(1)
                self._ready.set()
        self._ready.set()

    def wait_until_ready(self) -> Self:
        if not self._ready.wait(PATIENCE) or not self.url:
            self.kill()
            raise AssertionError(f"not ready:\n{self.output}")
        return self

    @property
    def output(self) -> str:
        return "".join(self._lines)

    def interrupt(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.wait()

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.wait()

    def wait(self) -> int:
        """The exit status, once the process has ended and all it said was read."""
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status

    def __enter__(self) -> Self:
        return self.start().wait_until_ready()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.interrupt()


def eventually(look: Callable[[], T | None], *, within: float = 30.0) -> T:
    """The first true answer of `look`, asked again and again."""
    deadline = time.monotonic() + within
    while True:
        answer = look()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen in time")
        time.sleep(0.02)


def first_account(url: str) -> httpx.Client:
    """A browser's client, logged in as the first owner."""
    client = httpx.Client(base_url=url, headers={"Origin": url}, timeout=30)
    draft = {"email": "owner@example.org", "password": "a fine password"}
    response = httpx.post(f"{url}/api/setup", json=draft, headers={"Origin": url}, timeout=30)
    assert response.status_code == 201, response.text
    client.cookies.update(response.cookies)
    return client
