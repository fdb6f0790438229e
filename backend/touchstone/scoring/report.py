"""The report of a project: what has to be computed from all its tasks at once.

Tasks are read in chunks, each in a transaction of its own, so that nobody waits for a report.
What is kept of them is a few numbers an answer and a pair. A report is of the current
generation; changes made while it is computed ask for another one.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.labels import without
from touchstone.agreement.types import Floats, Ints
from touchstone.core.clock import utc_now
from touchstone.db.driver import fetch, fetch_one
from touchstone.db.engine import Sessions
from touchstone.labelstudio.dimensions import comparable
from touchstone.models.score import GROUND_TRUTH, OVERALL, GenerationStatus
from touchstone.projects import generations
from touchstone.scoring import queries
from touchstone.scoring.compute import answers_of
from touchstone.scoring.participants import Batch, make_batch
from touchstone.scoring.plan import Plan, plan_of
from touchstone.scoring.reading import Stored, load, read
from touchstone.scoring.report_figures import DimensionFigures, OverallFigures
from touchstone.scoring.report_queue import STATE, begin_report

CHUNK = 2000
"""Tasks read at once, at most."""
RESAMPLING = Resampling(seed=0)
_REPEATS = 1000
"""More than a control in a Repeater has repeats."""


async def report(sessions: Sessions, payload: Mapping[str, Any]) -> None:
    """The job `scoring.report`, {project_id}. Computes and stores the report of a project."""
    project_id = payload["project_id"]
    async with sessions() as session, session.begin():
        if not await begin_report(session, project_id):
            return
    started, clock = utc_now(), time.monotonic()
    async with sessions() as session, session.begin():
        generation = await _current(session, project_id)
    if generation is None:
        return  # deleted meanwhile, or its first figures are still being computed
    collected = Collected(plan_of(project_id, generation), reextract=generation.reextract)
    first_id = 0
    while True:
        async with sessions() as session, session.begin():
            chunk = await _read_chunk(session, collected, first_id)
        if chunk is None:
            break
        first_id = chunk.task_ids[-1]
        await asyncio.to_thread(collected.add, chunk)
    reports = await asyncio.to_thread(collected.reports)
    async with sessions() as session, session.begin():
        seconds = time.monotonic() - clock
        about = {"tasks_read": collected.n_tasks, "seconds": round(seconds, 3)}
        await _store(session, collected.plan, reports, started, about)


class Chunk:
    """Some tasks as they lie in the database."""

    def __init__(
        self,
        task_ids: Sequence[int],
        stored: Stored,
        pairs: Sequence[AnyRow],
        agreements: Sequence[AnyRow],
    ) -> None:
        self.task_ids, self.stored = task_ids, stored
        self.pairs, self.agreements = pairs, agreements


class Collected:
    """What a report needs of the tasks read so far."""

    def __init__(self, plan: Plan, *, reextract: bool) -> None:
        self.plan = plan
        self.reextract = reextract
        """Whether stored features may have been read by another labeling config."""
        self.n_tasks = 0
        labels = {one.name: len(one.labels) or None for one in comparable(plan.config)}
        self._overall = OverallFigures()
        self._dimensions = [
            DimensionFigures(dimension, labels.get(dimension.source), RESAMPLING.seed)
            for dimension in plan.dimensions
        ]

    def add(self, chunk: Chunk) -> None:
        answers = read(chunk.stored, self.plan, reextract=self.reextract)
        batch = make_batch(chunk.task_ids, answers.everything)
        pairs = _pairs(chunk, len(self._dimensions))
        numbers = np.arange(len(chunk.task_ids)) + self.n_tasks
        self._overall.agreements.append(_column([row.agreement for row in chunk.agreements]))
        self._overall.pairs.add(*pairs[:2], pairs[2] + self.n_tasks, pairs[3])
        newest = _newest(batch, chunk.task_ids)
        for place, figures in enumerate(self._dimensions):
            values = [row.dimension_scores[place] for row in chunk.agreements]
            figures.agreements.append(_column(values))
            scores = pairs[4][place]
            figures.pairs.add(*pairs[:2], pairs[2] + self.n_tasks, scores)
            self._add_answers(figures, batch, newest, numbers, (*pairs[:3], scores))
        self.n_tasks += len(chunk.task_ids)

    def _add_answers(
        self,
        figures: DimensionFigures,
        batch: Batch,
        newest: tuple[Ints, Ints, Ints],
        numbers: Ints,
        pairs: tuple[Ints, Ints, Ints, Floats],
    ) -> None:
        """The answers of the annotators; each repeat of a control is a unit of its own."""
        places, tasks, raters = newest
        of_humans = pairs[0] > GROUND_TRUTH
        units, scores = numbers[pairs[2][of_humans]] * _REPEATS, pairs[3][of_humans]
        for repeat, column in enumerate(answers_of(figures.dimension, batch)[:_REPEATS]):
            counted = [without(answer, figures.dimension.excluded) for answer in column]
            given = [counted[place] for place in places.tolist()]
            figures.add_answers(numbers[tasks] * _REPEATS + repeat, raters, given)
            chosen = batch.is_human
            between = np.stack((batch.left[chosen], batch.right[chosen]), axis=1)
            figures.by_label.add_scores(counted, between, batch.task_of[chosen])
            if repeat == 0:
                figures.add_human_pairs(units, scores)
                figures.by_label.add_cells(given, tasks, pairs)

    def reports(self) -> dict[int, dict[str, Any]]:
        """By dimension, `OVERALL` for all of them."""
        found = {OVERALL: self._overall.report(RESAMPLING)}
        for figures in self._dimensions:
            found[figures.dimension.id] = figures.report(RESAMPLING)
        return found


def _newest(batch: Batch, task_ids: Sequence[int]) -> tuple[Ints, Ints, Ints]:
    """(place in the batch, position of the task, annotator) of the newest answer of each
    annotator to each task, those to a task together."""
    position = {task_id: number for number, task_id in enumerate(task_ids)}
    found: dict[tuple[int, int], int] = {}
    for place, answer in enumerate(batch.answers):
        if answer.participant is not None and answer.participant > GROUND_TRUTH:
            found[position[answer.task_id], answer.participant] = place
    rows = sorted((task, participant, place) for (task, participant), place in found.items())
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 2], table[:, 0], table[:, 1]


def _pairs(chunk: Chunk, n_dimensions: int) -> tuple[Ints, Ints, Ints, Floats, list[Floats]]:
    """Left, right, position of the task, overall score, and the scores in each dimension."""
    rows = chunk.pairs
    tasks = np.array(chunk.task_ids, dtype=np.int64)
    columns = [
        np.array([row[name] for row in rows], dtype=np.int64)
        for name in ("left_id", "right_id", "task_id")
    ]
    overall = _column([row.score for row in rows])
    by_dimension = [
        _column(
            [row.dimension_scores[place] if row.dimension_scores else row.score for row in rows]
        )
        for place in range(n_dimensions)
    ]
    return columns[0], columns[1], np.searchsorted(tasks, columns[2]), overall, by_dimension


def _column(values: Sequence[float | None]) -> Floats:
    """None as NaN."""
    return np.array(values, dtype=np.float64)


async def _current(session: AsyncSession, project_id: int) -> AnyRow | None:
    live = await generations.live_generations(session, project_id)
    current = (row for row in live if row.status == GenerationStatus.CURRENT)
    return next(current, None)


_TASKS = "SELECT id FROM tasks WHERE project_id = $1 AND id > $2 ORDER BY id LIMIT $3"
_PAIRS = """
    SELECT task_id, left_id, right_id, score, dimension_scores FROM pair_scores
    WHERE project_id = $1 AND generation = $2 AND task_id = ANY($3) ORDER BY task_id
