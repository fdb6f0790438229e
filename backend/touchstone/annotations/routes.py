"""Annotations of a task."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response

from touchstone.access.dependencies import OnRow, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.annotations import queries, service
from touchstone.annotations.schemas import AnnotationIn, AnnotationPatch, VersionOut
from touchstone.core.errors import Forbidden, Invalid, NotFound, Stale
from touchstone.models import Annotation, Task
from touchstone.tasks import wire
from touchstone.tasks.detail import own_only
from touchstone.tasks.queries import annotations_of, reviews_of
from touchstone.tasks.schemas import AnnotationOut
from touchstone.web.errors import problems
from touchstone.web.responses import Json
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api", tags=["annotations"], route_class=StrictRoute)


def _on_task(permission: Permission) -> OnRow:
    return OnRow(permission, Task, "task_id", "task")


def _on_annotation(permission: Permission) -> OnRow:
    return OnRow(permission, Annotation, "annotation_id", "annotation")


TaskViewer = Annotated[ProjectContext, Depends(_on_task(Permission.TASK_VIEW))]
Annotator = Annotated[ProjectContext, Depends(_on_task(Permission.ANNOTATION_CREATE))]
Viewer = Annotated[ProjectContext, Depends(_on_annotation(Permission.TASK_VIEW))]
Editor = Annotated[ProjectContext, Depends(_on_annotation(Permission.ANNOTATION_CREATE))]
Deleter = Annotated[ProjectContext, Depends(_on_annotation(Permission.ANNOTATION_DELETE))]


def version_of(if_match: str | None) -> int | None:
    """The version in an If-Match header; `*` and none mean any. Raises Invalid for another form."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'\s*(?:W/)?"?(\d{1,18})"?\s*', if_match)
    if found is None:
        raise Invalid('If-Match must hold one version, such as "3".', code="bad_if_match")
    return int(found.group(1))


IfMatch = Annotated[str | None, Header(description='The version that the caller saw, such as "3".')]


def _reply(shown: dict[str, Any], status: int = 200) -> Response:
    return Json(shown, status_code=status, headers={"ETag": f'"{shown["version"]}"'})


@router.get(
    "/tasks/{task_id}/annotations/",
    response_model=list[AnnotationOut],
    responses=problems(NotFound),
)
async def list_annotations(task_id: int, ctx: TaskViewer, session: DbSession) -> Response:
    """A task's annotations with their reviews; an annotator sees only their own."""
    rows = await annotations_of(session, ctx.project_id, [task_id], author_id=own_only(ctx))
    reviews = await reviews_of(session, ctx.project_id, [row.id for row in rows])
    return Json([wire.annotation(row, reviews.get(row.id, [])) for row in rows])


@router.post(
    "/tasks/{task_id}/annotations/",
    status_code=201,
    response_model=AnnotationOut,
    responses=problems(Forbidden, NotFound),
)
async def create_annotation(
    task_id: int, draft: AnnotationIn, ctx: Annotator, session: DbSession
) -> Response:
    """Submit an annotation; it goes to the review queue and the task is scored anew."""
    annotation_id = await service.create_annotation(session, ctx, task_id, draft)
    row = await queries.get_annotation(session, ctx.project_id, annotation_id)
    return _reply(wire.annotation(row, []), 201)


@router.get(
    "/annotations/{annotation_id}/", response_model=AnnotationOut, responses=problems(NotFound)
)
async def get_annotation(annotation_id: int, ctx: Viewer, session: DbSession) -> Response:
    """One annotation with its reviews; its version is the ETag."""
    shown = await queries.show(session, ctx.project_id, annotation_id)
    if own_only(ctx) is not None and shown["completed_by"] != ctx.user_id:
        raise NotFound("There is no such annotation.", annotation=annotation_id)
    return _reply(shown)


@router.patch(
    "/annotations/{annotation_id}/",
    response_model=AnnotationOut,
    responses=problems(Forbidden, NotFound, Stale),
)
async def update_annotation(
    annotation_id: int,
    patch: AnnotationPatch,
    ctx: Editor,
    session: DbSession,
    if_match: IfMatch = None,
) -> Response:
    """Change an annotation or its ground-truth star; a new result needs a new verdict."""
    await service.update_annotation(
        session, ctx, annotation_id, patch, seen_version=version_of(if_match)
    )
    return _reply(await queries.show(session, ctx.project_id, annotation_id))


@router.delete("/annotations/{annotation_id}/", responses=problems(Forbidden, NotFound, Stale))
async def delete_annotation(
    annotation_id: int, ctx: Deleter, session: DbSession, if_match: IfMatch = None
) -> dict[str, Any]:
    """Delete an annotation with its reviews."""
    await service.delete_annotation(session, ctx, annotation_id, seen_version=version_of(if_match))
    return {}


@router.get(
    "/annotations/{annotation_id}/versions/",
    response_model=list[VersionOut],
    responses=problems(NotFound),
)
async def list_versions(annotation_id: int, ctx: Viewer, session: DbSession) -> Response:
    """The results that later versions replaced, newest first."""
    row = await queries.get_annotation(session, ctx.project_id, annotation_id)
    if own_only(ctx) is not None and row.completed_by != ctx.user_id:
        raise NotFound("There is no such annotation.", annotation=annotation_id)
    return Json(
        [
            {
                "version": version.version,
                "result": wire.fragment(version.result_text),
                "action": version.action,
                "created_by": version.created_by,
                "replaced_at": version.replaced_at,
            }
            for version in await queries.list_versions(session, ctx.project_id, annotation_id)
        ]
    )
