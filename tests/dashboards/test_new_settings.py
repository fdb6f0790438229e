"""Changed settings reach every figure once they are computed; until then the old ones stay."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.dashboards.test_stats import ANALYSIS, Arranged, arrange
from tests.scoring.steps import finish
from touchstone.projects.generations import live_generations


@pytest.fixture
async def there(session: AsyncSession, as_user: AsUser) -> Arranged:
    await arrange(session, as_user)
    return await arrange(session, as_user)


async def change(there: Arranged, **settings: object) -> None:
    url = f"/api/projects/{there.project.id}/agreement-settings/"
    response = await there.client.patch(url, json=settings)
    assert response.status_code == 200, response.text


async def mean(there: Arranged) -> float:
    found: float = (await there.get("stats/total_agreement"))["total_agreement"]
    return found


async def used(session: AsyncSession, there: Arranged) -> Any:
    """The settings that the shown figures were computed with."""
    (current,) = await live_generations(session, there.project.id)
    return current.settings


OLD = (1 / 3 + 1 + 0.5) / 3


async def test_a_weight_of_nothing_leaves_a_dimension_out(
    session: AsyncSession, there: Arranged
) -> None:
    topic = (await there.get("dimensions/"))[0]
    await change(there, dimensions=[{"id": topic["id"], "weight": 0}])
    assert await mean(there) == pytest.approx(OLD)
    report = await there.get("agreement-report/")
    assert (report["generation"], report["building"], report["stale"]) == (1, True, True)
    await finish(session, there.project.id)
    assert await mean(there) == pytest.approx((1 / 3 + 1 + 1) / 3)
    report = await there.get("agreement-report/")
    assert (report["generation"], report["building"]) == (2, False)
    by_name = {one["name"]: one for one in report["dimensions"]}
    assert by_name["tone"]["mean"] == pytest.approx((1 / 3 + 1 + 1) / 3)
    assert by_name["topic"]["mean"] == pytest.approx((1 / 3 + 1 + 0) / 3)
    assert (await there.get("stats/IAA"))["IAA"][0][1] == pytest.approx(2 / 3)  # by tone alone
    task = f"/api/tasks/{there.tasks[0].id}/agreement-matrix/"
    shown = (await there.client.get(task)).json()
    assert shown["overall"]["agreement"] == pytest.approx(1 / 3)
    assert shown["overall"]["scores"][0][1] == 0


async def test_a_dimension_that_is_switched_off_is_gone_from_the_figures(
    session: AsyncSession, there: Arranged
) -> None:
    topic = (await there.get("dimensions/"))[0]
    await change(there, dimensions=[{"id": topic["id"], "is_active": False}])
    assert len(await there.get(f"{ANALYSIS}/dimensions")) == 2
    await finish(session, there.project.id)
    (tone,) = await there.get(f"{ANALYSIS}/dimensions")
    assert (tone["name"], tone["agreement"]) == ("tone", pytest.approx((1 / 3 + 1 + 1) / 3))
    assert await mean(there) == pytest.approx((1 / 3 + 1 + 1) / 3)
    # There is but one dimension, so its scores are those of the pairs.
    url = f"tasks/{there.tasks[0].id}/agreement-matrix"
    body = await there.get(url, dimension=tone["id"], **{"selection[annotators][all]": "true"})
    assert body["matrix"] == [[None, 0, 1], [0, None, 0], [1, 0, None]]


async def test_consensus_is_of_tasks_and_leaves_the_annotators_as_they_are(
    session: AsyncSession, there: Arranged
) -> None:
    before = await there.get("stats/IAA")
    await change(there, agreement_methodology="consensus")
    await finish(session, there.project.id)
    # Two of three agree in task 1, in topic and in tone; in task 3 one of two in topic.
    assert await mean(there) == pytest.approx((2 / 3 + 1 + (1 / 2 + 1) / 2) / 3)
    assert (await there.get("agreement-report/"))["methodology"] == "consensus"
    assert await there.get("stats/IAA") == before


async def test_back_from_consensus_the_figures_are_those_of_before(
    session: AsyncSession, there: Arranged
) -> None:
    topic, tone = await there.get("dimensions/")
    await change(
        there,
        dimensions=[
            {"id": topic["id"], "metric_type": "jaccard"},
            {"id": tone["id"], "metric_type": "jaccard", "is_active": False},
        ],
    )
    await finish(session, there.project.id)
    figures, dimensions = await mean(there), await there.get("dimensions/")
    before = await used(session, there)
    for url in ("agreement-settings/", ""):  # ours, and Label Studio's own
        for methodology in ("consensus", "pairwise"):
            response = await there.client.patch(
                f"/api/projects/{there.project.id}/{url}",
                json={"agreement_methodology": methodology},
            )
            assert response.status_code == 200, response.text
            await finish(session, there.project.id)
            if methodology == "consensus":
                (topic,) = (await used(session, there))["dimensions"]
                assert topic["params"] == {"threshold": 0.5}
        assert await used(session, there) == before
        assert await mean(there) == pytest.approx(figures)
        params = [one["metric_params"] for one in await there.get("dimensions/")]
        assert params == [one["metric_params"] for one in dimensions] == [{}, {}]


async def test_a_class_that_is_left_out_counts_for_nobody(
    session: AsyncSession, there: Arranged
) -> None:
    topic = (await there.get("dimensions/"))[0]
    await change(there, dimensions=[{"id": topic["id"], "excluded_classes": ["Billing"]}])
    await finish(session, there.project.id)
    found = {one["name"]: one for one in await there.get(f"{ANALYSIS}/dimensions")}
    # Whoever gave nothing but Billing gave nothing: two of them are not compared, and one of
    # them differs from whoever chose Other, in tasks 1 and 3.
    assert (found["topic"]["agreement"], found["topic"]["total_tasks"]) == (0, 2)
    task = f"/api/tasks/{there.tasks[0].id}/agreement-matrix/"
    scores = (await there.client.get(task)).json()["dimensions"][0]["scores"]
    assert (scores[0][1], scores[0][2]) == (None, 0)
