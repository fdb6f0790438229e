"""The dashboard of a project."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from touchstone.access.dependencies import OnProject, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, NotFound
from touchstone.dashboards.figures import dashboard
from touchstone.dashboards.schemas import DashboardOut
from touchstone.web.errors import problems
from touchstone.web.responses import Json
from touchstone.web.session import DbSession

router = APIRouter(prefix="/api/projects", tags=["dashboard"])

Viewer = Annotated[ProjectContext, Depends(OnProject(Permission.DASHBOARD_VIEW))]


@router.get(
    "/{project_id}/dashboard/",
    response_model=DashboardOut,
    responses=problems(Forbidden, NotFound),
)
async def get_dashboard(project_id: int, ctx: Viewer, session: DbSession) -> Response:
    """Progress, reviews, agreement, annotators, their matrix and the labels used."""
    return Json(await dashboard(session, project_id))
