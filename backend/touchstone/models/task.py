"""Tasks, with the figures that the Data Manager shows kept beside them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base, CreatedAt


class TaskState(StrEnum):
    CREATED = "CREATED"
    ANNOTATION_IN_PROGRESS = "ANNOTATION_IN_PROGRESS"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    REVIEW_IN_PROGRESS = "REVIEW_IN_PROGRESS"
    COMPLETED = "COMPLETED"


SUMMED = ["total_annotations", "total_predictions"]
"""What a list of tasks sums up beside its count."""

FIGURES = [
    "inner_id",
    "state",
    "agreement",
    *SUMMED,
    "cancelled_annotations",
    "reviews_accepted",
    "reviews_rejected",
    "reviewed",
    "reviewed_at",
    "ground_truth",
    "draft_exists",
    "is_labeled",
    "overlap",
    "avg_lead_time",
    "predictions_score",
    "created_at",
    "updated_at",
    "completed_at",
]
"""Figures of a fixed size; longer ones could outgrow an index entry."""


class Task(Base):
    """One item to label. Every figure below `data` is derived and kept in the same transaction.

    `content_version` grows with every change that can move the agreement; the task is scored
    when `scored_version` has caught up.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("state IN (" + ", ".join(f"'{s}'" for s in TaskState) + ")", name="state"),
        CheckConstraint("agreement BETWEEN 0 AND 1", name="agreement"),
        Index("ix_tasks_id", "id"),
        Index("ix_tasks_project_id_inner_id", "project_id", "inner_id"),
        Index(
            "ix_tasks_project_id_agreement",
            "project_id",
            "agreement",
            "id",
            postgresql_include=SUMMED,
        ),
        Index(
            "ix_tasks_project_id_agreement_desc",
            "project_id",
            text("agreement DESC NULLS LAST"),
            text("id DESC"),
        ),
        Index("ix_tasks_project_id_state", "project_id", "state", "id", postgresql_include=SUMMED),
        Index("ix_tasks_project_id_updated_at", "project_id", "updated_at", "id"),
        # Serves filters, orders and counts over any figure without reading the wide rows.
        Index("ix_tasks_figures", "project_id", "id", postgresql_include=FIGURES),
        Index("ix_tasks_ground_truth", "project_id", "id", postgresql_where=text("ground_truth")),
        Index(
            "ix_tasks_unscored",
            "project_id",
            "id",
            postgresql_where=text("scored_version < content_version"),
        ),
    )

    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    inner_id: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    meta: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    overlap: Mapped[int] = mapped_column(server_default="1")
    file_upload: Mapped[str | None]
    import_id: Mapped[int | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    state: Mapped[str] = mapped_column(server_default=TaskState.CREATED)
    is_labeled: Mapped[bool] = mapped_column(server_default="false")
    completed_at: Mapped[datetime | None]
    total_annotations: Mapped[int] = mapped_column(server_default="0")
    """Annotations that are not skipped."""
    cancelled_annotations: Mapped[int] = mapped_column(server_default="0")
    total_predictions: Mapped[int] = mapped_column(server_default="0")
    annotators: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    reviewers: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    reviews_accepted: Mapped[int] = mapped_column(server_default="0")
    reviews_rejected: Mapped[int] = mapped_column(server_default="0")
    reviewed: Mapped[bool] = mapped_column(server_default="false")
    reviewed_at: Mapped[datetime | None]
    ground_truth: Mapped[bool] = mapped_column(server_default="false")
    draft_exists: Mapped[bool] = mapped_column(server_default="false")
    avg_lead_time: Mapped[float | None]
    """Seconds."""
    predictions_score: Mapped[float | None]
    predictions_model_versions: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")

    agreement: Mapped[float | None]
    agreement_undefined: Mapped[str | None]
    """Why there is no figure, when it was computed and there is none."""
    content_version: Mapped[int] = mapped_column(server_default="0")
    scored_version: Mapped[int] = mapped_column(server_default="0")
