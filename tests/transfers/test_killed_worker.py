"""A worker that is killed in the middle of an import: the next one does it, once."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from tests.transfers.conftest import Place
from tests.transfers.files import rich_task
from touchstone.core.settings import Settings

TASKS = 6000
PATIENCE = 120.0  # seconds


@contextmanager
def worker(place: Place, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """`touchstone worker` as an operator starts it."""
    assert settings.secret_key is not None
    environment = os.environ | {
        "TOUCHSTONE_DATABASE_URL": place.url,
        "TOUCHSTONE_DATA_DIR": str(settings.data_dir),
        "TOUCHSTONE_SECRET_KEY": settings.secret_key.get_secret_value(),
    }
    process = subprocess.Popen([sys.executable, "-m", "touchstone", "worker"], env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)


async def import_once(place: Place, import_id: int) -> dict[str, Any]:
    response = await place.client.get(f"/api/projects/{place.project_id}/imports/{import_id}/")
    shown: dict[str, Any] = response.json()
    return shown


async def watch(place: Place, import_id: int, wanted: Any) -> dict[str, Any]:
    """The import as soon as it is as wanted."""
    async with asyncio.timeout(PATIENCE):
        while not wanted(shown := await import_once(place, import_id)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return shown


async def test_a_killed_workers_import_is_done_once(place: Place, settings: Settings) -> None:
    records = [rich_task(number) for number in range(TASKS)]
    response = await place.client.post(
        f"/api/projects/{place.project_id}/import",
        files={"file": ("tasks.json", json.dumps(records).encode())},
    )
    import_id = response.json()["import"]

    with worker(place, settings) as first:
        under_way = await watch(place, import_id, lambda shown: shown["processed_bytes"] > 0)
        reader = psutil.Process(first.pid).children()
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=60)
    assert under_way["status"] == "in_progress"
    assert 0 < under_way["task_count"] < TASKS
    assert reader, "the file was not read in a process of its own"
    assert not psutil.wait_procs(reader, timeout=30)[1], "the reader outlived its worker"
    assert await place.count("tasks") == 0
    assert (await import_once(place, import_id))["status"] == "in_progress"

    with worker(place, settings):
        done = await watch(place, import_id, lambda shown: shown["status"] == "completed")
    assert (done["task_count"], done["percent"]) == (TASKS, 100)
    assert await place.count("tasks") == TASKS
    assert await place.count("annotations") == 4 * TASKS
    assert await place.count("import_chunks") == 0
