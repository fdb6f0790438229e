"""Verdicts and the review stream on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from touchstone.access.schemas import UserSimple
from touchstone.models.review import RejectAction
from touchstone.tasks.schemas import AnnotationOut, PredictionOut

MOST_ITEMS = 10
"""That one stream may hold."""


class ReviewIn(BaseModel):
    """A verdict. `accepted` with a `result` that differs is a fix."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {"annotation": 17, "accepted": True, "annotation_version": 1},
                {
                    "annotation": 17,
                    "accepted": False,
                    "reject_action": "requeue",
                    "comment": "The second box is not a car.",
                },
            ]
        },
    )

    annotation: int
    accepted: bool
    result: list[Any] | None = None
    comment: Annotated[str, BeforeValidator(lambda v: v or ""), Field(max_length=10_000)] = ""
    reject_action: RejectAction | None = None
    started_at: datetime | None = None
    annotation_version: int | None = None
    """The version that the reviewer saw; a newer one is answered with 412."""
    stream: UUID | None = None


class StreamIn(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"example": {"stream": "3f0b3b0e-4f3e-4f0e-9a57-5b1f2f0f2f61"}}
    )

    stream: UUID
    """Names one browser tab; its items are leased to it alone."""


class NextIn(StreamIn):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {"stream": "3f0b3b0e-4f3e-4f0e-9a57-5b1f2f0f2f61", "limit": 3}
        }
    )

    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS)] = 3
    tasks: Annotated[list[int] | None, Field(max_length=10_000)] = None
    """Serve only annotations of these tasks."""


class StreamTask(BaseModel):
    id: int
    inner_id: int
    data: dict[str, Any]
    agreement: float | None
    ground_truth: bool


class StreamItem(BaseModel):
    annotation: AnnotationOut
    task: StreamTask
    others: list[AnnotationOut]
    predictions: list[PredictionOut]
    leased_until: AwareDatetime | None
    author: UserSimple | None
    users: dict[str, UserSimple]


class NextOut(BaseModel):
    items: list[StreamItem]
    remaining: int
    """Annotations that wait for this reviewer, those on screen included."""
    remaining_is_minimum: bool
    """True when there are more than could be counted quickly."""
    held_by_others: int
    """Of the remaining ones, how many others hold; counted when there is nothing to serve."""
    lease_seconds: int


class RenewOut(BaseModel):
    items: list[int]
    leased_until: AwareDatetime | None


class ReleaseOut(BaseModel):
    released: int
