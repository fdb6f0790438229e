"""Accounts, logins and tokens: what changes them."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access import queries
from touchstone.access.passwords import hash_password, verify_password
from touchstone.access.schemas import FirstAccountIn, LoginIn, UserIn, UserPatch
from touchstone.access.tokens import (
    Claims,
    decode,
    digest,
    encode_access,
    encode_refresh,
    new_opaque_token,
)
from touchstone.core.clock import utc_now
from touchstone.core.errors import Forbidden, Invalid, NotFound, Unauthenticated
from touchstone.core.settings import Settings
from touchstone.models import AccessToken, Session, User
from touchstone.models.user import Role

FIRST_ACCOUNT_LOCK = 0x70C6


async def create_first_account(session: AsyncSession, draft: FirstAccountIn) -> User:
    """Make the first owner. Raises Forbidden once any account can log in."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": FIRST_ACCOUNT_LOCK})
    if await queries.any_user_with_password(session):
        raise Forbidden("The first account exists already; log in.", code="already_set_up")
    return await create_user(session, UserIn(role=Role.OWNER, **draft.model_dump()))


async def create_user(session: AsyncSession, draft: UserIn) -> User:
    """Raises Invalid when the address is taken by an account that can log in.

    The author of imported work, who has no password, becomes that account.
    """
    user = await queries.find_by_email(session, draft.email)
    if user is not None and user.password_hash is not None:
        raise Invalid(
            f"There is an account for {draft.email} already.",
            code="email_taken",
            validation_errors={"email": ["taken"]},
        )
    if user is None:
        user = User(email=draft.email)
        session.add(user)
    user.first_name = draft.first_name
    user.last_name = draft.last_name
    user.role = draft.role
    if draft.password is not None:
        user.password_hash = await hash_password(draft.password)
    await session.flush()
    await session.refresh(user)
    return user


async def update_user(
    session: AsyncSession, user_id: int, patch: UserPatch, *, editor_role: Role
) -> User:
    """Raises NotFound, and Forbidden for taking away the last owner or touching one as non-owner."""
    user = await session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such user.", user=user_id)
    if Role.OWNER in {user.role, patch.role} and editor_role is not Role.OWNER:
        raise Forbidden("Only an owner can change an owner.")
    changes = patch.model_dump(exclude_unset=True, exclude_none=True)
    loses_owner = user.role == Role.OWNER and (
        changes.get("role", Role.OWNER) != Role.OWNER or changes.get("is_active") is False
    )
    if loses_owner and not await _another_owner(session, user.id):
        raise Invalid("The last owner cannot be removed.", code="last_owner")
    password = changes.pop("password", None)
    for name, value in changes.items():
        setattr(user, name, value)
    if password is not None:
        user.password_hash = await hash_password(password)
        await session.execute(delete(Session).where(Session.user_id == user.id))
    await session.flush()
    return user


async def _another_owner(session: AsyncSession, user_id: int) -> bool:
    query = (
        select(User.id)
        .where(User.role == Role.OWNER, User.is_active, User.id != user_id)
        .where(User.password_hash.is_not(None))
        .limit(1)
    )
    return await session.scalar(query) is not None


async def log_in(session: AsyncSession, draft: LoginIn, settings: Settings) -> tuple[User, str]:
    """The account and a new session token. Raises Invalid for wrong credentials."""
    user = await queries.find_by_email(session, draft.email)
    known = user.password_hash if user is not None and user.is_active else None
    if not await verify_password(draft.password, known) or user is None:
        raise Invalid("The address or the password is wrong.", code="bad_credentials")
    return user, await open_browser_session(session, user, settings)


async def open_browser_session(session: AsyncSession, user: User, settings: Settings) -> str:
    token = new_opaque_token()
    now = utc_now()
    await session.execute(
        delete(Session).where(Session.user_id == user.id, Session.expires_at < now)
    )
    session.add(
        Session(
            token_hash=digest(token),
            user_id=user.id,
            expires_at=now + timedelta(days=settings.session_days),
        )
    )
    user.last_activity = now
    await session.flush()
    return token


async def log_out(session: AsyncSession, token: str) -> None:
    await session.execute(delete(Session).where(Session.token_hash == digest(token)))


async def reset_legacy_token(session: AsyncSession, user_id: int) -> str:
    """A new legacy token; the old one stops working. It is shown this once."""
    token = new_opaque_token()
    await session.execute(
        update(User).where(User.id == user_id).values(legacy_token_hash=digest(token))
    )
    return token


def refresh_token_of(settings: Settings, row: AccessToken) -> str:
    return encode_refresh(settings, row.user_id, row.jti, row.created_at, row.expires_at)


async def create_access_token(
    session: AsyncSession, user_id: int, settings: Settings
) -> AccessToken:
    now = utc_now().replace(microsecond=0)
    row = AccessToken(
        jti=uuid4(),
        user_id=user_id,
        created_at=now,
        expires_at=now + timedelta(days=settings.refresh_token_days),
    )
    session.add(row)
    await session.flush()
    return row


async def _standing_token(
    session: AsyncSession, refresh: str, settings: Settings
) -> tuple[Claims, AccessToken]:
    claims = decode(settings, refresh, "refresh")
    row = await queries.find_access_token(session, claims.jti)
    if row is None or row.revoked_at is not None or row.user_id != claims.user_id:
        raise Unauthenticated("The token is invalid or has expired.", code="token_not_valid")
    return claims, row


async def refresh_access(session: AsyncSession, refresh: str, settings: Settings) -> str:
    """Raises Unauthenticated for a token that is forged, expired or revoked."""
    claims, _ = await _standing_token(session, refresh, settings)
    return encode_access(settings, claims.user_id, claims.jti)


async def rotate(session: AsyncSession, user_id: int, refresh: str, settings: Settings) -> str:
    """A new refresh token in place of this one. Raises Invalid when it is not the caller's."""
    await blacklist(session, user_id, refresh, settings)
    return refresh_token_of(settings, await create_access_token(session, user_id, settings))


async def blacklist(session: AsyncSession, user_id: int, refresh: str, settings: Settings) -> None:
    """Raises NotFound for a token that is not a standing one of the caller's."""
    try:
        _, row = await _standing_token(session, refresh, settings)
    except Unauthenticated as error:
        raise NotFound("There is no such token.") from error
    if row.user_id != user_id:
        raise NotFound("There is no such token.")
    row.revoked_at = utc_now()


async def revoke(session: AsyncSession, user_id: int, token_id: int) -> None:
    """Raises NotFound for a token that is not the caller's."""
    row = await session.get(AccessToken, token_id)
    if row is None or row.user_id != user_id or row.revoked_at is not None:
        raise NotFound("There is no such token.", token=token_id)
    row.revoked_at = utc_now()
