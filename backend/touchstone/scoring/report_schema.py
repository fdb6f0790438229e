"""The form of `AgreementReport.report`: what is computed from all tasks of a project at once.

One report a dimension, and one over all dimensions. Participants are numbers as in `PairTotal`:
accounts above 0, the ground truth 0, models below 0. Figures that are undefined are null with a
reason, a key of `agreement.types.MEANINGS`.
"""

from pydantic import BaseModel

from touchstone.agreement.types import Undefined


class MeanFigure(BaseModel):
    """A mean over tasks with its 95 % interval; `std` is that of single tasks."""

    value: float | None
    low: float | None
    high: float | None
    std: float | None
    n: int
    undefined: Undefined | None


class CoefficientFigure(BaseModel):
    """A chance-corrected coefficient; keys are those of `coefficients.gather.TITLES`."""

    key: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    n_units: int
    n_ratings: int
    undefined: Undefined | None


class CellColumns(BaseModel):
    """Columns of equal length, an entry for each two participants with a common task."""

    left: list[int]
    right: list[int]
    n: list[int]
    mean: list[float]
    std: list[float | None]
    low: list[float | None]
    high: list[float | None]


class ParticipantColumns(BaseModel):
    """Columns of equal length: each participant's mean over all pairs with annotators, and the
    number of tasks these are of."""

    id: list[int]
    n: list[int]
    mean: list[float]
    low: list[float | None]
    high: list[float | None]


class LabelCells(BaseModel):
    """As `CellColumns`, over the tasks that at least one annotation has the label in."""

    left: list[int]
    right: list[int]
    n: list[int]
    mean: list[float]


class LabelReport(BaseModel):
    """`agreement` is that of the answers restricted to the label, over the tasks where an
    annotator used it; `alpha` corrects for chance whether the label was given."""

    agreement: MeanFigure
    alpha: CoefficientFigure | None
    cells: LabelCells | None


class DimensionReport(BaseModel):
    agreement: MeanFigure
    coefficients: list[CoefficientFigure]
    cells: CellColumns
    participants: ParticipantColumns
    by_label: dict[str, LabelReport]
    labels_left_out: int
    """Beyond the most used ones."""
    tasks_read: int
    n_resamples: int
    level: float
    seconds: float
    """That the whole report took."""
