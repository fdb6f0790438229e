"""Jobs that score tasks."""

from typing import Any

from touchstone.db.engine import Sessions
from touchstone.scoring import building, service


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


async def start_generation(sessions: Sessions, payload: dict[str, Any]) -> None:
    """{project_id, generation}"""
    async with sessions() as session, session.begin():
        await building.plan_chunks(session, payload["project_id"], payload["generation"])


async def build_chunk(sessions: Sessions, payload: dict[str, Any]) -> None:
    """{project_id, generation, first_id}"""
    async with sessions() as session, session.begin():
        await building.build_chunk(
            session, payload["project_id"], payload["generation"], payload["first_id"]
        )


async def finish_generation(sessions: Sessions, payload: dict[str, Any]) -> None:
    """{project_id, generation}"""
    async with sessions() as session, session.begin():
        await building.finish(session, payload["project_id"], payload["generation"])


async def show_chunk(sessions: Sessions, payload: dict[str, Any]) -> None:
    """{project_id, first_id, last_id}"""
    async with sessions() as session, session.begin():
        await building.show_chunk(
            session, payload["project_id"], payload["first_id"], payload["last_id"]
        )


async def drop_generation(sessions: Sessions, payload: dict[str, Any]) -> None:
    """{project_id, generation}; in small transactions, which may be done again."""
    project_id, number = payload["project_id"], payload["generation"]
    async with sessions() as session, session.begin():
        if not await building.is_to_be_dropped(session, project_id, number):
            return
    more = True
    while more:
        async with sessions() as session, session.begin():
            more = await building.drop_some(session, project_id, number)
