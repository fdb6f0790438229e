"""Every figure of the dashboard against a small project that was worked out by hand."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update
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
from touchstone.annotations.ground_truth import set_star
from touchstone.models import Project, Task, User
from touchstone.models.user import Role
from touchstone.scoring.service import rescore_range
from touchstone.scoring.totals import Change, apply
from touchstone.tasks.service import refresh_figures, touch_content

CONFIG = """<View><Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="Billing"/><Choice value="Shipping"/>
  <Choice value="Other"/></Choices></View>"""


@dataclass
class Arranged:
    project: Project
    people: list[User]


async def score(session: AsyncSession, project: Project) -> None:
    await rescore_range(session, project.id, 0, 10**12)


async def arrange(session: AsyncSession) -> Arranged:
    """Ana, Ben and Cem on five tasks.

    =====  ==================  ==================  =================  =========
    task   Ana                 Ben                 Cem                agreement
    =====  ==================  ==================  =================  =========
    1      Billing, accepted   Billing, rejected   Other, pending     1/3
    2      Billing, fixed      Billing, accepted                      1
    3      Other, pending      Billing, pending                       0
    4      Billing, accepted   skipped                                none
    5                                                                 none
    =====  ==================  ==================  =================  =========

    Two are asked for a task. Task 1 and 2 have a ground truth, task 2 and 5 a prediction.
    """
    project = await make_project(
        session, label_config=CONFIG, maximum_annotations=2, agreement_threshold=0.5
    )
    people = [
        await make_user(session, first_name=name, last_name="A") for name in ("Ana", "Ben", "Cem")
    ]
    ana, ben, cem = people
    tasks = [await make_task(session, project) for _ in range(5)]
    one = await make_annotation(
        session, tasks[0], ana, choice("Billing"), review_state="accepted", lead_time=10
    )
    await make_annotation(
        session, tasks[0], ben, choice("Billing"), review_state="rejected", lead_time=7
    )
    await make_annotation(session, tasks[0], cem, choice("Other"))
    two = await make_annotation(
        session, tasks[1], ana, choice("Billing"), review_state="fixed_and_accepted", lead_time=20
    )
    await make_annotation(session, tasks[1], ben, choice("Billing"), review_state="accepted")
    await make_annotation(session, tasks[2], ana, choice("Other"))
    await make_annotation(session, tasks[2], ben, choice("Billing"), lead_time=9)
    await make_annotation(session, tasks[3], ana, choice("Billing"), review_state="accepted")
    await make_annotation(
        session, tasks[3], ben, choice("Billing"), was_cancelled=True, lead_time=100
    )
    await make_prediction(session, tasks[1], choice("Billing"))
    await make_prediction(session, tasks[4], choice("Shipping"))
    await touch_content(session, project.id, tasks[4].id)
    for task, annotation in ((tasks[0], one), (tasks[1], two)):
        await set_star(session, project.id, task.id, annotation.id, starred=True)
        await refresh_figures(session, project.id, [task.id])
    await score(session, project)
    return Arranged(project, people)


async def figures(session: AsyncSession, as_user: AsUser, project: Project) -> dict[str, Any]:
    client = await as_user(await make_user(session, Role.MANAGER))
    response = await client.get(f"/api/projects/{project.id}/dashboard/")
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.fixture
async def arranged(session: AsyncSession) -> Arranged:
    """The project, beside another one that is just the same but for being another."""
    await arrange(session)
    mine = await arrange(session)
    await arrange(session)
    return mine


async def test_progress(session: AsyncSession, as_user: AsUser, arranged: Arranged) -> None:
    progress = (await figures(session, as_user, arranged.project))["progress"]
    # Each has a verdict in 2; in 1 and 3 some wait; 4 needs a second annotator; 5 has nothing.
    assert progress == {
        "tasks": 5,
        "by_state": {
            "CREATED": 1,
            "ANNOTATION_IN_PROGRESS": 1,
            "NEEDS_REVIEW": 1,
            "REVIEW_IN_PROGRESS": 1,
            "COMPLETED": 1,
        },
        "annotated": 3,
        "reviewed": 2,
        "ground_truths": 2,
    }


async def test_reviews(session: AsyncSession, as_user: AsUser, arranged: Arranged) -> None:
    assert (await figures(session, as_user, arranged.project))["reviews"] == {
        "accepted": 3,
        "fixed_and_accepted": 1,
        "rejected": 1,
        "pending": 3,
        "annotations": 8,
    }


async def test_agreement(session: AsyncSession, as_user: AsUser, arranged: Arranged) -> None:
    agreement = (await figures(session, as_user, arranged.project))["agreement"]
    assert agreement.pop("average") == pytest.approx((1 / 3 + 1 + 0) / 3)
    assert agreement == {
        "tasks": 3,
        "histogram": [1, 0, 0, 1, 0, 0, 0, 0, 0, 1],
        "low_agreement_count": 2,
        "threshold": 0.5,
        "pending": 0,
    }


async def test_tasks_being_scored_are_said_to_be(
    session: AsyncSession, as_user: AsUser, arranged: Arranged
) -> None:
    first = (
        update(Task)
        .where(Task.project_id == arranged.project.id, Task.agreement == 0)
        .values(content_version=Task.content_version + 1)
    )
    await session.execute(first)
    assert (await figures(session, as_user, arranged.project))["agreement"]["pending"] == 1


async def test_a_project_without_threshold_counts_no_low_agreement(
    session: AsyncSession, as_user: AsUser, arranged: Arranged
) -> None:
    arranged.project.agreement_threshold = None
    await session.flush()
    agreement = (await figures(session, as_user, arranged.project))["agreement"]
    assert (agreement["threshold"], agreement["low_agreement_count"]) == (None, None)


async def test_annotators(session: AsyncSession, as_user: AsUser, arranged: Arranged) -> None:
    rows = (await figures(session, as_user, arranged.project))["annotators"]
    ana, ben, cem = rows
    assert [row["user"]["id"] for row in rows] == [user.id for user in arranged.people]
    assert ana["user"]["initials"] == "AA"
    assert all(row.pop("last_active") for row in rows)

    def counts(row: dict[str, Any]) -> tuple[int, ...]:
        names = ("submitted", "skipped", "accepted", "fixed_and_accepted", "rejected", "pending")
        return tuple(row[name] for name in names)

    assert counts(ana) == (4, 0, 2, 1, 0, 1)
    assert counts(ben) == (3, 1, 1, 0, 1, 1)
    assert counts(cem) == (1, 0, 0, 0, 0, 1)
    assert [row["acceptance_score"] for row in rows] == [1.0, 0.5, None]
    # Ana with Ben: 1, 1, 0; Ana with Cem: 0; Ben with Cem: 0.
    assert ana["agreement"] == pytest.approx(2 / 4)
    assert ben["agreement"] == pytest.approx(2 / 4)
    assert cem["agreement"] == 0.0
    assert [row["agreement_tasks"] for row in rows] == [3, 3, 1]
    assert [row["total_lead_time"] for row in rows] == [30, 16, None]
    assert [row["average_lead_time"] for row in rows] == [15, 8, None]


async def test_matrix(session: AsyncSession, as_user: AsUser, arranged: Arranged) -> None:
    matrix = (await figures(session, as_user, arranged.project))["matrix"]
    assert [user["id"] for user in matrix["users"]] == [user.id for user in arranged.people]
    assert matrix["agreement"] == [
        [None, pytest.approx(2 / 3), 0.0],
        [pytest.approx(2 / 3), None, 0.0],
        [0.0, 0.0, None],
    ]
    assert matrix["common_tasks"] == [[0, 3, 1], [3, 0, 1], [1, 1, 0]]


async def test_labels(session: AsyncSession, as_user: AsUser, arranged: Arranged) -> None:
    labels = (await figures(session, as_user, arranged.project))["labels"]
    assert labels == {
        "annotations": [
            {"from_name": "topic", "label": "Billing", "count": 6},
            {"from_name": "topic", "label": "Other", "count": 2},
        ],
        "predictions": [
            {"from_name": "topic", "label": "Billing", "count": 1},
            {"from_name": "topic", "label": "Shipping", "count": 1},
        ],
    }


async def test_an_empty_project(session: AsyncSession, as_user: AsUser, arranged: Arranged) -> None:
    body = await figures(session, as_user, await make_project(session))
    assert body["progress"]["tasks"] == body["reviews"]["annotations"] == 0
    assert body["agreement"]["average"] is None
    assert body["agreement"]["histogram"] == [0] * 10
    assert body["annotators"] == []
    assert body["matrix"] == {"users": [], "agreement": [], "common_tasks": []}
    assert body["labels"] == {"annotations": [], "predictions": []}


async def test_each_bucket_takes_its_lower_bound_and_the_last_takes_one(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    change = Change([])
    for agreement in (0.0, 0.1, 0.19, 0.3, 0.6, 0.7, 0.95, 1.0):
        change.add_task(agreement, [], None, 1)
    await apply(session, project.id, [(1, change)], {})
    body = await figures(session, as_user, project)
    assert body["agreement"]["histogram"] == [1, 2, 0, 1, 0, 0, 1, 1, 0, 2]


@pytest.mark.parametrize(("role", "status"), [(Role.ANNOTATOR, 403), (Role.REVIEWER, 200)])
async def test_members_by_role(
    session: AsyncSession, as_user: AsUser, arranged: Arranged, role: Role, status: int
) -> None:
    client = await as_user(await make_member(session, arranged.project, role))
    response = await client.get(f"/api/projects/{arranged.project.id}/dashboard/")
    assert response.status_code == status


async def test_an_outsider_finds_nothing(
    session: AsyncSession, as_user: AsUser, arranged: Arranged
) -> None:
    client = await as_user(await make_user(session, Role.REVIEWER))
    response = await client.get(f"/api/projects/{arranged.project.id}/dashboard/")
    assert response.status_code == 404
