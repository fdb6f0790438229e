"""What people and models made of a task.

`result` is stored as PostgreSQL `json`: the text as it came, byte for byte, so that a result
that nobody edited leaves as it entered. `features` is the compact form that scoring reads,
made by `labelstudio.features`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    text,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base, CreatedAt


class ReviewState(StrEnum):
    """Where the current version of an annotation stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    FIXED = "fixed_and_accepted"
    REJECTED = "rejected"


class Action(StrEnum):
    """Label Studio's vocabulary of what happened to an annotation."""

    IMPORTED = "imported"
    SUBMITTED = "submitted"
    UPDATED = "updated"
    SKIPPED = "skipped"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FIXED_AND_ACCEPTED = "fixed_and_accepted"
    DELETED_REVIEW = "deleted_review"


def _of_task() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["project_id", "task_id"], ["tasks.project_id", "tasks.id"], ondelete="CASCADE"
    )


class Annotation(Base):
    """One person's answer to a task. `version` grows with every change of `result`."""

    __tablename__ = "annotations"
    __table_args__ = (
        _of_task(),
        CheckConstraint(
            "review_state IN (" + ", ".join(f"'{s}'" for s in ReviewState) + ")",
            name="review_state",
        ),
        Index("ix_annotations_id", "id"),
        Index("ix_annotations_project_id_task_id", "project_id", "task_id", "id"),
        # Serves the figures of annotators without reading the wide rows.
        Index(
            "ix_annotations_project_id_completed_by",
            "project_id",
            "completed_by",
            postgresql_include=[
                "task_id",
                "was_cancelled",
                "review_state",
                "lead_time",
                "created_at",
            ],
        ),
        Index(
            "uq_annotations_ground_truth",
            "project_id",
            "task_id",
            unique=True,
            postgresql_where=text("ground_truth"),
        ),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    task_id: Mapped[int]
    version: Mapped[int] = mapped_column(server_default="1")
    result: Mapped[list[Any]] = mapped_column(JSON)
    result_count: Mapped[int] = mapped_column(server_default="0")
    features: Mapped[bytes | None]
    completed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    was_cancelled: Mapped[bool] = mapped_column(server_default="false")
    ground_truth: Mapped[bool] = mapped_column(server_default="false")
    lead_time: Mapped[float | None]
    """Seconds."""
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    draft_created_at: Mapped[datetime | None]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    last_created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    last_action: Mapped[str] = mapped_column(server_default=Action.SUBMITTED)
    review_state: Mapped[str] = mapped_column(server_default=ReviewState.PENDING)
    unique_id: Mapped[str | None]
    import_id: Mapped[int | None]
    parent_prediction: Mapped[int | None]
    parent_annotation: Mapped[int | None]


class AnnotationVersion(Base):
    """A result that a later version replaced."""

    __tablename__ = "annotation_versions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "annotation_id"],
            ["annotations.project_id", "annotations.id"],
            ondelete="CASCADE",
        ),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    annotation_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    result: Mapped[list[Any]] = mapped_column(JSON)
    action: Mapped[str]
    """What led to this version."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    replaced_at: Mapped[CreatedAt]


class Prediction(Base):
    """A model's answer to a task."""

    __tablename__ = "predictions"
    __table_args__ = (
        _of_task(),
        Index("ix_predictions_id", "id"),
        Index("ix_predictions_project_id_task_id", "project_id", "task_id", "id"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    task_id: Mapped[int]
    result: Mapped[list[Any]] = mapped_column(JSON)
    features: Mapped[bytes | None]
    score: Mapped[float | None]
    model_version: Mapped[str] = mapped_column(server_default="undefined")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]


class Draft(Base):
    """Work that was saved and not submitted."""

    __tablename__ = "drafts"
    __table_args__ = (
        _of_task(),
        Index("ix_drafts_project_id_task_id", "project_id", "task_id", "id"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    task_id: Mapped[int]
    annotation_id: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    result: Mapped[list[Any]] = mapped_column(JSON)
    lead_time: Mapped[float | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
