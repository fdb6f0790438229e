"""What a project compares, and by which metrics."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import Caller, Everywhere, OnProject, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, Invalid, NotFound
from touchstone.models import Dimension
from touchstone.projects import dimension_service as service
from touchstone.projects import queries
from touchstone.projects.dimension_schemas import (
    DimensionIn,
    DimensionOut,
    DimensionPatch,
    Methodology,
    MetricOut,
    MetricParamIn,
    MetricParamOut,
)
from touchstone.projects.dimension_wire import catalogue, dimension_to_wire, metric_param
from touchstone.projects.dimensions import list_dimensions
from touchstone.web.errors import problems
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(tags=["agreement"], route_class=StrictRoute)

Anybody = Annotated[Caller, Depends(Everywhere(Permission.PROJECT_VIEW))]
Viewer = Annotated[ProjectContext, Depends(OnProject(Permission.PROJECT_VIEW))]
Editor = Annotated[ProjectContext, Depends(OnProject(Permission.PROJECT_UPDATE))]

ORDERINGS = {
    "order": lambda one: (one.position, one.id),
    "id": lambda one: one.id,
    "name": lambda one: (one.name.casefold(), one.id),
    "created_at": lambda one: (one.created_at, one.id),
    "updated_at": lambda one: (one.updated_at, one.id),
}


@router.get(
    "/api/agreement/metrics/", response_model=dict[str, MetricOut], responses=problems(Forbidden)
)
async def list_metrics(caller: Anybody, methodology: Methodology = "pairwise") -> dict[str, Any]:
    """Every metric by its key, with its parameters as a methodology needs them."""
    return catalogue(methodology)


@router.get(
    "/api/projects/{project_id}/dimensions/",
    response_model=list[DimensionOut],
    responses=problems(NotFound),
)
async def list_dimensions_of_project(
    project_id: int,
    ctx: Viewer,
    session: DbSession,
    agreement_methodology: Methodology | None = None,
    is_active: bool | None = None,
    ordering: Annotated[str | None, Query(max_length=50)] = None,
) -> list[dict[str, Any]]:
    """What is compared in the project; the allowed metrics are those of the methodology."""
    project = await queries.get_project(session, project_id)
    found = [
        one
        for one in await list_dimensions(session, project_id)
        if is_active in {None, one.is_active}
    ]
    return [
        dimension_to_wire(project, one, agreement_methodology) for one in _ordered(found, ordering)
    ]


def _ordered(dimensions: list[Dimension], ordering: str | None) -> list[Dimension]:
    key = (ordering or "order").removeprefix("-")
    if key not in ORDERINGS:
        raise Invalid(f"Order by one of {', '.join(ORDERINGS)}.", code="unknown_ordering")
    return sorted(dimensions, key=ORDERINGS[key], reverse=(ordering or "").startswith("-"))


@router.post(
    "/api/projects/{project_id}/dimensions/",
    status_code=201,
    response_model=DimensionOut,
    responses=problems(Forbidden, NotFound),
)
async def create_dimension(
    project_id: int, draft: DimensionIn, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """Add a dimension of your own, taken from results by a JSONPath."""
    project = await queries.get_project(session, project_id, lock=True)
    dimension = await service.create_dimension(session, project, ctx.user_id, draft)
    return dimension_to_wire(project, dimension)


@router.get(
    "/api/projects/{project_id}/dimensions/{dimension_id}/",
    response_model=DimensionOut,
    responses=problems(NotFound),
)
async def get_dimension(
    project_id: int,
    dimension_id: int,
    ctx: Viewer,
    session: DbSession,
    agreement_methodology: Methodology | None = None,
) -> dict[str, Any]:
    """One dimension."""
    project = await queries.get_project(session, project_id)
    dimension = await service.find_dimension(session, project_id, dimension_id)
    return dimension_to_wire(project, dimension, agreement_methodology)


@router.patch(
    "/api/projects/{project_id}/dimensions/{dimension_id}/",
    response_model=DimensionOut,
    responses=problems(Forbidden, NotFound),
)
async def update_dimension(
    project_id: int,
    dimension_id: int,
    patch: DimensionPatch,
    ctx: Editor,
    session: DbSession,
) -> dict[str, Any]:
    """Change metric, weight, excluded classes; the figures are then computed anew."""
    project = await queries.get_project(session, project_id, lock=True)
    dimension = await service.change_dimension(session, project, ctx.user_id, dimension_id, patch)
    return dimension_to_wire(project, dimension)


@router.delete(
    "/api/projects/{project_id}/dimensions/{dimension_id}/",
    responses=problems(Forbidden, NotFound),
)
async def delete_dimension(
    project_id: int, dimension_id: int, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """Delete a dimension of your own; those of the labeling config can be switched off."""
    project = await queries.get_project(session, project_id, lock=True)
    await service.delete_dimension(session, project, ctx.user_id, dimension_id)
    return {}


async def _metric_param(session: AsyncSession, ctx: ProjectContext) -> dict[str, Any]:
    project = await queries.get_project(session, ctx.project_id)
    dimensions = await list_dimensions(session, ctx.project_id)
    return metric_param(project, dimensions, allowed=ctx.can(Permission.PROJECT_UPDATE))


@router.get(
    "/api/projects/{project_id}/metricparam/",
    response_model=MetricParamOut,
    responses=problems(NotFound),
)
async def get_metric_param(project_id: int, ctx: Viewer, session: DbSession) -> dict[str, Any]:
    """Label Studio's older form of the settings, where they are the same for all dimensions."""
    return await _metric_param(session, ctx)


@router.post(
    "/api/projects/{project_id}/metricparam/",
    response_model=MetricParamOut,
    responses=problems(Forbidden, NotFound),
)
async def update_metric_param(
    project_id: int, draft: MetricParamIn, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """Give one metric to every active dimension that it fits, and set the threshold in percent."""
    project = await queries.get_project(session, project_id, lock=True)
    await service.apply_metric_param(session, project, ctx.user_id, draft)
    return await _metric_param(session, ctx)
