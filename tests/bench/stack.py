"""A database, an API process and a worker, as on a server with two cores."""

import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.running import Touchstone, first_account
from touchstone.embedded import EmbeddedPostgres


@dataclass(frozen=True, slots=True)
class Stack:
    url: str
    token: str
    """Of the first account, an owner."""
    browser: httpx.Client
    api: psutil.Process
    worker: psutil.Process
    folder: Path


@contextmanager
def running() -> Iterator[Stack]:
    """`touchstone api` and `touchstone worker` on an embedded PostgreSQL of their own."""
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with EmbeddedPostgres(folder / "data") as postgres:
            shared = {
                "TOUCHSTONE_DATABASE_URL": postgres.url,
                "TOUCHSTONE_DATA_DIR": str(folder / "settings"),
                "TOUCHSTONE_SECRET_KEY": "a secret for a benchmark on one machine",
            }
            with (
                Touchstone("api", "--port", "0", **shared) as api,
                _worker(shared, folder / "worker.log") as worker,
            ):
                browser = first_account(api.url)
                browser.timeout = httpx.Timeout(600)
                token = browser.post("/api/current-user/reset-token/").json()["token"]
                server = psutil.Process(api.process.pid)
                yield Stack(api.url, token, browser, server, worker, folder)
                browser.close()


@contextmanager
def _worker(environment: dict[str, str], log: Path) -> Iterator[psutil.Process]:
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "touchstone", "worker"],
            env={**os.environ, **environment},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            try:
                process.wait(60)
            finally:
                process.kill()


class Memory:
    """The highest memory of a process and its children, in MiB, while the block runs."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.before = self._now()
        self.peak = self.before

    def _now(self) -> int:
        total = 0
        for process in [self._process, *self._process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total >> 20

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self.peak = max(self.peak, self._now())

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def machine() -> str:
    """What and when, in one line."""
    model = platform.processor() or "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*: (.+)", info.read_text())
        model = found.group(1) if found else model
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, {model}, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}, "
        f"load before the run {os.getloadavg()[0]:.1f}"
    )
