"""Accounts and tokens on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from touchstone.access.passwords import MIN_LENGTH
from touchstone.models.user import Role

Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=150)]
Password = Annotated[str, Field(min_length=MIN_LENGTH, max_length=1024)]


class UserSimple(BaseModel):
    id: int
    email: str
    username: str
    first_name: str
    last_name: str
    initials: str
    avatar: None = None


class OrgMembership(BaseModel):
    organization_id: int
    role: Role
    active: bool


class UserOut(UserSimple):
    role: Role
    is_active: bool
    has_password: bool
    """False for the author of imported work who cannot log in yet."""
    active_organization: int
    org_membership: list[OrgMembership]
    organization_membership: OrgMembership
    date_joined: datetime
    last_activity: datetime | None


class WhoAmI(UserOut):
    permissions: list[str]


class DemoLogin(BaseModel):
    email: str
    password: str
    role: Role


class SetupOut(BaseModel):
    needs_owner: bool
    demo: bool
    demo_logins: list[DemoLogin]
    upload_limit_bytes: int
    """Largest file that an import takes."""


class FirstAccountIn(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "owner@example.org", "password": "a long secret"}}
    )

    email: Email
    password: Password
    first_name: Name = ""
    last_name: Name = ""


class LoginIn(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "owner@example.org", "password": "a long secret"}}
    )

    email: str = Field(max_length=254)
    password: str = Field(max_length=1024)


class UserIn(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {"email": "rosa@example.org", "first_name": "Rosa", "role": "RE"}
        }
    )

    email: Email
    username: str | None = None
    password: Password | None = None
    first_name: Name = ""
    last_name: Name = ""
    role: Role = Role.ANNOTATOR


class UserPatch(BaseModel):
    model_config = ConfigDict(json_schema_extra={"example": {"first_name": "Rosa"}})

    first_name: Name | None = None
    last_name: Name | None = None
    password: Password | None = None
    role: Role | None = None
    is_active: bool | None = None


class TokenOut(BaseModel):
    token: str


class TokenHintOut(BaseModel):
    detail: str


class AccessTokenOut(BaseModel):
    id: int
    token: str
    """Whole when it is created, without its signature in the list."""
    created_at: datetime
    expires_at: datetime


class RefreshIn(BaseModel):
    model_config = ConfigDict(json_schema_extra={"example": {"refresh": "eyJhbGciOiJIUzI1NiJ9.…"}})

    refresh: str = Field(max_length=4096)


class BlacklistIn(BaseModel):
    model_config = ConfigDict(json_schema_extra={"example": {"refresh": "eyJhbGciOiJIUzI1NiJ9.…"}})

    refresh: str | None = Field(default=None, max_length=4096)
    id: int | None = None


class AccessOut(BaseModel):
    access: str


class RefreshOut(BaseModel):
    refresh: str


class VersionOut(BaseModel):
    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    release: str
    edition: Literal["Community", "Enterprise"]
    backend: dict[str, Any]
    label_studio_os_package: dict[str, Any] = Field(alias="label-studio-os-package")
    label_studio_os_backend: dict[str, Any] = Field(alias="label-studio-os-backend")
    label_studio_frontend: dict[str, Any] = Field(alias="label-studio-frontend")
    label_studio_converter: dict[str, Any] = Field(alias="label-studio-converter")
    dm2: dict[str, Any]
    lsf: dict[str, Any]
