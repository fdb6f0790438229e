"""The threshold that consensus needs: the one that is set, else the metric's usual one."""

from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_project
from tests.projects.test_dimensions import dimensions, manager, place
from touchstone.models import Project
from touchstone.projects.generations import live_generations


async def thresholds(session: AsyncSession, project: Project) -> dict[str, float | None]:
    """Those that figures are computed by, of the dimensions that count."""
    newest = (await live_generations(session, project.id))[-1]
    return {one["name"]: one["params"].get("threshold") for one in newest.settings["dimensions"]}


async def test_consensus_has_the_usual_threshold_where_none_is_set(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    response = await client.patch(
        f"/api/projects/{project.id}/", json={"agreement_methodology": "consensus"}
    )
    assert response.json()["agreement_methodology"] == "consensus"
    found = await dimensions(client, project)
    assert [one["metric_params"] for one in found.values()] == [{}] * len(found)
    allowed = found["entity"]["allowed_metrics_with_params"]
    threshold = allowed["span_iou"]["params"]["threshold"]
    assert (threshold["required"], threshold["default"]) == (True, 0.5)
    assert allowed["span_iou"]["usual_threshold"] == 0.5
    assert allowed["exact_match"]["usual_threshold"] is None  # it is binary
    assert await thresholds(session, project) == {"topic": None, "entity": 0.5}

    own = await client.patch(
        place(project, found["entity"]), json={"metric_params": {"threshold": 0.7}}
    )
    assert own.json()["metric_params"] == {"threshold": 0.7}
    assert await thresholds(session, project) == {"topic": None, "entity": 0.7}
    none = await client.patch(
        place(project, found["entity"]), json={"metric_params": {"threshold": None}}
    )
    assert (none.status_code, none.json()["metric_params"]) == (200, {})
    other = await client.patch(place(project, found["topic"]), json={"metric_type": "jaccard"})
    assert other.json()["metric_params"] == {}
    assert await thresholds(session, project) == {"topic": 0.5, "entity": 0.5}


async def test_text_under_consensus_has_a_higher_threshold(
    session: AsyncSession, as_user: AsUser
) -> None:
    config = '<View><Text name="t" value="$t"/><TextArea name="c" toName="t"/></View>'
    project = await make_project(session, label_config=config, agreement_methodology="consensus")
    found = (await dimensions(await manager(session, as_user), project))["c"]
    assert found["metric_params"] == {}
    metric = found["allowed_metrics_with_params"][found["metric_type"]]
    assert (metric["usual_threshold"], metric["params"]["threshold"]["default"]) == (0.85, 0.85)
    assert await thresholds(session, project) == {"c": 0.85}
