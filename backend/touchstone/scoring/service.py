"""Scoring tasks: read, compute, and write the figures with their part of the running totals.

One transaction a call. It locks the project, then its tasks by id, then the totals by key, in
that order like everybody else, and adds the difference to what the tasks had in the totals
before. So it can run many times over and on many machines at once; killed, it leaves no trace.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.models import Annotation, Prediction
from touchstone.projects import generations, label_configs
from touchstone.scoring import labels, queries, rows, totals
from touchstone.scoring.compute import Scored, score
from touchstone.scoring.labels import LabelCounts, LabelKey
from touchstone.scoring.overall import use_custom_metric
from touchstone.scoring.participants import Given, make_batch
from touchstone.scoring.plan import Plan, plan_of
from touchstone.scoring.reading import Read, Stored, load, read
from touchstone.scoring.report_queue import request_report
from touchstone.scoring.totals import Change


async def rescore_task(session: AsyncSession, project_id: int, task_id: int) -> int:
    """Score one task, unless it is up to date. Gives the number of tasks scored, 0 or 1."""
    return await rescore_range(session, project_id, task_id, task_id)


async def rescore_range(
    session: AsyncSession, project_id: int, first_id: int, last_id: int, *, reextract: bool = False
) -> int:
    """Score the tasks of a run of ids that are not up to date; with `reextract`, all of them anew.

    In the current generation and in the building one. Gives the number of tasks scored.
    """
    if not await queries.lock_project(session, project_id):
        return 0  # deleted meanwhile
    live = await generations.live_generations(session, project_id)
    if not live:
        await generations.request_generation(session, project_id)
        live = await generations.live_generations(session, project_id)
    versions = await queries.lock_tasks(
        session, project_id, first_id, last_id, stale_only=not reextract
    )
    if not versions:
        return 0
    plans = [plan_of(project_id, row) for row in live]
    stale = reextract or any(row.reextract for row in live)
    changes, label_change = await score_tasks(
        session, plans, list(versions), reextract=stale, always_count=True
    )
    await rows.show(session, project_id, plans[0].generation, versions)
    await request_report(session, project_id)
    await totals.apply(session, project_id, changes, label_change)
    return len(versions)


async def score_tasks(
    session: AsyncSession,
    plans: Sequence[Plan],
    task_ids: Sequence[int],
    *,
    reextract: bool,
    always_count: bool,
) -> tuple[list[tuple[int, Change]], Counter[LabelKey]]:
    """Write the figures of tasks that the caller has locked, in one or more generations.

    Features are kept as the last plan reads them; its labels are counted where that gave new
    ones, or with `always_count`. Gives what changes in the totals.
    """
    project_id = plans[0].project_id
    with_results = reextract or any(plan.needs_results for plan in plans)
    changes = [(plan.generation, Change([one.id for one in plan.dimensions])) for plan in plans]
    label_change: Counter[LabelKey] = Counter()
    for part in await queries.cut_by_size(session, project_id, task_ids, with_results=with_results):
        stored = await load(session, project_id, part, with_results=with_results)
        for plan, (_, change) in zip(plans, changes, strict=True):
            scored, answers = await compute_apart(session, plan, part, stored, reextract=reextract)
            await rows.replace(session, plan, scored, change)
        await store_fresh(session, project_id, answers)
        if always_count or answers.is_fresh:
            await replace_labels(session, plan, part, answers, label_change)
    return changes, label_change


async def compute_apart(
    session: AsyncSession, plan: Plan, task_ids: Sequence[int], stored: Stored, *, reextract: bool
) -> tuple[Scored, Read]:
    """On another thread when it is much, so that the event loop stays free."""
    if len(task_ids) == 1:
        scored, answers = compute(plan, task_ids, stored, reextract=reextract)
    else:
        scored, answers = await asyncio.to_thread(
            compute, plan, task_ids, stored, reextract=reextract
        )
    if plan.is_custom:
        await use_custom_metric(session, plan.project_id, scored)
    return scored, answers


def compute(
    plan: Plan, task_ids: Sequence[int], stored: Stored, *, reextract: bool
) -> tuple[Scored, Read]:
    answers = read(stored, plan, reextract=reextract)
    return score(plan, make_batch(task_ids, answers.everything)), answers


async def store_fresh(session: AsyncSession, project_id: int, answers: Read) -> None:
    """Keep what was read anew from results."""
    await rows.store_features(session, Annotation, project_id, answers.fresh_annotations)
    await rows.store_features(session, Prediction, project_id, answers.fresh_predictions)


async def replace_labels(
    session: AsyncSession,
    plan: Plan,
    task_ids: Sequence[int],
    answers: Read,
    change: Counter[LabelKey],
) -> None:
    """Add to `change` what changes in the number of uses, by label."""
    new = await _count_labels(session, plan, task_ids, answers)
    old = await rows.old_label_counts(session, plan.project_id, task_ids)
    changed = {task_id: counts for task_id, counts in new.items() if old.get(task_id) != counts}
    for task_id, counts in changed.items():
        labels.add_to_totals(change, old.get(task_id, {}), -1)
        labels.add_to_totals(change, counts, 1)
    await rows.store_label_counts(session, plan.project_id, changed)


async def _count_labels(
    session: AsyncSession, plan: Plan, task_ids: Sequence[int], answers: Read
) -> dict[int, LabelCounts]:
    config = label_configs.parsed(plan.xml)
    counts: dict[int, LabelCounts] = {task_id: {} for task_id in task_ids}
    for source, model, given in (
        (labels.ANNOTATIONS, Annotation, answers.annotations),
        (labels.PREDICTIONS, Prediction, answers.predictions),
    ):
        wanted: dict[int, Given] = {}
        for answer in given:
            by_control = counts[answer.task_id].setdefault(source, {})
            labels.add_features(by_control, answer.features, config)
            if labels.needs_result(answer.features, config):
                wanted[answer.id] = answer
        if not wanted:
            continue
        texts = await queries.results_of(session, model, plan.project_id, wanted)
        for row_id, text in texts.items():
            by_control = counts[wanted[row_id].task_id][source]
            labels.add_result(by_control, orjson.loads(text), wanted[row_id].features, config)
    return counts
