"""Puts the demonstration into an empty database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.passwords import hash_password
from touchstone.db.engine import Sessions
from touchstone.demo.people import DEMO_PASSWORD, PEOPLE
from touchstone.models import Project, ProjectMember, User
from touchstone.models.user import Role
from touchstone.projects.dimensions import sync_dimensions
from touchstone.projects.generations import request_generation
from touchstone.transfers.media_types import media_type
from touchstone.transfers.service import import_records, store_file

if TYPE_CHECKING:
    from touchstone.demo.content import DemoProject

LOCK = 0x70C7

ROLE_NAMES = {
    Role.OWNER: "Owner",
    Role.ADMINISTRATOR: "Administrator",
    Role.MANAGER: "Manager",
    Role.REVIEWER: "Reviewer",
    Role.ANNOTATOR: "Annotator",
}


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    password: str
    role: Role

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]

    def shown(self) -> dict[str, str]:
        """The `DemoLogin` form."""
        return {"email": self.email, "password": self.password, "role": self.role}


def _one_a_role() -> list[Login]:
    first = {Role(person.role): person for person in reversed(PEOPLE)}
    return [Login(first[role].email, DEMO_PASSWORD, role) for role in Role if role in first]


async def load_demo(
    sessions: Sessions, *, gallery: bool = False, say: Callable[[str], Any]
) -> list[Login]:
    """Fill an empty database, in one transaction; a database in use is left alone.

    With `gallery`, a project for each kind of tag is added to the demo projects.

    Returns one login a role, or none where the demo was not loaded by this or an earlier start.
    """
    async with sessions() as session, session.begin():
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        if (await session.scalar(select(User.id).limit(1))) is not None:
            return _one_a_role() if await _is_loaded(session) else []
        # Drawing pictures takes long to import, and only the very first start needs it.
        from touchstone.demo.content import demo_projects  # noqa: PLC0415

        say("Making the demo projects…")
        owner = await _make_people(session)
        projects = demo_projects()
        if gallery:
            from touchstone.demo.gallery.project import gallery_projects  # noqa: PLC0415

            projects = [*gallery_projects(), *projects]
        for demo in projects:
            await _make_project(session, demo, owner)
    return _one_a_role()


async def _is_loaded(session: AsyncSession) -> bool:
    """Whether all the demo's people are here; then an earlier start made them."""
    emails = {person.email for person in PEOPLE}
    query = select(User.email).where(User.email.in_(emails), User.password_hash.is_not(None))
    return set(await session.scalars(query)) == emails


async def _make_people(session: AsyncSession) -> User:
    secret = await hash_password(DEMO_PASSWORD)
    users = [
        User(
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            role=person.role,
            password_hash=secret,
        )
        for person in PEOPLE
    ]
    session.add_all(users)
    await session.flush()
    return next(user for user in users if user.role == Role.OWNER)


async def _make_project(session: AsyncSession, demo: "DemoProject", owner: User) -> None:
    project = Project(
        title=demo.title,
        description=demo.description,
        expert_instruction=demo.instruction,
        label_config=demo.label_config,
        maximum_annotations=demo.maximum_annotations,
        agreement_threshold=0.7,
        review_settings={"require_comment_on_reject": True},
        created_by=owner.id,
    )
    session.add(project)
    await session.flush()
    await sync_dimensions(session, project)
    await request_generation(session, project.id, user_id=owner.id)
    people = await session.scalars(
        select(User).where(User.role.in_([Role.REVIEWER, Role.ANNOTATOR]))
    )
    session.add_all(ProjectMember(project_id=project.id, user_id=user.id) for user in people.all())
    await session.flush()
    files: list[tuple[str, bytes]] = []
    demo.write_files(lambda name, content: files.append((name, content)))
    for name, content in files:
        await store_file(session, project.id, name, media_type(name), content)
    records = demo.make_tasks(lambda name: f"/data/upload/{project.id}/{name}")
    await import_records(session, project.id, owner.id, records)
