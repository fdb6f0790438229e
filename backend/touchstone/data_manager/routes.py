"""Lists of tasks, their columns, and actions on many of them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from touchstone.access.dependencies import OnQueryProject, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, Invalid, NotFound
from touchstone.data_manager import service
from touchstone.data_manager.listing import Counting, Wanted, list_tasks
from touchstone.data_manager.schemas import (
    ActionIn,
    ActionOut,
    ActionResult,
    ColumnsOut,
    TaskPage,
)
from touchstone.data_manager.selection import Selection, parse_parts, parse_query
from touchstone.data_manager.shown_columns import list_columns
from touchstone.web.errors import problems
from touchstone.web.pagination import MAX_PAGE_SIZE
from touchstone.web.responses import Json
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api", tags=["data manager"], route_class=StrictRoute)

Viewer = Annotated[ProjectContext, Depends(OnQueryProject(Permission.DATA_MANAGER_VIEW))]
Actor = Annotated[ProjectContext, Depends(OnQueryProject(Permission.BULK_ACTION))]
View = Annotated[int | None, Query(description="Saved views are not there yet.")]

OF_ONE_PAGE = frozenset({"page", "page_size", "fields", "include"})
"""Parameters that the totals of a list do not depend on."""

QUERY_HELP = (
    "JSON text: `{filters: {conjunction, items: [{filter, operator, type, value}]}, "
    "ordering: [column], selectedItems}`, or the filters alone."
)


@router.get(
    "/tasks/",
    operation_id="list_tasks",
    response_model=TaskPage,
    responses=problems(Forbidden, NotFound),
)
async def get_tasks(
    request: Request,
    ctx: Viewer,
    session: DbSession,
    page: Annotated[int, Query(ge=1, le=10_000_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 100,
    query: Annotated[str | None, Query(max_length=50_000, description=QUERY_HELP)] = None,
    fields: Literal["task_only", "all", "id"] = "task_only",
    include: Annotated[str | None, Query(max_length=2000)] = None,
    review: bool = False,
    only_annotated: bool = False,
    view: View = None,
) -> Response:
    """One page of a project's tasks, filtered and ordered; a page past the end is 404.

    With `fields=all` the annotations, predictions and drafts come along; with `review=true`
    only tasks that have an annotation for the caller to review.
    """
    _refuse_view(view)
    params = request.query_params.multi_items()
    wanted = Wanted(
        selection=parse_query(params),
        key=tuple(pair for pair in params if pair[0] not in OF_ONE_PAGE),
        page=page,
        page_size=page_size,
        fields=fields,
        include=frozenset(include.split(",")) if include else None,
        only_annotated=only_annotated,
        only_for_review=review,
    )
    state = request.app.state
    counting = Counting(state.shared_counts, state.read_sessions)
    return Json(await list_tasks(session, ctx, wanted, counting))


@router.get("/dm/columns/", response_model=ColumnsOut, responses=problems(Forbidden, NotFound))
async def get_columns(ctx: Viewer, session: DbSession) -> dict[str, Any]:
    """The columns of a project's tasks, with what each can be filtered by."""
    return await list_columns(session, ctx.project_id)


@router.get("/dm/actions/", response_model=list[ActionOut], responses=problems(Forbidden, NotFound))
async def list_actions(ctx: Viewer) -> list[dict[str, Any]]:
    """The actions that the caller may do on many tasks."""
    return [
        {
            "id": action.id,
            "title": action.title,
            "order": order,
            "permission": action.permission,
            "experimental": False,
            "dialog": {"title": action.title, "text": action.question, "type": "confirm"},
        }
        for order, action in enumerate(service.ACTIONS.values())
        if ctx.can(Permission.BULK_ACTION) and ctx.can(action.permission)
    ]


@router.post("/dm/actions/", response_model=ActionResult, responses=problems(Forbidden, NotFound))
async def run_action(
    draft: ActionIn,
    ctx: Actor,
    session: DbSession,
    id: Annotated[str, Query(max_length=100)],
    view: View = None,
) -> dict[str, Any]:
    """Do something to all selected tasks, or to none of them if anything is wrong."""
    _refuse_view(view)
    action = service.find_action(id)
    done = await service.run_action(session, ctx, action, _selection(draft))
    return {
        "processed_items": done,
        "detail": f"{action.title}: {done} {action.noun}.",
        "reload": True,
    }


def _selection(draft: ActionIn) -> Selection:
    if draft.selected_items is None:
        raise Invalid(
            'Say which tasks: selectedItems {"all": false, "included": [ids]} or '
            '{"all": true, "excluded": []}.',
            code="bad_selection",
        )
    return parse_parts(
        {
            "filters": draft.filters,
            "ordering": draft.ordering,
            "selectedItems": draft.selected_items,
        }
    )


def _refuse_view(view: int | None) -> None:
    if view is not None:
        raise NotFound("There is no such view.", view=view)
