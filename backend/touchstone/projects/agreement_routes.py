"""All settings of agreement at once, how far a change of them is, and trying a path."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import OnProject, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.agreement import answers
from touchstone.core.errors import Forbidden, NotFound
from touchstone.labelstudio.json_path import extract_path
from touchstone.models import Project
from touchstone.projects import agreement_queries, dimension_service, generations, queries
from touchstone.projects.dimension_schemas import (
    AgreementSettingsOut,
    AgreementSettingsPatch,
    PathTestIn,
    PathTestOut,
    RebuildOut,
)
from touchstone.projects.dimension_wire import dimension_to_wire
from touchstone.projects.dimensions import list_dimensions
from touchstone.web.errors import problems
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api/projects/{project_id}", tags=["agreement"], route_class=StrictRoute)

Viewer = Annotated[ProjectContext, Depends(OnProject(Permission.PROJECT_VIEW))]
Editor = Annotated[ProjectContext, Depends(OnProject(Permission.PROJECT_UPDATE))]


async def _settings(session: AsyncSession, project: Project) -> dict[str, Any]:
    threshold = project.agreement_threshold
    return {
        "agreement_methodology": project.agreement_methodology,
        "agreement_threshold": None if threshold is None else f"{threshold:.2f}",
        "max_additional_annotators_assignable": project.max_additional_annotators_assignable,
        "dimensions": [
            dimension_to_wire(project, one) for one in await list_dimensions(session, project.id)
        ],
        "n_tasks": await agreement_queries.count_tasks(session, project.id),
        "rebuild": await agreement_queries.rebuild(session, project),
    }


@router.get(
    "/agreement-settings/", response_model=AgreementSettingsOut, responses=problems(NotFound)
)
async def get_agreement_settings(
    project_id: int, ctx: Viewer, session: DbSession
) -> dict[str, Any]:
    """How the project measures agreement."""
    return await _settings(session, await queries.get_project(session, project_id))


@router.patch(
    "/agreement-settings/",
    response_model=AgreementSettingsOut,
    responses=problems(Forbidden, NotFound),
)
async def update_agreement_settings(
    project_id: int, patch: AgreementSettingsPatch, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """Change many settings at once; the figures are computed anew once."""
    project = await queries.get_project(session, project_id, lock=True)
    await dimension_service.change_settings(session, project, ctx.user_id, patch)
    return await _settings(session, project)


@router.get("/agreement-rebuild/", response_model=RebuildOut, responses=problems(NotFound))
async def get_agreement_rebuild(project_id: int, ctx: Viewer, session: DbSession) -> dict[str, Any]:
    """How far computing the figures with new settings is."""
    project = await queries.get_project(session, project_id)
    return await agreement_queries.rebuild(session, project)


@router.post(
    "/agreement-rebuild/", response_model=RebuildOut, responses=problems(Forbidden, NotFound)
)
async def begin_agreement_rebuild(
    project_id: int, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """Compute the figures by the settings as they are; nothing is done where they already are."""
    await generations.request_generation(session, project_id, user_id=ctx.user_id)
    project = await queries.get_project(session, project_id)
    return await agreement_queries.rebuild(session, project)


@router.post(
    "/agreement-rebuild/cancel/",
    response_model=RebuildOut,
    responses=problems(Forbidden, NotFound),
)
async def cancel_agreement_rebuild(
    project_id: int, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """Keep the present figures; the settings stay as saved, and the figures are `outdated`.

    Tasks that change meanwhile are scored by the settings of the present figures.
    """
    await generations.cancel(session, project_id)
    project = await queries.get_project(session, project_id)
    return await agreement_queries.rebuild(session, project)


@router.post(
    "/dimensions/test/",
    response_model=PathTestOut,
    responses=problems(Forbidden, NotFound),
)
async def try_path(
    project_id: int, draft: PathTestIn, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """What a JSONPath finds in the annotations of a task; nothing is stored."""
    dimension_service.checked_path(draft.extraction_method_params)
    task_id = await agreement_queries.find_task_to_try(session, project_id, draft.task)
    if task_id is None:
        if draft.task is not None:
            raise NotFound("There is no such task.", task=draft.task)
        return {"task": None, "found": []}
    rows = await agreement_queries.results_of_task(session, project_id, task_id)
    found = await asyncio.to_thread(_found, [row.result for row in rows], draft)
    return {
        "task": task_id,
        "found": [
            {"annotation": row.id, "completed_by": row.completed_by} | one
            for row, one in zip(rows, found, strict=True)
        ],
    }


def _found(results: list[Any], draft: PathTestIn) -> list[dict[str, Any]]:
    params = draft.extraction_method_params
    return [_values(extract_path(result, params.path, params.kind)) for result in results]


def _values(answer: answers.Answer | None) -> dict[str, Any]:
    if isinstance(answer, answers.Unreadable):
        return {"values": None, "undefined": answer.reason}
    if isinstance(answer, answers.Paths):
        return {
            "values": [answers.PATH_SEPARATOR.join(path) for path in answer.values],
            "undefined": None,
        }
    values = getattr(answer, "values", ()) if answer is not None else ()
    return {"values": list(values), "undefined": None}
