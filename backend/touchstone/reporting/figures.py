"""What a report holds. Figures without a value say why."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Figure:
    """A mean of `n` values with its interval; `value` is None exactly when `undefined` says why."""

    value: float | None
    n: int
    undefined: str | None = None
    low: float | None = None
    high: float | None = None
    std: float | None = None


@dataclass(slots=True)
class CoefficientFigure:
    key: str
    title: str
    value: float | None
    n_units: int
    n_ratings: int
    undefined: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(slots=True)
class ConfusionPair:
    """Two labels that met `count` times; the empty text stands for none."""

    left: str
    right: str
    count: int


@dataclass(slots=True)
class DimensionReport:
    name: str
    tag: str
    metric: str
    parameters: dict[str, Any]
    agreement: Figure
    """Over tasks."""
    coefficients: list[CoefficientFigure]
    confusion: list[ConfusionPair]
    undefined: dict[str, int]
    """Reason to number of pairs without a score."""


@dataclass(slots=True)
class AnnotatorReport:
    name: str
    n_annotations: int
    n_tasks: int
    """On which they can be compared with another annotator."""
    agreement: Figure
    """With the other annotators, over pairs."""
    with_ground_truth: Figure
    with_models: Figure


@dataclass(slots=True)
class ModelReport:
    name: str
    n_predictions: int
    with_annotators: Figure
    with_ground_truth: Figure


@dataclass(slots=True)
class Cell:
    left: int
    right: int
    """Positions in `Report.participants`, left the smaller."""
    agreement: Figure


@dataclass(slots=True)
class TaskReport:
    id: int | str
    agreement: float | None
    undefined: str | None
    n_annotations: int
    dimensions: list[float | None]


@dataclass(slots=True)
class Problem:
    task: str
    dimension: str
    left: str
    right: str
    reason: str
    meaning: str


@dataclass(slots=True)
class Report:
    file: str
    methodology: str
    threshold: float | None
    config_inferred: bool
    seed: int
    n_tasks: int
    n_tasks_scored: int
    n_annotations: int
    n_cancelled: int
    n_predictions: int
    agreement: Figure
    histogram: list[int]
    """Tasks by agreement, in ten equal buckets; 1 belongs to the last."""
    dimensions: list[DimensionReport]
    participants: list[dict[str, str]]
    annotators: list[AnnotatorReport]
    models: list[ModelReport]
    matrix: list[Cell]
    tasks: list[TaskReport]
    """All, the worst first; those without a figure last."""
    n_problems: int
    problems: list[Problem]
    notes: list[str] = field(default_factory=list)
