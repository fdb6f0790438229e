"""Label Studio's statistics on the wire. A figure that cannot be computed is null."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from touchstone.access.schemas import UserSimple


def _example(value: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": value})


Cells = list[list[float | None]]
Counts = list[list[int]]
ByLabel = dict[str, float | None]


class UserId(BaseModel):
    id: int


class IaaOut(BaseModel):
    """Row and column i are `users[i]`. With `per_label` everything is by label."""

    model_config = _example(
        {
            "IAA": [[1.0, 0.75], [0.75, 1.0]],
            "common_tasks": [[0, 40], [40, 0]],
            "std": 0.1,
            "users": [{"id": 3}, {"id": 4}],
        }
    )

    IAA: Cells | dict[str, Cells]
    common_tasks: Counts | dict[str, Counts]
    std: float | ByLabel | None = None
    """The standard deviation of the cells, each pair once."""
    users: list[UserSimple] | list[UserId]


class TotalAgreementOut(BaseModel):
    model_config = _example({"total_agreement": 0.81})

    total_agreement: float | ByLabel | None


class AnnotatorAgreementOut(BaseModel):
    model_config = _example({"Agreement_per_annotator": 0.79})

    Agreement_per_annotator: float | None


class AgreementsOut(BaseModel):
    """By the account's id."""

    model_config = _example({"agreement": {"3": 0.79, "4": None}})

    agreement: ByLabel


class AgreementOut(BaseModel):
    model_config = _example({"agreement": 0.79})

    agreement: float | None


class PredictionAgreementOut(BaseModel):
    model_config = _example({"average_prediction_agreement_per_user": 0.66})

    average_prediction_agreement_per_user: float | None


class ModelAgreementOut(BaseModel):
    model_config = _example({"average_prediction_agreement_per_model": 0.91})

    average_prediction_agreement_per_model: float | None


class DistributionOut(BaseModel):
    model_config = _example(
        {
            "average_agreement": 0.81,
            "histogram": [0, 0, 1, 4, 0, 9, 30, 0, 12, 60],
            "low_agreement_count": 14,
            "total_tasks": 116,
        }
    )

    average_agreement: float | None
    histogram: list[int]
    """Tasks in ten equal buckets from 0 to 1; 1 belongs to the last."""
    low_agreement_count: int
    """Tasks under the project's threshold; 0 where it has none."""
    total_tasks: int


class ConfusionPair(BaseModel):
    actual: str
    label: str
    count: int
    rate: float
    """Its share of all that is confused."""
    from_name: str | None


class ConfusionOut(BaseModel):
    """`matrix[i][j]` counts `labels[i]` meeting `labels[j]`; the label "" stands for none.

    With mode ground_truth, rows are the ground truth's labels and columns the annotators'.
    """

    model_config = _example(
        {
            "dimension": 4,
            "from_name": "topic",
            "labels": ["Billing", "Shipping"],
            "matrix": [[80, 6], [6, 22]],
            "precision": [0.93, 0.79],
            "recall": [0.93, 0.79],
            "top_confusion_pairs": [
                {
                    "actual": "Billing",
                    "label": "Shipping",
                    "count": 6,
                    "rate": 1.0,
                    "from_name": "topic",
                }
            ],
            "omitted_labels": 0,
        }
    )

    dimension: int | None
    from_name: str | None
    labels: list[str]
    matrix: Counts
    precision: list[float | None]
    recall: list[float | None]
    top_confusion_pairs: list[ConfusionPair]
    omitted_labels: int
    """How many of the rarest are left out."""


class DimensionAgreementOut(BaseModel):
    model_config = _example(
        {
            "id": 4,
            "name": "topic",
            "from_name": "topic",
            "control_tag": "Choices",
            "metric_type": "exact_match",
            "agreement": 0.81,
            "total_tasks": 116,
        }
    )

    id: int
    name: str
    from_name: str
    control_tag: str | None
    metric_type: str
    agreement: float | None
    total_tasks: int


class TaskMatrixOut(BaseModel):
    """Row and column i are `users[i]`."""

    model_config = _example(
        {
            "users": [{"id": 3}, {"id": "model:v1"}],
            "matrix": [[None, 0.5], [0.5, None]],
        }
    )

    users: list[dict[str, Any]]
    """Accounts; model versions as {id: "model:<version>", model_version}; the ground truth as
    {id: "ground_truth"}."""
    matrix: Cells
