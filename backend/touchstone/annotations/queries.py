"""Reading single annotations."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.core.errors import NotFound
from touchstone.db.driver import fetch_one
from touchstone.models import Annotation, AnnotationVersion
from touchstone.tasks.queries import ANNOTATION, reviews_of
from touchstone.tasks.wire import annotation as annotation_wire


async def get_annotation(session: AsyncSession, project_id: int, annotation_id: int) -> AnyRow:
    """One annotation with its result as text. Raises NotFound."""
    row = await fetch_one(session, f"{ANNOTATION} AND id = $2", project_id, annotation_id)
    if row is None:
        raise NotFound("There is no such annotation.", annotation=annotation_id)
    return row


async def show(session: AsyncSession, project_id: int, annotation_id: int) -> dict[str, Any]:
    """One annotation with its reviews, in the form of the API."""
    row = await get_annotation(session, project_id, annotation_id)
    reviews = await reviews_of(session, project_id, [annotation_id])
    return annotation_wire(row, reviews.get(annotation_id, []))


async def lock_annotation(session: AsyncSession, project_id: int, annotation_id: int) -> Annotation:
    """Raises NotFound. The task's lock is taken before this one, always."""
    annotation = await session.get(
        Annotation, (project_id, annotation_id), with_for_update=True, populate_existing=True
    )
    if annotation is None:
        raise NotFound("There is no such annotation.", annotation=annotation_id)
    return annotation


async def list_versions(
    session: AsyncSession, project_id: int, annotation_id: int
) -> Sequence[AnyRow]:
    query = (
        select(
            AnnotationVersion.version,
            cast(AnnotationVersion.result, Text).label("result_text"),
            AnnotationVersion.action,
            AnnotationVersion.created_by,
            AnnotationVersion.replaced_at,
        )
        .where(
            AnnotationVersion.project_id == project_id,
            AnnotationVersion.annotation_id == annotation_id,
        )
        .order_by(AnnotationVersion.version.desc())
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows
