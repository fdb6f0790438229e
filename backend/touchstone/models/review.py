"""Verdicts, and the queue of annotations that wait for one."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base, CreatedAt


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    FIXED = "fixed_and_accepted"
    REJECTED = "rejected"


class RejectAction(StrEnum):
    """What happens to rejected work: it stays, goes back, or is offered to somebody else."""

    REMOVE = "remove"
    REQUEUE = "requeue"
    REDISTRIBUTE = "redistribute"


class Review(Base):
    """One reviewer's verdict on one version of an annotation. Never updated in place."""

    __tablename__ = "reviews"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "annotation_id"],
            ["annotations.project_id", "annotations.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "verdict IN (" + ", ".join(f"'{v}'" for v in Verdict) + ")", name="verdict"
        ),
        CheckConstraint(
            "reject_action IN (" + ", ".join(f"'{a}'" for a in RejectAction) + ")",
            name="reject_action",
        ),
        Index("ix_reviews_id", "id"),
        Index("ix_reviews_project_id_annotation_id", "project_id", "annotation_id", "id"),
        Index("ix_reviews_project_id_task_id", "project_id", "task_id"),
        Index("ix_reviews_project_id_created_by", "project_id", "created_by"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    task_id: Mapped[int]
    annotation_id: Mapped[int]
    annotation_version: Mapped[int]
    """The version that the reviewer saw; a fix makes the next one."""
    fixed_version: Mapped[int | None]
    verdict: Mapped[str]
    reject_action: Mapped[str | None]
    comment: Mapped[str] = mapped_column(server_default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class ReviewQueueItem(Base):
    """An annotation whose current version has no verdict. The row lives exactly that long.

    The lease is by stream (one browser tab), so that one person in two tabs never gets one
    item twice either.
    """

    __tablename__ = "review_queue"
    __table_args__ = (
        # By task, because that is how the key begins: deleting goes along it. Whoever deletes
        # an annotation alone takes it from the queue.
        ForeignKeyConstraint(
            ["project_id", "task_id"], ["tasks.project_id", "tasks.id"], ondelete="CASCADE"
        ),
        Index("ix_review_queue_lease_stream", "lease_stream"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True)
    annotation_id: Mapped[int] = mapped_column(primary_key=True)
    completed_by: Mapped[int | None]
    lease_stream: Mapped[UUID | None]
    lease_user: Mapped[int | None]
    leased_until: Mapped[datetime | None]
