"""Dimensions that a manager defines by a JSONPath."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import (
    TEXT_CONFIG,
    choice,
    make_annotation,
    make_member,
    make_project,
    make_task,
)
from tests.projects.test_dimensions import dimensions, manager, place
from tests.scoring.steps import finish
from touchstone.models import ScoringGeneration
from touchstone.models.score import GenerationStatus
from touchstone.projects.generations import request_missing
from touchstone.scoring.service import rescore_task


async def test_a_dimension_of_ones_own(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/dimensions/"
    path = {"path": "$[?@.type == 'choices'].value.choices[*]", "kind": "items"}
    draft = {"name": "all choices", "extraction_method_params": path, "metric_type": "jaccard"}
    made = await client.post(url, json=draft)
    assert made.status_code == 201, made.text
    mine = made.json()
    assert (mine["is_user_defined"], mine["extraction_method"]) == (True, "json_path")
    assert mine["extraction_method_params"] == path
    assert (await client.post(url, json=draft)).json()["code"] == "duplicate_name"
    broken = draft | {"name": "b", "extraction_method_params": {"path": "$[?("}}
    assert (await client.post(url, json=broken)).json()["code"] == "bad_json_path"
    unfit = draft | {"name": "c", "metric_type": "span_iou"}
    assert (await client.post(url, json=unfit)).json()["code"] == "bad_metric"

    config = {"label_config": TEXT_CONFIG.replace("Other", "Rest")}
    await client.patch(f"/api/projects/{project.id}/", json=config)
    assert "all choices" in await dimensions(client, project)
    assert (await client.delete(place(project, mine))).status_code == 200
    found = await dimensions(client, project)
    assert "all choices" not in found
    refused = await client.delete(place(project, found["topic"]))
    assert (refused.status_code, refused.json()["code"]) == (400, "not_user_defined")


async def test_a_path_is_tried_on_a_task(session: AsyncSession, as_user: AsUser) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    url = f"/api/projects/{project.id}/dimensions/test/"
    draft = {"extraction_method_params": {"path": "$[*].value.choices[*]", "kind": "items"}}
    assert (await client.post(url, json=draft)).json() == {"task": None, "found": []}
    task = await make_task(session, project)
    ana, ben = await make_member(session, project), await make_member(session, project)
    one = await make_annotation(session, task, ana, choice("Billing"))
    two = await make_annotation(session, task, ben, [])
    body = (await client.post(url, json=draft | {"task": task.id})).json()
    assert body == {
        "task": task.id,
        "found": [
            {
                "annotation": one.id,
                "completed_by": ana.id,
                "values": ["Billing"],
                "undefined": None,
            },
            {"annotation": two.id, "completed_by": ben.id, "values": [], "undefined": None},
        ],
    }
    assert (await client.post(url, json=draft | {"task": 10**9})).status_code == 404


async def test_a_path_that_finds_nothing_is_no_agreement(
    session: AsyncSession, as_user: AsUser
) -> None:
    project = await make_project(session)
    client = await manager(session, as_user)
    task = await make_task(session, project)
    for label in ("Billing", "Other"):
        await make_annotation(session, task, await make_member(session, project), choice(label))
    await rescore_task(session, project.id, task.id)
    await session.refresh(task)
    assert task.agreement == 0.5  # 0 in one dimension, 1 in the other

    mistyped = {"path": "$[*].value.choises[*]", "kind": "items"}
    draft = {"name": "mine", "extraction_method_params": mistyped, "metric_type": "jaccard"}
    made = await client.post(f"/api/projects/{project.id}/dimensions/", json=draft)
    assert made.status_code == 201, made.text
    await finish(session, project.id)
    await session.refresh(task)
    assert task.agreement == 0.5

    # Figures of a version that took it as agreement are computed anew.
    current = select(ScoringGeneration).where(
        ScoringGeneration.project_id == project.id,
        ScoringGeneration.status == GenerationStatus.CURRENT,
    )
    generation = (await session.scalars(current)).one()
    before = [one | {"may_be_hidden": False} for one in generation.settings["dimensions"]]
    generation.settings = generation.settings | {"dimensions": before}
    await session.flush()
    await request_missing(session)
    await finish(session, project.id)
    await session.refresh(task)
    assert task.agreement == 0.5
