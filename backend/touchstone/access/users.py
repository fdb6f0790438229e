"""How an account is shown to others."""

import re
from typing import Any, Protocol

from touchstone.access.permissions import allowed
from touchstone.models import User
from touchstone.models.user import Role

ORGANIZATION = 1
"""There is one organization; Label Studio's clients ask for its number."""


class Named(Protocol):
    id: int
    email: str
    first_name: str
    last_name: str


def initials(user: Named) -> str:
    """Two letters of the name; for people without one the address, by its number if it has one.

    Exports without names number their people: "user-19154@…" and "user-19170@…" must differ.
    """
    letters = (user.first_name[:1] + user.last_name[:1]).strip()
    if not letters:
        number = re.search(r"\d{1,2}(?=@|$)", user.email)
        letters = user.email[:1] + number.group() if number else user.email[:2]
    return letters.upper()


def simple_user(user: Named) -> dict[str, Any]:
    """The `UserSimple` form."""
    return {
        "id": user.id,
        "email": user.email,
        "username": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "initials": initials(user),
        "avatar": None,
    }


def full_user(user: User) -> dict[str, Any]:
    """The `UserOut` form."""
    membership = {"organization_id": ORGANIZATION, "role": user.role, "active": user.is_active}
    return simple_user(user) | {
        "role": user.role,
        "is_active": user.is_active,
        "has_password": user.password_hash is not None,
        "active_organization": ORGANIZATION,
        "org_membership": [membership],
        "organization_membership": membership,
        "date_joined": user.created_at,
        "last_activity": user.last_activity,
    }


def who_am_i(user: User) -> dict[str, Any]:
    return full_user(user) | {"permissions": sorted(allowed(Role(user.role)))}
