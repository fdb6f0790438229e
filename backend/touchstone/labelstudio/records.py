"""What an import gives to the rest of the product: one task with all that belongs to it.

Results, task data and meta are kept verbatim as bytes beside their decoded value, so that what
was imported can be given back unchanged.
"""

from datetime import datetime
from typing import Any

import msgspec


class AuthorRef(msgspec.Struct, frozen=True):
    """Who did something, as far as the file says: an id, an e-mail address, or both."""

    id: int | None = None
    email: str | None = None
    first_name: str = ""
    last_name: str = ""


class ReviewRecord(msgspec.Struct):
    accepted: bool
    created_at: datetime | None = None
    created_by: AuthorRef | None = None
    comment: str | None = None
    verdict: str | None = None  # this and the versions: only files that Touchstone wrote
    annotation_version: int | None = None
    fixed_version: int | None = None
    reject_action: str | None = None
    remove_from_queue: bool = False
    started_at: datetime | None = None
    result_raw: bytes | None = None
    result: list[Any] | None = None
    source_id: int | None = None


class AnnotationRecord(msgspec.Struct):
    result_raw: bytes
    result: list[Any]
    quick: tuple[int, bytes] | None = None  # see PredictionRecord
    completed_by: AuthorRef | None = None
    updated_by: AuthorRef | None = None
    last_created_by: AuthorRef | None = None
    version: int | None = None
    was_cancelled: bool = False
    ground_truth: bool = False
    lead_time: float | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    draft_created_at: datetime | None = None
    unique_id: str | None = None
    import_id: int | None = None
    last_action: str | None = None
    parent_prediction: int | None = None
    parent_annotation: int | None = None
    source_id: int | None = None
    reviews: list[ReviewRecord] = []


class PredictionRecord(msgspec.Struct):
    """Where a QuickReader read the result, `quick` has its length and features, `result` nothing."""

    result_raw: bytes
    result: list[Any]
    quick: tuple[int, bytes] | None = None
    task_id: int | None = None  # set where predictions come without their tasks
    score: float | None = None
    model_version: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    source_id: int | None = None


class DraftRecord(msgspec.Struct):
    result_raw: bytes
    result: list[Any]
    user: AuthorRef | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    source_id: int | None = None
    annotation_id: int | None = None  # the annotation's id in the file
    lead_time: float | None = None


class TaskRecord(msgspec.Struct):
    data_raw: bytes
    data: dict[str, Any]
    meta_raw: bytes | None = None
    meta: dict[str, Any] | None = None
    inner_id: int | None = None
    overlap: int | None = None
    file_upload: str | None = None
    source_id: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    annotations: list[AnnotationRecord] = []
    predictions: list[PredictionRecord] = []
    drafts: list[DraftRecord] = []
