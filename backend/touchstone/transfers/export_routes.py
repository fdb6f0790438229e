"""Taking tasks out."""

from collections.abc import Sequence
from datetime import UTC
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from touchstone.access.dependencies import OnProject, ProjectContext
from touchstone.access.permissions import Permission
from touchstone.core.clock import utc_now
from touchstone.core.errors import Forbidden, Invalid, NotFound
from touchstone.transfers.writers.label_studio import Selection, stream_tasks
from touchstone.web.errors import problems

router = APIRouter(prefix="/api/projects/{project_id}", tags=["export"])

FORMATS = ("JSON",)
MAX_IDS = 100_000

Exporter = Annotated[ProjectContext, Depends(OnProject(Permission.EXPORT))]


@router.get("/export/formats", response_model=list[str], responses=problems(Forbidden, NotFound))
async def list_export_formats(project_id: int, ctx: Exporter) -> tuple[str, ...]:
    """The formats that `exportType` may name."""
    return FORMATS


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {"application/json": {"schema": {"type": "array", "items": {}}}},
            "description": "Tasks in Label Studio's export form",
        },
        **problems(Forbidden, NotFound),
    },
)
async def export_tasks(
    project_id: int,
    request: Request,
    ctx: Exporter,
    export_type: Annotated[str | None, Query()] = None,
    export_type_camel: Annotated[str | None, Query(alias="exportType")] = None,
    download_all_tasks: Annotated[
        bool, Query(description="Also tasks without annotations.")
    ] = False,
    download_resources: Annotated[
        bool,
        Query(description="Taken for Label Studio's sake; JSON names files, never holds them."),
    ] = False,
    reviewed: Annotated[
        Literal["only"] | None, Query(description="Only tasks whose review is done.")
    ] = None,
    ids: Annotated[list[str] | None, Query(description="Only these tasks.")] = None,
    ids_bracketed: Annotated[list[str] | None, Query(alias="ids[]")] = None,
) -> StreamingResponse:
    """All tasks with annotations, reviews, predictions and drafts, as they were at one moment.

    Importing the file into another project gives the same again.
    """
    _check_format(export_type_camel or export_type)
    selection = Selection(
        project_id=project_id,
        everything=download_all_tasks,
        reviewed=reviewed == "only",
        task_ids=_numbers([*(ids or ()), *(ids_bracketed or ())]),
    )
    stamp = utc_now().astimezone(UTC).strftime("%Y-%m-%d-%H-%M")
    return StreamingResponse(
        stream_tasks(request.app.state.read_sessions, selection),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="project-{project_id}-at-{stamp}.json"',
            "Cache-Control": "no-store",
        },
    )


def _check_format(name: str | None) -> None:
    if name is not None and name.upper() not in FORMATS:
        raise Invalid(
            f"There is no export format {name[:40]!r}; choose one of {', '.join(FORMATS)}.",
            code="unknown_format",
            validation_errors={"exportType": [f"one of {', '.join(FORMATS)}"]},
        )


def _numbers(values: Sequence[str]) -> list[int] | None:
    """Repeated or comma-separated; None where none were given."""
    if not values:
        return None
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise Invalid("ids must be whole numbers.", code="bad_ids")
    if len(parts) > MAX_IDS:
        raise Invalid(f"Name at most {MAX_IDS:,} tasks.", code="too_many")
    return [int(part) for part in parts]
