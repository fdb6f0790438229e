"""Agreement figures, written by `scoring` and read by the Data Manager and the dashboards.

Who took part is a participant: an account by its id (above 0), the ground truth (`GROUND_TRUTH`,
0) or a model version by `-ModelVersion.id` (below 0). So one table of pairs holds annotators
with each other, with models and with the ground truth, and `left` is always the smaller number.

Figures belong to a generation: the settings they were computed with. A change of settings builds
a new generation beside the current one, which stays visible until the new one is whole.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base, CreatedAt, Id

GROUND_TRUTH = 0
OVERALL = 0
"""In place of a dimension's id: the figure over all dimensions."""


class ExtractionMethod(StrEnum):
    CONTROL = "control"
    """What the labeling config's control of the name `control_name` was given."""
    RELATIONS = "relations"
    JSON_PATH = "json_path"
    """What `extraction_params["path"]`, a JSONPath (RFC 9535), finds in the result."""


class Dimension(Base):
    """One comparable aspect of a task: a control of the labeling config, or a path into results."""

    __tablename__ = "dimensions"
    __table_args__ = (
        CheckConstraint("weight >= 0 AND weight <= 1", name="weight"),
        Index("uq_dimensions_name", "project_id", "name", unique=True),
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    control_name: Mapped[str | None]
    control_tag: Mapped[str | None]
    extraction_method: Mapped[str] = mapped_column(server_default=ExtractionMethod.CONTROL)
    extraction_params: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    metric: Mapped[str]
    """A key of `agreement.registry.METRICS`."""
    metric_params: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    weight: Mapped[float] = mapped_column(server_default="1")
    is_active: Mapped[bool] = mapped_column(server_default="true")
    excluded_classes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    position: Mapped[int] = mapped_column(server_default="0")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]


class GenerationStatus(StrEnum):
    BUILDING = "building"
    CURRENT = "current"
    RETIRED = "retired"
    """Replaced or cancelled; its rows are being deleted."""


class ScoringGeneration(Base):
    """The settings that figures were computed with, and how far computing them has come."""

    __tablename__ = "scoring_generations"
    __table_args__ = (
        CheckConstraint("status IN ('building', 'current', 'retired')", name="status"),
        Index(
            "uq_scoring_generations_current",
            "project_id",
            "status",
            unique=True,
            postgresql_where=text("status <> 'retired'"),
        ),
    )

    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, ... in each project."""
    status: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """A snapshot, see `projects.generations`: methodology, active dimensions, labeling config."""
    reextract: Mapped[bool] = mapped_column(server_default="false")
    """Whether the stored features are of another labeling config: results are read instead."""
    tasks_total: Mapped[int] = mapped_column(server_default="0")
    tasks_done: Mapped[int] = mapped_column(server_default="0")
    chunks_left: Mapped[int] = mapped_column(server_default="0")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]


class ScoringChunk(Base):
    """A run of tasks that a building generation still has to score; gone when it is done."""

    __tablename__ = "scoring_chunks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "generation"],
            ["scoring_generations.project_id", "scoring_generations.number"],
            ondelete="CASCADE",
        ),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int]


class ModelVersion(Base):
    """Gives each model version of a project its number as a participant."""

    __tablename__ = "model_versions"
    __table_args__ = (Index("uq_model_versions_name", "project_id", "name", unique=True),)

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str]


def _of_task() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["project_id", "task_id"], ["tasks.project_id", "tasks.id"], ondelete="CASCADE"
    )


class PairScore(Base):
    """How alike the answers of two participants to a task are, 0..1."""

    __tablename__ = "pair_scores"
    __table_args__ = (
        _of_task(),
        Index(
            "ix_pair_scores_participants", "project_id", "generation", "left_id", "right_id",
            "task_id",
        ),
    )  # fmt: skip

    project_id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    left_id: Mapped[int] = mapped_column(primary_key=True)
    right_id: Mapped[int] = mapped_column(primary_key=True)
    left_item: Mapped[int]
    """The annotation, or the prediction of a model."""
    right_item: Mapped[int]
    score: Mapped[float | None]
    """Over all dimensions; None where no dimension has a figure."""
    dimension_scores: Mapped[list[float | None]] = mapped_column(ARRAY(Float(53)))
    """In the order of the generation's dimensions; empty where `score` is that of the only one."""


