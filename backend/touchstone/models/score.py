"""Agreement figures, written by `scoring` and read by the Data Manager and the dashboards."""

from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base


class PairScore(Base):
    """How alike two annotations of a task are, 0..1. `left_user` is the smaller of the two ids."""

    __tablename__ = "pair_scores"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "task_id"], ["tasks.project_id", "tasks.id"], ondelete="CASCADE"
        ),
        Index("ix_pair_scores_users", "project_id", "left_user", "right_user", "task_id"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True)
    left_annotation: Mapped[int] = mapped_column(primary_key=True)
    right_annotation: Mapped[int] = mapped_column(primary_key=True)
    left_user: Mapped[int]
    right_user: Mapped[int]
    score: Mapped[float]


class PairTotal(Base):
    """Running totals of `PairScore` per pair of annotators."""

    __tablename__ = "pair_totals"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    left_user: Mapped[int] = mapped_column(primary_key=True)
    right_user: Mapped[int] = mapped_column(primary_key=True)
    n_tasks: Mapped[int]
    total: Mapped[float]
    total_of_squares: Mapped[float]


class AnnotatorTotal(Base):
    """Running number of tasks on which somebody has a `PairScore` with anybody."""

    __tablename__ = "annotator_totals"
    __table_args__ = (ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),)

    project_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    n_tasks: Mapped[int]


class TaskScore(Base):
    """What the last scoring of a task added to the running totals, so that it can be taken back."""

    __tablename__ = "task_scores"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "task_id"], ["tasks.project_id", "tasks.id"], ondelete="CASCADE"
        ),
    )

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
