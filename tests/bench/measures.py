"""Imports, pages, annotations, exports: what each takes."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from tests.bench.client import Connection, connected, percentile
from tests.bench.generate import CONFIGS
from tests.bench.stack import Memory, Stack

PAGES = 200
ANNOTATIONS = 200


def make_project(stack: Stack, title: str, kind: str) -> int:
    project = stack.browser.post(
        "/api/projects/",
        json={"title": title, "label_config": CONFIGS[kind], "maximum_annotations": 3},
    )
    return int(project.json()["id"])


@dataclass(frozen=True, slots=True)
class Imported:
    tasks: int
    upload_seconds: float
    seconds: float
    """From the first byte sent to the last row committed."""
    memory: Memory

    @property
    def rate(self) -> float:
        return self.tasks / self.seconds

    @property
    def job_rate(self) -> float:
        return self.tasks / (self.seconds - self.upload_seconds)


async def run_import(stack: Stack, project: int, file: Path) -> Imported:
    url = f"/api/projects/{project}"
    with Memory(stack.worker) as memory:
        async with connected(stack.url, stack.token) as connection:
            start = time.perf_counter()
            found = await connection.send_file(f"{url}/import", file)
            uploaded = time.perf_counter()
            path = f"{url}/imports/{found['import']}/"
            while (state := await _json(connection, path))["finished_at"] is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            ended = time.perf_counter()
    assert state["status"] == "completed", state
    return Imported(state["task_count"], uploaded - start, ended - start, memory)


async def _json(connection: Connection, path: str) -> Any:
    return orjson.loads(await connection.request("GET", path))


async def wait_until_scored(stack: Stack, project: int) -> float:
    """Seconds until the agreement of every task is computed."""
    start = time.perf_counter()
    async with connected(stack.url, stack.token) as connection:
        while (await _json(connection, f"/api/projects/{project}/"))["scoring_pending"]:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    return time.perf_counter() - start


def _page(project: int, fields: str, page: int) -> str:
    rule = {
        "filter": "filter:tasks:agreement",
        "operator": "greater",
        "type": "Number",
        "value": 0.3,
    }
    query = {
        "filters": {"conjunction": "and", "items": [rule]},
        "ordering": ["-tasks:agreement"],
    }
    return (
        f"/api/tasks/?project={project}&page={page}&page_size=100&fields={fields}"
        f"&query={quote(orjson.dumps(query).decode())}"
    )


async def page_latency(
    stack: Stack, project: int, *, clients: int, fields: str = "task_only"
) -> float:
    """p50 in ms of one of the first ten pages of 100 tasks, filtered and ordered."""

    async def ask() -> list[float]:
        async with connected(stack.url, stack.token) as connection:
            await connection.request("GET", _page(project, fields, 1))
            return [
                (await connection.timed("GET", _page(project, fields, number % 10 + 1)))[0]
                for number in range(PAGES // clients)
            ]

    times = await asyncio.gather(*(ask() for _ in range(clients)))
    return percentile([time for batch in times for time in batch], 0.5)


async def annotation_latency(stack: Stack, project: int, kind: str) -> float:
    """p50 in ms of submitting an annotation."""
    async with connected(stack.url, stack.token) as connection:
        path = f"/api/tasks/?project={project}&page=1&page_size=1&fields=all"
        example = (await _json(connection, path))["tasks"][0]["annotations"][0]["result"]
        path = f"/api/tasks/?project={project}&page=1&page_size={ANNOTATIONS}&fields=id"
        ids = [task["id"] for task in (await _json(connection, path))["tasks"]]
        result = _valid_everywhere(example, kind)
        times = [
            (
                await connection.timed(
                    "POST",
                    f"/api/tasks/{number}/annotations/",
                    {"result": result, "lead_time": 3},
                    expect=201,
                )
            )[0]
            for number in ids
        ]
    return percentile(times, 0.5)


def _valid_everywhere(result: list[Any], kind: str) -> list[Any]:
    """Spans reach no further than any text does."""
    if kind == "boxes":
        return result
    return [item for item in result if item["value"].get("end", 0) < 600]


async def export_seconds(stack: Stack, project: int) -> tuple[float, int]:
    """Seconds until the last byte of the project's export, and its bytes."""
    path = f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true"
    async with connected(stack.url, stack.token) as connection:
        start = time.perf_counter()
        content = await connection.request("GET", path)
        seconds = time.perf_counter() - start
    orjson.loads(content)
    return seconds, len(content)


async def dashboard_latency(stack: Stack, project: int) -> float:
    """p95 in ms of the whole dashboard."""
    async with connected(stack.url, stack.token) as connection:
        path = f"/api/projects/{project}/dashboard/"
        times = [(await connection.timed("GET", path))[0] for _ in range(20)]
    return percentile(times, 0.95)
