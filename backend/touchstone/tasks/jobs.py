"""Jobs on tasks."""

from typing import Any

from sqlalchemy import select

from touchstone.db.engine import Sessions
from touchstone.models import Task
from touchstone.tasks import service


async def refresh_range(sessions: Sessions, payload: dict[str, Any]) -> None:
    """Recompute the figures of a run of tasks after a project-wide setting changed."""
    project_id = payload["project_id"]
    async with sessions() as session, session.begin():
        ids = (
            await session.scalars(
                select(Task.id)
                .where(Task.project_id == project_id)
                .where(Task.id.between(payload["first_id"], payload["last_id"]))
                .order_by(Task.id)
                .with_for_update(key_share=True)
            )
        ).all()
        if ids:
            await service.refresh_figures(session, project_id, ids)
