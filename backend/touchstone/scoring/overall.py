"""The overall scores of a project that has a function of its own for them."""

from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement.tasks import task_scores
from touchstone.agreement.types import Undefined
from touchstone.models.score import OVERALL
from touchstone.scoring.compute import MOST_PROBLEMS, Scored, problem_of
from touchstone.scoring.custom import CustomSide, custom_scores
from touchstone.scoring.participants import Batch, Given


async def use_custom_metric(session: AsyncSession, project_id: int, scored: Scored) -> None:
    """Replace the overall score of every pair by what the project's function says of it.

    A task's agreement is then the mean over its annotators' pairs; the figures of the dimensions
    stay.
    """
    batch = scored.batch
    pairs = [
        (_side(batch.answers[left]), _side(batch.answers[right]))
        for left, right in zip(batch.left.tolist(), batch.right.tolist(), strict=True)
    ]
    given = await custom_scores(session, project_id, pairs)
    scored.scores = np.array(
        [np.nan if score.value is None else score.value for score in given], dtype=np.float64
    )
    human = batch.is_human
    scored.agreements = task_scores(scored.scores[human], batch.task_of[human], len(batch.task_ids))
    failed = {
        number: score.undefined for number, score in enumerate(given) if score.undefined is not None
    }
    _explain(batch, scored, failed)


def _explain(batch: Batch, scored: Scored, failed: dict[int, Undefined]) -> None:
    why: dict[int, str] = {}
    for number, reason in failed.items():
        task = int(batch.task_of[number])
        problems: list[dict[str, Any]] = scored.problems.setdefault(task, [])
        if len(problems) < MOST_PROBLEMS:
            problems.append(problem_of(OVERALL, batch, number, reason))
        if batch.left_ids[number] > 0:
            why[task] = reason
    scored.undefined = [
        None if agreement == agreement else why.get(task, Undefined.NO_PAIRS)
        for task, agreement in enumerate(scored.agreements.tolist())
    ]


def _side(answer: Given) -> CustomSide:
    return CustomSide(
        item_id=answer.id,
        task_id=answer.task_id,
        completed_by=None if answer.model_version is not None else answer.participant,
        model_version=answer.model_version,
        result=answer.result or "[]",
    )
