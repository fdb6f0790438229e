"""Who is who, and who belongs where."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.permissions import SEES_EVERY_PROJECT
from touchstone.core.clock import utc_now
from touchstone.models import AccessToken, Project, ProjectMember, Session, User
from touchstone.models.user import Role

AnyRow = Row[*tuple[Any, ...]]

USER_COLUMNS = (User.id, User.email, User.first_name, User.last_name, User.role)


async def find_by_session(session: AsyncSession, token_hash: bytes) -> AnyRow | None:
    query = (
        select(*USER_COLUMNS)
        .join(Session, Session.user_id == User.id)
        .where(Session.token_hash == token_hash, Session.expires_at > utc_now(), User.is_active)
    )
    return (await session.execute(query)).first()


async def find_by_legacy_token(session: AsyncSession, token_hash: bytes) -> AnyRow | None:
    query = select(*USER_COLUMNS).where(User.legacy_token_hash == token_hash, User.is_active)
    return (await session.execute(query)).first()


async def find_by_access_token(session: AsyncSession, user_id: int, jti: UUID) -> AnyRow | None:
    """The user of an access token whose refresh token still stands."""
    query = (
        select(*USER_COLUMNS)
        .join(AccessToken, AccessToken.user_id == User.id)
        .where(AccessToken.jti == jti, AccessToken.revoked_at.is_(None))
        .where(User.id == user_id, User.is_active)
    )
    return (await session.execute(query)).first()


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


async def find_membership(session: AsyncSession, project_id: int, user_id: int) -> AnyRow | None:
    """(project, member or None, role inside the project or None); None without such a project."""
    query = (
        select(Project.id, ProjectMember.user_id, ProjectMember.role)
        .outerjoin(
            ProjectMember,
            and_(ProjectMember.project_id == Project.id, ProjectMember.user_id == user_id),
        )
        .where(Project.id == project_id)
    )
    return (await session.execute(query)).first()


async def find_owner(session: AsyncSession, model: Any, row_id: int, user_id: int) -> AnyRow | None:
    """The project that owns a row of `model`, with the user's membership in it."""
    query = (
        select(
            model.project_id,
            ProjectMember.user_id.label("member_id"),
            ProjectMember.role,
        )
        .outerjoin(
            ProjectMember,
            and_(ProjectMember.project_id == model.project_id, ProjectMember.user_id == user_id),
        )
        .where(model.id == row_id)
    )
    return (await session.execute(query)).first()


async def list_users(session: AsyncSession, viewer_id: int, *, everyone: bool) -> Sequence[User]:
    """All accounts, or those that share a project with the viewer."""
    query = select(User).order_by(User.id)
    if not everyone:
        mine = select(ProjectMember.project_id).where(ProjectMember.user_id == viewer_id)
        shared = select(ProjectMember.user_id).where(ProjectMember.project_id.in_(mine))
        query = query.where(or_(User.id == viewer_id, User.id.in_(shared)))
    return (await session.scalars(query)).all()


async def list_by_ids(session: AsyncSession, ids: Iterable[int]) -> Sequence[User]:
    wanted = set(ids)
    if not wanted:
        return []
    return (await session.scalars(select(User).where(User.id.in_(wanted)))).all()


def sees_every_project(role: Role) -> bool:
    return role in SEES_EVERY_PROJECT
