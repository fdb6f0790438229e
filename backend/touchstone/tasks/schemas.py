"""Tasks, annotations, predictions and reviews on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from touchstone.models.annotation import ReviewState
from touchstone.models.review import RejectAction, Verdict
from touchstone.models.task import TaskState

Result = list[dict[str, Any]]


class ReviewOut(BaseModel):
    """One reviewer's verdict on one version of an annotation."""

    id: int
    annotation: int
    task: int
    project: int
    accepted: bool
    verdict: Verdict
    annotation_version: int
    fixed_version: int | None
    reject_action: RejectAction | None
    remove_from_queue: bool
    comment: str
    created_by: int | None
    created_at: datetime
    started_at: datetime | None


class AnnotationOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": 17,
                "task": 5,
                "project": 1,
                "version": 1,
                "result": [
                    {
                        "from_name": "topic",
                        "to_name": "text",
                        "type": "choices",
                        "value": {"choices": ["Billing"]},
                    }
                ],
                "result_count": 1,
                "completed_by": 3,
                "was_cancelled": False,
                "ground_truth": False,
                "review_state": "pending",
            }
        }
    )

    id: int
    task: int
    project: int
    version: int
    """Grows with every change of `result`; the ETag of the annotation."""
    result: Result
    result_count: int
    completed_by: int | None
    was_cancelled: bool
    ground_truth: bool
    lead_time: float | None
    created_at: datetime
    updated_at: datetime
    updated_by: int | None
    draft_created_at: datetime | None
    last_action: str
    last_created_by: int | None
    review_state: ReviewState
    unique_id: str | None
    import_id: int | None
    parent_prediction: int | None
    parent_annotation: int | None
    reviews: list[ReviewOut] | None = None


class PredictionOut(BaseModel):
    id: int
    task: int
    project: int
    result: Result
    score: float | None
    model_version: str
    created_at: datetime
    updated_at: datetime


class DraftOut(BaseModel):
    id: int
    task: int
    annotation: int | None
    user: int | None
    result: Result
    lead_time: float | None
    created_at: datetime
    updated_at: datetime


class TaskMember(BaseModel):
    user_id: int
    email: str
    first_name: str
    last_name: str
    initials: str


class PairScoreOut(BaseModel):
    left_annotation: int
    right_annotation: int
    score: float


class TaskOut(BaseModel):
    """A task with its figures. An annotator gets no `agreement`, `annotators` or `reviewers`."""

    id: int
    inner_id: int
    project: int
    data: dict[str, Any]
    meta: dict[str, Any] | None
    overlap: int
    state: TaskState
    is_labeled: bool
    file_upload: str | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    total_annotations: int
    cancelled_annotations: int
    total_predictions: int
    annotators: list[TaskMember]
    annotators_count: int
    reviewers: list[TaskMember]
    reviewers_count: int
    reviews_accepted: int
    reviews_rejected: int
    reviewed: bool
    reviewed_at: datetime | None
    ground_truth: bool
    draft_exists: bool
    avg_lead_time: float | None
    predictions_score: float | None
    predictions_model_versions: str
    agreement: float | None
    agreement_undefined: str | None
    scoring_pending: bool


class TaskDetail(TaskOut):
    annotations: list[AnnotationOut]
    predictions: list[PredictionOut]
    drafts: list[DraftOut]
    pair_scores: list[PairScoreOut]
    users: dict[str, Any]
    """The people behind the ids in this answer, by id."""


class TaskIn(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={"example": {"project": 1, "data": {"text": "My parcel is late."}}},
    )

    project: int
    data: dict[str, Any]
    meta: dict[str, Any] | None = None
    overlap: Annotated[int, Field(ge=1, le=1000)] | None = None


class TaskPatch(BaseModel):
    model_config = ConfigDict(
        extra="ignore", json_schema_extra={"example": {"data": {"text": "My parcel is late."}}}
    )

    data: dict[str, Any] | None = None
    meta: dict[str, Any] | None = None
    overlap: Annotated[int, Field(ge=1, le=1000)] | None = None
