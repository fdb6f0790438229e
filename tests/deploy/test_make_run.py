"""`make run` as a stranger types it: the demonstration, the port, Ctrl-C, the second start."""

import os
import signal
import subprocess
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

    def wait_until_serving(self) -> None:
        while not self._answers():
            assert self._process.poll() is None, self.output()
            assert time.monotonic() - self._began < PATIENCE, self.output()
            time.sleep(0.02)

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


def test_it_starts_stops_cleanly_and_starts_again_with_what_it_had(data_dir: Path) -> None:
    for start in ("first", "second"):
        server = MakeRun(data_dir)
        try:
            server.wait_until_serving()
            server.press_ctrl_c()
            said = server.output()
        finally:
            server.close()
        assert f"http://127.0.0.1:{server.port}" in said, start
        assert "reviewer@example.org" in said, start
        assert ("Making the demo projects" in said) == (start == "first")
        assert "Traceback" not in said, start
        assert not (data_dir / "postgresql/data/postmaster.pid").exists(), start
