"""Agreement with its uncertainty on the wire. What has no value is null and has a reason."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from touchstone.access.schemas import UserSimple
from touchstone.agreement.types import MEANINGS, Undefined
from touchstone.dashboards.stats_schemas import Cells, Counts

PARTICIPANT: Any = {"id": 3, "kind": "annotator", "user": None, "name": "Ana Bell"}
COEFFICIENT: Any = {
    "key": "alpha_nominal",
    "title": "Krippendorff's alpha, nominal",
    "value": 0.74,
    "low": 0.68,
    "high": 0.8,
    "n_units": 116,
    "n_ratings": 290,
    "undefined": None,
    "meaning": None,
}
FIGURE: Any = {
    "mean": 0.81,
    "std": 0.3,
    "low": 0.78,
    "high": 0.84,
    "n_tasks": 116,
    "undefined": None,
    "meaning": None,
}


class Explained(BaseModel):
    undefined: str | None = None
    """Why there is no value: a code."""
    meaning: str | None = None
    """The same for people."""


class Coefficient(Explained):
    """Corrected for chance, with a 95 % bootstrap interval."""

    key: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    n_units: int
    n_ratings: int


class Figure(Explained):
    """A mean over tasks with its 95 % bootstrap interval."""

    mean: float | None
    std: float | None
    low: float | None
    high: float | None
    n_tasks: int


class LabelAgreement(Explained):
    """Of the tasks in which somebody used the label."""

    mean: float | None
    low: float | None
    high: float | None
    n_tasks: int
    alpha: Coefficient | None
    """Krippendorff's alpha of used or not used."""


class OverallFigure(Figure):
    coefficients: list[Coefficient]
    by_label: dict[str, LabelAgreement]
    labels_left_out: int
    """How many of the rarest are not computed."""


class DimensionFigure(OverallFigure):
    id: int
    name: str
    metric_type: str
    metric_params: dict[str, Any]
    weight: float


class Participant(BaseModel):
    """Accounts are above 0, the ground truth is 0, model versions are below 0."""

    model_config = ConfigDict(json_schema_extra={"example": PARTICIPANT})

    id: int
    kind: Literal["annotator", "ground_truth", "model"]
    user: UserSimple | None
    name: str


class ParticipantFigure(Participant):
    """A mean score with all annotators, with its 95 % bootstrap interval."""

    mean: float
    low: float | None
    high: float | None
    n_tasks: int


class AgreementReportOut(BaseModel):
    """The means are of this moment; intervals, coefficients and labels are of `computed_at`."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "generation": 2,
                "methodology": "pairwise",
                "by_function": False,
                "computed_at": "2026-01-01T00:00:00Z",
                "stale": False,
                "pending": 0,
                "building": False,
                "problems": 0,
                "tasks_read": 116,
                "participants": [
                    PARTICIPANT | {"mean": 0.79, "low": 0.75, "high": 0.83, "n_tasks": 90}
                ],
                "overall": FIGURE | {"coefficients": [], "by_label": {}, "labels_left_out": 0},
                "dimensions": [
                    FIGURE
                    | {
                        "id": 4,
                        "name": "topic",
                        "metric_type": "exact_match",
                        "metric_params": {},
                        "weight": 1.0,
                        "coefficients": [COEFFICIENT],
                        "by_label": {},
                        "labels_left_out": 0,
                    }
                ],
            }
        }
    )

    generation: int | None
    """Counts the changes of settings; null before anything was computed."""
    methodology: str | None
    by_function: bool
    """Whether the project's own function gives the overall figures; dimensions have theirs by
    their metrics."""
    computed_at: datetime | None
    stale: bool
    """Something changed since `computed_at`, or is still being computed."""
    pending: int
    """Tasks whose figure is still being computed."""
    building: bool
    """Whether figures with new settings are being computed."""
    problems: int
    """Tasks of which something could not be scored."""
    tasks_read: int
    """How many tasks intervals, coefficients and labels are of."""
    overall: OverallFigure
    participants: list[ParticipantFigure]
    dimensions: list[DimensionFigure]


class MatrixOut(BaseModel):
    """Row and column i are `participants[i]`; there is nothing on the diagonal."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "dimension": None,
                "participants": [PARTICIPANT, {**PARTICIPANT, "id": 4, "name": "Ben Cole"}],
                "agreement": [[None, 0.75], [0.75, None]],
                "common_tasks": [[0, 40], [40, 0]],
                "std": [[None, 0.43], [0.43, None]],
                "low": [[None, 0.61], [0.61, None]],
                "high": [[None, 0.88], [0.88, None]],
            }
        }
    )

    dimension: int | None
    participants: list[Participant]
    agreement: Cells
    common_tasks: Counts
    std: Cells
    low: Cells
    high: Cells


class TaskParticipant(Participant):
    item: int
    """The annotation, or the prediction of a model."""


class TaskFigure(Explained):
    agreement: float | None
    scores: Cells


class TaskDimension(TaskFigure):
    id: int
    name: str
    metric_type: str


class TaskProblem(BaseModel):
    dimension: int
    left_id: int
    right_id: int
    left_item: int
    right_item: int
    reason: str
    meaning: str | None
    detail: str | None
    """What exactly cannot be read, where that is known."""


class TaskAgreementOut(BaseModel):
    """Row and column i of every `scores` are `participants[i]`."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "task": 7,
                "participants": [PARTICIPANT | {"item": 12}],
                "overall": {
                    "agreement": None,
                    "undefined": "no_pairs",
                    "meaning": "fewer than two people have given an answer that can be compared",
                    "scores": [[None]],
                },
                "dimensions": [],
                "problems": [],
            }
        }
    )

    task: int
    participants: list[TaskParticipant]
    overall: TaskFigure
    dimensions: list[TaskDimension]
    problems: list[TaskProblem]


class ConfusedTask(BaseModel):
    id: int
    inner_id: int


class ConfusedTasksOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {"count": 1, "meetings": 6, "tasks": [{"id": 7, "inner_id": 7}]}
        }
    )

    count: int
    """Tasks in which the two labels met; up to 20,000, there may be more."""
    meetings: int
    """How often they met in all tasks, which is what the matrix counts."""
    tasks: list[ConfusedTask]


class ProblemOut(BaseModel):
    task: int
    inner_id: int
    dimension: int
    dimension_name: str | None
    left: Participant | None
    right: Participant | None
    left_item: int
    right_item: int
    reason: str
    meaning: str | None
    detail: str | None
    """What exactly cannot be read, where that is known."""


class ProblemsOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "count": 1,
                "next": None,
                "previous": None,
                "results": [
                    {
                        "task": 7,
                        "inner_id": 7,
                        "dimension": 4,
                        "dimension_name": "objects",
                        "left": PARTICIPANT,
                        "right": {**PARTICIPANT, "id": 4, "name": "Ben Cole"},
                        "left_item": 12,
                        "right_item": 13,
                        "reason": "too_many_regions",
                        "meaning": MEANINGS[Undefined.TOO_MANY_REGIONS],
                        "detail": None,
                    }
                ],
                "by_reason": {"too_many_regions": 1},
            }
        }
    )

    count: int = Field(description="Up to 20,000; there may be more.")
    next: str | None
    previous: str | None
    results: list[ProblemOut]
    by_reason: dict[str, int]
