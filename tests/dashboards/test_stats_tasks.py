"""The agreement of single tasks, and what could not be scored."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.dashboards.test_stats import Arranged, arrange
from touchstone.models import Dimension, TaskAgreement


@pytest.fixture
async def there(session: AsyncSession, as_user: AsUser) -> Arranged:
    await arrange(session, as_user)
    return await arrange(session, as_user)


async def dimension_ids(session: AsyncSession, there: Arranged) -> list[int]:
    query = select(Dimension.id).where(Dimension.project_id == there.project.id)
    return list((await session.scalars(query.order_by(Dimension.id))).all())


async def test_all_answers_of_a_task(session: AsyncSession, there: Arranged) -> None:
    ana, ben, _ = (user.id for user in there.people)
    body = await there.get(f"tasks/{there.tasks[1].id}/agreement-matrix")
    assert [user["id"] for user in body["users"]] == [
        ana,
        ben,
        "ground_truth",
        "model:m1",
        "model:m2/x",
    ]
    assert body["users"][0]["first_name"] == "Ana"
    assert body["matrix"] == [
        [None, 1, None, 0.5, 0.5],
        [1, None, 1, 0.5, 0.5],
        [None, 1, None, 0.5, 0.5],
        [0.5, 0.5, 0.5, None, 0],
        [0.5, 0.5, 0.5, 0, None],
    ]


async def test_one_dimension_of_a_task(session: AsyncSession, there: Arranged) -> None:
    topic, tone = await dimension_ids(session, there)
    url = f"tasks/{there.tasks[0].id}/agreement-matrix"
    chosen = {"selection[annotators][all]": "true"}
    assert (await there.get(url, dimension=topic, **chosen))["matrix"] == [
        [None, 1, 0],
        [1, None, 0],
        [0, 0, None],
    ]
    assert (await there.get(url, dimension=tone, **chosen))["matrix"] == [
        [None, 0, 1],
        [0, None, 0],
        [1, 0, None],
    ]


async def test_who_is_selected(there: Arranged) -> None:
    ana, ben, cem = (user.id for user in there.people)

    async def shown(**query: Any) -> list[Any]:
        path = f"tasks/{there.tasks[1].id}/agreement-matrix"
        return [user["id"] for user in (await there.get(path, **query))["users"]]

    assert await shown(**{"selection[annotators][all]": "true"}) == [ana, ben]
    assert await shown(**{"selection[annotators][ids]": [ben, cem]}) == [ben]
    assert await shown(**{"selection[models][ids]": "m2/x", "selection[ground_truth]": "true"}) == [
        "ground_truth",
        "model:m2/x",
    ]
    assert await shown(**{"selection[models][all]": "true"}) == ["model:m1", "model:m2/x"]
    assert await shown(**{"selection[ground_truth]": "false"}) == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"selection[annotators][ids]": "ana"}, 400),
        ({"selection[annotators][all]": "perhaps"}, 400),
        ({"dimension": "999999"}, 404),
    ],
)
async def test_a_bad_selection(there: Arranged, query: dict[str, str], status: int) -> None:
    url = f"/api/projects/{there.project.id}/tasks/{there.tasks[0].id}/agreement-matrix"
    response = await there.client.get(url, params=query)
    assert response.status_code == status, response.text


async def test_a_task_of_another_project_is_not_found(
    session: AsyncSession, as_user: AsUser, there: Arranged
) -> None:
    other = await arrange(session, as_user)
    url = f"/api/projects/{there.project.id}/tasks/{other.tasks[0].id}/agreement-matrix"
    assert (await there.client.get(url)).status_code == 404
    assert (await there.client.get("/api/tasks/999999/agreement-matrix/")).status_code == 404


async def test_every_dimension_of_a_task(there: Arranged) -> None:
    task = there.tasks[0]
    response = await there.client.get(f"/api/tasks/{task.id}/agreement-matrix/")
    body = response.json()
    assert [one["kind"] for one in body["participants"]] == ["annotator"] * 3 + ["model"]
    assert all(one["item"] for one in body["participants"])
    assert body["overall"]["agreement"] == pytest.approx(1 / 3)
    assert body["overall"]["scores"][0] == [None, 0.5, 0.5, 1]
    topic, tone = body["dimensions"]
    assert (topic["name"], topic["agreement"]) == ("topic", pytest.approx(1 / 3))
    assert topic["scores"][3] == [1, 1, 0, None]
    assert tone["scores"][3] == [1, 0, 1, None]
    assert body["problems"] == []


async def test_a_task_with_one_annotation_says_why_it_has_no_figure(there: Arranged) -> None:
    response = await there.client.get(f"/api/tasks/{there.tasks[3].id}/agreement-matrix/")
    overall = response.json()["overall"]
    assert (overall["agreement"], overall["undefined"]) == (None, "no_pairs")
    assert overall["meaning"].startswith("fewer than two people")
    assert [one["undefined"] for one in response.json()["dimensions"]] == ["no_pairs"] * 2


async def test_what_could_not_be_scored_is_listed(session: AsyncSession, there: Arranged) -> None:
    ana, ben, _ = (user.id for user in there.people)
    topic, tone = await dimension_ids(session, there)
    assert await there.get("agreement-problems/") == {
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
        "by_reason": {},
    }

    def problem(dimension: int, reason: str) -> dict[str, Any]:
        sides = {"left_id": ana, "right_id": ben, "left_item": 1, "right_item": 2}
        return {"dimension": dimension, "reason": reason, **sides}

    found = {
        there.tasks[0].id: [problem(topic, "unreadable"), problem(tone, "too_many_regions")],
        there.tasks[2].id: [problem(topic, "unreadable")],
    }
    for task_id, problems in found.items():
        await session.execute(
            update(TaskAgreement)
            .where(TaskAgreement.project_id == there.project.id, TaskAgreement.task_id == task_id)
            .values(problems=problems)
        )
    body = await there.get("agreement-problems/", page_size=2)
    assert body["count"] == 3
    assert body["by_reason"] == {"unreadable": 2, "too_many_regions": 1}
    first, second = body["results"]
    assert first == {
        "task": there.tasks[0].id,
        "inner_id": there.tasks[0].inner_id,
        "dimension": topic,
        "dimension_name": "topic",
        "left": first["left"],
        "right": first["right"],
        "left_item": 1,
        "right_item": 2,
        "reason": "unreadable",
        "meaning": "a result cannot be read",
        "detail": None,
    }
    assert (first["left"]["name"], first["right"]["id"]) == ("Ana A", ben)
    assert second["reason"] == "too_many_regions"
    assert "page=2" in body["next"]
    last = await there.get("agreement-problems/", page_size=2, page=2)
    assert [one["task"] for one in last["results"]] == [there.tasks[2].id]
    assert (await there.get("agreement-problems/", page=9))["results"] == []
    only = await there.get("agreement-problems/", reason="unreadable", dimension=topic)
    assert only["count"] == 2
    assert (await there.get("agreement-problems/", dimension=10**15))["count"] == 0
    assert (await there.get("agreement-report/"))["problems"] == 2
    shown = (await there.client.get(f"/api/tasks/{there.tasks[2].id}/agreement-matrix/")).json()
    assert shown["problems"] == [
        problem(topic, "unreadable") | {"meaning": "a result cannot be read", "detail": None}
    ]


async def test_the_tasks_in_which_two_labels_met(session: AsyncSession, there: Arranged) -> None:
    topic, _ = await dimension_ids(session, there)
    one, two, three, _ = there.tasks

    async def met(actual: str, label: str, **query: Any) -> tuple[int, int, list[int]]:
        path = "agreement-confused-tasks/"
        body = await there.get(path, dimension=topic, actual=actual, label=label, **query)
        assert all(task["inner_id"] for task in body["tasks"])
        return body["count"], body["meetings"], [task["id"] for task in body["tasks"]]

    # In the first task two of the three met.
    assert await met("Billing", "Other") == (2, 3, [one.id, three.id])
    assert await met("Other", "Billing", limit=2) == (2, 3, [one.id, three.id])
    assert await met("Other", "Billing", limit=1) == (2, 3, [one.id])
    assert await met("Billing", "Shipping") == (0, 0, [])
    assert await met("Billing", "Billing", mode="ground_truth") == (1, 1, [two.id])
    assert await met("Billing", "Other", mode="ground_truth") == (0, 0, [])
    url = f"/api/projects/{there.project.id}/agreement-confused-tasks/"
    for query, status in (
        ({"dimension": 999999, "actual": "a", "label": "b"}, 404),
        ({"dimension": topic, "actual": "a"}, 400),
        ({"dimension": topic, "actual": "a", "label": "b", "limit": 0}, 400),
    ):
        assert (await there.client.get(url, params=query)).status_code == status
