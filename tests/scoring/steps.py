"""The jobs of a generation, done one after the other inside a test's own transaction."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.models import ScoringChunk, ScoringGeneration, Task
from touchstone.scoring import building


async def number_of(session: AsyncSession, project_id: int, status: str) -> int | None:
    query = select(ScoringGeneration.number).where(
        ScoringGeneration.project_id == project_id, ScoringGeneration.status == status
    )
    number: int | None = await session.scalar(query)
    return number


async def build(session: AsyncSession, project_id: int) -> None:
    """Compute the building generation, without putting it in its place."""
    number = await number_of(session, project_id, "building")
    assert number is not None
    await building.plan_chunks(session, project_id, number)
    query = select(ScoringChunk.first_id).where(ScoringChunk.project_id == project_id)
    for first_id in (await session.scalars(query)).all():
        await building.build_chunk(session, project_id, number, first_id)


async def finish(session: AsyncSession, project_id: int) -> None:
    """Build what is building and let it be the current one, everywhere."""
    await build(session, project_id)
    number = await number_of(session, project_id, "building")
    assert number is not None
    await building.finish(session, project_id, number)
    ids = (await session.scalars(select(Task.id).where(Task.project_id == project_id))).all()
    await building.show_chunk(session, project_id, min(ids), max(ids))
