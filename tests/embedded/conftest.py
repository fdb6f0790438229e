"""Real servers in folders of their own."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.embedded.processes import UserProcess, server_processes


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder that the server's own user can reach, unlike pytest's private one."""
    with tempfile.TemporaryDirectory(prefix="ts-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "home"
        for process in server_processes(Path(folder)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        for log in Path(folder).rglob("server.log"):
            sys.stdout.write(log.read_text(errors="replace"))
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(exist_ok=True)


@pytest.fixture
def start_user(data_dir: Path) -> Iterator[Callable[[], UserProcess]]:
    started: list[UserProcess] = []

    def start() -> UserProcess:
        user = UserProcess(data_dir)
        started.append(user)
        return user

    yield start
    for user in started:
        user.kill()
