"""The export: whole, streamed, true to one moment, and good for importing again."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    choice,
    make_annotation,
    make_member,
    make_project,
    make_task,
    make_user,
)
from tests.transfers.conftest import Place
from tests.transfers.files import annotation, author, rich_task, task
from touchstone.models import Project, Task
from touchstone.models.user import Role
from touchstone.scoring import jobs as scoring
from touchstone.transfers.writers.label_studio import Selection, stream_tasks

IDS = {"id", "project", "task", "import_id"}
LINKS = {"annotation", "parent_annotation", "parent_prediction"}


def path(project_id: int) -> str:
    return f"/api/projects/{project_id}/export"


def without_ids(node: Any) -> Any:
    """The same value with ids left out and links reduced to whether there is one."""
    if isinstance(node, list):
        return [without_ids(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: value is not None if key in LINKS else without_ids(value)
        for key, value in node.items()
        if key not in IDS
    }


async def import_and_score(place: Place, project_id: int, records: Any) -> None:
    response = await place.client.post(f"/api/projects/{project_id}/import", json=records)
    assert response.status_code == 201, response.text
    async with place.sessions() as session:
        ids = (await session.scalars(select(Task.id).where(Task.project_id == project_id))).all()
    payload = {"project_id": project_id, "first_id": min(ids), "last_id": max(ids)}
    await scoring.rescore_range(place.sessions, payload)


async def export(place: Place, project_id: int, **params: Any) -> list[dict[str, Any]]:
    response = await place.client.get(
        path(project_id), params={"download_all_tasks": "true", **params}
    )
    assert response.status_code == 200, response.text
    exported: list[dict[str, Any]] = response.json()
    return exported


def full_of_history() -> list[dict[str, Any]]:
    """What only files of our own can say: versions, verdicts on older versions, fixes."""
    fix = {
        "accepted": True,
        "verdict": "fixed_and_accepted",
        "annotation_version": 2,
        "fixed_version": 3,
        "comment": "The label was wrong.",
        "created_by": author("rita"),
        "created_at": "2024-05-07T00:00:00Z",
    }
    returned = {
        "accepted": False,
        "verdict": "rejected",
        "reject_action": "redistribute",
        "annotation_version": 1,
        "created_by": author("rita"),
        "created_at": "2024-05-06T00:00:00Z",
    }
    return [
        rich_task(1),
        task('  spaces and "quotes" and \\ and 漢字 🙂  ', meta={"a": [1.5, None, True]}),
        task(
            overlap=2,
            annotations=[
                annotation(
                    "ana", version=3, updated_by=author("rita")["id"], reviews=[returned, fix]
                ),
                annotation("bela", "Other", id=77, version=2, reviews=[returned]),
            ],
        ),
    ]


async def test_export_import_export_gives_the_same(place: Place) -> None:
    await import_and_score(place, place.project_id, full_of_history())
    first = await export(place, place.project_id)
    async with place.sessions() as session, session.begin():
        other = await make_project(session, maximum_annotations=3)

    await import_and_score(place, other.id, first)
    second = await export(place, other.id)

    assert without_ids(second) == without_ids(first)
    assert [item["id"] for item in second] != [item["id"] for item in first]
    answers = first[2]["annotations"]
    assert [a["review_state"] for a in answers] == ["fixed_and_accepted", "pending"]
    assert answers[0]["reviews"][1]["comment"] == "The label was wrong."
    assert answers[0]["updated_by"] == answers[0]["reviews"][1]["created_by"]["id"]
    assert first[0]["agreement"] is not None


async def test_the_queue_and_figures_are_the_same_too(place: Place) -> None:
    await import_and_score(place, place.project_id, full_of_history())
    async with place.sessions() as session, session.begin():
        other = await make_project(session, maximum_annotations=3)
    await import_and_score(place, other.id, await export(place, place.project_id))

    figures = text(
        "SELECT inner_id, state, is_labeled, reviewed, ground_truth, draft_exists, agreement, "
        "total_annotations, cancelled_annotations, total_predictions, reviews_accepted, "
        "reviews_rejected, avg_lead_time, completed_at, reviewed_at, annotators, reviewers, "
        "(SELECT count(*) FROM review_queue q WHERE q.task_id = t.id) "
        "FROM tasks t WHERE project_id = :p ORDER BY inner_id"
    )
    async with place.sessions() as session:
        ours, theirs = [
            (await session.execute(figures, {"p": number})).all()
            for number in (place.project_id, other.id)
        ]
    assert ours == theirs


async def test_a_result_goes_out_as_it_came_in(place: Place) -> None:
    result = '[ {"type":"choices","value":{"choices":["Billing"]}, "n":1.50,' + (
        '"to_name":"text","from_name":"topic"} ]'
    )
    body = f'[{{"data":{{"text":"x"}},"annotations":[{{"result":{result}}}]}}]'
    await place.client.post(
        f"/api/projects/{place.project_id}/import",
        content=body,
        headers={"Content-Type": "application/json"},
    )
    response = await place.client.get(path(place.project_id))
    assert f'"result":{result},' in response.text


async def test_choosing_tasks(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    user = await make_member(session, project)
    bare = await make_task(session, project)
    answered = await make_task(session, project)
    await make_annotation(session, answered, user)
    done = await make_task(session, project, overlap=1)
    await make_annotation(session, done, user)
    done.reviewed = True
    await session.flush()
    skipped = await make_task(session, project)
    await make_annotation(session, skipped, user, [], was_cancelled=True)

    async def ids(**params: Any) -> list[int]:
        response = await manager.get(path(project.id), params=params)
        assert response.status_code == 200, response.text
        return [item["id"] for item in response.json()]

    assert await ids() == [answered.id, done.id, skipped.id]
    assert await ids(download_all_tasks="true") == [bare.id, answered.id, done.id, skipped.id]
    assert await ids(reviewed="only") == [done.id]
    assert await ids(ids=[done.id, skipped.id]) == [done.id, skipped.id]
    assert await ids(**{"ids[]": [done.id]}) == [done.id]
    assert await ids(ids=f"{done.id},{answered.id},999999") == [answered.id, done.id]
    assert await ids(ids="999999") == []


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"exportType": "COCO"}, "unknown_format"),
        ({"export_type": "CSV"}, "unknown_format"),
        ({"ids": "one"}, "bad_ids"),
        ({"reviewed": "never"}, "validation"),
    ],
)
async def test_what_cannot_be_exported(
    project: Project, manager: httpx.AsyncClient, params: dict[str, str], code: str
) -> None:
    response = await manager.get(path(project.id), params=params)
    assert (response.status_code, response.json()["code"]) == (400, code)


async def test_the_file_has_a_name_and_the_formats_are_listed(
    project: Project, manager: httpx.AsyncClient
) -> None:
    response = await manager.get(path(project.id), params={"exportType": "JSON"})
    assert response.headers["content-type"] == "application/json"
    assert (
        f'attachment; filename="project-{project.id}-at-'
        in (response.headers["content-disposition"])
    )
    formats = await manager.get(f"{path(project.id)}/formats")
    assert formats.json() == ["JSON"]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.MANAGER, 200), (Role.REVIEWER, 403), (Role.ANNOTATOR, 403)]
)
async def test_managers_and_up_may_export(
    session: AsyncSession, project: Project, as_user: AsUser, role: Role, status: int
) -> None:
    client = await as_user(await make_member(session, project, role))
    assert (await client.get(path(project.id))).status_code == status


async def test_no_other_projects_tasks(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    user = await make_user(session)
    foreign = await make_task(session, await make_project(session))
    await make_annotation(session, foreign, user, choice("Other"))
    response = await manager.get(path(project.id), params={"ids": foreign.id})
    assert response.json() == []


async def test_what_changes_meanwhile_is_not_seen(place: Place) -> None:
    await import_and_score(place, place.project_id, [task(f"{n}") for n in range(600)])
    stream = stream_tasks(place.sessions, Selection(place.project_id))
    parts = [await anext(stream), await anext(stream)]
    async with place.sessions() as session, session.begin():
        await session.execute(text('UPDATE tasks SET data = \'{"text": "later"}\''))
        await session.execute(text("DELETE FROM tasks WHERE inner_id > 500"))

    parts += [part async for part in stream]

    exported = json.loads(b"".join(parts))
    assert [item["data"]["text"] for item in exported] == [f"{n}" for n in range(600)]


async def test_a_caller_who_goes_away_frees_the_connection(place: Place) -> None:
    await import_and_score(place, place.project_id, [task(f"{n}") for n in range(600)])
    stream = stream_tasks(place.sessions, Selection(place.project_id))
    await anext(stream)
    await anext(stream)

    await stream.aclose()  # type: ignore[attr-defined]  an async generator

    async with place.sessions() as session:
        busy = await session.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
        )
    assert busy == 0
