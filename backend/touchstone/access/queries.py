"""Who is who, and who belongs where."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.permissions import SEES_EVERY_PROJECT
from touchstone.db.base import Base
from touchstone.db.driver import fetch, fetch_one
from touchstone.models import AccessToken, Project, ProjectMember, User
from touchstone.models.user import Role

AnyRow = Any
"""A row of a hand-written or composed query; its columns are attributes."""


_CALLER = "u.id, u.email, u.first_name, u.last_name, u.role FROM users u"
_BY_SESSION = f"""
    SELECT {_CALLER} JOIN sessions s ON s.user_id = u.id
    WHERE s.token_hash = $1 AND s.expires_at > now() AND u.is_active
"""
_BY_LEGACY_TOKEN = f"SELECT {_CALLER} WHERE u.legacy_token_hash = $1 AND u.is_active"
_BY_ACCESS_TOKEN = f"""
    SELECT {_CALLER} JOIN access_tokens t ON t.user_id = u.id
    WHERE t.jti = $2 AND t.revoked_at IS NULL AND u.id = $1 AND u.is_active
"""


async def find_by_session(session: AsyncSession, token_hash: bytes) -> AnyRow | None:
    return await fetch_one(session, _BY_SESSION, token_hash)


async def find_by_legacy_token(session: AsyncSession, token_hash: bytes) -> AnyRow | None:
    return await fetch_one(session, _BY_LEGACY_TOKEN, token_hash)


async def find_by_access_token(session: AsyncSession, user_id: int, jti: UUID) -> AnyRow | None:
    """The user of an access token whose refresh token still stands."""
    return await fetch_one(session, _BY_ACCESS_TOKEN, user_id, jti)


async def find_by_email(session: AsyncSession, email: str) -> User | None:
    query = select(User).where(func.lower(User.email) == email.strip().lower())
    return (await session.scalars(query)).one_or_none()


async def find_access_token(session: AsyncSession, jti: UUID) -> AccessToken | None:
    return (await session.scalars(select(AccessToken).where(AccessToken.jti == jti))).one_or_none()


async def list_access_tokens(session: AsyncSession, user_id: int) -> Sequence[AccessToken]:
    query = (
        select(AccessToken)
        .where(AccessToken.user_id == user_id, AccessToken.revoked_at.is_(None))
        .order_by(AccessToken.id)
    )
    return (await session.scalars(query)).all()


async def any_user_with_password(session: AsyncSession) -> bool:
    query = select(User.id).where(User.password_hash.is_not(None)).limit(1)
    return (await session.scalar(query)) is not None


def member_of(user_id: int) -> ColumnElement[bool]:
    """Projects (in the outer query) that this user is a member of."""
    return (
        select(ProjectMember.user_id)
        .where(ProjectMember.project_id == Project.id, ProjectMember.user_id == user_id)
        .exists()
    )


_MEMBERSHIP = """
    SELECT p.id, m.user_id AS member_id, m.role
    FROM projects p LEFT JOIN project_members m ON m.project_id = p.id AND m.user_id = $2
    WHERE p.id = $1
"""
_OWNER = """
    SELECT t.project_id, m.user_id AS member_id, m.role
    FROM {table} t LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2
    WHERE t.id = $1
"""


async def find_membership(session: AsyncSession, project_id: int, user_id: int) -> AnyRow | None:
    """Member or None, and the role inside the project; None without such a project."""
    return await fetch_one(session, _MEMBERSHIP, project_id, user_id)


async def find_owner(
    session: AsyncSession, model: type[Base], row_id: int, user_id: int
) -> AnyRow | None:
    """The project that owns a row of `model`, with the user's membership in it."""
    return await fetch_one(session, _OWNER.format(table=model.__tablename__), row_id, user_id)


async def list_users(session: AsyncSession, viewer_id: int, *, everyone: bool) -> Sequence[User]:
    """All accounts, or those that share a project with the viewer."""
    query = select(User).order_by(User.id)
    if not everyone:
        mine = select(ProjectMember.project_id).where(ProjectMember.user_id == viewer_id)
        shared = select(ProjectMember.user_id).where(ProjectMember.project_id.in_(mine))
        query = query.where(or_(User.id == viewer_id, User.id.in_(shared)))
    return (await session.scalars(query)).all()


async def list_by_ids(session: AsyncSession, ids: Iterable[int]) -> Sequence[AnyRow]:
    """Names and roles of these accounts."""
    wanted = list(set(ids))
    if not wanted:
        return []
    return await fetch(session, f"SELECT {_CALLER} WHERE u.id = ANY($1)", wanted)


def sees_every_project(role: Role) -> bool:
    return role in SEES_EVERY_PROJECT
