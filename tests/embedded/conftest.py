"""Real servers in folders of their own."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.embedded.processes import UserProcess, copy_data_dir, server_processes
from touchstone.embedded import EmbeddedPostgres


@pytest.fixture
def fresh_dir() -> Iterator[Path]:
    """A data folder not made yet, where the server's own user can reach it."""
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


@pytest.fixture(scope="session")
def used_dir() -> Iterator[Path]:
    """A data folder in which a server ran and stopped; to be copied, as setting up takes long."""
    with tempfile.TemporaryDirectory(prefix="ts-", dir="/tmp") as folder:
        with EmbeddedPostgres(Path(folder)):
            pass
        yield Path(folder)


@pytest.fixture
def data_dir(fresh_dir: Path, used_dir: Path) -> Path:
    """A data folder with a stopped server of its own."""
    copy_data_dir(used_dir, fresh_dir)
    return fresh_dir


@pytest.fixture
def start_user() -> Iterator[Callable[[Path], UserProcess]]:
    started: list[UserProcess] = []

    def start(data_dir: Path) -> UserProcess:
        user = UserProcess(data_dir)
        started.append(user)
        return user

    yield start
    for user in started:
        user.kill()
