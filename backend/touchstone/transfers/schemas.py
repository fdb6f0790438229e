"""Imports, predictions and exports on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from touchstone.models.transfer import ImportStatus


class ImportStarted(BaseModel):
    """What was imported at once; for a larger upload only `import`, which tells how far it is."""

    model_config = ConfigDict(
        populate_by_name=True,
        serialize_by_alias=True,
        json_schema_extra={
            "example": {
                "import": 7,
                "status": "completed",
                "task_count": 2,
                "annotation_count": 3,
                "prediction_count": 0,
            }
        },
    )

    import_: int = Field(alias="import")
    status: ImportStatus
    task_count: int | None = None
    annotation_count: int | None = None
    prediction_count: int | None = None
    predictions_count: int | None = None
    """The same under the name that Label Studio's client knows."""
    duration: float | None = None
    """Seconds."""
    task_ids: list[int] | None = None


class ImportOut(BaseModel):
    """An import and how far it is."""

    id: int
    project: int
    status: ImportStatus
    percent: int
    total_bytes: int
    processed_bytes: int
    task_count: int
    annotation_count: int
    prediction_count: int
    error: str | None
    error_path: str | None
    """The place of the fault, such as `$[17].annotations[0].result[2].value.x`."""
    notes: list[str]
    """What was put right on the way in."""
    file_name: str | None
    cancel_requested: bool
    created_by: int | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration: float | None
    """Seconds."""
    task_ids: list[int] | None = None


class PredictionIn(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "task": 5,
                "result": [
                    {
                        "from_name": "topic",
                        "to_name": "text",
                        "type": "choices",
                        "value": {"choices": ["Billing"]},
                    }
                ],
                "score": 0.93,
                "model_version": "m1",
            }
        },
    )

    task: int
    result: list[Any]
    score: Annotated[float | None, Field(allow_inf_nan=False)] = None
    model_version: Annotated[str, Field(max_length=1000)] | None = None


class PredictionPatch(BaseModel):
    """Only what is given is changed."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"example": {"score": 0.8}})

    result: list[Any] | None = None
    score: Annotated[float | None, Field(allow_inf_nan=False)] = None
    model_version: Annotated[str, Field(max_length=1000)] | None = None


class PredictionsImported(BaseModel):
    created: int


class FileOut(BaseModel):
    """A media file that was kept."""

    file: str
    """Its address, as the data of a task names it."""
    content_type: str
    size: int
