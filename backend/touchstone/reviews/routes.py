"""Verdicts and the review stream."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ValidationError

from touchstone.access.dependencies import (
    Caller,
    InService,
    OnProject,
    OnRow,
    ProjectContext,
    SignedIn,
    settings_of,
)
from touchstone.access.permissions import Permission
from touchstone.annotations.routes import IfMatch, version_of
from touchstone.core.errors import Forbidden, Held, Invalid, NotFound, Stale
from touchstone.models import Review
from touchstone.reviews import queries, service, stream
from touchstone.reviews.schemas import (
    NextIn,
    NextOut,
    ReleaseOut,
    RenewOut,
    ReviewIn,
    StreamIn,
    StreamItem,
)
from touchstone.tasks import wire
from touchstone.tasks.schemas import ReviewOut
from touchstone.web.errors import problems
from touchstone.web.responses import Json
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api", tags=["reviews"], route_class=StrictRoute)

Me = Annotated[Caller, Depends(SignedIn())]
Reviewer = Annotated[Caller, Depends(InService(Permission.REVIEW_CREATE))]
StreamReviewer = Annotated[ProjectContext, Depends(OnProject(Permission.REVIEW_CREATE))]
ReviewViewer = Annotated[
    ProjectContext, Depends(OnRow(Permission.DATA_MANAGER_VIEW, Review, "review_id", "review"))
]
ReviewDeleter = Annotated[
    ProjectContext, Depends(OnRow(Permission.REVIEW_DELETE, Review, "review_id", "review"))
]


@router.get("/annotation-reviews/", response_model=list[ReviewOut], responses=problems())
async def list_reviews(
    caller: Me,
    session: DbSession,
    annotation: Annotated[int | None, Query()] = None,
    project: Annotated[int | None, Query(alias="annotation__task__project")] = None,
    page: Annotated[int, Query(ge=1)] = 1,
    page_size: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Response:
    """Reviews in the caller's projects, oldest first; an annotator sees those of own work."""
    rows = await queries.list_reviews(
        session,
        caller,
        annotation_id=annotation,
        project_id=project,
        offset=(page - 1) * page_size,
        limit=page_size,
    )
    return Json([wire.review(row) for row in rows])


@router.post(
    "/annotation-reviews/",
    status_code=201,
    response_model=ReviewOut,
    responses=problems(Forbidden, NotFound, Stale, Held),
)
async def submit_review(
    draft: ReviewIn, caller: Reviewer, session: DbSession, if_match: IfMatch = None
) -> Response:
    """Accept, fix and accept, or reject one version of an annotation."""
    if draft.annotation_version is None:
        draft.annotation_version = version_of(if_match)
    return Json(wire.review(await service.submit_review(session, caller, draft)), 201)


@router.get(
    "/annotation-reviews/{review_id}/", response_model=ReviewOut, responses=problems(NotFound)
)
async def get_review(review_id: int, ctx: ReviewViewer, session: DbSession) -> Response:
    """One review."""
    return Json(wire.review(await session.get_one(Review, (ctx.project_id, review_id))))


@router.delete("/annotation-reviews/{review_id}/", responses=problems(Forbidden, NotFound))
async def delete_review(review_id: int, ctx: ReviewDeleter, session: DbSession) -> dict[str, Any]:
    """Take a verdict back; the annotation waits for another unless an older verdict stands."""
    await service.delete_review(session, ctx, review_id)
    return {}


@router.post(
    "/projects/{project_id}/review-stream/next",
    response_model=NextOut,
    tags=["review stream"],
    responses=problems(Forbidden, NotFound),
)
async def next_items(
    project_id: int, draft: NextIn, request: Request, ctx: StreamReviewer, session: DbSession
) -> Response:
    """The items this stream holds, topped up with the next free ones, each under a lease."""
    seconds = settings_of(request).lease_seconds
    return Json(await stream.lease_next(session, ctx, draft, lease_seconds=seconds))


@router.get(
    "/projects/{project_id}/review-stream/items/{annotation_id}",
    response_model=StreamItem,
    tags=["review stream"],
    responses=problems(Forbidden, NotFound),
)
async def get_item(
    project_id: int, annotation_id: int, ctx: StreamReviewer, session: DbSession
) -> Response:
    """One item to look at again, with its reviews and without a lease."""
    return Json(await stream.get_item(session, ctx, annotation_id))


@router.post(
    "/projects/{project_id}/review-stream/renew",
    response_model=RenewOut,
    tags=["review stream"],
    responses=problems(Forbidden, NotFound),
)
async def renew_leases(
    project_id: int, draft: StreamIn, request: Request, ctx: StreamReviewer, session: DbSession
) -> Response:
    """Hold on to the items on screen."""
    seconds = settings_of(request).lease_seconds
    return Json(await stream.renew(session, ctx, draft.stream, lease_seconds=seconds))


@router.post(
    "/projects/{project_id}/review-stream/release",
    response_model=ReleaseOut,
    tags=["review stream"],
    responses=problems(Forbidden, NotFound),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": StreamIn.model_json_schema()},
                "text/plain": {"schema": {"type": "string"}},
            },
        }
    },
)
async def release_leases(
    project_id: int, request: Request, ctx: StreamReviewer, session: DbSession
) -> dict[str, int]:
    """Let go of everything this stream holds; a closing page may send it as text/plain."""
    try:
        draft = StreamIn.model_validate_json(await request.body())
    except ValidationError as error:
        raise Invalid('Send {"stream": "<uuid>"}.', code="validation") from error
    return {"released": await stream.release(session, ctx, draft.stream)}
