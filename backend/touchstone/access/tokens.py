"""Opaque tokens (session cookies, legacy API tokens) and signed ones (personal access tokens)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import jwt

from touchstone.core.clock import utc_now
from touchstone.core.errors import Unauthenticated
from touchstone.core.settings import Settings

ALGORITHM = "HS256"
LEEWAY = timedelta(seconds=5)
"""A client checks `exp` by its own clock; a request under way at that moment still passes."""


def new_opaque_token() -> str:
    """40 hexadecimal characters, the form of Label Studio's legacy tokens."""
    return secrets.token_hex(20)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: int
    jti: UUID
    expires_at: datetime


def _encode(settings: Settings, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, settings.secret, algorithm=ALGORITHM)


def encode_refresh(
    settings: Settings, user_id: int, jti: UUID, created_at: datetime, expires_at: datetime
) -> str:
    """The personal access token itself; the same arguments give the same token."""
    return _encode(
        settings,
        {
            "token_type": "refresh",
            "exp": int(expires_at.timestamp()),
            "iat": int(created_at.timestamp()),
            "jti": str(jti),
            "user_id": str(user_id),
        },
    )


def encode_access(settings: Settings, user_id: int, jti: UUID) -> str:
    """A short-lived token that names the refresh token it came from."""
    now = utc_now()
    return _encode(
        settings,
        {
            "token_type": "access",
            "exp": int((now + timedelta(seconds=settings.access_token_seconds)).timestamp()),
            "iat": int(now.timestamp()),
            "jti": str(uuid4()),
            "refresh_jti": str(jti),
            "user_id": str(user_id),
        },
    )


def decode(settings: Settings, token: str, kind: Literal["access", "refresh"]) -> Claims:
    """Raises Unauthenticated for a token that is forged, expired or of the other kind."""
    try:
        claims = jwt.decode(token, settings.secret, algorithms=[ALGORITHM], leeway=LEEWAY)
        if claims.get("token_type") != kind:
            raise Unauthenticated(f"This is not a {kind} token.", code="token_not_valid")
        return Claims(
            user_id=int(claims["user_id"]),
            jti=UUID(claims["refresh_jti" if kind == "access" else "jti"]),
            expires_at=datetime.fromtimestamp(claims["exp"], tz=utc_now().tzinfo),
        )
    except (jwt.InvalidTokenError, KeyError, ValueError) as error:
        raise Unauthenticated(
            "The token is invalid or has expired.", code="token_not_valid"
        ) from error
