"""Agreement with its uncertainty: the whole picture, the matrix, single tasks, problems."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from touchstone.access.dependencies import OnProject, OnRow, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, Invalid, NotFound
from touchstone.dashboards import stats_confused_tasks, stats_problems, stats_report, stats_tasks
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards.stats_report_schemas import (
    AgreementReportOut,
    ConfusedTasksOut,
    MatrixOut,
    ProblemsOut,
    TaskAgreementOut,
)
from touchstone.dashboards.stats_schemas import TaskMatrixOut
from touchstone.dashboards.stats_tasks import Selection
from touchstone.models import Task
from touchstone.models.score import OVERALL, ConfusionMode
from touchstone.web.errors import problems
from touchstone.web.pagination import Paging
from touchstone.web.responses import Json
from touchstone.web.session import DbSession

router = APIRouter(tags=["agreement"])

Viewer = Annotated[ProjectContext, Depends(OnProject(Permission.DASHBOARD_VIEW))]
TaskViewer = Annotated[
    ProjectContext, Depends(OnRow(Permission.DASHBOARD_VIEW, Task, "task_id", "task"))
]
Label = Annotated[str, Query(max_length=2_000)]
MOST_TASKS = 1_000
RESPONSES = problems(Forbidden, NotFound)


@router.get(
    "/api/projects/{project_id}/agreement-report/",
    response_model=AgreementReportOut,
    responses=RESPONSES,
)
async def get_agreement_report(project_id: int, ctx: Viewer, session: DbSession) -> Any:
    """How well annotators agree, overall and by dimension, with intervals and coefficients."""
    generation = await queries.current_generation(session, project_id)
    return Json(await stats_report.report(session, generation, project_id))


@router.get(
    "/api/projects/{project_id}/agreement-matrix/",
    response_model=MatrixOut,
    responses=RESPONSES,
)
async def get_agreement_matrix(
    project_id: int, ctx: Viewer, session: DbSession, dimension: int | None = None
) -> Any:
    """Annotators, ground truth and model versions with each other."""
    generation = await queries.current_generation(session, project_id)
    which = OVERALL if dimension is None else dimension
    return Json(await stats_report.project_matrix(session, generation, which))


@router.get(
    "/api/projects/{project_id}/agreement-confused-tasks/",
    response_model=ConfusedTasksOut,
    responses=RESPONSES,
)
async def list_confused_tasks(
    project_id: int,
    ctx: Viewer,
    session: DbSession,
    dimension: int,
    actual: Label,
    label: Label,
    mode: ConfusionMode = ConfusionMode.ALL,
    limit: Annotated[int, Query(ge=1, le=MOST_TASKS)] = 50,
) -> Any:
    """The first tasks in which one label met another; "" stands for no label."""
    generation = await queries.current_generation(session, project_id)
    return Json(
        await stats_confused_tasks.confused_tasks(
            session,
            generation,
            dimension_id=dimension,
            mode=mode,
            actual=actual,
            label=label,
            limit=limit,
        )
    )


@router.get(
    "/api/projects/{project_id}/agreement-problems/",
    response_model=ProblemsOut,
    responses=RESPONSES,
)
async def list_agreement_problems(
    project_id: int,
    ctx: Viewer,
    session: DbSession,
    paging: Paging,
    reason: Annotated[str | None, Query(max_length=100)] = None,
    dimension: int | None = None,
) -> Any:
    """What could not be scored, and why; the other answers of these tasks are."""
    generation = await queries.current_generation(session, project_id)
    found, counts = await stats_problems.problems(
        session,
        generation,
        reason=reason,
        dimension_id=dimension,
        offset=paging.offset,
        limit=paging.page_size,
    )
    return Json(paging.wrap(found, sum(counts.values())) | {"by_reason": counts})


@router.get(
    "/api/tasks/{task_id}/agreement-matrix/",
    response_model=TaskAgreementOut,
    responses=RESPONSES,
)
async def get_task_agreement(task_id: int, ctx: TaskViewer, session: DbSession) -> Any:
    """One task: every dimension's score of every pair, and what could not be scored."""
    generation = await queries.current_generation(session, ctx.project_id)
    return Json(await stats_tasks.task_agreement(session, generation, ctx.project_id, task_id))


SELECTION = {
    "parameters": [
        {
            "name": f"selection[{name}]",
            "in": "query",
            "required": False,
            "description": text,
            "schema": schema,
        }
        for name, text, schema in (
            ("annotators][all", "All annotators.", {"type": "boolean"}),
            (
                "annotators][ids",
                "These accounts.",
                {"type": "array", "items": {"type": "integer"}},
            ),
            ("models][all", "All model versions.", {"type": "boolean"}),
            ("models][ids", "These versions.", {"type": "array", "items": {"type": "string"}}),
            ("ground_truth", "The ground truth.", {"type": "boolean"}),
        )
    ]
}


@router.get(
    "/api/projects/{project_id}/tasks/{task_id}/agreement-matrix",
    response_model=TaskMatrixOut,
    responses=RESPONSES,
    openapi_extra=SELECTION,
)
async def get_task_agreement_matrix(
    project_id: int,
    task_id: int,
    ctx: Viewer,
    session: DbSession,
    request: Request,
    dimension: int | None = None,
) -> Any:
    """The matrix of one task between those selected; without a selection between all."""
    generation = await queries.current_generation(session, project_id)
    return Json(
        await stats_tasks.task_matrix(
            session,
            generation,
            project_id,
            task_id,
            dimension_id=dimension,
            selection=selected(request),
        )
    )


MOST_SELECTED = 1_000
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def selected(request: Request) -> Selection:
    """From keys such as `selection[annotators][ids]`. Raises Invalid."""
    query = request.query_params
    if not any(key.startswith("selection[") for key in query):
        return Selection(None, None, ground_truth=True)
    users, models = (
        query.getlist(f"selection[{kind}][ids]") + query.getlist(f"selection[{kind}][ids][]")
        for kind in ("annotators", "models")
    )
    if len(users) + len(models) > MOST_SELECTED:
        raise Invalid(f"At most {MOST_SELECTED} can be selected.", code="too_many_ids")
    if not all(user.isascii() and user.isdigit() and len(user) < 19 for user in users):
        raise Invalid("selection[annotators][ids] must be ids of accounts.", code="bad_ids")
    return Selection(
        None if _flag(request, "annotators][all") else frozenset(map(int, users)),
        None if _flag(request, "models][all") else frozenset(models),
        ground_truth=_flag(request, "ground_truth"),
    )


def _flag(request: Request, name: str) -> bool:
    text = request.query_params.get(f"selection[{name}]", "false").lower()
    if text not in _TRUTH:
        raise Invalid(f"selection[{name}] must be true or false.", code="bad_selection")
    return _TRUTH[text]
