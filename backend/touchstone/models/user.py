"""Accounts, their browser sessions and their API tokens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from touchstone.db.base import Base, CreatedAt, Id


class Role(StrEnum):
    """Label Studio's role codes, most powerful first."""

    OWNER = "OW"
    ADMINISTRATOR = "AD"
    MANAGER = "MA"
    REVIEWER = "RE"
    ANNOTATOR = "AN"


ROLE_CODES = ", ".join(f"'{role}'" for role in Role)


class User(Base):
    """A person, or the author of imported work (then without a password)."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(f"role IN ({ROLE_CODES})", name="role"),
        Index("uq_users_lower_email", text("lower(email)"), unique=True),
    )

    id: Mapped[Id]
    email: Mapped[str]
    first_name: Mapped[str] = mapped_column(server_default="")
    last_name: Mapped[str] = mapped_column(server_default="")
    role: Mapped[str]
    password_hash: Mapped[str | None]
    legacy_token_hash: Mapped[bytes | None] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[CreatedAt]
    last_activity: Mapped[datetime | None]


class Session(Base):
    """A browser that is logged in; the cookie holds the token, the table its SHA-256."""

    __tablename__ = "sessions"

    id: Mapped[Id]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]


class AccessToken(Base):
    """A personal access token: a signed refresh token known by its `jti`."""

    __tablename__ = "access_tokens"

    id: Mapped[Id]
    jti: Mapped[UUID] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
