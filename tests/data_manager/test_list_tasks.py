"""Pages of tasks: order, totals, shapes, who may see them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    choice,
    make_annotation,
    make_member,
    make_prediction,
    make_project,
    make_task,
    make_user,
)
from touchstone.data_manager.columns import COLUMNS
from touchstone.data_manager.schemas import TaskPage
from touchstone.models import Draft, Project
from touchstone.models.user import Role
from touchstone.tasks.service import refresh_figures

NOW = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
async def manager(session: AsyncSession, as_user: AsUser) -> httpx.AsyncClient:
    return await as_user(await make_user(session, Role.MANAGER))


async def get(client: httpx.AsyncClient, project: Project, **params: Any) -> dict[str, Any]:
    if "query" in params:
        params["query"] = json.dumps(params["query"])
    response = await client.get("/api/tasks/", params={"project": project.id, **params})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def order(client: httpx.AsyncClient, project: Project, *ordering: str) -> str:
    body = await get(client, project, query={"ordering": list(ordering)})
    return "".join(task["data"]["name"] for task in body["tasks"])


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ([], "abcd"),
        (["tasks:id"], "abcd"),
        (["-tasks:id"], "dcba"),
        (["tasks:agreement"], "cabd"),
        (["-tasks:agreement"], "bacd"),
        (["tasks:-agreement"], "bacd"),
        (["-agreement"], "bacd"),
        (["reviewed", "-agreement"], "acdb"),
        (["-reviewed"], "bdca"),
        (["tasks:annotators"], "bacd"),
        (["-tasks:annotators"], "abdc"),
        (["predictions_model_versions"], "cdab"),
        (["tasks:data.n"], "bcad"),  # texts, then numbers
        (["-tasks:data.n"], "acbd"),
        (["data.name"], "abcd"),
        (["-data.name"], "dcba"),
        (["created_at"], "dcba"),
        (["file_upload"], "bacd"),
        (["-file_upload"], "abdc"),
    ],
)
async def test_orders_with_nothing_last_and_ties_by_id(
    session: AsyncSession, manager: httpx.AsyncClient, ordering: list[str], expected: str
) -> None:
    project = await make_project(session)
    first = await make_user(session)
    second = await make_user(session)
    rows: list[dict[str, Any]] = [
        {"n": 10, "agreement": 0.5, "annotators": [second.id], "file_upload": "z"},
        {"n": "x", "agreement": 0.9, "annotators": [first.id], "file_upload": "y"},
        {"n": 9, "agreement": 0.1, "predictions_model_versions": ["a"]},
        {"n": None, "agreement": None, "predictions_model_versions": ["a"]},
    ]
    for number, (name, row) in enumerate(zip("abcd", rows, strict=True)):
        await make_task(
            session,
            project,
            data={"name": name, "n": row.pop("n")},
            reviewed=name == "b",
            created_at=NOW - timedelta(hours=number),
            **row,
        )
    assert await order(manager, project, *ordering) == expected


async def test_every_column_orders(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project = await make_project(session)
    ids = [(await make_task(session, project, created_at=NOW)).id for _ in range(3)]
    for column in (*COLUMNS, "data.text", "data.no.such"):
        for sign in ("", "-"):
            body = await get(manager, project, query={"ordering": [f"{sign}tasks:{column}"]})
            assert sorted(task["id"] for task in body["tasks"]) == ids, column


async def test_pages(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project = await make_project(session)
    await make_task(session, await make_project(session), total_annotations=50)
    ids = [
        (await make_task(session, project, total_annotations=n, total_predictions=1)).id
        for n in range(5)
    ]
    pages = [await get(manager, project, page=n, page_size=2) for n in (1, 2, 3)]
    assert [[task["id"] for task in page["tasks"]] for page in pages] == [
        ids[:2],
        ids[2:4],
        ids[4:],
    ]
    for page in (*pages, await get(manager, project, page_size=5), await get(manager, project)):
        totals = (page["total"], page["total_annotations"], page["total_predictions"])
        assert totals == (5, 10, 5)

    params = {"project": project.id, "page_size": 2}
    past = await manager.get("/api/tasks/", params={**params, "page": 4})
    assert (past.status_code, past.json()["code"]) == (404, "no_such_page")
    for wrong in ({"page": 0}, {"page_size": 0}, {"page_size": 1001}, {"page": "x"}):
        response = await manager.get("/api/tasks/", params={**params, **wrong})
        assert response.status_code == 400


async def test_the_first_page_of_nothing_is_empty(
    session: AsyncSession, manager: httpx.AsyncClient
) -> None:
    assert await get(manager, await make_project(session)) == {
        "tasks": [],
        "total": 0,
        "total_annotations": 0,
        "total_predictions": 0,
    }


async def test_a_task_is_shown_as_by_itself(
    session: AsyncSession, manager: httpx.AsyncClient
) -> None:
    project = await make_project(session)
    task = await make_task(
        session, project, data={"text": "Grüße 猫", "n": 1.50}, meta={"from": "mail"}
    )
    user = await make_user(session, first_name="Ana", last_name="Berg")
    result = [*choice("Billing"), {"type": "relation", "from_id": "a", "to_id": "b"}]
    await make_annotation(session, task, user, result)
    await make_prediction(session, task, choice("Other"), score=0.5)
    await make_prediction(session, task, choice("Other"), model_version="m2")
    session.add(Draft(project_id=project.id, task_id=task.id, user_id=user.id, result=[]))
    await session.flush()
    await refresh_figures(session, project.id, [task.id])

    body = await get(manager, project, fields="all")
    TaskPage.model_validate(body)
    (listed,) = body["tasks"]
    alone = (await manager.get(f"/api/tasks/{task.id}/")).json()
    for annotation in alone["annotations"]:
        del annotation["reviews"]
    assert listed == {name: alone[name] for name in listed}
    assert listed["annotators"] == [
        {
            "user_id": user.id,
            "email": user.email,
            "first_name": "Ana",
            "last_name": "Berg",
            "initials": "AB",
        }
    ]
    assert listed["predictions_model_versions"] == "m1,m2"
    assert (len(listed["predictions"]), len(listed["drafts"])) == (2, 1)
    assert "annotations" not in (await get(manager, project))["tasks"][0]


async def test_results_pass_through_byte_for_byte(
    session: AsyncSession, manager: httpx.AsyncClient
) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    annotation = await make_annotation(session, task, await make_user(session))
    stored = '[{"value":  {"number": 1.10, "text": "\\u00e9"}, "from_name":"x"}]'
    await session.execute(
        text("UPDATE annotations SET result = :r WHERE id = :id"),
        {"r": stored, "id": annotation.id},
    )
    response = await manager.get("/api/tasks/", params={"project": project.id, "fields": "all"})
    assert stored.encode() in response.content


async def test_only_some_fields(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project = await make_project(session)
    task = await make_task(session, project)
    assert (await get(manager, project, fields="id"))["tasks"] == [{"id": task.id}]
    some = await get(manager, project, include="id,agreement")
    assert some["tasks"] == [{"id": task.id, "agreement": None}]
    for wrong in ({"include": "id,nothing"}, {"fields": "some"}):
        response = await manager.get("/api/tasks/", params={"project": project.id, **wrong})
        assert response.status_code == 400


async def test_selected_and_annotated(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project = await make_project(session)
    tasks = [await make_task(session, project) for _ in range(3)]
    await make_annotation(session, tasks[1], await make_user(session))

    places = {task.id: place for place, task in enumerate(tasks)}

    async def found(**params: Any) -> list[int]:
        return [places[task["id"]] for task in (await get(manager, project, **params))["tasks"]]

    assert await found(only_annotated="true") == [1]
    only = {"all": False, "included": [tasks[2].id]}
    but = {"all": True, "excluded": [tasks[2].id]}
    assert await found(query={"selectedItems": only}) == [2]
    assert await found(query={"selectedItems": but}) == [0, 1]
    assert await found(selectedItems=json.dumps(but)) == [0, 1]


@pytest.mark.parametrize("criteria", ["one", "all"])
async def test_what_waits_for_the_callers_review(
    session: AsyncSession, as_user: AsUser, criteria: str
) -> None:
    project = await make_project(session, review_settings={"review_criteria": criteria})
    reviewer = await make_member(session, project, Role.REVIEWER)
    author = await make_user(session)
    waiting, done, own, empty = [await make_task(session, project) for _ in range(4)]
    await make_annotation(session, waiting, author)
    await make_annotation(session, done, author, review_state="accepted")
    await make_annotation(session, own, reviewer)
    assert empty.id
    client = await as_user(reviewer)
    body = await get(client, project, review="true")
    assert [task["id"] for task in body["tasks"]] == [waiting.id]
    assert body["total"] == 1


async def test_views_are_not_there_yet(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project = await make_project(session)
    params = {"project": project.id, "view": 3}
    assert (await manager.get("/api/tasks/", params=params)).status_code == 404


@pytest.mark.parametrize("path", ["/api/tasks/", "/api/dm/columns/", "/api/dm/actions/"])
async def test_who_may_see_it(
    session: AsyncSession, client: httpx.AsyncClient, as_user: AsUser, path: str
) -> None:
    project = await make_project(session)
    params = {"project": project.id}
    assert (await client.get(path, params=params)).status_code == 401
    outsider = await as_user(await make_user(session, Role.REVIEWER))
    assert (await outsider.get(path, params=params)).status_code == 404
    annotator = await as_user(await make_member(session, project, Role.ANNOTATOR))
    assert (await annotator.get(path, params=params)).status_code == 403
    reviewer = await as_user(await make_member(session, project, Role.REVIEWER))
    assert (await reviewer.get(path, params=params)).status_code == 200
    assert (await reviewer.get(path)).status_code == 400


async def test_columns(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project = await make_project(
        session,
        label_config='<View><Image name="i" value="$picture"/>'
        '<Choices name="c" toName="i"><Choice value="x"/></Choices></View>',
    )
    await make_task(session, project, data={"picture": "a.png", "size": 3, "tag": None})
    await make_task(session, project, data={"picture": "b.png", "size": 4, "ok": True})
    await make_task(session, await make_project(session), data={"elsewhere": 1})
    response = await manager.get("/api/dm/columns/", params={"project": project.id})
    columns = {column["id"]: column for column in response.json()["columns"]}
    assert list(columns)[:4] == ["data.picture", "data.ok", "data.size", "data.tag"]
    assert [columns[f"data.{key}"]["type"] for key in ("picture", "ok", "size", "tag")] == [
        "Image",
        "Boolean",
        "Number",
        "String",
    ]
    assert set(COLUMNS) < set(columns)
    assert "data.elsewhere" not in columns
    assert columns["state"]["values"][0] == "CREATED"
    assert columns["agreement"]["operators"][:2] == ["equal", "not_equal"]
    assert columns["annotators"]["type"] == columns["predictions_model_versions"]["type"] == "List"
