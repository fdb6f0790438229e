"""Dimensions and metrics on the wire; names are Label Studio's where it has them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from touchstone.models.score import ExtractionMethod

DimensionName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
Description = Annotated[str, Field(max_length=10_000)]
Weight = Annotated[float, Field(ge=0, le=1)]
ClassName = Annotated[str, Field(min_length=1, max_length=2_000)]
Excluded = Annotated[list[ClassName], Field(max_length=10_000)]
MetricKey = Annotated[str, Field(min_length=1, max_length=100)]
Params = dict[str, Annotated[float, Field(strict=True)] | str | None]
Methodology = Literal["pairwise", "consensus"]
Order = Annotated[int, Field(ge=-(2**31), lt=2**31)]


class MetricParameterOut(BaseModel):
    """A setting of a metric: one of `choices`, else a number in a range."""

    title: str
    description: str
    type: Literal["number", "string"]
    default: float | str | None
    """Null: off."""
    choices: list[str] | None
    minimum: float | None
    maximum: float | None
    required: bool
    """True for the threshold of a metric that is not binary under consensus; `default` counts there
    where none is set."""


class MetricOut(BaseModel):
    title: str
    description: str
    """One sentence for whoever chooses a metric."""
    binary: bool
    """Gives 0 or 1 only, and so needs no threshold under consensus."""
    symmetric: bool
    usual_threshold: float | None
    """Counts under consensus where the dimension has no threshold of its own; null if binary."""
    default_for: list[str]
    """Tags that are scored by it unless a project says otherwise."""
    answers: list[str]
    """Kinds of answers that it compares."""
    params: dict[str, MetricParameterOut]


METRIC_EXAMPLE: Any = {
    "title": "IoU of boxes",
    "description": "How far boxes with the same label overlap, each with its best partner.",
    "binary": False,
    "symmetric": True,
    "usual_threshold": 0.5,
    "default_for": ["RectangleLabels"],
    "answers": ["Boxes"],
    "params": {
        "threshold": {
            "title": "Threshold",
            "description": "A score of at least this counts as 1, a lower one as 0.",
            "type": "number",
            "default": None,
            "choices": None,
            "minimum": 0,
            "maximum": 1,
            "required": False,
        }
    },
}


class DimensionOut(BaseModel):
    """One comparable aspect of a task."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": 4,
                "project": 1,
                "name": "objects",
                "description": "",
                "control_tag": "objects",
                "tag": "RectangleLabels",
                "per_region": False,
                "extraction_method": "control",
                "extraction_method_params": {},
                "metric_type": "box_iou",
                "metric_params": {"threshold": 0.5},
                "weight": 1.0,
                "is_active": True,
                "is_categorical": False,
                "is_user_defined": False,
                "excluded_classes": ["Shadow"],
                "values_enum": ["Car", "Shadow"],
                "order": 0,
                "allowed_metrics_with_params": {"box_iou": METRIC_EXAMPLE},
                "created_by": None,
                "created_at": "2026-01-01T00:00:00Z",
                "updated_at": "2026-01-01T00:00:00Z",
            }
        }
    )

    id: int
    project: int
    name: str
    description: str
    control_tag: str | None
    """The name of the control (Label Studio's word for it); null for others."""
    tag: str | None
    """The control's tag, such as Choices."""
    per_region: bool
    extraction_method: ExtractionMethod
    extraction_method_params: dict[str, Any]
    metric_type: str
    """A key of the metric catalogue."""
    metric_params: Params
    """Those that were set; for others the metric's defaults count."""
    weight: float
    is_active: bool
    is_categorical: bool
    is_user_defined: bool
    excluded_classes: list[str]
    values_enum: list[str] | None
    """The labels of the config, in its order; null where it does not name them."""
    order: int
    allowed_metrics_with_params: dict[str, MetricOut]
    created_by: int | None
    created_at: datetime
    updated_at: datetime


class JsonPath(BaseModel):
    """Where a user-defined dimension takes its answer from."""

    path: Annotated[str, Field(min_length=1, max_length=1_000)]
    """A JSONPath (RFC 9535); its root is the list of an annotation's result items."""
    kind: Literal["items", "paths", "numbers", "texts", "other"] = "items"
    """What it finds: a set of texts, paths of texts, numbers, written lines, or anything else."""


