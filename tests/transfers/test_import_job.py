"""Files and larger bodies: stored in pieces, imported by a worker."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from sqlalchemy import text

from tests.transfers.conftest import Place
from tests.transfers.files import annotation, rich_task, task
from touchstone.transfers import jobs
from touchstone.transfers.readers import in_process

EMPTY = {"tasks": 0, "annotations": 0, "predictions": 0, "drafts": 0, "reviews": 0}


def many(count: int) -> list[dict[str, Any]]:
    return [rich_task(number) for number in range(count)]


async def upload(place: Place, records: Iterable[Any], name: str = "tasks.json") -> int:
    response = await place.client.post(
        f"/api/projects/{place.project_id}/import",
        files={"file": (name, json.dumps(list(records)).encode())},
    )
    assert response.status_code == 201, response.text
    assert response.json()["status"] == "created"
    return int(response.json()["import"])


async def show(place: Place, import_id: int) -> dict[str, Any]:
    response = await place.client.get(f"/api/projects/{place.project_id}/imports/{import_id}/")
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def stored(place: Place) -> dict[str, int]:
    return {table: await place.count(table) for table in EMPTY}


async def work(place: Place, import_id: int) -> dict[str, Any]:
    await jobs.import_tasks(place.sessions, {"import_id": import_id})
    return await show(place, import_id)


async def test_a_file_waits_for_a_worker_and_is_then_imported(place: Place) -> None:
    import_id = await upload(place, many(3), "export-é.json")

    waiting = await show(place, import_id)
    assert (waiting["status"], waiting["percent"], waiting["task_count"]) == ("created", 0, 0)
    assert waiting["file_name"] == "export-é.json"
    assert await stored(place) == EMPTY

    done = await work(place, import_id)
    assert (done["status"], done["percent"], done["error"]) == ("completed", 100, None)
    assert (done["task_count"], done["annotation_count"], done["prediction_count"]) == (3, 12, 3)
    assert done["processed_bytes"] == done["total_bytes"] > 1000
    assert await stored(place) == {
        "tasks": 3, "annotations": 12, "predictions": 3, "drafts": 3, "reviews": 6,
    }  # fmt: skip
    assert await place.count("import_chunks") == 0


@pytest.mark.parametrize("own_process", [False, True])
async def test_both_ways_of_reading_give_the_same(
    place: Place, monkeypatch: pytest.MonkeyPatch, own_process: bool
) -> None:
    """A small file is read in a thread, a large one in a process."""
    monkeypatch.setattr(jobs, "OWN_PROCESS_BYTES", 0 if own_process else 10**9)
    records = many(1300)
    import_id = await upload(place, records)
    assert await place.count("import_chunks") > 1

    assert (await work(place, import_id))["status"] == "completed"

    async with place.sessions() as session:
        inner_ids = (await session.scalars(text("SELECT inner_id FROM tasks ORDER BY id"))).all()
        metas = (await session.scalars(text("SELECT meta->>'source' FROM tasks ORDER BY id"))).all()
        scoring = await session.scalars(
            text("SELECT payload FROM pgqueuer WHERE entrypoint = 'scoring.rescore_range'")
        )
        ranges = [json.loads(payload) for payload in scoring]
    assert inner_ids == list(range(1, 1301))
    assert metas == [record["meta"]["source"] for record in records]
    assert sum(run["last_id"] - run["first_id"] + 1 for run in ranges) == 1300
    assert max(run["last_id"] - run["first_id"] + 1 for run in ranges) <= 500


@pytest.mark.parametrize("own_process", [False, True])
async def test_a_fault_keeps_nothing_and_names_its_place(
    place: Place, monkeypatch: pytest.MonkeyPatch, own_process: bool
) -> None:
    monkeypatch.setattr(jobs, "OWN_PROCESS_BYTES", 0 if own_process else 10**9)
    bad = annotation(result=[{"from_name": "nothing"}])
    import_id = await upload(place, [*many(1200), task(annotations=[bad])])
    people = await place.count("users")

    failed = await work(place, import_id)

    assert (failed["status"], failed["task_count"]) == ("failed", 0)
    assert failed["error_path"] == "$[1200].annotations[0].result[0].from_name"
    assert 'no control is named "nothing"' in failed["error"]
    assert await stored(place) == EMPTY
    assert await place.count("import_chunks") == 0
    assert await place.count("users") == people


async def test_a_job_that_is_delivered_twice_imports_once(place: Place) -> None:
    import_id = await upload(place, many(2))
    await work(place, import_id)
    assert (await work(place, import_id))["task_count"] == 2
    assert await place.count("tasks") == 2


async def test_a_dead_workers_import_is_started_anew(place: Place) -> None:
    import_id = await upload(place, many(2))
    async with place.sessions() as session, session.begin():
        await session.execute(
            text("UPDATE imports SET status = 'in_progress', processed_bytes = 7, task_count = 1")
        )
    assert (await work(place, import_id))["status"] == "completed"
    assert await place.count("tasks") == 2


async def test_cancelled_before_its_turn(place: Place) -> None:
    import_id = await upload(place, many(2))
    path = f"/api/projects/{place.project_id}/imports/{import_id}/cancel/"

    response = await place.client.post(path)

    assert (response.status_code, response.json()["status"]) == (200, "cancelled")
    assert await place.count("import_chunks") == 0
    assert (await work(place, import_id))["status"] == "cancelled"
    assert await stored(place) == EMPTY
    ended = await place.client.post(path)
    assert (ended.status_code, ended.json()["code"]) == (400, "import_ended")


@pytest.mark.parametrize("own_process", [False, True])
async def test_cancelled_under_way(
    place: Place, monkeypatch: pytest.MonkeyPatch, own_process: bool
) -> None:
    monkeypatch.setattr(jobs, "OWN_PROCESS_BYTES", 0 if own_process else 10**9)
    import_id = await upload(place, many(3000))
    async with place.sessions() as session, session.begin():
        await session.execute(text("UPDATE imports SET status = 'in_progress'"))

    response = await place.client.post(
        f"/api/projects/{place.project_id}/imports/{import_id}/cancel/"
    )

    assert response.json()["cancel_requested"] is True
    cancelled = await work(place, import_id)
    assert (cancelled["status"], cancelled["task_count"]) == ("cancelled", 0)
    assert await stored(place) == EMPTY
    assert await place.count("import_chunks") == 0


async def test_a_reader_that_dies_fails_the_import(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "OWN_PROCESS_BYTES", 0)
    monkeypatch.setattr(in_process, "MODULE", "touchstone.no_such_module")
    import_id = await upload(place, many(2))
    failed = await work(place, import_id)
    assert failed["status"] == "failed"
    assert "ended from outside" in failed["error"]
    assert await stored(place) == EMPTY


async def test_the_deletion_of_its_project_ends_an_import(place: Place) -> None:
    import_id = await upload(place, many(1))
    assert (await place.client.delete(f"/api/projects/{place.project_id}/")).status_code == 200
    await jobs.import_tasks(place.sessions, {"import_id": import_id})
    assert await place.count("imports") == 0


async def test_large_json_bodies_are_queued_too(place: Place) -> None:
    records = many(1200)
    response = await place.client.post(f"/api/projects/{place.project_id}/import", json=records)
    assert response.status_code == 201, response.text
    body = response.json()
    assert body["status"] == "created"
    assert "task_count" not in body
    assert (await work(place, body["import"]))["task_count"] == 1200


async def test_the_newest_import_comes_first_in_the_list(place: Place) -> None:
    numbers = [await upload(place, many(1), f"{n}.jsonl") for n in range(3)]
    listed = (await place.client.get(f"/api/projects/{place.project_id}/imports/")).json()
    assert [item["id"] for item in listed] == numbers[::-1]


async def test_ids_of_an_imports_tasks(place: Place) -> None:
    first, second = await upload(place, many(2)), await upload(place, many(3))
    for number in (first, second):
        await work(place, number)
    response = await place.client.get(
        f"/api/projects/{place.project_id}/imports/{second}/", params={"return_task_ids": "true"}
    )
    async with place.sessions() as session:
        ids = (await session.scalars(text("SELECT id FROM tasks ORDER BY id"))).all()
    assert response.json()["task_ids"] == ids[2:]


async def test_slow_uploads_wait_without_a_connection(place: Place) -> None:
    """Many uploads that stand still leave the API usable."""
    stand_still = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b'[{"text": "'
        await stand_still.wait()
        yield b'slow"}]'

    url = f"/api/projects/{place.project_id}/import"
    headers = {"Content-Type": "application/octet-stream"}
    uploads = [
        asyncio.create_task(place.client.post(url, content=slow(), headers=headers))
        for _ in range(30)
    ]
    small = await place.client.post(url, json=[task("meanwhile")])
    assert small.json()["task_count"] == 1

    stand_still.set()
    answers = await asyncio.gather(*uploads)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["import"] for answer in answers}) == 30
