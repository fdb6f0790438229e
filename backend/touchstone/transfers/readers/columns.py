"""The columns of each table in the order in which rows are written.

Those that always have a value of a fixed size come first, so that they are packed in one go.
"""

from struct import Struct

COLUMNS: dict[str, tuple[str, ...]] = {
    "tasks": (
        "project_id", "id", "inner_id", "overlap", "created_by", "import_id",
        "created_at", "updated_at", "content_version",
        "total_annotations", "cancelled_annotations", "total_predictions",
        "reviews_accepted", "reviews_rejected",
        "is_labeled", "reviewed", "ground_truth", "draft_exists",
        "data", "meta", "file_upload", "state", "annotators", "reviewers",
        "avg_lead_time", "completed_at", "reviewed_at",
        "predictions_score", "predictions_model_versions",
    ),
    "annotations": (
        "project_id", "id", "task_id", "version", "result_count", "completed_by",
        "created_at", "updated_at", "was_cancelled", "ground_truth",
        "result", "features", "lead_time", "draft_created_at", "updated_by", "last_created_by",
        "last_action", "review_state", "unique_id", "import_id",
        "parent_prediction", "parent_annotation",
    ),
    "predictions": (
        "project_id", "id", "task_id", "created_at", "updated_at",
        "result", "features", "score", "model_version",
    ),
    "drafts": (
        "project_id", "id", "task_id", "user_id", "created_at", "updated_at",
        "annotation_id", "result", "lead_time",
    ),
    "reviews": (
        "project_id", "id", "task_id", "annotation_id", "annotation_version", "created_by",
        "created_at", "fixed_version", "verdict", "reject_action", "comment", "started_at",
    ),
    "review_queue": ("project_id", "task_id", "annotation_id", "completed_by"),
}  # fmt: skip


def head(table: str, *, integers: int, booleans: int = 0) -> Struct:
    """The fields every row begins with: so many of 8 bytes, then so many of one."""
    assert integers + booleans <= len(COLUMNS[table])  # noqa: S101  of this module's own doing
    return Struct("!h" + "iq" * integers + "i?" * booleans)
