"""Jobs that score tasks."""

from typing import Any

from touchstone.db.engine import Sessions
from touchstone.scoring import service


async def rescore_task(sessions: Sessions, payload: dict[str, Any]) -> None:
    """{project_id, task_id}"""
    async with sessions() as session, session.begin():
        await service.rescore_task(session, payload["project_id"], payload["task_id"])


async def rescore_range(sessions: Sessions, payload: dict[str, Any]) -> None:
    """{project_id, first_id, last_id, reextract?}"""
    async with sessions() as session, session.begin():
        await service.rescore_range(
            session,
            payload["project_id"],
            payload["first_id"],
            payload["last_id"],
            reextract=bool(payload.get("reextract")),
        )
