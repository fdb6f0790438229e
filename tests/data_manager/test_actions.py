"""Actions on many tasks: what is selected, what is done, who may."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
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
from tests.scoring.sums import assert_totals_equal_sums, label_counts
from touchstone.annotations.ground_truth import set_star
from touchstone.models import Annotation, Prediction, Project, Review, ReviewQueueItem, Task
from touchstone.models.user import Role
from touchstone.scoring.service import rescore_range
from touchstone.tasks.service import refresh_figures, touch_content

LOW = {
    "conjunction": "and",
    "items": [
        {
            "filter": "filter:tasks:agreement",
            "operator": "less",
            "type": "Number",
            "value": 0.8,
        }
    ],
}


@pytest.fixture
async def manager(session: AsyncSession, as_user: AsUser) -> httpx.AsyncClient:
    return await as_user(await make_user(session, Role.MANAGER))


async def arrange(session: AsyncSession) -> tuple[Project, list[Task]]:
    """Three tasks: two people who agree on the first two, and differ on the third.

    Each has a ground truth, a prediction, and a review of the first annotation.
    """
    project = await make_project(session)
    people = [await make_user(session) for _ in range(2)]
    tasks = [await make_task(session, project) for _ in range(3)]
    for number, task in enumerate(tasks):
        first = await make_annotation(
            session, task, people[0], choice("Billing"), review_state="accepted"
        )
        session.add(
            Review(
                project_id=project.id,
                task_id=task.id,
                annotation_id=first.id,
                annotation_version=1,
                verdict="accepted",
                created_by=people[1].id,
            )
        )
        await session.flush()
        label = "Other" if number == 2 else "Billing"
        await make_annotation(session, task, people[1], choice(label))
        await make_prediction(session, task, choice("Shipping"))
        await set_star(session, project.id, task.id, first.id, starred=True)
        await touch_content(session, project.id, task.id)
    await refresh_figures(session, project.id, [task.id for task in tasks])
    await rescore_range(session, project.id, 0, 10**12)
    return project, tasks


async def act(
    client: httpx.AsyncClient, project: Project, action: str, body: Any = None
) -> httpx.Response:
    return await client.post(
        "/api/dm/actions/", params={"id": action, "project": project.id}, json=body
    )


def only(*tasks: Task) -> dict[str, Any]:
    return {"selectedItems": {"all": False, "included": [task.id for task in tasks]}}


ALL = {"selectedItems": {"all": True, "excluded": []}}


async def count(session: AsyncSession, model: Any, project: Project, *conditions: Any) -> int:
    query = select(func.count()).select_from(model).where(model.project_id == project.id)
    return await session.scalar(query.where(*conditions)) or 0


async def figures(session: AsyncSession, task: Task) -> Task:
    await session.refresh(task)
    return task


async def test_delete_ground_truths(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project, tasks = await arrange(session)
    other, _ = await arrange(session)
    response = await act(manager, project, "delete_ground_truths", only(*tasks[:2]))
    assert response.status_code == 200, response.text
    assert response.json() == {
        "processed_items": 2,
        "detail": "Delete ground truths: 2 ground truths.",
        "reload": True,
    }
    assert await count(session, Annotation, project) == 6
    assert await count(session, Annotation, project, Annotation.ground_truth) == 1
    assert await count(session, Annotation, other, Annotation.ground_truth) == 3
    assert [(await figures(session, task)).ground_truth for task in tasks] == [False, False, True]


async def test_delete_tasks(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project, tasks = await arrange(session)
    response = await act(manager, project, "delete_tasks", only(tasks[0], tasks[2]))
    assert response.json()["processed_items"] == 2
    assert list(await session.scalars(select(Task.id).where(Task.project_id == project.id))) == [
        tasks[1].id
    ]
    await assert_totals_equal_sums(session, project.id)


async def test_delete_annotations(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project, tasks = await arrange(session)
    response = await act(manager, project, "delete_tasks_annotations", only(tasks[0]))
    assert response.json()["processed_items"] == 2
    assert await count(session, Annotation, project) == 4
    task = await figures(session, tasks[0])
    assert (task.total_annotations, task.annotators, task.state) == (0, [], "CREATED")
    await rescore_range(session, project.id, 0, 10**12)
    assert (await figures(session, tasks[0])).agreement is None
    await assert_totals_equal_sums(session, project.id)


async def test_delete_reviews(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project, tasks = await arrange(session)
    waiting = await count(session, ReviewQueueItem, project)
    response = await act(manager, project, "delete_tasks_reviews", only(*tasks[1:]))
    assert response.json()["processed_items"] == 2
    assert await count(session, Review, project) == 1
    assert await count(session, ReviewQueueItem, project) == waiting + 2
    assert [(await figures(session, task)).reviews_accepted for task in tasks] == [1, 0, 0]


async def test_delete_predictions(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project, tasks = await arrange(session)
    response = await act(manager, project, "delete_tasks_predictions", only(*tasks[:2]))
    assert response.json()["processed_items"] == 2
    assert await count(session, Prediction, project) == 1
    task = await figures(session, tasks[0])
    assert (task.total_predictions, task.predictions_model_versions) == (0, [])
    await rescore_range(session, project.id, 0, 10**12)
    assert (await label_counts(session, project.id))["predictions", "topic", "Shipping"] == 1
    await assert_totals_equal_sums(session, project.id)


@pytest.mark.parametrize(
    ("selected", "filters", "gone"),
    [
        ({"all": True, "excluded": []}, None, [0, 1, 2]),
        ({"all": True, "excluded": [1]}, None, [0, 2]),
        ({"all": True}, LOW, [2]),
        ({"all": True, "excluded": [2]}, LOW, []),
        ({"all": False, "included": [0, 2]}, LOW, [2]),
        ({"all": False, "included": [0, 2]}, None, [0, 2]),
    ],
)
async def test_the_selection_narrows_what_the_filter_lets_through(
    session: AsyncSession,
    manager: httpx.AsyncClient,
    selected: dict[str, Any],
    filters: dict[str, Any] | None,
    gone: list[int],
) -> None:
    project, tasks = await arrange(session)
    named = {
        key: value if key == "all" else [tasks[place].id for place in value]
        for key, value in selected.items()
    }
    body = {"selectedItems": named, "filters": filters}
    response = await act(manager, project, "delete_tasks", body)
    assert response.json()["processed_items"] == len(gone), response.text
    left = set(await session.scalars(select(Task.id).where(Task.project_id == project.id)))
    assert left == {task.id for place, task in enumerate(tasks) if place not in gone}


@pytest.mark.parametrize(
    ("action", "body", "code"),
    [
        ("delete_tasks", {"selectedItems": {"all": False, "included": []}}, "bad_selection"),
        ("delete_tasks", {"selectedItems": {"all": False}}, "bad_selection"),
        ("delete_tasks", {}, "bad_selection"),
        ("delete_tasks", None, "validation"),
        ("delete_tasks", {**ALL, "filters": {"items": [{}]}}, "bad_filter"),
        ("remove_duplicates", ALL, "unknown_action"),
    ],
)
async def test_refuses_rather_than_taking_all(
    session: AsyncSession, manager: httpx.AsyncClient, action: str, body: Any, code: str
) -> None:
    project, _ = await arrange(session)
    response = await act(manager, project, action, body)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert await count(session, Task, project) == 3


async def test_another_projects_tasks_cannot_be_selected(
    session: AsyncSession, manager: httpx.AsyncClient
) -> None:
    project, _ = await arrange(session)
    other, tasks = await arrange(session)
    response = await act(manager, project, "delete_tasks", only(*tasks))
    assert response.json()["processed_items"] == 0
    assert await count(session, Task, other) == 3


async def test_reviewers_may_not(session: AsyncSession, as_user: AsUser) -> None:
    project, _ = await arrange(session)
    client = await as_user(await make_member(session, project, Role.REVIEWER))
    assert (await act(client, project, "delete_ground_truths", ALL)).status_code == 403
    listed = await client.get("/api/dm/actions/", params={"project": project.id})
    assert listed.json() == []


async def test_the_actions_are_listed(session: AsyncSession, manager: httpx.AsyncClient) -> None:
    project = await make_project(session)
    response = await manager.get("/api/dm/actions/", params={"project": project.id})
    actions = response.json()
    assert [action["id"] for action in actions] == [
        "delete_tasks",
        "delete_tasks_annotations",
        "delete_tasks_reviews",
        "delete_tasks_predictions",
        "delete_ground_truths",
    ]
    assert all(action["dialog"]["text"].endswith(("?", ".")) for action in actions)
