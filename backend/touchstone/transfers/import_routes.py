"""Bringing tasks in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import OnProject, ProjectContext, settings_of
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, Invalid, NotFound, TooLarge, UnsupportedMedia
from touchstone.core.settings import Settings
from touchstone.transfers import queries, service
from touchstone.transfers.schemas import ImportOut, ImportStarted
from touchstone.transfers.uploads import Upload
from touchstone.transfers.wire import import_out, import_started
from touchstone.web.errors import problems
from touchstone.web.responses import Json
from touchstone.web.session import DbSession

router = APIRouter(prefix="/api/projects/{project_id}", tags=["import"])

Importer = Annotated[ProjectContext, Depends(OnProject(Permission.IMPORT))]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        description="Sending the same key again gives the import that the first one made.",
    ),
]
TaskIds = Annotated[bool, Query(description="Also give the ids of the tasks.")]

_RECORDS = {
    "type": "array",
    "items": {"type": "object"},
    "example": [
        {
            "data": {"text": "My parcel is late."},
            "annotations": [
                {
                    "completed_by": {"email": "ana@example.org"},
                    "result": [
                        {
                            "from_name": "topic",
                            "to_name": "text",
                            "type": "choices",
                            "value": {"choices": ["Shipping"]},
                        }
                    ],
                }
            ],
        }
    ],
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _RECORDS},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
_LARGE_UPLOADS = asyncio.Semaphore(4)
"""How many are received at once by this process."""
_UNSUPPORTED = {"commit_to_project": {"false"}, "preannotated_from_fields": None}


@router.post(
    "/import",
    status_code=201,
    response_model=ImportStarted,
    response_model_exclude_none=True,
    responses=problems(Forbidden, NotFound, TooLarge, UnsupportedMedia),
    openapi_extra=_BODY,
)
async def import_tasks(
    project_id: int,
    request: Request,
    ctx: Importer,
    session: DbSession,
    idempotency_key: IdempotencyKey = None,
    return_task_ids: TaskIds = False,
) -> Response:
    """Import Label Studio JSON: tasks with annotations, predictions and drafts, or bare data.

    A list, one object, or one object a line. Whole or not at all. A small JSON body is done at
    once; a file or a larger body is queued, and `import` tells how far it is.
    """
    _refuse_options(request)
    settings = settings_of(request)
    upload = Upload(request.headers, request.stream(), limit=settings.max_upload_bytes)
    async with _turn(upload, session, settings):
        found = await service.receive(
            session,
            project_id,
            ctx.user_id,
            upload,
            idempotency_key=idempotency_key,
            settings=settings,
        )
    ids = await queries.task_ids_of(session, found) if return_task_ids else None
    return Json(import_started(found, ids), status_code=201)


@asynccontextmanager
async def _turn(upload: Upload, session: AsyncSession, settings: Settings) -> AsyncIterator[None]:
    """A large upload may be slow, and holds a connection; it waits for its turn without one."""
    if upload.is_json and upload.is_at_most(settings.inline_import_bytes):
        yield
        return
    await session.rollback()  # what the guard read
    async with _LARGE_UPLOADS:
        yield


def _refuse_options(request: Request) -> None:
    """Options of Label Studio that would silently do nothing here."""
    for name, values in _UNSUPPORTED.items():
        value = request.query_params.get(name)
        if value is not None and (values is None or value.lower() in values):
            raise Invalid(
                f"{name}={value[:40]} is not supported; put predictions into the records, "
                "and send what is to be imported.",
                code="unsupported_option",
                validation_errors={name: ["not supported"]},
            )


@router.get("/imports/", response_model=list[ImportOut], responses=problems(Forbidden, NotFound))
async def list_imports(
    project_id: int,
    ctx: Importer,
    session: DbSession,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[dict[str, Any]]:
    """The newest imports first."""
    found = await queries.list_imports(session, project_id, limit=limit)
    return [import_out(item) for item in found]


@router.get(
    "/imports/{import_id}/",
    response_model=ImportOut,
    response_model_exclude_unset=True,
    responses=problems(Forbidden, NotFound),
)
async def get_import(
    project_id: int,
    import_id: int,
    ctx: Importer,
    session: DbSession,
    return_task_ids: TaskIds = False,
) -> dict[str, Any]:
    """How far an import is, what it made, or why it failed and where."""
    found = await queries.get_import(session, project_id, import_id)
    ids = await queries.task_ids_of(session, found) if return_task_ids else None
    return import_out(found, ids)


@router.post(
    "/imports/{import_id}/cancel/",
    response_model=ImportOut,
    responses=problems(Forbidden, NotFound),
)
async def cancel_import(
    project_id: int, import_id: int, ctx: Importer, session: DbSession
) -> dict[str, Any]:
    """Stop an import that is waiting or under way; nothing of it is kept."""
    found = await queries.get_import(session, project_id, import_id)
    await service.cancel(session, found)
    return import_out(found)
