"""The dashboard on the wire. A figure that cannot be computed is null."""

from datetime import datetime

from pydantic import BaseModel

from touchstone.access.schemas import UserSimple


class Progress(BaseModel):
    tasks: int
    by_state: dict[str, int]
    """Every state, also those that no task is in."""
    annotated: int
    """Tasks that wait for review, are in review or are done."""
    reviewed: int
    """Tasks that meet the project's review criterion."""
    ground_truths: int


class Reviews(BaseModel):
    """Submitted annotations by the last verdict on their current version."""

    accepted: int
    fixed_and_accepted: int
    rejected: int
    pending: int
    annotations: int


class AgreementFigures(BaseModel):
    average: float | None
    """Mean over the tasks that have a figure."""
    tasks: int
    histogram: list[int]
    """Tasks in ten equal buckets from 0 to 1; 1 belongs to the last."""
    low_agreement_count: int | None
    """Tasks under the project's threshold; null where it has none."""
    threshold: float | None
    pending: int
    """Tasks whose figure is still being computed."""


class AnnotatorFigures(BaseModel):
    user: UserSimple
    submitted: int
    skipped: int
    accepted: int
    fixed_and_accepted: int
    rejected: int
    pending: int
    acceptance_score: float | None
    """(accepted + fixed) / reviewed"""
    agreement: float | None
    """Mean of the person's pair scores with others."""
    agreement_tasks: int
    """Tasks on which the person could be compared with somebody."""
    total_lead_time: float | None
    """Seconds, of submitted annotations."""
    average_lead_time: float | None
    last_active: datetime | None
    """When the person last gave an annotation in this project."""


class Matrix(BaseModel):
    """Row and column i are `users[i]`; there is nothing on the diagonal."""

    users: list[UserSimple]
    agreement: list[list[float | None]]
    common_tasks: list[list[int]]


class LabelUse(BaseModel):
    from_name: str
    label: str
    count: int


class Labels(BaseModel):
    annotations: list[LabelUse]
    predictions: list[LabelUse]


class DashboardOut(BaseModel):
    progress: Progress
    reviews: Reviews
    agreement: AgreementFigures
    annotators: list[AnnotatorFigures]
    matrix: Matrix
    labels: Labels
