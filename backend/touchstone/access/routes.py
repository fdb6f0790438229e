"""Logging in, accounts and API tokens."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

import touchstone
from touchstone.access import queries, service
from touchstone.access.dependencies import (
    COOKIE,
    Caller,
    Everywhere,
    SignedIn,
    check_same_origin,
    settings_of,
)
from touchstone.access.permissions import Permission
from touchstone.access.schemas import (
    AccessOut,
    AccessTokenOut,
    BlacklistIn,
    FirstAccountIn,
    LoginIn,
    RefreshIn,
    RefreshOut,
    SetupOut,
    TokenHintOut,
    TokenOut,
    UserIn,
    UserOut,
    UserPatch,
    VersionOut,
    WhoAmI,
)
from touchstone.access.users import full_user, who_am_i
from touchstone.core.errors import Forbidden, Invalid, NotFound, TooManyRequests
from touchstone.models import User
from touchstone.models.user import Role
from touchstone.web.errors import problems
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api", route_class=StrictRoute)

Me = Annotated[Caller, Depends(SignedIn())]
UserManager = Annotated[Caller, Depends(Everywhere(Permission.USERS_MANAGE))]


def _set_cookie(request: Request, response: Response, token: str) -> None:
    settings = settings_of(request)
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_days * 86_400,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        path="/",
    )


@router.get("/setup", response_model=SetupOut, tags=["session"])
async def get_setup(request: Request, session: DbSession) -> dict[str, Any]:
    """Whether the first account is still to be made, the demo's logins, the upload limit."""
    logins = getattr(request.app.state, "demo_logins", [])
    needs_owner = not await queries.any_user_with_password(session)
    return {
        "needs_owner": needs_owner,
        "demo": bool(logins),
        "demo_logins": logins,
        "upload_limit_bytes": settings_of(request).max_upload_bytes,
    }


@router.post(
    "/setup",
    status_code=201,
    response_model=WhoAmI,
    tags=["session"],
    responses=problems(Forbidden),
)
async def create_first_account(
    draft: FirstAccountIn, request: Request, response: Response, session: DbSession
) -> dict[str, Any]:
    """Make the first account, an owner, and log it in."""
    check_same_origin(request)
    user = await service.create_first_account(session, draft)
    token = await service.open_browser_session(session, user, settings_of(request))
    _set_cookie(request, response, token)
    return who_am_i(user)


@router.post(
    "/session", response_model=WhoAmI, tags=["session"], responses=problems(TooManyRequests)
)
async def log_in(
    draft: LoginIn, request: Request, response: Response, session: DbSession
) -> dict[str, Any]:
    """Log in; the session travels in an HttpOnly cookie."""
    check_same_origin(request)
    throttle = request.app.state.login_throttle
    key = f"{request.client.host if request.client else ''} {draft.email.strip().lower()}"
    throttle.check(key)
    try:
        user, token = await service.log_in(session, draft, settings_of(request))
    except Invalid:
        throttle.failed(key)
        raise
    throttle.succeeded(key)
    _set_cookie(request, response, token)
    return who_am_i(user)


