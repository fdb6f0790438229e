"""Dimensions through HTTP: what the config gives, metrics, weights, classes, paths, roles."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    TEXT_CONFIG,
    make_member,
    make_project,
    make_task,
    make_user,
)
from touchstone.models import Dimension, LabelCount, Project, ScoringGeneration
from touchstone.models.score import GenerationStatus
from touchstone.models.user import Role
from touchstone.projects.dimensions import snapshot, sync_dimensions, sync_missing

IMAGE_CONFIG = """<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="objects" toName="image"><Label value="Car"/><Label value="Tree"/>
  </RectangleLabels>
  <Choices name="state" toName="image" perRegion="true"><Choice value="Good"/>
  <Choice value="Broken"/></Choices>
  <View visibleWhen="choice-selected" whenTagName="light" whenChoiceValue="Night">
    <Rating name="darkness" toName="image"/>
  </View>
  <Choices name="light" toName="image"><Choice value="Day"/><Choice value="Night"/></Choices>
  <TextArea name="notes" toName="image"/>
  {relations}
</View>"""
RELATIONS = '<Relations><Relation value="left of"/></Relations>'


async def manager(session: AsyncSession, as_user: AsUser) -> httpx.AsyncClient:
    return await as_user(await make_user(session, Role.MANAGER))


async def dimensions(client: httpx.AsyncClient, project: Project) -> dict[str, dict[str, Any]]:
    response = await client.get(f"/api/projects/{project.id}/dimensions/")
    assert response.status_code == 200, response.text
    return {one["name"]: one for one in response.json()}


def place(project: Project, dimension: dict[str, Any]) -> str:
    return f"/api/projects/{project.id}/dimensions/{dimension['id']}/"


async def test_a_new_project_has_one_dimension_a_control_and_the_relations(
    session: AsyncSession, as_user: AsUser
) -> None:
    client = await manager(session, as_user)
    config = IMAGE_CONFIG.format(relations=RELATIONS)
    made = await client.post("/api/projects/", json={"title": "x", "label_config": config})
    project = await session.get_one(Project, made.json()["id"])
    found = await dimensions(client, project)
    assert list(found) == ["objects", "state", "darkness", "light", "notes", "relations"]
    assert found["objects"]["metric_type"] == "box_iou"
    assert found["objects"]["values_enum"] == ["Car", "Tree"]
    assert found["light"]["metric_type"] == "exact_match"
    assert found["light"]["control_tag"] == "light"
    assert found["state"]["per_region"] is True
    assert found["relations"]["control_tag"] is None
    assert found["relations"]["values_enum"] == ["left of"]
    assert all(one["is_active"] and one["weight"] == 1 for one in found.values())
    assert [one["is_categorical"] for one in found.values()] == [
        True,
        True,
        False,
        True,
        False,
        True,
    ]
    shown = {one["name"]: one for one in (await snapshot(session, project))["dimensions"]}
    assert {name for name, one in shown.items() if one["may_be_hidden"]} == {
        "state",
        "darkness",
        "relations",
    }


async def test_relations_that_the_config_does_not_ask_for_are_off(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session, label_config=IMAGE_CONFIG.format(relations=""))
    found = await dimensions(await manager(session, as_user), project)
    assert [name for name, one in found.items() if not one["is_active"]] == ["relations"]
    names = [one["name"] for one in (await snapshot(session, project))["dimensions"]]
    assert "relations" not in names


async def test_a_changed_config_keeps_the_settings_of_controls_that_stay(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    before = await dimensions(client, project)
    changes = {"metric_type": "jaccard", "weight": 0.25, "excluded_classes": ["Other"]}
    response = await client.patch(place(project, before["topic"]), json=changes)
    assert response.status_code == 200, response.text

    config = TEXT_CONFIG.replace(
        '<Labels name="entity" toName="text">\n    <Label value="Person"/><Label value="Product"/>'
        "\n  </Labels>",
        '<Rating name="entity" toName="text"/><TextArea name="why" toName="text"/>',
    )
    response = await client.patch(f"/api/projects/{project.id}/", json={"label_config": config})
    assert response.status_code == 200, response.text
    after = await dimensions(client, project)
    assert list(after) == ["topic", "entity", "why"]
    kept = ("id", "metric_type", "weight", "excluded_classes")
    assert [after["topic"][key] for key in kept] == [
        before["topic"]["id"],
        "jaccard",
        0.25,
        ["Other"],
    ]
    assert after["entity"]["id"] != before["entity"]["id"]  # another tag is another dimension
    assert after["entity"]["tag"] == "Rating"


async def test_a_metric_that_no_longer_fits_gives_way_to_the_default(session: AsyncSession) -> None:
    project = await make_project(session)
    query = select(Dimension).where(
        Dimension.project_id == project.id, Dimension.control_name == "topic"
    )
    topic = (await session.scalars(query)).one()
    topic.metric, topic.weight = "jaccard", 0.5
    project.label_config = TEXT_CONFIG.replace("<Choices ", '<Choices perRegion="true" ')
    await sync_dimensions(session, project)
    again = (await session.scalars(query)).one()
    assert (again.id, again.weight) == (topic.id, 0.5)
    assert again.metric != "jaccard"


async def test_projects_without_dimensions_are_found(session: AsyncSession) -> None:
    known = await make_project(session)
    old = Project(title="old", label_config=TEXT_CONFIG)
    session.add(old)
    await session.flush()
    await session.refresh(old)
    assert await sync_missing(session) == [old.id]
    assert known.id != old.id
    names = await session.scalars(select(Dimension.name).where(Dimension.project_id == old.id))
    assert set(names) == {"topic", "entity", "relations"}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"metric_type": "no_such_metric"}, "bad_metric", "metric_type"),
        ({"metric_type": "box_iou"}, "bad_metric", "metric_type"),
        ({"metric_params": {"threshold": 2}}, "bad_metric_params", "metric_params"),
        ({"metric_params": {"nonsense": 1}}, "bad_metric_params", "metric_params"),
        ({"metric_params": {"threshold": "high"}}, "bad_metric_params", "metric_params"),
        ({"excluded_classes": ["No such label"]}, "unknown_class", "excluded_classes"),
        ({"weight": 1.5}, "validation", "weight"),
        ({"name": " "}, "validation", "name"),
        ({"name": "entity"}, "duplicate_name", "name"),
        ({"extraction_method_params": {"path": "$"}}, "not_user_defined", None),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(
    session: AsyncSession, as_user: AsUser, changes: dict[str, Any], code: str, field: str | None
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    topic = (await dimensions(client, project))["topic"]
    await client.patch(place(project, topic), json={"metric_type": "jaccard"})
    response = await client.patch(place(project, topic), json=changes)
    body = response.json()
    assert response.status_code == 400, body
    assert body["code"] == code, body
    assert (None if field is None else list(body["validation_errors"])) == (
        None if field is None else [field]
    )
    assert len(body["detail"]) > 10


async def test_a_class_that_only_results_have_can_be_left_out(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    topic = (await dimensions(client, project))["topic"]
    session.add(
        LabelCount(
            project_id=project.id,
            source="annotations",
            from_name="topic",
            label="Imported",
            count=1,
        )
    )
    await session.flush()
    response = await client.patch(
        place(project, topic), json={"excluded_classes": ["Imported", "Other", "Imported"]}
    )
    assert response.json()["excluded_classes"] == ["Imported", "Other"]


async def test_something_must_weigh(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    found = await dimensions(client, project)
    first = await client.patch(place(project, found["topic"]), json={"is_active": False})
    assert first.status_code == 200
    last = await client.patch(place(project, found["entity"]), json={"weight": 0})
    assert (last.status_code, last.json()["code"]) == (400, "no_weight")


async def test_allowed_metrics_follow_the_answers_and_the_methodology(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/dimensions/"
    found = (await client.get(url, params={"agreement_methodology": "consensus"})).json()
    topic = next(one for one in found if one["name"] == "topic")
    assert {"exact_match", "jaccard"} <= set(topic["allowed_metrics_with_params"])
    assert "box_iou" not in topic["allowed_metrics_with_params"]
    assert topic["allowed_metrics_with_params"]["jaccard"]["params"]["threshold"]["required"]
    assert (await client.get(url, params={"agreement_methodology": "majority"})).status_code == 400


async def test_what_is_asked_of_regions_is_compared_by_what_is_asked(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session, label_config=IMAGE_CONFIG.format(relations=""))
    client = await manager(session, as_user)
    state = (await dimensions(client, project))["state"]
    assert state["metric_type"] == "region_choices"
    allowed = set(state["allowed_metrics_with_params"])
    assert allowed == {"region_choices", "region_values", "exact_match"}
    response = await client.patch(place(project, state), json={"metric_type": "region_text"})
    assert (response.status_code, response.json()["code"]) == (400, "bad_metric")


@pytest.mark.parametrize(
    ("control", "metric"),
    [
        ('<PolygonLabels name="c" toName="i"><Label value="a"/></PolygonLabels>', "polygon_iou"),
        ('<EllipseLabels name="c" toName="i"><Label value="a"/></EllipseLabels>', "polygon_iou"),
        ('<BrushLabels name="c" toName="i"><Label value="a"/></BrushLabels>', "mask_iou"),
        ('<KeyPointLabels name="c" toName="i"><Label value="a"/></KeyPointLabels>', "keypoint"),
        ('<Taxonomy name="c" toName="i"><Choice value="a"/></Taxonomy>', "exact_match"),
        ('<Number name="c" toName="i"/>', "numeric_difference"),
        ('<DateTime name="c" toName="i"/>', "exact_match"),
        ('<TextArea name="c" toName="i"/>', "text_similarity"),
        ('<TextArea name="c" toName="i" perRegion="true"/>', "region_text"),
    ],
)
async def test_every_control_has_a_metric_that_can_compare_it(
    session: AsyncSession, as_user: AsUser, control: str, metric: str
) -> None:
    project = await make_project(
        session, label_config=f'<View><Image name="i" value="$image"/>{control}</View>'
    )
    found = (await dimensions(await manager(session, as_user), project))["c"]
    assert found["metric_type"].startswith(metric)
    assert found["metric_type"] in found["allowed_metrics_with_params"]


async def test_the_list_is_filtered_and_ordered(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/dimensions/"

    async def names(**query: Any) -> list[str]:
        return [one["name"] for one in (await client.get(url, params=query)).json()]

    assert await names() == ["topic", "entity", "relations"]
    assert await names(ordering="name") == ["entity", "relations", "topic"]
    assert await names(ordering="-order") == ["relations", "entity", "topic"]
    assert await names(is_active="false") == ["relations"]
    assert (await client.get(url, params={"ordering": "mood"})).status_code == 400
    topic = (await dimensions(client, project))["topic"]
    await client.patch(place(project, topic), json={"order": 9})
    assert await names() == ["entity", "relations", "topic"]


async def test_the_catalogue_of_metrics(session: AsyncSession, as_user: AsUser) -> None:
    client = await as_user(await make_user(session, Role.ANNOTATOR))
    metrics = (await client.get("/api/agreement/metrics/")).json()
    assert metrics["exact_match"]["binary"] is True
    assert metrics["exact_match"]["params"] == {}
    assert metrics["box_iou"]["description"]
    assert metrics["box_iou"]["params"]["threshold"]["maximum"] == 1
    assert "RectangleLabels" in metrics["box_iou"]["default_for"]


async def test_a_change_has_the_figures_computed_anew_and_a_new_name_does_not(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    await make_task(session, project)
    client = await manager(session, as_user)
    topic = (await dimensions(client, project))["topic"]

    async def building() -> list[dict[str, Any]]:
        query = select(ScoringGeneration.settings).where(
            ScoringGeneration.project_id == project.id,
            ScoringGeneration.status == GenerationStatus.BUILDING,
        )
        return list((await session.scalars(query)).all())

    await client.patch(place(project, topic), json={"name": "subject", "description": "What of?"})
    await client.patch(place(project, topic), json={"order": 5})
    assert await building() == []
    await client.patch(place(project, topic), json={"weight": 0.5})
    (settings,) = await building()
    assert [one["weight"] for one in settings["dimensions"]] == [0.5, 1.0]


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [(Role.ANNOTATOR, 200, 403), (Role.REVIEWER, 200, 403), (None, 404, 404)],
)
async def test_roles(
    session: AsyncSession, as_user: AsUser, role: Role | None, read: int, write: int
) -> None:
    project = await make_project(session)
    user = await make_member(session, project, role) if role else await make_user(session)
    client = await as_user(user)
    query = select(Dimension.id).where(Dimension.project_id == project.id)
    number = (await session.scalars(query)).first()
    base = f"/api/projects/{project.id}/"
    for path in ("dimensions/", f"dimensions/{number}/", "metricparam/", "agreement-settings/"):
        assert (await client.get(base + path)).status_code == read, path
    path = {"extraction_method_params": {"path": "$[0]"}}
    calls = [
        await client.patch(f"{base}dimensions/{number}/", json={"weight": 0.5}),
        await client.delete(f"{base}dimensions/{number}/"),
        await client.post(f"{base}dimensions/", json={"name": "x", **path}),
        await client.post(f"{base}dimensions/test/", json=path),
        await client.post(f"{base}metricparam/", json={}),
        await client.patch(f"{base}agreement-settings/", json={}),
        await client.post(f"{base}agreement-rebuild/cancel/"),
    ]
    assert [call.status_code for call in calls] == [write] * len(calls)


async def test_a_dimension_of_another_project_is_not_found(
    session: AsyncSession, as_user: AsUser
) -> None:
    mine, other = await make_project(session), await make_project(session)
    client = await manager(session, as_user)
    foreign = (await dimensions(client, other))["topic"]
    url = place(mine, foreign)
    assert (await client.get(url)).status_code == 404
    assert (await client.patch(url, json={"weight": 0.5})).status_code == 404
    assert (await client.delete(url)).status_code == 404
