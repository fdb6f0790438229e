"""What has a task scored anew: answers, verdicts, stars and predictions, through HTTP."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import choice, make_annotation, make_project, make_task, make_user
from tests.scoring.sums import assert_totals_equal_sums, confusion_totals, pair_totals
from touchstone.models import Annotation, Project, Task
from touchstone.models.user import Role
from touchstone.scoring.service import rescore_range


class Arranged:
    project: Project
    task: Task
    first: Annotation
    second: Annotation
    client: httpx.AsyncClient


@pytest.fixture
async def place(session: AsyncSession, as_user: AsUser) -> Arranged:
    """Two annotators who both say Billing, scored; and a manager's client."""
    arranged = Arranged()
    arranged.project = await make_project(session)
    arranged.task = await make_task(session, arranged.project)
    arranged.first = await make_annotation(session, arranged.task, await make_user(session))
    arranged.second = await make_annotation(session, arranged.task, await make_user(session))
    arranged.client = await as_user(await make_user(session, Role.MANAGER))
    await rescore(session, arranged)
    return arranged


async def rescore(session: AsyncSession, place: Arranged) -> int:
    """How many tasks were not up to date."""
    return await rescore_range(session, place.project.id, 0, 10**12)


async def review(place: Arranged, annotation: Annotation, **values: Any) -> int:
    draft = {"annotation": annotation.id, "accepted": True} | values
    response = await place.client.post("/api/annotation-reviews/", json=draft)
    assert response.status_code == 201, response.text
    number: int = response.json()["id"]
    return number


async def accepted(session: AsyncSession, place: Arranged) -> int:
    """Meetings of labels among accepted annotations."""
    met = await confusion_totals(session, place.project.id)
    return sum(count for key, count in met.items() if key[2] == "accepted")


async def queued(session: AsyncSession) -> int:
    query = "SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE 'scoring.rescore%'"
    return int(await session.scalar(text(query)) or 0)


async def test_verdicts_move_the_confusion_among_accepted_annotations(
    session: AsyncSession, place: Arranged
) -> None:
    await review(place, place.first)
    assert await rescore(session, place) == 1
    assert await accepted(session, place) == 0, "one alone meets nobody"
    last = await review(place, place.second)
    assert await queued(session) == 2
    await rescore(session, place)
    assert await accepted(session, place) == 2
    await assert_totals_equal_sums(session, place.project.id)

    response = await place.client.delete(f"/api/annotation-reviews/{last}/")
    assert response.status_code == 200, response.text
    assert await rescore(session, place) == 1
    assert await accepted(session, place) == 0
    await assert_totals_equal_sums(session, place.project.id)


async def test_a_verdict_that_moves_no_figure_scores_nothing(
    session: AsyncSession, place: Arranged
) -> None:
    await review(place, place.first, accepted=False)
    assert (await queued(session), await rescore(session, place)) == (0, 0)
    alone = await make_task(session, place.project)
    only = await make_annotation(session, alone, await make_user(session))
    await rescore(session, place)
    await review(place, only)
    assert (await queued(session), await rescore(session, place)) == (0, 0)


async def test_a_star_given_and_taken_moves_the_figures_against_the_ground_truth(
    session: AsyncSession, place: Arranged
) -> None:
    async def star(*, given: bool) -> list[int]:
        url = f"/api/annotations/{place.first.id}/"
        response = await place.client.patch(url, json={"ground_truth": given})
        assert response.status_code == 200, response.text
        assert await rescore(session, place) == 1
        await assert_totals_equal_sums(session, place.project.id)
        pairs = await pair_totals(session, place.project.id)
        return [right for left, right in pairs if left == 0]

    assert await star(given=True) == [place.second.completed_by]
    assert await star(given=False) == []


async def test_predictions_join_and_leave(session: AsyncSession, place: Arranged) -> None:
    draft = {"task": place.task.id, "result": choice("Billing"), "model_version": "m1"}
    response = await place.client.post("/api/predictions/", json=draft)
    assert response.status_code == 201, response.text
    assert await rescore(session, place) == 1
    pairs = await pair_totals(session, place.project.id)
    assert sorted(right for left, right in pairs if left < 0) == sorted(
        [place.first.completed_by or 0, place.second.completed_by or 0]
    )
    prediction = response.json()["id"]
    await place.client.delete(f"/api/predictions/{prediction}/")
    assert await rescore(session, place) == 1
    assert all(left > 0 for left, _ in await pair_totals(session, place.project.id))
    await assert_totals_equal_sums(session, place.project.id)


async def test_a_skipped_answer_leaves(session: AsyncSession, place: Arranged) -> None:
    url = f"/api/annotations/{place.first.id}/"
    await place.client.patch(url, json={"was_cancelled": True})
    assert await rescore(session, place) == 1
    assert await pair_totals(session, place.project.id) == {}
    task = await session.scalar(select(Task.agreement_undefined).where(Task.id == place.task.id))
    assert task == "no_pairs"
