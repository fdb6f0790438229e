"""Projects and who belongs to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base, CreatedAt, Id
from touchstone.models.user import ROLE_CODES


class Project(Base):
    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("maximum_annotations >= 1", name="maximum_annotations"),
        CheckConstraint("agreement_threshold BETWEEN 0 AND 1", name="agreement_threshold"),
        CheckConstraint(
            "agreement_methodology IN ('pairwise', 'consensus')", name="agreement_methodology"
        ),
    )

    id: Mapped[Id]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    label_config: Mapped[str] = mapped_column(server_default="<View/>")
    color: Mapped[str] = mapped_column(server_default="")
    expert_instruction: Mapped[str] = mapped_column(server_default="")
    maximum_annotations: Mapped[int] = mapped_column(server_default="1")
    agreement_threshold: Mapped[float | None]
    agreement_methodology: Mapped[str] = mapped_column(server_default="pairwise")
    max_additional_annotators_assignable: Mapped[int | None]
    review_settings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    """What a manager changed from `projects.schemas.ReviewSettings`' defaults."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ProjectMember(Base):
    """Membership; `role` replaces the account's role inside this project when set."""

    __tablename__ = "project_members"
    __table_args__ = (
        CheckConstraint(f"role IN ({ROLE_CODES})", name="role"),
        Index("ix_project_members_user_id", "user_id"),
    )

    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str | None]
    created_at: Mapped[CreatedAt]
