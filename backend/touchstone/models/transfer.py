"""Imports on their way in, and files that belong to a project."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base, CreatedAt, Id


class ImportStatus(StrEnum):
    """Label Studio's words, and `cancelled`."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Import(Base):
    """One file or request body on its way into a project, whole or not at all."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint(
            "status IN (" + ", ".join(f"'{s}'" for s in ImportStatus) + ")", name="status"
        ),
        Index(
            "uq_imports_idempotency_key",
            "project_id",
            "idempotency_key",
            unique=True,
        ),
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(server_default=ImportStatus.CREATED)
    file_name: Mapped[str | None]
    idempotency_key: Mapped[str | None]
    total_bytes: Mapped[int] = mapped_column(server_default="0")
    processed_bytes: Mapped[int] = mapped_column(server_default="0")
    task_count: Mapped[int] = mapped_column(server_default="0")
    annotation_count: Mapped[int] = mapped_column(server_default="0")
    prediction_count: Mapped[int] = mapped_column(server_default="0")
    first_task_id: Mapped[int | None]
    last_task_id: Mapped[int | None]
    error: Mapped[str | None]
    error_path: Mapped[str | None]
    notes: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    """What was put right on the way in, in words."""
    cancel_requested: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[CreatedAt]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ImportChunk(Base):
    """A piece of an upload, kept in the database so that any worker can read it."""

    __tablename__ = "import_chunks"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class ProjectFile(Base):
    """A media file of a project, served at `/data/upload/{project_id}/{name}`."""

    __tablename__ = "project_files"
    __table_args__ = (Index("uq_project_files_name", "project_id", "name", unique=True),)

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes]
    created_at: Mapped[CreatedAt]
