"""Guards. Every route has one; an outsider gets 404, a member without the right 403."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol
from urllib.parse import urlsplit

from fastapi import Depends, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access import queries
from touchstone.access.permissions import Permission, allowed
from touchstone.access.tokens import decode, digest
from touchstone.core.errors import Forbidden, NotFound, Unauthenticated
from touchstone.core.settings import Settings
from touchstone.models.user import Role
from touchstone.web.session import DbSession

COOKIE = "touchstone_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """The account behind a request."""

    id: int
    email: str
    first_name: str
    last_name: str
    role: Role

    def can(self, permission: Permission) -> bool:
        return permission in allowed(self.role)


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """A caller inside one project, with the role that counts there."""

    project_id: int
    caller: Caller
    role: Role
    permissions: frozenset[Permission] = field(repr=False)

    @property
    def user_id(self) -> int:
        return self.caller.id

    def can(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        if permission not in self.permissions:
            raise Forbidden(
                f"Your role in this project does not allow this ({permission}).",
                permission=permission,
            )


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def check_same_origin(request: Request) -> None:
    """Refuse a page of another origin that uses the browser's cookie. Raises Forbidden."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    allowed_origins = settings_of(request).allowed_origins
    if origin is not None:
        if origin in allowed_origins or urlsplit(origin).netloc == request.headers.get("host"):
            return
    elif request.headers.get("sec-fetch-site") in {"same-origin", "none"}:
        return
    raise Forbidden("The request comes from another site.", code="cross_origin")


async def _find_caller(request: Request, session: AsyncSession) -> Any:
    scheme, _, credential = request.headers.get("authorization", "").partition(" ")
    credential = credential.strip()
    api_key = request.headers.get("x-api-key")  # the SDK sends it in place of Authorization
    if not scheme and api_key is not None:
        scheme, credential = ("Bearer" if api_key.count(".") == 2 else "Token"), api_key.strip()
    if scheme == "Token":
        return await queries.find_by_legacy_token(session, digest(credential))
    if scheme == "Bearer":
        claims = decode(settings_of(request), credential, "access")
        return await queries.find_by_access_token(session, claims.user_id, claims.jti)
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        return None
    check_same_origin(request)
    return await queries.find_by_session(session, digest(cookie))


async def current_caller(request: Request, session: DbSession) -> Caller:
    """Raises Unauthenticated without valid credentials."""
    row = await _find_caller(request, session)
    if row is None:
        raise Unauthenticated("Log in, or send a valid API token.")
    return Caller(row.id, row.email, row.first_name, row.last_name, Role(row.role))


CurrentCaller = Annotated[Caller, Depends(current_caller)]


class Guard(Protocol):
    """What the route audit looks for."""

    permission: Permission | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Any account; for routes that touch nothing but the caller's own things."""

    permission: Permission | None = None

    async def __call__(self, caller: CurrentCaller) -> Caller:
        return caller


@dataclass(frozen=True, slots=True)
class Everywhere:
    """A right that comes with the account's own role."""

    permission: Permission

    async def __call__(self, caller: CurrentCaller) -> Caller:
        if not caller.can(self.permission):
            raise Forbidden(
                f"Your role does not allow this ({self.permission}).", permission=self.permission
            )
        return caller


async def enter_project(
    session: AsyncSession, caller: Caller, project_id: int, permission: Permission
) -> ProjectContext:
    """Raises NotFound for an outsider and Forbidden for a member without the right."""
    row = await queries.find_membership(session, project_id, caller.id)
    if row is None:
        raise NotFound("There is no such project.", project=project_id)
    return context_of(caller, project_id, row.member_id, row.role, permission)


def context_of(
    caller: Caller,
    project_id: int,
    member_id: int | None,
    project_role: str | None,
    permission: Permission,
) -> ProjectContext:
    """The context that follows from a membership row; `member_id` is None for a non-member."""
    everywhere = queries.sees_every_project(caller.role)
    if member_id is None and not everywhere:
        raise NotFound("There is no such project.", project=project_id)
    role = Role(project_role) if project_role is not None and not everywhere else caller.role
    ctx = ProjectContext(project_id, caller, role, allowed(role))
    ctx.require(permission)
    return ctx


@dataclass(frozen=True, slots=True)
class OnProject:
    """The project named by the path."""

    permission: Permission

    async def __call__(
        self, project_id: int, caller: CurrentCaller, session: DbSession
    ) -> ProjectContext:
        return await enter_project(session, caller, project_id, self.permission)


@dataclass(frozen=True, slots=True)
class OnQueryProject:
    """The project named by the query parameter `project`."""

    permission: Permission

    async def __call__(
        self, project: Annotated[int, Query()], caller: CurrentCaller, session: DbSession
    ) -> ProjectContext:
        return await enter_project(session, caller, project, self.permission)


Enter = Callable[[int], Awaitable[ProjectContext]]


@dataclass(frozen=True, slots=True)
class InService:
    """The service that the route calls reads the row, enters its project and checks this right.

    For hot paths, where row and membership come from one query.
    """

    permission: Permission

    async def __call__(self, caller: CurrentCaller) -> Caller:
        return caller


@dataclass(frozen=True, slots=True)
class InBody:
    """Gives a function that enters the project which the body names, with this right."""

    permission: Permission

    async def __call__(self, caller: CurrentCaller, session: DbSession) -> Enter:
        async def enter(project_id: int) -> ProjectContext:
            return await enter_project(session, caller, project_id, self.permission)

        return enter


@dataclass(frozen=True, slots=True)
class OnRow:
    """The project that owns the row whose id is the path parameter `parameter`."""

    permission: Permission
    model: Any
    parameter: str
    noun: str

    async def __call__(
        self, request: Request, caller: CurrentCaller, session: DbSession
    ) -> ProjectContext:
        raw = request.path_params[self.parameter]
        missing = NotFound(f"There is no such {self.noun}.", **{self.noun: raw})
        if not str(raw).isascii() or not str(raw).isdigit() or int(raw) > 2**63 - 1:
            raise missing
        row = await queries.find_owner(session, self.model, int(raw), caller.id)
        if row is None:
            raise missing
        try:
            return context_of(caller, row.project_id, row.member_id, row.role, self.permission)
        except NotFound:
            raise missing from None
