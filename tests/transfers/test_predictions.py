"""Predictions, one by one and many at once."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import choice, make_member, make_prediction, make_project, make_task, make_user
from tests.transfers.files import span
from touchstone.models import Prediction, Project, Task
from touchstone.models.user import Role

URL = "/api/predictions/"


@pytest.fixture
async def task(session: AsyncSession, project: Project) -> Task:
    return await make_task(session, project)


def draft(task: Task, /, **values: Any) -> dict[str, Any]:
    return {"task": task.id, "result": choice("Billing"), "score": 0.5, "model_version": "m1"} | (
        values
    )


async def scoring_jobs(session: AsyncSession) -> int:
    query = text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'scoring.rescore_task'")
    return int(await session.scalar(query) or 0)


async def test_created_read_changed_deleted(
    session: AsyncSession, project: Project, task: Task, manager: httpx.AsyncClient
) -> None:
    created = await manager.post(URL, json=draft(task))
    assert created.status_code == 201, created.text
    body = created.json()
    assert (body["task"], body["project"], body["score"]) == (task.id, project.id, 0.5)
    assert body["result"] == choice("Billing")
    await session.refresh(task)
    assert (task.total_predictions, task.predictions_score) == (1, 0.5)
    assert task.predictions_model_versions == ["m1"]
    assert await scoring_jobs(session) == 1

    one = f"{URL}{body['id']}/"
    changed = await manager.patch(one, json={"score": None, "result": choice("Other")})
    assert (changed.status_code, changed.json()["score"]) == (200, None)
    assert changed.json()["model_version"] == "m1"
    assert (await manager.get(one)).json() == changed.json()
    await session.refresh(task)
    assert task.predictions_score is None

    assert (await manager.delete(one)).json() == {}
    assert (await manager.get(one)).status_code == 404
    await session.refresh(task)
    assert (task.total_predictions, task.content_version) == (0, 3)


async def test_lists_of_a_task_and_of_a_project(
    session: AsyncSession, project: Project, task: Task, manager: httpx.AsyncClient
) -> None:
    first = await make_prediction(session, task, choice("Billing"))
    second = await make_prediction(session, await make_task(session, project), choice("Other"))
    other = await make_task(session, await make_project(session))
    await make_prediction(session, other, choice("Other"))

    async def ids(**params: int) -> list[int]:
        return [item["id"] for item in (await manager.get(URL, params=params)).json()]

    assert await ids(task=task.id) == [first.id]
    assert await ids(project=project.id) == [first.id, second.id]
    assert await ids(task__project=project.id) == [first.id, second.id]
    assert await ids(project=project.id, task=task.id) == [first.id]
    unnamed = await manager.get(URL)
    assert (unnamed.status_code, unnamed.json()["code"]) == (400, "project_required")
    assert (
        await manager.get(URL, params={"project": project.id, "task": other.id})
    ).status_code == 404


async def test_many_at_once(
    session: AsyncSession, project: Project, task: Task, manager: httpx.AsyncClient
) -> None:
    second = await make_task(session, project)
    items = [draft(task), draft(second, score=1), draft(second, score=0, model_version="m2")]

    response = await manager.post(f"/api/projects/{project.id}/import/predictions", json=items)

    assert (response.status_code, response.json()) == (201, {"created": 3})
    for row in (task, second):
        await session.refresh(row)
    assert (task.total_predictions, second.total_predictions) == (1, 2)
    assert (second.predictions_score, second.content_version) == (0.5, 1)
    assert second.predictions_model_versions == ["m1", "m2"]
    assert await scoring_jobs(session) == 2


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ({"task": 10**15}, "$[1].task"),
        ({"task": None}, "$[1].task"),
        ({"result": [span(0, 999)]}, "$[1].result[0].value.end"),
        ({"result": [{**choice("Billing")[0], "from_name": "none"}]}, "$[1].result[0].from_name"),
        ({"result": {}}, "$[1].result"),
        ({"score": "high"}, "$[1].score"),
    ],
)
async def test_one_bad_item_refuses_all(
    session: AsyncSession,
    project: Project,
    task: Task,
    manager: httpx.AsyncClient,
    item: dict[str, Any],
    path: str,
) -> None:
    response = await manager.post(
        f"/api/projects/{project.id}/import/predictions", json=[draft(task), draft(task, **item)]
    )
    assert response.status_code == 400, response.text
    assert response.json()["context"]["path"] == path
    query = select(func.count()).where(Prediction.project_id == project.id)
    assert await session.scalar(query) == 0


async def test_a_foreign_projects_task_is_unknown(
    session: AsyncSession, project: Project, manager: httpx.AsyncClient
) -> None:
    foreign = await make_task(session, await make_project(session))
    response = await manager.post(
        f"/api/projects/{project.id}/import/predictions", json=[draft(foreign)]
    )
    assert response.json()["context"]["path"] == "$[0].task"


@pytest.mark.parametrize(
    "values",
    [{"result": [span(0, 999)]}, {"result": "Billing"}, {"score": "x"}, {"task": "x"}],
)
async def test_a_bad_prediction(
    task: Task, manager: httpx.AsyncClient, values: dict[str, Any]
) -> None:
    assert (await manager.post(URL, json=draft(task, **values))).status_code == 400


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [(Role.MANAGER, 200, 201), (Role.REVIEWER, 200, 403), (Role.ANNOTATOR, 200, 403)],
)
async def test_members_read_and_managers_write(
    session: AsyncSession,
    project: Project,
    task: Task,
    as_user: AsUser,
    role: Role,
    read: int,
    write: int,
) -> None:
    client = await as_user(await make_member(session, project, role))
    assert (await client.get(URL, params={"project": project.id})).status_code == read
    assert (await client.post(URL, json=draft(task))).status_code == write


async def test_outsiders_find_nothing(
    session: AsyncSession, project: Project, task: Task, as_user: AsUser
) -> None:
    prediction = await make_prediction(session, task, choice("Billing"))
    client = await as_user(await make_user(session, Role.REVIEWER))
    for response in (
        await client.get(URL, params={"task": task.id}),
        await client.get(URL, params={"project": project.id}),
        await client.get(f"{URL}{prediction.id}/"),
        await client.post(URL, json=draft(task)),
    ):
        assert response.status_code == 404
