"""Single tasks. Lists of them are the Data Manager's."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from touchstone.access.dependencies import Enter, InBody, OnProject, OnRow, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, NotFound
from touchstone.models import Task
from touchstone.tasks import queries, service
from touchstone.tasks.detail import task_detail
from touchstone.tasks.schemas import TaskDetail, TaskIn, TaskPatch
from touchstone.web.errors import problems
from touchstone.web.responses import Json
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api", tags=["tasks"], route_class=StrictRoute)


def _on_task(permission: Permission) -> OnRow:
    return OnRow(permission, Task, "task_id", "task")


EnterToCreate = Annotated[Enter, Depends(InBody(Permission.TASK_CREATE))]
Viewer = Annotated[ProjectContext, Depends(_on_task(Permission.TASK_VIEW))]
Editor = Annotated[ProjectContext, Depends(_on_task(Permission.TASK_UPDATE))]
Deleter = Annotated[ProjectContext, Depends(_on_task(Permission.TASK_DELETE))]
ProjectCleaner = Annotated[ProjectContext, Depends(OnProject(Permission.TASK_DELETE))]


@router.post(
    "/tasks/",
    status_code=201,
    response_model=TaskDetail,
    responses=problems(Forbidden, NotFound),
)
async def create_task(draft: TaskIn, enter: EnterToCreate, session: DbSession) -> Response:
    """Add one task to a project."""
    ctx = await enter(draft.project)
    task = await service.create_task(
        session,
        ctx.project_id,
        ctx.user_id,
        data=draft.data,
        meta=draft.meta,
        overlap=draft.overlap,
    )
    return Json(await task_detail(session, ctx, task), status_code=201)


@router.get("/tasks/{task_id}/", response_model=TaskDetail, responses=problems(NotFound))
async def get_task(task_id: int, ctx: Viewer, session: DbSession) -> Response:
    """One task with its annotations, reviews, predictions, drafts and pair scores."""
    task = await queries.get_task(session, ctx.project_id, task_id)
    return Json(await task_detail(session, ctx, task))


@router.patch(
    "/tasks/{task_id}/", response_model=TaskDetail, responses=problems(Forbidden, NotFound)
)
async def update_task(task_id: int, patch: TaskPatch, ctx: Editor, session: DbSession) -> Response:
    """Change a task's data, meta or overlap; figures are computed and cannot be set."""
    changes = patch.model_dump(exclude_unset=True)
    for name in ("data", "overlap"):
        if changes.get(name, True) is None:
            del changes[name]
    task = await service.update_task(session, ctx.project_id, task_id, changes)
    return Json(await task_detail(session, ctx, task))


@router.delete("/tasks/{task_id}/", responses=problems(Forbidden, NotFound))
async def delete_task(task_id: int, ctx: Deleter, session: DbSession) -> dict[str, Any]:
    """Delete a task with its annotations, reviews and predictions."""
    await service.delete_tasks(session, ctx.project_id, [task_id])
    return {}


@router.delete("/projects/{project_id}/tasks/", responses=problems(Forbidden, NotFound))
async def delete_all_tasks(
    project_id: int, ctx: ProjectCleaner, session: DbSession
) -> dict[str, Any]:
    """Delete every task of a project."""
    return {"deleted": await service.delete_all_tasks(session, project_id)}