"""
_AGREEMENTS = """
    SELECT agreement, dimension_scores FROM task_agreements
    WHERE project_id = $1 AND generation = $2 AND task_id = ANY($3)
"""


async def _read_chunk(session: AsyncSession, collected: Collected, after_id: int) -> Chunk | None:
    plan = collected.plan
    rows = await fetch(session, _TASKS, plan.project_id, after_id, CHUNK)
    if not rows:
        return None
    with_results = collected.reextract or plan.needs_results
    parts = await queries.cut_by_size(
        session, plan.project_id, [row.id for row in rows], with_results=with_results
    )
    task_ids = parts[0]
    place = (plan.project_id, plan.generation, task_ids)
    return Chunk(
        task_ids,
        await load(session, plan.project_id, task_ids, with_results=with_results),
        await fetch(session, _PAIRS, *place),
        await fetch(session, _AGREEMENTS, *place),
    )


_UPSERT = """
    INSERT INTO agreement_reports (project_id, dimension_id, generation, report, computed_at)
    SELECT $1, dimension_id, generation, report::jsonb, $2
    FROM unnest($3::bigint[], $4::integer[], $5::text[]) AS new (dimension_id, generation, report)
    ON CONFLICT (project_id, dimension_id) DO UPDATE
    SET generation = excluded.generation, report = excluded.report,
        computed_at = excluded.computed_at
"""
_DROP_OTHERS = """
    DELETE FROM agreement_reports
    WHERE project_id = $1 AND dimension_id <> ALL($2::bigint[])
"""


async def _store(
    session: AsyncSession,
    plan: Plan,
    reports: Mapping[int, dict[str, Any]],
    started: datetime,
    about: Mapping[str, Any],
) -> None:
    """In place of the last report, unless another generation has become the current one."""
    if await queries.lock_project(session, plan.project_id) is None:
        return
    current = await fetch_one(
        session,
        "SELECT number FROM scoring_generations WHERE project_id = $1 AND status = 'current'",
        plan.project_id,
    )
    if current is None or current.number != plan.generation:
        return
    about = {**about, "n_resamples": RESAMPLING.n_resamples, "level": RESAMPLING.level}
    contents = {number: orjson.dumps({**of, **about}).decode() for number, of in reports.items()}
    contents[STATE] = orjson.dumps(about).decode()
    await fetch(
        session,
        _UPSERT,
        plan.project_id,
        started,
        list(contents),
        [0 if number == STATE else plan.generation for number in contents],
        list(contents.values()),
    )
    await fetch(session, _DROP_OTHERS, plan.project_id, list(contents))
