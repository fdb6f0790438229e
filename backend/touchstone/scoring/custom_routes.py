"""A project's own agreement function, over HTTP; paths and fields are Label Studio's."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from touchstone.access.dependencies import OnProject, ProjectContext, settings_of
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, NotFound
from touchstone.models import CustomMetric
from touchstone.scoring import custom, custom_queries
from touchstone.scoring.custom_schemas import (
    CustomCheckIn,
    CustomCheckOut,
    CustomCodeIn,
    CustomCodeOut,
    CustomLogsOut,
)
from touchstone.web.errors import problems
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api/projects/{project_id}", tags=["agreement"], route_class=StrictRoute)

Author = Annotated[ProjectContext, Depends(OnProject(Permission.METRIC_CODE))]


def _require_allowed(request: Request) -> None:
    if not settings_of(request).custom_metrics:
        raise Forbidden(custom.NOT_ALLOWED, code="custom_metrics_off")


def _wire(metric: CustomMetric | None, *, allowed: bool) -> dict[str, Any]:
    deployed = metric is not None and metric.is_active
    return {
        "code": metric.code if metric is not None else "",
        "status": "Active" if deployed and allowed else "Error" if deployed else "NotDeployed",
        "is_active": deployed,
        "allowed": allowed,
        "reason": None if allowed else custom.NOT_ALLOWED,
        "updated_by": metric.updated_by if metric is not None else None,
        "updated_at": metric.updated_at if metric is not None else None,
    }


@router.get(
    "/custom-function", response_model=CustomCodeOut, responses=problems(Forbidden, NotFound)
)
async def get_custom_function(
    project_id: int, ctx: Author, session: DbSession, request: Request
) -> dict[str, Any]:
    """The project's own agreement function, and whether the operator allows one."""
    metric = await custom_queries.find_metric(session, project_id)
    return _wire(metric, allowed=settings_of(request).custom_metrics)


@router.post(
    "/custom-function", response_model=CustomCodeOut, responses=problems(Forbidden, NotFound)
)
async def deploy_custom_function(
    project_id: int, body: CustomCodeIn, ctx: Author, session: DbSession, request: Request
) -> dict[str, Any]:
    """Score the project by this function; refused with the reason when the code does not load."""
    _require_allowed(request)
    metric = await custom.deploy(session, project_id, body.code, ctx.user_id)
    return _wire(metric, allowed=True)


@router.delete("/custom-function", status_code=204, responses=problems(Forbidden, NotFound))
async def withdraw_custom_function(project_id: int, ctx: Author, session: DbSession) -> Response:
    """Score the project by its dimensions again; the code is kept, switched off."""
    await custom.withdraw(session, project_id, ctx.user_id)
    return Response(status_code=204)


@router.post(
    "/check-function", response_model=CustomCheckOut, responses=problems(Forbidden, NotFound)
)
async def check_custom_function(
    project_id: int, body: CustomCheckIn, ctx: Author, session: DbSession, request: Request
) -> dict[str, Any]:
    """Try code on two annotations of the project; nothing is kept."""
    _require_allowed(request)
    pair = await custom_queries.find_pair(session, project_id, body.task)
    if body.task is not None and pair is None:
        raise NotFound("This task does not have two annotations of different people.")
    if pair is None:
        outcome = await custom.try_code(body.code)
    else:
        outcome = await custom.try_pair(body.code, *pair)
    return {
        "ok": outcome.error is None,
        "score": outcome.score,
        "labels": outcome.labels,
        "error": outcome.error,
        "stdout": outcome.printed,
        "notes": outcome.notes,
        "task": pair[0].task_id if pair else None,
        "annotations": [side.item_id for side in pair or ()],
    }


@router.get(
    "/custom-function-logs", response_model=CustomLogsOut, responses=problems(Forbidden, NotFound)
)
async def list_custom_function_logs(
    project_id: int,
    ctx: Author,
    session: DbSession,
    start_date: date | None = None,
    end_date: date | None = None,
    limit: Annotated[int, Query(ge=1, le=custom.LOGS_KEPT)] = 100,
) -> dict[str, Any]:
    """What the function printed and where it failed, the newest first."""
    logs = await custom_queries.list_logs(
        session, project_id, start=start_date, end=end_date, limit=limit
    )
    results = [
        {"id": log.id, "task": log.task_id, "message": log.message, "created_at": log.created_at}
        for log in logs
    ]
    return {"results": results}
