"""The project's agreement settings: Label Studio's fields, one metric for all, many at once."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import TEXT_CONFIG, make_member, make_project, make_task, make_user
from tests.scoring.steps import finish
from touchstone.models import Project, ScoringGeneration
from touchstone.models.score import GenerationStatus
from touchstone.models.user import Role


async def manager(session: AsyncSession, as_user: AsUser) -> httpx.AsyncClient:
    return await as_user(await make_user(session, Role.MANAGER))


async def builds(session: AsyncSession, project: Project) -> int:
    """How often computing anew was asked for, beside the first figures."""
    query = select(ScoringGeneration.number).where(ScoringGeneration.project_id == project.id)
    return max((await session.scalars(query)).all(), default=0) - 1


async def test_control_weights_are_weights_and_classes(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/"
    body = (await client.get(url)).json()
    assert body["is_dimensions_enabled"] is True
    assert body["control_weights"] == {
        "topic": {
            "overall": 1.0,
            "type": "Choices",
            "labels": {"Billing": 1.0, "Shipping": 1.0, "Other": 1.0},
        },
        "entity": {"overall": 1.0, "type": "Labels", "labels": {"Person": 1.0, "Product": 1.0}},
    }
    weights = {
        "topic": {"overall": 0.5, "type": "Choices", "labels": {"Other": 0.0, "Billing": 0.4}},
        "entity": {"overall": 0.0, "type": "Labels"},
    }
    body = (await client.patch(url, json={"control_weights": weights})).json()
    assert body["control_weights"]["topic"]["overall"] == 0.5
    assert body["control_weights"]["topic"]["labels"] == {
        "Billing": 1.0,  # what counts, counts in full
        "Shipping": 1.0,
        "Other": 0.0,
    }
    assert body["control_weights"]["entity"]["overall"] == 0.0
    listed = (await client.get("/api/projects/")).json()["results"][0]
    assert listed["control_weights"] == body["control_weights"]

    back = {"topic": {"overall": 1, "type": "Choices", "labels": {"Other": 1}}}
    body = (await client.patch(url, json={"control_weights": back})).json()
    assert body["control_weights"]["topic"]["labels"]["Other"] == 1.0
    assert body["control_weights"]["entity"]["overall"] == 0.0  # not named, so it stays


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"nope": {"overall": 1, "type": "Choices"}}, "unknown_control"),
        ({"topic": {"overall": 1, "type": "Choices", "labels": {"Nope": 0}}}, "unknown_class"),
        ({"topic": {"overall": 0}, "entity": {"overall": 0}}, "no_weight"),
        ({"topic": {"overall": 2}}, "validation"),
    ],
)
async def test_weights_that_cannot_be(
    session: AsyncSession, as_user: AsUser, weights: dict[str, Any], code: str
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    response = await client.patch(f"/api/projects/{project.id}/", json={"control_weights": weights})
    assert (response.status_code, response.json()["code"]) == (400, code)
    body = (await client.get(f"/api/projects/{project.id}/")).json()
    assert body["control_weights"]["topic"]["overall"] == 1.0


async def test_a_project_is_made_with_its_weights(session: AsyncSession, as_user: AsUser) -> None:
    client = await manager(session, as_user)
    draft = {
        "title": "x",
        "label_config": TEXT_CONFIG,
        "control_weights": {"entity": {"overall": 0.2, "type": "Labels"}},
        "agreement_methodology": "consensus",
        "max_additional_annotators_assignable": 2,
    }
    body = (await client.post("/api/projects/", json=draft)).json()
    assert body["control_weights"]["entity"]["overall"] == 0.2
    assert body["agreement_methodology"] == "consensus"
    assert body["max_additional_annotators_assignable"] == 2
    settings = (await client.get(f"/api/projects/{body['id']}/agreement-settings/")).json()
    entity = next(one for one in settings["dimensions"] if one["name"] == "entity")
    assert entity["metric_params"] == {}
    assert settings["rebuild"]["current"]["number"] == 1


async def test_one_metric_for_the_project(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/metricparam/"
    assert (await client.get(url)).json() == {
        "metric_name": None,  # the two controls have different ones
        "metric_params": None,
        "agreement_threshold": None,
        "max_additional_annotators_assignable": None,
        "allowed": True,
    }
    draft = {
        "metric_name": "exact_match",
        "agreement_threshold": 70,
        "max_additional_annotators_assignable": 3,
    }
    assert (await client.post(url, json=draft)).json() == {
        "metric_name": "exact_match",
        "metric_params": {},
        "agreement_threshold": 70,
        "max_additional_annotators_assignable": 3,
        "allowed": True,
    }
    body = (await client.get(f"/api/projects/{project.id}/")).json()
    assert body["agreement_threshold"] == "0.70"
    cleared = (await client.post(url, json={"agreement_threshold": None})).json()
    assert cleared["agreement_threshold"] is None
    assert cleared["max_additional_annotators_assignable"] == 3
    reviewer = await as_user(await make_member(session, project, Role.REVIEWER))
    assert (await reviewer.get(url)).json()["allowed"] is False


async def test_a_metric_is_given_to_the_dimensions_that_it_fits(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/metricparam/"
    draft = {"metric_name": "jaccard", "additional_params": {"threshold": 0.6}}
    assert (await client.post(url, json=draft)).status_code == 200
    settings = (await client.get(f"/api/projects/{project.id}/agreement-settings/")).json()
    found = {one["name"]: one for one in settings["dimensions"]}
    assert found["topic"]["metric_type"] == "jaccard"
    assert found["topic"]["metric_params"] == {"threshold": 0.6}
    assert found["entity"]["metric_type"] == "span_iou"
    for wrong in (
        {"metric_name": "box_iou"},
        {"metric_name": "nope"},
        {"metric_name": "jaccard", "additional_params": {"nope": 1}},
        {"agreement_threshold": 101},
        {"agreement_threshold": 0.5},
    ):
        assert (await client.post(url, json=wrong)).status_code == 400, wrong


async def test_many_settings_at_once_are_computed_once(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    await make_task(session, project)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/agreement-settings/"
    body = (await client.get(url)).json()
    assert (body["n_tasks"], body["rebuild"]["building"]) == (1, None)
    topic, entity, relations = (one["id"] for one in body["dimensions"])
    patch = {
        "agreement_methodology": "consensus",
        "agreement_threshold": 0.8,
        "dimensions": [
            {"id": topic, "metric_type": "jaccard", "metric_params": {"threshold": 0.7}},
            {"id": entity, "weight": 0.5, "excluded_classes": ["Product"]},
            {"id": relations, "is_active": True},
        ],
    }
    response = await client.patch(url, json=patch)
    body = response.json()
    assert response.status_code == 200, body
    assert (body["agreement_methodology"], body["agreement_threshold"]) == ("consensus", "0.80")
    assert [one["metric_params"].get("threshold") for one in body["dimensions"][:2]] == [0.7, None]
    building = body["rebuild"]["building"]
    assert (building["number"], building["percent"], building["tasks_done"]) == (2, 0, 0)
    assert await builds(session, project) == 1
    shown = (await client.get(f"/api/projects/{project.id}/agreement-rebuild/")).json()
    assert shown == body["rebuild"]

    again = await client.patch(url, json=patch)
    assert again.status_code == 200
    assert await builds(session, project) == 1  # nothing has changed


async def test_a_rebuild_can_be_given_up(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    await make_task(session, project)
    client = await manager(session, as_user)
    base = f"/api/projects/{project.id}/"
    topic = (await client.get(f"{base}agreement-settings/")).json()["dimensions"][0]["id"]
    await client.patch(
        f"{base}agreement-settings/", json={"dimensions": [{"id": topic, "weight": 0.5}]}
    )
    body = (await client.post(f"{base}agreement-rebuild/cancel/")).json()
    assert body["building"] is None
    assert body["current"]["number"] == 1
    assert body["outdated"] is True
    statuses = await session.scalars(
        select(ScoringGeneration.status)
        .where(ScoringGeneration.project_id == project.id)
        .order_by(ScoringGeneration.number)
        .execution_options(populate_existing=True)
    )
    assert list(statuses) == [GenerationStatus.CURRENT, GenerationStatus.RETIRED]


async def test_outdated_figures_are_told_and_computed_anew(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    await make_task(session, project)
    client = await manager(session, as_user)
    base = f"/api/projects/{project.id}/"

    async def state() -> tuple[bool, bool]:
        rebuild = (await client.get(f"{base}agreement-settings/")).json()["rebuild"]
        return rebuild["outdated"], rebuild["building"] is not None

    topic = (await client.get(f"{base}agreement-settings/")).json()["dimensions"][0]["id"]
    assert await state() == (False, False)
    same = await client.post(f"{base}agreement-rebuild/")
    assert (same.status_code, same.json()["building"]) == (200, None)  # they are by these

    weigh = {"dimensions": [{"id": topic, "weight": 0.5}]}
    await client.patch(f"{base}agreement-settings/", json=weigh)
    assert await state() == (False, True)
    await client.post(f"{base}agreement-rebuild/cancel/")
    assert await state() == (True, False)
    back = {"dimensions": [{"id": topic, "weight": 1.0}]}
    await client.patch(f"{base}agreement-settings/", json=back)
    assert await state() == (False, False)  # back at what the figures are by

    await client.patch(f"{base}agreement-settings/", json=weigh)
    await client.post(f"{base}agreement-rebuild/cancel/")
    reviewer = await as_user(await make_member(session, project, Role.REVIEWER))
    assert (await reviewer.post(f"{base}agreement-rebuild/")).status_code == 403
    assert await state() == (True, False)
    body = (await client.post(f"{base}agreement-rebuild/")).json()
    assert (body["outdated"], body["building"]["tasks_done"]) == (False, 0)
    assert await state() == (False, True)
    await finish(session, project.id)
    assert await state() == (False, False)


async def test_one_wrong_setting_changes_nothing_and_says_which(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/agreement-settings/"
    topic, entity, _ = (one["id"] for one in (await client.get(url)).json()["dimensions"])
    patch = {
        "dimensions": [
            {"id": topic, "weight": 0.5},
            {"id": entity, "metric_params": {"threshold": 7}},
        ]
    }
    response = await client.patch(url, json=patch)
    assert response.status_code == 400
    body = response.json()
    assert list(body["validation_errors"]) == [f"dimensions.{entity}.metric_params"]
    assert body["context"]["dimension"] == entity
    assert (await client.get(url)).json()["dimensions"][0]["weight"] == 1.0
    unknown = await client.patch(url, json={"dimensions": [{"id": 10**9, "weight": 0.5}]})
    assert (unknown.status_code, unknown.json()["code"]) == (400, "unknown_dimension")