@router.delete("/session", tags=["session"])
async def log_out(
    request: Request, response: Response, session: DbSession, caller: Me
) -> dict[str, Any]:
    """End this browser's session."""
    await service.log_out(session, request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/")
    return {}


@router.get("/current-user/whoami", response_model=WhoAmI, tags=["users"], responses=problems())
@router.get(
    "/current-user",
    response_model=WhoAmI,
    tags=["users"],
    responses=problems(),
    operation_id="get_current_user",
)
async def who_am_i_route(caller: Me, session: DbSession) -> dict[str, Any]:
    """The account behind these credentials."""
    user = await session.get_one(User, caller.id)
    return who_am_i(user)


@router.get("/users/", response_model=list[UserOut], tags=["users"], responses=problems())
async def list_users(caller: Me, session: DbSession) -> list[dict[str, Any]]:
    """All accounts for managers and up; for others those of their own projects."""
    everyone = caller.can(Permission.USERS_VIEW)
    return [
        full_user(user) for user in await queries.list_users(session, caller.id, everyone=everyone)
    ]


@router.post(
    "/users/",
    status_code=201,
    response_model=UserOut,
    tags=["users"],
    responses=problems(Forbidden),
)
async def create_user(draft: UserIn, caller: UserManager, session: DbSession) -> dict[str, Any]:
    """Make an account."""
    if draft.role is Role.OWNER and caller.role is not Role.OWNER:
        raise Forbidden("Only an owner can make an owner.")
    return full_user(await service.create_user(session, draft))


@router.get(
    "/users/{user_id}/", response_model=UserOut, tags=["users"], responses=problems(NotFound)
)
async def get_user(user_id: int, caller: Me, session: DbSession) -> dict[str, Any]:
    """One account that the caller can see."""
    everyone = caller.can(Permission.USERS_VIEW)
    seen = await queries.list_users(session, caller.id, everyone=everyone)
    user = next((user for user in seen if user.id == user_id), None)
    if user is None:
        raise NotFound("There is no such user.", user=user_id)
    return full_user(user)


@router.patch(
    "/users/{user_id}/",
    response_model=UserOut,
    tags=["users"],
    responses=problems(Forbidden, NotFound),
)
async def update_user(
    user_id: int, patch: UserPatch, caller: Me, session: DbSession
) -> dict[str, Any]:
    """Change an account: one's own names and password, or any as an administrator."""
    own = user_id == caller.id and patch.role is None and patch.is_active is None
    if not own and not caller.can(Permission.USERS_MANAGE):
        raise Forbidden("Your role does not allow this (users.manage).")
    role = Role.OWNER if own else caller.role
    return full_user(await service.update_user(session, user_id, patch, editor_role=role))


@router.get("/current-user/token", response_model=TokenHintOut, tags=["tokens"])
async def get_token_hint(caller: Me) -> dict[str, str]:
    """Tokens are stored hashed, so the old one cannot be shown."""
    return {
        "detail": "The token is stored hashed and cannot be shown again; "
        "POST /api/current-user/reset-token/ makes a new one."
    }


@router.post(
    "/current-user/reset-token/", status_code=201, response_model=TokenOut, tags=["tokens"]
)
async def reset_token(caller: Me, session: DbSession) -> dict[str, str]:
    """A new legacy token for `Authorization: Token …`; the old one stops working."""
    return {"token": await service.reset_legacy_token(session, caller.id)}


@router.get("/token/", response_model=list[AccessTokenOut], tags=["tokens"])
async def list_tokens(request: Request, caller: Me, session: DbSession) -> list[dict[str, Any]]:
    """The caller's personal access tokens, without their signatures."""
    settings = settings_of(request)
    return [
        {
            "id": row.id,
            "token": service.refresh_token_of(settings, row).rpartition(".")[0],
            "created_at": row.created_at,
            "expires_at": row.expires_at,
        }
        for row in await queries.list_access_tokens(session, caller.id)
    ]


@router.post("/token/", status_code=201, response_model=AccessTokenOut, tags=["tokens"])
async def create_token(request: Request, caller: Me, session: DbSession) -> dict[str, Any]:
    """A personal access token; its text is shown this once."""
    settings = settings_of(request)
    row = await service.create_access_token(session, caller.id, settings)
    return {
        "id": row.id,
        "token": service.refresh_token_of(settings, row),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
    }


@router.post("/token/refresh/", response_model=AccessOut, tags=["tokens"], responses=problems())
async def refresh_token(draft: RefreshIn, request: Request, session: DbSession) -> dict[str, str]:
    """Exchange a personal access token for a short-lived access token; no login needed."""
    access = await service.refresh_access(session, draft.refresh, settings_of(request))
    return {"access": access}


@router.post("/token/rotate/", response_model=RefreshOut, tags=["tokens"], responses=problems())
async def rotate_token(
    draft: RefreshIn, request: Request, caller: Me, session: DbSession
) -> dict[str, str]:
    """A new personal access token in place of this one."""
    return {
        "refresh": await service.rotate(session, caller.id, draft.refresh, settings_of(request))
    }


@router.post("/token/blacklist/", tags=["tokens"], responses=problems(NotFound))
async def blacklist_token(
    draft: BlacklistIn, request: Request, caller: Me, session: DbSession
) -> dict[str, Any]:
    """Revoke one of the caller's personal access tokens, by its text or its id."""
    if draft.id is not None:
        await service.revoke(session, caller.id, draft.id)
    elif draft.refresh is not None:
        await service.blacklist(session, caller.id, draft.refresh, settings_of(request))
    else:
        raise Invalid("Send `refresh` or `id`.")
    return {}


@router.get("/version/", response_model=VersionOut, tags=["system"])
async def get_version() -> dict[str, Any]:
    """The release, in the form that Label Studio's clients ask for."""
    release = {"version": touchstone.__version__}
    return {
        "release": touchstone.__version__,
        "edition": "Community",
        "backend": release,
        "label-studio-os-package": release,
        "label-studio-os-backend": release,
        "label-studio-frontend": release,
        "label-studio-converter": release,
        "dm2": release,
        "lsf": release,
    }
