"""Annotations as they come in."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Result = list[Any]


class AnnotationIn(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "result": [
                    {
                        "from_name": "topic",
                        "to_name": "text",
                        "type": "choices",
                        "value": {"choices": ["Billing"]},
                    }
                ],
                "lead_time": 4.2,
            }
        },
    )

    result: Result = []
    completed_by: int | None = None
    was_cancelled: bool = False
    ground_truth: bool = False
    lead_time: Annotated[float | None, Field(ge=0, le=1e9)] = None
    unique_id: Annotated[str | None, Field(max_length=200)] = None
    import_id: int | None = None
    parent_prediction: int | None = None
    parent_annotation: int | None = None
    draft_created_at: datetime | None = None


class AnnotationPatch(BaseModel):
    """Only what is given is changed."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"example": {"ground_truth": True}})

    result: Result | None = None
    was_cancelled: bool | None = None
    ground_truth: bool | None = None
    lead_time: Annotated[float | None, Field(ge=0, le=1e9)] = None


class VersionOut(BaseModel):
    """A result that a later version replaced."""

    version: int
    result: list[dict[str, Any]]
    action: str
    created_by: int | None
    replaced_at: datetime
