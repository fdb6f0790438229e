"""What changes a project."""

from typing import Any

from pydantic import ValidationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access import queries as accounts
from touchstone.access import service as access
from touchstone.access.dependencies import ProjectContext
from touchstone.access.schemas import UserIn
from touchstone.core.clock import utc_now
from touchstone.core.errors import Invalid, NotFound
from touchstone.jobs.queue import enqueue_many
from touchstone.models import Project, ProjectMember, Task, User
from touchstone.models.user import Role
from touchstone.projects import dimension_service, label_configs, queries
from touchstone.projects.dimensions import sync_dimensions
from touchstone.projects.generations import request_generation
from touchstone.projects.schemas import (
    MemberIn,
    ProjectIn,
    ProjectPatch,
    ReviewSettings,
)

NULLABLE = frozenset({"agreement_threshold", "max_additional_annotators_assignable"})

CHUNK = 500
"""Tasks a job of a project-wide change works on."""


def review_settings(project: Project) -> ReviewSettings:
    return ReviewSettings.model_validate(project.review_settings)


def _merged_settings(project: Project, changes: dict[str, Any]) -> dict[str, Any]:
    try:
        merged = ReviewSettings.model_validate({**project.review_settings, **changes})
    except ValidationError as error:
        fields = {
            ".".join(["review_settings", *(str(part) for part in item["loc"])]): [item["msg"]]
            for item in error.errors()
        }
        raise Invalid("Validation error", code="validation", validation_errors=fields) from error
    return merged.model_dump(mode="json", exclude_unset=True)


async def create_project(session: AsyncSession, user_id: int, draft: ProjectIn) -> Project:
    """Raises Invalid for a labeling config that cannot be used."""
    config = draft.label_config or label_configs.EMPTY
    label_configs.check(config)
    project = Project(
        title=draft.title,
        description=draft.description or "",
        label_config=config,
        color=draft.color or "",
        expert_instruction=draft.expert_instruction or "",
        maximum_annotations=draft.maximum_annotations,
        agreement_threshold=draft.agreement_threshold,
        agreement_methodology=draft.agreement_methodology or "pairwise",
        max_additional_annotators_assignable=draft.max_additional_annotators_assignable,
        review_settings={},
        created_by=user_id,
    )
    project.review_settings = _merged_settings(project, draft.review_settings or {})
    session.add(project)
    await session.flush()
    await session.refresh(project)
    await sync_dimensions(session, project)
    if draft.control_weights:
        await dimension_service.apply_control_weights(session, project, draft.control_weights)
    await request_generation(session, project.id, user_id=user_id)
    return project


async def update_project(
    session: AsyncSession, project_id: int, user_id: int, patch: ProjectPatch
) -> Project:
    """Change settings; what follows from them for the tasks is queued as jobs.

    Raises Invalid for a labeling config that cannot be used, and for weights that cannot be.
    """
    project = await queries.get_project(session, project_id, lock=True)
    changes = patch.model_dump(exclude_unset=True)
    settings = changes.pop("review_settings", None)
    changes.pop("control_weights", None)
    for name, value in changes.items():
        if value is None and name not in NULLABLE:
            changes[name] = (
                ""
                if name in {"description", "color", "expert_instruction"}
                else getattr(project, name)
            )
    config: str = changes.get("label_config") or project.label_config
    if config != project.label_config:
        label_configs.check(config)
    config_before = project.label_config
    before = (project.maximum_annotations, review_settings(project).review_criteria)
    for name, value in changes.items():
        setattr(project, name, value)
    if settings is not None:
        project.review_settings = _merged_settings(project, settings)
    project.updated_at = utc_now()
    await session.flush()

    if project.label_config != config_before:
        await sync_dimensions(session, project)
    if patch.control_weights:
        await dimension_service.apply_control_weights(session, project, patch.control_weights)
    await request_generation(session, project_id, user_id=user_id)
    if before != (project.maximum_annotations, review_settings(project).review_criteria):
        await session.execute(
            update(Task)
            .where(Task.project_id == project_id)
            .values(overlap=project.maximum_annotations)
        )
        await _enqueue_ranges(session, project_id, "tasks.refresh_range")
    return project


async def _enqueue_ranges(session: AsyncSession, project_id: int, name: str) -> None:
    """One job for each run of `CHUNK` tasks, in the order of their ids."""
    numbered = (
        select(Task.id, (func.row_number().over(order_by=Task.id) - 1).label("position"))
        .where(Task.project_id == project_id)
        .subquery()
    )
    chunk = func.div(numbered.c.position, CHUNK)
    ranges = (
        select(func.min(numbered.c.id), func.max(numbered.c.id)).group_by(chunk).order_by(chunk)
    )
    payloads = [
        {"project_id": project_id, "first_id": first, "last_id": last}
        for first, last in (await session.execute(ranges)).all()
    ]
    await enqueue_many(session, name, payloads)


async def delete_project(session: AsyncSession, project_id: int) -> None:
    await session.execute(delete(Project).where(Project.id == project_id))


async def add_member(session: AsyncSession, ctx: ProjectContext, draft: MemberIn) -> int:
    """Make an account a member, and the account too when it is named by a new address.

    Raises NotFound for an unknown `user`.
    """
    user: User | None
    if draft.email is not None:
        user = await accounts.find_by_email(session, draft.email)
        if user is None or (user.password_hash is None and draft.password is not None):
            role = draft.role if draft.role in {Role.REVIEWER, Role.ANNOTATOR} else None
            new = UserIn(
                email=draft.email,
                first_name=draft.first_name,
                last_name=draft.last_name,
                password=draft.password,
                role=role or Role.ANNOTATOR,
            )
            user = await access.create_user(session, new)
    else:
        user = await session.get(User, draft.user)
    if user is None:
        raise NotFound("There is no such user.", user=draft.user)
    member = await queries.find_member(session, ctx.project_id, user.id)
    if member is None:
        member = ProjectMember(project_id=ctx.project_id, user_id=user.id)
        session.add(member)
    if draft.role is not None:
        member.role = _project_role(draft.role)
    await session.flush()
    return user.id


def _project_role(role: Role) -> Role:
    if role not in {Role.REVIEWER, Role.ANNOTATOR}:
        raise Invalid(
            "Inside a project a member is a reviewer (RE) or an annotator (AN).",
            code="bad_project_role",
        )
    return role


async def change_member(session: AsyncSession, project_id: int, user_id: int, role: Role) -> None:
    """Raises NotFound for somebody who is not a member."""
    member = await queries.find_member(session, project_id, user_id)
    if member is None:
        raise NotFound("This person is not a member of the project.", user=user_id)
    member.role = _project_role(role)


async def remove_member(session: AsyncSession, project_id: int, user_id: int) -> None:
    """End a membership; the member's work stays. Raises NotFound for somebody who is none."""
    member = await queries.find_member(session, project_id, user_id)
    if member is None:
        raise NotFound("This person is not a member of the project.", user=user_id)
    await session.delete(member)
