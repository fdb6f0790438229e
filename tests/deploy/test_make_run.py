"""`make run` as a stranger types it: the demonstration, the port, Ctrl-C, the second start."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.stack import ROOT, free_port

# What `make test` has brought up to date already; here make is not to install or build again.
UP_TO_DATE = ("--old-file=.venv/.runtime-installed", "--old-file=frontend/dist/index.html")
PATIENCE = 120.0


class MakeRun:
    """`make run PORT=…` in a process group of its own, as a terminal has it."""

    def __init__(self, data_dir: Path) -> None:
        self.port = free_port()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            ["make", *UP_TO_DATE, "run", f"PORT={self.port}"],
            cwd=ROOT,
            env={**os.environ, "TOUCHSTONE_DATA_DIR": str(data_dir), "MAKEFLAGS": ""},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def wait_until_serving(self) -> float:
        """The seconds it took until the API answered."""
        while not self._answers():
            assert self._process.poll() is None, self.output()
            assert time.monotonic() - self._began < PATIENCE, self.output()
            time.sleep(0.02)
        return time.monotonic() - self._began

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/health", timeout=5):
                return True
        except OSError:
            return False

    def press_ctrl_c(self) -> None:
        os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(timeout=PATIENCE)

    def output(self) -> str:
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def close(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._log.close()


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ts-", dir="/tmp") as folder:
        yield Path(folder)


def test_the_second_start_takes_less_than_three_seconds(data_dir: Path) -> None:
    first = MakeRun(data_dir)
    try:
        first.wait_until_serving()
        first.press_ctrl_c()
        assert f"http://127.0.0.1:{first.port}" in first.output()
        assert "Traceback" not in first.output()
        assert not (data_dir / "postgresql/data/postmaster.pid").exists()
    finally:
        first.close()

    attempts = [second_start(data_dir) for _ in range(3)]
    assert min(attempts) < 3, attempts


def second_start(data_dir: Path) -> float:
    """Seconds until a start serves, less what other work on this machine adds to them."""
    waiting = slowdown()
    again = MakeRun(data_dir)
    try:
        taken = again.wait_until_serving()
        again.press_ctrl_c()
    finally:
        again.close()
    return taken / max(waiting, slowdown(), 1.0)


def slowdown() -> float:
    """How many times longer than its processor time a program takes just now."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, "-c", "import sqlalchemy.ext.asyncio"], check=True)
    taken, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
