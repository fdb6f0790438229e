"""The shapes of a record in a file, as far as they are read.

Keys that are not named here are skipped. Results, data and meta stay raw, so that their bytes
survive.
"""

from typing import Any

import msgspec

Absent = msgspec.UnsetType


class AuthorIn(msgspec.Struct):
    id: int | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


Author = int | str | AuthorIn | None  # an id, an e-mail address, or both in an object


class ReviewIn(msgspec.Struct):
    accepted: bool
    id: Any = None
    created_at: str | None = None
    created_by: Author = None
    comment: str | None = None
    verdict: str | None = None
    annotation_version: int | None = None
    fixed_version: int | None = None
    reject_action: str | None = None
    remove_from_queue: bool | None = None
    started_at: str | None = None
    result: msgspec.Raw | Absent = msgspec.UNSET


class AnnotationIn(msgspec.Struct):
    result: msgspec.Raw
    id: Any = None
    completed_by: Author = None
    updated_by: Author = None
    last_created_by: Author = None
    version: int | None = None
    was_cancelled: bool | None = None
    ground_truth: bool | None = None
    lead_time: float | None = None
    created_at: str | None = None
    updated_at: str | None = None
    draft_created_at: str | None = None
    unique_id: str | None = None
    import_id: int | None = None
    last_action: str | None = None
    parent_prediction: int | None = None
    parent_annotation: int | None = None
    reviews: list[ReviewIn] | None = None


class PredictionIn(msgspec.Struct):
    result: msgspec.Raw
    id: Any = None
    task: int | None = None
    score: float | None = None
    model_version: str | int | float | None = None
    created_at: str | None = None
    updated_at: str | None = None


class DraftIn(msgspec.Struct):
    result: msgspec.Raw
    id: Any = None
    user: Author = None
    annotation: int | None = None
    lead_time: float | None = None
    created_at: str | None = None
    updated_at: str | None = None


class TaskIn(msgspec.Struct):
    data: msgspec.Raw
    id: Any = None
    meta: msgspec.Raw | Absent = msgspec.UNSET
    inner_id: int | None = None
    overlap: int | None = None
    file_upload: str | int | None = None
    created_at: str | None = None
    updated_at: str | None = None
    annotations: list[AnnotationIn] | None = None
    # Exports may hold only the ids of predictions and drafts that they leave out.
    predictions: list[PredictionIn | int] | None = None
    drafts: list[DraftIn | int] | None = None
