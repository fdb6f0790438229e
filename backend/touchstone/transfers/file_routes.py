"""Media files of projects."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from touchstone.access.dependencies import OnProject, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.errors import Forbidden, Invalid, NotFound, TooLarge, UnsupportedMedia
from touchstone.transfers import queries, service
from touchstone.transfers.media_types import media_type
from touchstone.transfers.ranges import one_range
from touchstone.transfers.schemas import FileOut
from touchstone.web.errors import problems
from touchstone.web.session import DbSession

router = APIRouter(prefix="/data/upload", tags=["files"])

Viewer = Annotated[ProjectContext, Depends(OnProject(Permission.TASK_VIEW))]

Importer = Annotated[ProjectContext, Depends(OnProject(Permission.IMPORT))]
NewName = Annotated[
    str,
    Path(
        max_length=200,
        pattern=r"^[^/\\\x00-\x1f\x7f]+$",
        description="Its ending says what it is, such as `.png`.",
    ),
]

SHOWN_INLINE = ("image/", "audio/", "video/")


@router.get(
    "/{project_id}/{name}",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The file"},
        206: {"content": {"application/octet-stream": {}}, "description": "A part of it"},
        304: {"description": "The file that the caller has already"},
        **problems(NotFound),
    },
)
async def get_file(
    project_id: int,
    name: str,
    ctx: Viewer,
    session: DbSession,
    if_none_match: Annotated[str | None, Header()] = None,
    range_: Annotated[str | None, Header(alias="range")] = None,
) -> Response:
    """One media file; it never changes, so it may be kept."""
    found = await queries.find_file(session, project_id, name)
    if found is None:
        raise NotFound("There is no such file.", file=name)
    etag = f'"{found.id}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Disposition": _disposition(found.content_type),
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
    }
    if if_none_match is not None and etag in if_none_match:
        return Response(status_code=304, headers=headers)
    part = one_range(range_, found.size)
    if part is None:
        start, length, status = 0, found.size, 200
    else:
        start, length = part
        status = 206
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{found.size}"
    content = await queries.file_content(session, found.id, start=start, length=length)
    return Response(content, status_code=status, headers=headers, media_type=found.content_type)


@router.put(
    "/{project_id}/{name}",
    status_code=201,
    response_model=FileOut,
    responses=problems(Forbidden, NotFound, TooLarge, UnsupportedMedia),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
)
async def put_file(
    project_id: int, name: NewName, request: Request, ctx: Importer, session: DbSession
) -> FileOut:
    """Keep a media file, the body as it is; tasks name it by the `file` of the answer.

    A file never changes: a name that is taken is refused.
    """
    kind = media_type(name)
    content = await request.body()
    if not content:
        raise Invalid("The file is empty.", code="empty_file")
    await service.store_file(session, project_id, name, kind, content)
    return FileOut(
        file=f"/data/upload/{project_id}/{quote(name)}", content_type=kind, size=len(content)
    )


def _disposition(content_type: str) -> str:
    """What could run as a page is only ever saved."""
    return "inline" if content_type.startswith(SHOWN_INLINE) else "attachment"
