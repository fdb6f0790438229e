"""Lists and actions through the unmodified `label-studio-sdk`."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from label_studio_sdk import AsyncLabelStudio
from label_studio_sdk.core.api_error import ApiError
from label_studio_sdk.data_manager import Column, Filters, Operator, Type
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import choice, make_annotation, make_project, make_task, make_user
from touchstone.access.tokens import digest
from touchstone.annotations.ground_truth import set_star
from touchstone.models import Project
from touchstone.models.user import Role
from touchstone.tasks.service import refresh_figures

KEY = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
async def sdk(app: FastAPI, session: AsyncSession) -> AsyncIterator[AsyncLabelStudio]:
    await make_user(session, Role.MANAGER, legacy_token_hash=digest(KEY))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        yield AsyncLabelStudio(base_url="http://test", api_key=KEY, httpx_client=client)


@pytest.fixture
async def project(session: AsyncSession) -> Project:
    """Three tasks with agreement 0.2, 0.6 and none; the first has a starred annotation."""
    project = await make_project(session)
    user = await make_user(session)
    tasks = [
        await make_task(session, project, inner_id=number, agreement=agreement)
        for number, agreement in ((1, 0.2), (2, 0.6), (3, None))
    ]
    annotation = await make_annotation(session, tasks[0], user, choice("Billing"))
    await set_star(session, project.id, tasks[0].id, annotation.id, starred=True)
    await refresh_figures(session, project.id, [tasks[0].id])
    return project


async def listed(sdk: AsyncLabelStudio, project: Project, **more: Any) -> list[Any]:
    return [task async for task in await sdk.tasks.list(project=project.id, **more)]


LOW = Filters.create(
    Filters.AND,
    [Filters.item(Column.agreement, Operator.LESS, Type.Number, Filters.value(0.7))],
)


async def test_all_pages_with_everything(sdk: AsyncLabelStudio, project: Project) -> None:
    tasks = await listed(sdk, project, page_size=2)
    assert [task.inner_id for task in tasks] == [1, 2, 3]
    assert type(tasks[0]).__name__ == "LseTask", "lists of objects keep the richer type"
    assert tasks[0].agreement == 0.2
    assert tasks[0].annotators[0]["user_id"]
    (annotation,) = tasks[0].annotations
    assert annotation["result"][0]["value"] == {"choices": ["Billing"]}
    assert annotation["ground_truth"] is True


async def test_filters_as_json(sdk: AsyncLabelStudio, project: Project) -> None:
    ordering = ["-" + Column.agreement]
    query = json.dumps({"filters": LOW, "ordering": ordering})
    assert [t.inner_id for t in await listed(sdk, project, query=query)] == [2, 1]
    assert [t.inner_id for t in await listed(sdk, project, query=json.dumps(LOW))] == [1, 2]


async def test_filters_as_a_dict(sdk: AsyncLabelStudio, project: Project) -> None:
    assert [t.inner_id for t in await listed(sdk, project, query=LOW)] == [1, 2]
    between = Filters.create(
        Filters.OR,
        [Filters.item(Column.agreement, Operator.IN, Type.Number, Filters.value(0.5, 0.7))],
    )
    assert [t.inner_id for t in await listed(sdk, project, query=between)] == [2]
    among = Filters.create(
        Filters.AND, [Filters.item(Column.inner_id, "in_list", Type.Number, [1, 3])]
    )
    assert [t.inner_id for t in await listed(sdk, project, query=among)] == [1, 3]
    mixed = Filters.create(Filters.OR, [*between["items"], *LOW["items"]])
    with pytest.raises(ApiError) as refused:
        await listed(sdk, project, query=mixed)
    assert refused.value.status_code == 400


async def test_what_waits_for_review(sdk: AsyncLabelStudio, project: Project) -> None:
    assert [task.inner_id for task in await listed(sdk, project, review=True)] == [1]
    assert [task.id for task in await listed(sdk, project, fields="task_only", review=True)]


async def test_delete_ground_truths(sdk: AsyncLabelStudio, project: Project) -> None:
    (starred,) = [task for task in await listed(sdk, project) if task.ground_truth]
    await sdk.actions.create(
        id="delete_ground_truths",
        project=project.id,
        selected_items={"all": False, "included": [starred.id]},  # type: ignore[arg-type]
    )
    assert not any(task.ground_truth for task in await listed(sdk, project))
    assert {action.id for action in await sdk.actions.list(project=project.id)} > {"delete_tasks"}
