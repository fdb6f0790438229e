"""How imports are shown."""

from typing import Any

from touchstone.models import Import
from touchstone.transfers.service import percent


def _duration(found: Import) -> float | None:
    if found.started_at is None or found.finished_at is None:
        return None
    return (found.finished_at - found.started_at).total_seconds()


def import_out(found: Import, task_ids: list[int] | None = None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": found.id,
        "project": found.project_id,
        "status": found.status,
        "percent": percent(found),
        "total_bytes": found.total_bytes,
        "processed_bytes": found.processed_bytes,
        "task_count": found.task_count,
        "annotation_count": found.annotation_count,
        "prediction_count": found.prediction_count,
        "error": found.error,
        "error_path": found.error_path,
        "notes": found.notes,
        "file_name": found.file_name,
        "cancel_requested": found.cancel_requested,
        "created_by": found.created_by,
        "created_at": found.created_at,
        "started_at": found.started_at,
        "finished_at": found.finished_at,
        "duration": _duration(found),
    }
    if task_ids is not None:
        shown["task_ids"] = task_ids
    return shown


def import_started(found: Import, task_ids: list[int] | None = None) -> dict[str, Any]:
    """Counts only once they are final."""
    shown: dict[str, Any] = {"import": found.id, "status": found.status}
    if found.finished_at is not None:
        shown |= {
            "task_count": found.task_count,
            "annotation_count": found.annotation_count,
            "prediction_count": found.prediction_count,
            "predictions_count": found.prediction_count,
            "duration": _duration(found),
        }
    if task_ids is not None:
        shown["task_ids"] = task_ids
    return shown
