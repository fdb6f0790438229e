"""Projects, their settings and members."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import Caller, Everywhere, OnProject, ProjectContext, SignedIn
from touchstone.access.permissions import Permission
from touchstone.access.users import simple_user
from touchstone.core.errors import Forbidden, NotFound
from touchstone.models import Project
from touchstone.models.user import Role
from touchstone.projects import label_configs, queries, service, wire
from touchstone.projects.schemas import (
    LabelConfigIn,
    MemberIn,
    MemberOut,
    MemberPatch,
    ProjectIn,
    ProjectOut,
    ProjectPatch,
    ProjectSummary,
    ValidationOut,
)
from touchstone.web.errors import problems
from touchstone.web.pagination import Page, Paging
from touchstone.web.session import DbSession
from touchstone.web.strict import StrictRoute

router = APIRouter(prefix="/api/projects", tags=["projects"], route_class=StrictRoute)

Me = Annotated[Caller, Depends(SignedIn())]
Creator = Annotated[Caller, Depends(Everywhere(Permission.PROJECT_CREATE))]
Viewer = Annotated[ProjectContext, Depends(OnProject(Permission.PROJECT_VIEW))]
Editor = Annotated[ProjectContext, Depends(OnProject(Permission.PROJECT_UPDATE))]
Deleter = Annotated[ProjectContext, Depends(OnProject(Permission.PROJECT_DELETE))]
MemberViewer = Annotated[ProjectContext, Depends(OnProject(Permission.MEMBERS_VIEW))]
MemberManager = Annotated[ProjectContext, Depends(OnProject(Permission.MEMBERS_MANAGE))]


async def _detail(session: AsyncSession, project: Project, role: Role) -> dict[str, Any]:
    counts = await queries.count_by_project(session, [project.id])
    creator = (await queries.creators(session, [project])).get(project.created_by or 0)
    dimensions = (await queries.dimensions_of(session, [project.id]))[project.id]
    return wire.detail(
        project,
        role=role,
        counts=counts[project.id],
        creator=creator,
        dimensions=dimensions,
    )


@router.get("/", response_model=Page[ProjectSummary], responses=problems())
async def list_projects(
    caller: Me,
    session: DbSession,
    paging: Paging,
    title: Annotated[str | None, Query(max_length=200)] = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
    ids: Annotated[str | None, Query(max_length=10_000)] = None,
    ordering: Annotated[str | None, Query(max_length=50)] = None,
) -> dict[str, Any]:
    """The projects that the caller can see, newest first."""
    query = queries.filtered(queries.visible_to(caller), title=title, search=search, ids=ids)
    projects, total = await queries.list_projects(
        session, query, ordering=ordering, offset=paging.offset, limit=paging.page_size
    )
    numbers = [project.id for project in projects]
    counts = await queries.count_by_project(session, numbers)
    creators = await queries.creators(session, projects)
    roles = await queries.roles_in(session, caller.id, numbers)
    dimensions = await queries.dimensions_of(session, numbers)
    rows = [
        wire.summary(
            project,
            role=wire.role_of(caller, roles.get(project.id)),
            counts=counts[project.id],
            creator=creators.get(project.created_by or 0),
            dimensions=dimensions[project.id],
        )
        for project in projects
    ]
    return paging.wrap(rows, total)


@router.post("/", status_code=201, response_model=ProjectOut, responses=problems(Forbidden))
async def create_project(draft: ProjectIn, caller: Creator, session: DbSession) -> dict[str, Any]:
    """Make a project; a labeling config that cannot be used is answered with its faulty place."""
    project = await service.create_project(session, caller.id, draft)
    return await _detail(session, project, caller.role)


@router.post("/validate/", response_model=ValidationOut, responses=problems())
async def validate_label_config(draft: LabelConfigIn, caller: Me) -> dict[str, Any]:
    """Parse a labeling config without storing it."""
    return {"ok": True, "config": label_configs.to_wire(label_configs.check(draft.label_config))}


@router.get("/{project_id}/", response_model=ProjectOut, responses=problems(NotFound))
async def get_project(project_id: int, ctx: Viewer, session: DbSession) -> dict[str, Any]:
    """One project with its parsed config and counts."""
    return await _detail(session, await queries.get_project(session, project_id), ctx.role)


@router.patch("/{project_id}/", response_model=ProjectOut, responses=problems(Forbidden, NotFound))
async def update_project(
    project_id: int, patch: ProjectPatch, ctx: Editor, session: DbSession
) -> dict[str, Any]:
    """Change settings; `review_settings` may be partial."""
    project = await service.update_project(session, project_id, ctx.user_id, patch)
    return await _detail(session, project, ctx.role)


@router.delete("/{project_id}/", responses=problems(Forbidden, NotFound))
async def delete_project(project_id: int, ctx: Deleter, session: DbSession) -> dict[str, Any]:
    """Delete a project with all that it holds."""
    await service.delete_project(session, project_id)
    return {}


@router.post("/{project_id}/validate/", response_model=ValidationOut, responses=problems(NotFound))
async def validate_project_config(
    project_id: int, draft: LabelConfigIn, ctx: Viewer
) -> dict[str, Any]:
    """Parse a labeling config meant for this project without storing it."""
    return {"ok": True, "config": label_configs.to_wire(label_configs.check(draft.label_config))}


@router.get(
    "/{project_id}/members/",
    response_model=list[MemberOut],
    tags=["members"],
    responses=problems(Forbidden, NotFound),
)
async def list_members(
    project_id: int, ctx: MemberViewer, session: DbSession
) -> list[dict[str, Any]]:
    """Members, and the managers and up who reach every project."""
    return [
        {
            "user": simple_user(row.User),
            "role": row.project_role
            if row.project_role is not None and row.User.role not in {"OW", "AD", "MA"}
            else row.User.role,
            "implicit": row.member_id is None,
            "has_password": row.User.password_hash is not None,
            "annotations": row.annotations,
            "reviews": row.reviews,
        }
        for row in await queries.list_members(session, project_id)
    ]


@router.post(
    "/{project_id}/members/",
    status_code=201,
    tags=["members"],
    responses=problems(Forbidden, NotFound),
)
async def add_member(
    project_id: int, draft: MemberIn, ctx: MemberManager, session: DbSession
) -> dict[str, int]:
    """Add an existing account by `user`, or one by `email`, which is made if need be."""
    return {"user": await service.add_member(session, ctx, draft)}


@router.patch(
    "/{project_id}/members/{user_id}/", tags=["members"], responses=problems(Forbidden, NotFound)
)
async def change_member(
    project_id: int, user_id: int, patch: MemberPatch, ctx: MemberManager, session: DbSession
) -> dict[str, Any]:
    """Make a member a reviewer or an annotator in this project."""
    await service.change_member(session, project_id, user_id, patch.role)
    return {}


@router.delete(
    "/{project_id}/members/{user_id}/", tags=["members"], responses=problems(Forbidden, NotFound)
)
async def remove_member(
    project_id: int, user_id: int, ctx: MemberManager, session: DbSession
) -> dict[str, Any]:
    """End a membership; the work stays."""
    await service.remove_member(session, project_id, user_id)
    return {}
