"""Answers of models."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Response

from touchstone.access.dependencies import Enter, InBody, OnProject, OnRow, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, Invalid, NotFound
from touchstone.models import Prediction
from touchstone.tasks import wire
from touchstone.tasks.schemas import PredictionOut
from touchstone.transfers import predictions, queries
from touchstone.transfers.schemas import PredictionIn, PredictionPatch, PredictionsImported
from touchstone.web.errors import problems
from touchstone.web.responses import Json
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api", tags=["predictions"], route_class=StrictRoute)


def _on_prediction(permission: Permission) -> OnRow:
    return OnRow(permission, Prediction, "prediction_id", "prediction")


Bulk = Annotated[ProjectContext, Depends(OnProject(Permission.PREDICTION_CREATE))]
EnterToCreate = Annotated[Enter, Depends(InBody(Permission.PREDICTION_CREATE))]
EnterToView = Annotated[Enter, Depends(InBody(Permission.TASK_VIEW))]
Viewer = Annotated[ProjectContext, Depends(_on_prediction(Permission.TASK_VIEW))]
Editor = Annotated[ProjectContext, Depends(_on_prediction(Permission.PREDICTION_CREATE))]


EXAMPLE = [
    {
        "task": 17,
        "result": [
            {
                "from_name": "topic",
                "to_name": "text",
                "type": "choices",
                "value": {"choices": ["Billing"]},
            }
        ],
        "score": 0.9,
        "model_version": "m1",
    }
]


@router.post(
    "/projects/{project_id}/import/predictions",
    status_code=201,
    response_model=PredictionsImported,
    tags=["import"],
    responses=problems(Forbidden, NotFound),
)
async def import_predictions(
    project_id: int,
    items: Annotated[list[dict[str, Any]], Body(examples=[EXAMPLE])],
    ctx: Bulk,
    session: DbSession,
) -> dict[str, int]:
    """Add predictions to tasks that are there, all of them or none."""
    return {"created": await predictions.import_many(session, project_id, items)}


@router.get(
    "/predictions/", response_model=list[PredictionOut], responses=problems(Forbidden, NotFound)
)
async def list_predictions(
    enter: EnterToView,
    session: DbSession,
    project: Annotated[int | None, Query()] = None,
    task: Annotated[int | None, Query()] = None,
    task__project: Annotated[int | None, Query()] = None,
) -> Response:
    """The predictions of a task or of a project; one of them must be named."""
    project_id = project if project is not None else task__project
    if task is not None:
        owner = await queries.project_of_task(session, task)
        if project_id not in {None, owner}:
            raise NotFound("There is no such task in this project.", task=task)
        project_id = owner
    if project_id is None:
        raise Invalid("Name a task or a project.", code="project_required")
    await enter(project_id)
    rows = await queries.list_predictions(session, project_id, task)
    return Json([wire.prediction(row) for row in rows])


@router.post(
    "/predictions/",
    status_code=201,
    response_model=PredictionOut,
    responses=problems(Forbidden, NotFound),
)
async def create_prediction(
    draft: PredictionIn, enter: EnterToCreate, session: DbSession
) -> Response:
    """Add one prediction to a task."""
    ctx = await enter(await queries.project_of_task(session, draft.task))
    number = await predictions.create(session, ctx.project_id, draft)
    row = await queries.get_prediction(session, ctx.project_id, number)
    return Json(wire.prediction(row), status_code=201)


@router.get(
    "/predictions/{prediction_id}/", response_model=PredictionOut, responses=problems(NotFound)
)
async def get_prediction(prediction_id: int, ctx: Viewer, session: DbSession) -> Response:
    """One prediction."""
    row = await queries.get_prediction(session, ctx.project_id, prediction_id)
    return Json(wire.prediction(row))


@router.patch(
    "/predictions/{prediction_id}/",
    response_model=PredictionOut,
    responses=problems(Forbidden, NotFound),
)
async def update_prediction(
    prediction_id: int, patch: PredictionPatch, ctx: Editor, session: DbSession
) -> Response:
    """Change a prediction; its task stays the same."""
    await predictions.update(session, ctx.project_id, prediction_id, patch)
    row = await queries.get_prediction(session, ctx.project_id, prediction_id)
    return Json(wire.prediction(row))


@router.delete("/predictions/{prediction_id}/", responses=problems(Forbidden, NotFound))
async def delete_prediction(prediction_id: int, ctx: Editor, session: DbSession) -> dict[str, Any]:
    """Delete a prediction."""
    await predictions.remove(session, ctx.project_id, prediction_id)
    return {}
