"""The Data Manager on the wire."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from touchstone.tasks.schemas import AnnotationOut, DraftOut, PredictionOut, TaskOut


class TaskListItem(TaskOut):
    """A task of a list; the last three only with `fields=all`."""

    annotations: list[AnnotationOut] | None = None
    predictions: list[PredictionOut] | None = None
    drafts: list[DraftOut] | None = None


class TaskPage(BaseModel):
    """A page of tasks; the totals are those of the whole filter."""

    tasks: list[TaskListItem]
    total: int
    total_annotations: int
    total_predictions: int


class Visibility(BaseModel):
    explore: bool


class ColumnOut(BaseModel):
    id: str
    title: str
    type: str
    target: str
    help: str
    parent: str | None
    orderable: bool
    operators: list[str]
    values: list[str]
    """The values that there can be, where they are few."""
    visibility_defaults: Visibility


class ColumnsOut(BaseModel):
    columns: list[ColumnOut]


class DialogOut(BaseModel):
    title: str
    text: str
    type: str


class ActionOut(BaseModel):
    id: str
    title: str
    order: int
    permission: str
    experimental: bool
    dialog: DialogOut


class ActionIn(BaseModel):
    """Which tasks: those selected among those that the filters let through."""

    model_config = ConfigDict(
        extra="ignore",
        populate_by_name=True,
        json_schema_extra={"example": {"selectedItems": {"all": False, "included": [17, 18]}}},
    )

    selected_items: dict[str, Any] | None = Field(default=None, alias="selectedItems")
    filters: dict[str, Any] | None = None
    ordering: Any = None


class ActionResult(BaseModel):
    processed_items: int
    detail: str
    reload: bool = True
