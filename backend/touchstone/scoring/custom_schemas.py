"""What the routes of a project's own function take and give."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from touchstone.sandbox.runner import Limits

Code = Annotated[str, Field(min_length=1, max_length=Limits().code_characters)]


_EXAMPLE = """def agreement(annotation_1, annotation_2, per_label=False):
    return float(annotation_1["result"] == annotation_2["result"])
"""


class CustomCodeIn(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"code": _EXAMPLE}]})

    code: Code


class CustomCheckIn(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"code": _EXAMPLE, "task": 1}]})

    code: Code
    task: int | None = None
    """The task to try it on; else the newest that two people have annotated."""


class CustomCodeOut(BaseModel):
    code: str
    status: str
    """`NotDeployed`, `Active`, or `Error` where the operator does not allow it any more."""
    is_active: bool
    allowed: bool
    """Whether the operator allows functions of projects' own."""
    reason: str | None
    updated_by: int | None
    updated_at: datetime | None


class CustomCheckOut(BaseModel):
    ok: bool
    score: float | None
    labels: dict[str, float] | None
    error: str | None
    stdout: str
    notes: list[str]
    task: int | None
    annotations: list[int]


class CustomLogOut(BaseModel):
    id: int
    task: int | None
    message: str
    created_at: datetime


class CustomLogsOut(BaseModel):
    results: list[CustomLogOut]