class PairTotal(Base):
    """Running totals of `PairScore` per pair of participants and dimension."""

    __tablename__ = "pair_totals"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    dimension_id: Mapped[int] = mapped_column(primary_key=True)
    """`OVERALL` or a dimension's id."""
    left_id: Mapped[int] = mapped_column(primary_key=True)
    right_id: Mapped[int] = mapped_column(primary_key=True)
    n_tasks: Mapped[int]
    total: Mapped[float]
    total_of_squares: Mapped[float]


class ParticipantTotal(Base):
    """Running number of tasks on which an annotator is compared with another annotator."""

    __tablename__ = "participant_totals"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    n_tasks: Mapped[int]


class AgreementTotal(Base):
    """Running histogram of task agreement in a hundred equal buckets; 1 belongs to the last."""

    __tablename__ = "agreement_totals"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    dimension_id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True)
    n_tasks: Mapped[int]
    total: Mapped[float]
    total_of_squares: Mapped[float]


class ConfusionMode(StrEnum):
    ALL = "all"
    """Every pair of annotators; symmetric, each pair is counted both ways."""
    ACCEPTED = "accepted"
    """The same among annotations whose last verdict is accepted or fixed and accepted."""
    GROUND_TRUTH = "ground_truth"
    """Left is the ground truth's label, right the annotator's."""


class ConfusionTotal(Base):
    """Running counts of which label met which; '' stands for none."""

    __tablename__ = "confusion_totals"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    dimension_id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(primary_key=True)
    left_label: Mapped[str] = mapped_column(primary_key=True)
    right_label: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class TaskAgreement(Base):
    """The agreement of a task in one generation, and what it added to the running totals."""

    __tablename__ = "task_agreements"
    __table_args__ = (
        _of_task(),
        Index(
            "ix_task_agreements_problems",
            "project_id",
            "generation",
            "task_id",
            postgresql_where=text("problems IS NOT NULL"),
        ),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    agreement: Mapped[float | None]
    undefined: Mapped[str | None]
    dimension_scores: Mapped[list[float | None]] = mapped_column(ARRAY(Float(53)))
    """In the order of the generation's dimensions."""
    confusion: Mapped[list[Any] | None] = mapped_column(JSONB)
    """[[position of the dimension, mode, left label, right label, count], ...]"""
    problems: Mapped[list[Any] | None] = mapped_column(JSONB)
    """What could not be scored: [{dimension, left_item, right_item, reason}, ...], or None."""


class TaskScore(Base):
    """The labels that a task added to the running totals, so that they can be taken back."""

    __tablename__ = "task_scores"
    __table_args__ = (_of_task(),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True)
    label_counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """{source: {from_name: {label: regions or choices}}}, source `annotations` or `predictions`."""


class LabelCount(Base):
    """Running totals of labels used, per control tag and source."""

    __tablename__ = "label_counts"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    from_name: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class AgreementReport(Base):
    """Coefficients, intervals and figures by label: what is computed from all tasks at once."""

    __tablename__ = "agreement_reports"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    dimension_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int]
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """See `scoring.report`."""
    computed_at: Mapped[CreatedAt]


class CustomMetric(Base):
    """A project's own agreement function."""

    __tablename__ = "custom_metrics"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str]
    is_active: Mapped[bool] = mapped_column(server_default="true")
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[CreatedAt]


class CustomMetricLog(Base):
    """What a project's own function printed or where it failed; the last ones are kept."""

    __tablename__ = "custom_metric_logs"
    __table_args__ = (
        ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),
        Index("ix_custom_metric_logs_project_id", "project_id", "id"),
    )

    id: Mapped[Id]
    project_id: Mapped[int]
    task_id: Mapped[int | None]
    message: Mapped[str]
    created_at: Mapped[CreatedAt]
