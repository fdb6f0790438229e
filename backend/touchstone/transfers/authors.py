"""From the people that a file names to accounts of ours."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.permissions import SEES_EVERY_PROJECT
from touchstone.labelstudio.records import AuthorRef
from touchstone.models import ProjectMember, User
from touchstone.models.user import Role
from touchstone.transfers.readers.authors import MAX_NAME

PLACEHOLDER = "annotator-{id}@import.invalid"


def _email(author: AuthorRef) -> str:
    """The address that stands for the author, made up where the file has only a number."""
    return author.email.strip() if author.email else PLACEHOLDER.format(id=author.id)


async def resolve_authors(
    session: AsyncSession, project_id: int, authors: Sequence[AuthorRef]
) -> list[int]:
    """The account of each author: by address, by id for people of the project, or a new one.

    New accounts cannot log in until somebody gives them a password. Whoever does not reach the
    project yet becomes a member.
    """
    if not authors:
        return []
    by_email = await _find_by_email(session, authors)
    by_id = await _find_people(session, project_id, authors)
    missing = {
        _email(author).lower(): author
        for author in authors
        if _email(author).lower() not in by_email and (author.email or author.id not in by_id)
    }
    if missing:
        await _create(session, missing.values())
        by_email |= await _find_by_email(session, list(missing.values()))
    found = [
        author.id
        if not author.email and author.id is not None and author.id in by_id
        else by_email[_email(author).lower()]
        for author in authors
    ]
    await _add_members(session, project_id, found)
    return found


async def _find_by_email(session: AsyncSession, authors: Iterable[AuthorRef]) -> dict[str, int]:
    address = func.lower(User.email)
    emails = {_email(author).lower() for author in authors}
    # The accounts are locked so that they stay while rows that name them are on their way.
    query = (
        select(User.id, address.label("email"))
        .where(address.in_(emails))
        .order_by(User.id)
        .with_for_update(read=True, key_share=True)
    )
    return {row.email: row.id for row in await session.execute(query)}


async def _find_people(
    session: AsyncSession, project_id: int, authors: Iterable[AuthorRef]
) -> frozenset[int]:
    """Those of the ids, of authors without an address, that belong to people of the project."""
    ids = {author.id for author in authors if not author.email}
    if not ids:
        return frozenset()
    member = (
        select(ProjectMember.user_id)
        .where(ProjectMember.project_id == project_id, ProjectMember.user_id == User.id)
        .exists()
    )
    query = (
        select(User.id)
        .where(User.id.in_(ids), or_(User.role.in_(SEES_EVERY_PROJECT), member))
        .order_by(User.id)
        .with_for_update(read=True, key_share=True)
    )
    return frozenset(await session.scalars(query))


async def _create(session: AsyncSession, authors: Iterable[AuthorRef]) -> None:
    rows = [
        {
            "email": _email(author),
            "first_name": _first_name(author)[:MAX_NAME],
            "last_name": author.last_name[:MAX_NAME],
            "role": Role.ANNOTATOR,
        }
        for author in sorted(authors, key=lambda author: _email(author).lower())
    ]
    await session.execute(insert(User).values(rows).on_conflict_do_nothing())


def _first_name(author: AuthorRef) -> str:
    return author.first_name or ("" if author.email else f"Annotator {author.id}")


async def _add_members(session: AsyncSession, project_id: int, user_ids: Sequence[int]) -> None:
    people = select(User.id).where(User.id.in_(set(user_ids)), User.role.not_in(SEES_EVERY_PROJECT))
    rows = [
        {"project_id": project_id, "user_id": user_id} for user_id in await session.scalars(people)
    ]
    if rows:
        await session.execute(insert(ProjectMember).values(rows).on_conflict_do_nothing())