class DimensionIn(BaseModel):
    """A user-defined dimension."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "name": "tone",
                "extraction_method_params": {
                    "path": "$[?@.from_name == 'meta'].value.text[0]",
                    "kind": "items",
                },
                "metric_type": "exact_match",
                "weight": 0.5,
            }
        },
    )

    name: DimensionName
    description: Description = ""
    extraction_method: Literal["json_path"] = "json_path"
    extraction_method_params: JsonPath
    metric_type: MetricKey = "exact_match"
    metric_params: Params = Field(default_factory=dict)
    weight: Weight = 1.0
    is_active: bool = True
    excluded_classes: Excluded = Field(default_factory=list)


class DimensionPatch(BaseModel):
    """Keys that are not sent stay. A new `metric_type` without `metric_params` gets its defaults."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "metric_type": "box_iou",
                "metric_params": {"threshold": 0.5},
                "weight": 0.5,
            }
        },
    )

    name: DimensionName | None = None
    description: Description | None = None
    extraction_method_params: JsonPath | None = None
    """Of a user-defined dimension only."""
    metric_type: MetricKey | None = None
    metric_params: Params | None = None
    weight: Weight | None = None
    is_active: bool | None = None
    excluded_classes: Excluded | None = None
    order: Order | None = None


class MetricParamOut(BaseModel):
    """Label Studio's older form of the settings: one metric for the whole project."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "metric_name": "exact_match",
                "metric_params": {},
                "agreement_threshold": 70,
                "max_additional_annotators_assignable": 1,
                "allowed": True,
            }
        }
    )

    metric_name: str | None
    """Null where the active dimensions have different metrics."""
    metric_params: Params | None
    agreement_threshold: int | None
    """In percent; the project's field of this name is a fraction."""
    max_additional_annotators_assignable: int | None
    allowed: bool
    """Whether the caller may change this."""


class MetricParamIn(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={"example": {"metric_name": "exact_match", "agreement_threshold": 70}},
    )

    metric_name: MetricKey | None = None
    """Given to every active dimension whose answers it can compare."""
    additional_params: Params | None = None
    agreement_threshold: Annotated[int, Field(ge=0, le=100)] | None = None
    """In percent."""
    max_additional_annotators_assignable: Annotated[int, Field(ge=0, le=1000)] | None = None


class ControlWeight(BaseModel):
    """The weight of a control, and which of its labels count."""

    model_config = ConfigDict(extra="ignore")

    overall: Weight = 1.0
    type: Annotated[str, Field(max_length=100)] | None = None
    """The control's tag; for reading only."""
    labels: Annotated[dict[str, Weight], Field(max_length=10_000)] | None = None
    """0 leaves a label out, anything above counts it in full; those not named stay."""


class ControlWeightOut(BaseModel):
    overall: float
    type: str
    labels: dict[str, float]


class DimensionChange(DimensionPatch):
    id: int


class AgreementSettingsPatch(BaseModel):
    """Keys that are not sent stay."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "agreement_methodology": "consensus",
                "agreement_threshold": 0.7,
                "dimensions": [{"id": 4, "metric_params": {"threshold": 0.6}, "weight": 0.5}],
            }
        },
    )

    agreement_methodology: Methodology | None = None
    agreement_threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    max_additional_annotators_assignable: Annotated[int, Field(ge=0, le=1000)] | None = None
    dimensions: Annotated[list[DimensionChange], Field(max_length=1_000)] | None = None


class BuildingOut(BaseModel):
    """Figures being computed with new settings; the present ones are shown until they are whole."""

    number: int
    tasks_total: int
    tasks_done: int
    percent: int
    created_at: datetime
    created_by: int | None


class CurrentOut(BaseModel):
    number: int
    finished_at: datetime | None


class RebuildOut(BaseModel):
    building: BuildingOut | None
    current: CurrentOut | None
    outdated: bool
    """The settings are not those of the figures, and no figures are computed by them."""


class AgreementSettingsOut(BaseModel):
    agreement_methodology: Methodology
    agreement_threshold: str | None
    max_additional_annotators_assignable: int | None
    dimensions: list[DimensionOut]
    n_tasks: int
    rebuild: RebuildOut


class PathTestIn(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "extraction_method_params": {
                    "path": "$[?@.type == 'choices'].value.choices[*]",
                    "kind": "items",
                }
            }
        },
    )

    extraction_method_params: JsonPath
    task: int | None = None
    """Without it, a task with at least two annotations."""


class PathFound(BaseModel):
    annotation: int
    completed_by: int | None
    values: list[str | float] | None
    """What the path finds; empty where it finds nothing, null where it cannot be used."""
    undefined: str | None


class PathTestOut(BaseModel):
    task: int | None
    found: list[PathFound]
