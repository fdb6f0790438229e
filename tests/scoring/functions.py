"""Agreement functions of a project's own, and their log, for the tests."""

import textwrap
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.models import CustomMetric, CustomMetricLog, Project
from touchstone.scoring.custom import CustomSide


def function(body: str) -> str:
    inside = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f"def agreement(annotation_1, annotation_2, per_label=False):\n{inside}\n"


HALF = function("return 0.5")


async def logs_of(session: AsyncSession, project: Project) -> list[str]:
    query = select(CustomMetricLog.message).where(CustomMetricLog.project_id == project.id)
    return list((await session.scalars(query.order_by(CustomMetricLog.id))).all())


async def keep(session: AsyncSession, project: Project, code: str) -> None:
    session.add(CustomMetric(project_id=project.id, code=code))
    await session.flush()


def side(number: int, result: str = "[]", **more: Any) -> CustomSide:
    values = {"task_id": 1, "completed_by": number, "model_version": None} | more
    return CustomSide(item_id=number, result=result, **values)
