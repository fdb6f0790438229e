"""Scoring tasks: read, compute, and write the figures with their part of the running totals.

One transaction a call. It locks the project, then its tasks by id, then the totals by key, in
that order like everybody else, and adds the difference to what the tasks had in the totals
before. So it can run many times over and on many machines at once; killed, it leaves no trace.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.agreement.answers import Answer
from touchstone.labelstudio.features import decode_features, extract_features
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.models import Annotation, Prediction
from touchstone.projects import label_configs
from touchstone.scoring import labels, queries, totals
from touchstone.scoring.compute import Answered, TaskAgreement, newest_by_author, score_tasks
from touchstone.scoring.dimensions import dimensions_of
from touchstone.scoring.labels import LabelCounts

log = logging.getLogger("touchstone.scoring")

UNREADABLE = msgspec.msgpack.encode({})
"""Features of a result that the labeling config of today can make nothing of."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A stored annotation or prediction, and its features as bytes when they are new."""

    row: AnyRow
    features: Mapping[str, Answer]
    fresh: bytes | None


@dataclass(frozen=True, slots=True)
class Computed:
    agreements: Sequence[TaskAgreement]
    annotations: Sequence[Extracted]
    predictions: Sequence[Extracted]
    label_counts: Mapping[int, LabelCounts]


async def rescore_task(session: AsyncSession, project_id: int, task_id: int) -> int:
    """Score one task, unless it is up to date. Gives the number of tasks scored, 0 or 1."""
    return await rescore_range(session, project_id, task_id, task_id)


async def rescore_range(
    session: AsyncSession, project_id: int, first_id: int, last_id: int, *, reextract: bool = False
) -> int:
    """Score the tasks of a run of ids that are not up to date; with `reextract`, all of them anew.

    Gives the number of tasks scored.
    """
    xml = await queries.lock_project(session, project_id)
    if xml is None:
        return 0  # deleted meanwhile
    versions = await queries.lock_tasks(
        session, project_id, first_id, last_id, stale_only=not reextract
    )
    task_ids = list(versions)
    if not task_ids:
        return 0
    annotations = await queries.list_annotations(
        session, project_id, task_ids, with_results=reextract
    )
    predictions = await queries.list_predictions(
        session, project_id, task_ids, with_results=reextract
    )
    computed = await _compute(xml, task_ids, annotations, predictions)
    await _add_labels_of_results(session, project_id, xml, computed)
    await _store_features(session, project_id, computed)
    await totals.replace_scores(
        session, project_id, versions, computed.agreements, computed.label_counts
    )
    return len(task_ids)


async def _compute(
    xml: str, task_ids: Sequence[int], annotations: Sequence[AnyRow], predictions: Sequence[AnyRow]
) -> Computed:
    """On another thread when it is much, so that the event loop stays free."""
    if len(task_ids) == 1:
        return compute(xml, task_ids, annotations, predictions)
    return await asyncio.to_thread(compute, xml, task_ids, annotations, predictions)


def compute(
    xml: str, task_ids: Sequence[int], annotations: Sequence[AnyRow], predictions: Sequence[AnyRow]
) -> Computed:
    config = label_configs.parsed(xml)
    answers = [_extract(row, config) for row in annotations]
    guesses = [_extract(row, config) for row in predictions]
    by_task: dict[int, list[Answered]] = {task_id: [] for task_id in task_ids}
    for answer in answers:
        row = answer.row
        if row.completed_by is not None:
            by_task[row.task_id].append(Answered(row.id, row.completed_by, answer.features))
    distinct = {task_id: newest_by_author(given) for task_id, given in by_task.items()}
    agreements = score_tasks(distinct, dimensions_of(xml), config)

    counts: dict[int, LabelCounts] = {task_id: {} for task_id in task_ids}
    for source, extracted in ((labels.ANNOTATIONS, answers), (labels.PREDICTIONS, guesses)):
        for item in extracted:
            by_control = counts[item.row.task_id].setdefault(source, {})
            labels.add_features(by_control, item.features, config)
    return Computed(agreements, answers, guesses, counts)


def _extract(row: AnyRow, config: LabelConfig) -> Extracted:
    if row.result_text is None:
        return Extracted(row, decode_features(row.features), None)
    try:
        fresh = extract_features(orjson.loads(row.result_text), config)
    except (KeyError, TypeError, ValueError):
        log.warning("result %s does not fit the labeling config and counts as blank", row.id)
        fresh = UNREADABLE
    return Extracted(row, decode_features(fresh), fresh)


async def _add_labels_of_results(
    session: AsyncSession, project_id: int, xml: str, computed: Computed
) -> None:
    """Count the labels of controls whose features do not spell them out, such as polygons."""
    config = label_configs.parsed(xml)
    for source, model, extracted in (
        (labels.ANNOTATIONS, Annotation, computed.annotations),
        (labels.PREDICTIONS, Prediction, computed.predictions),
    ):
        wanted = {x.row.id: x for x in extracted if labels.needs_result(x.features, config)}
        if not wanted:
            continue
        texts = await queries.results_of(session, model, project_id, wanted)
        for row_id, text in texts.items():
            item = wanted[row_id]
            by_control = computed.label_counts[item.row.task_id].setdefault(source, {})
            labels.add_result(by_control, orjson.loads(text), item.features, config)


async def _store_features(session: AsyncSession, project_id: int, computed: Computed) -> None:
    for model, extracted in (
        (Annotation, computed.annotations),
        (Prediction, computed.predictions),
    ):
        fresh = [(item.row.id, item.fresh) for item in extracted if item.fresh is not None]
        if fresh:
            await totals.store_features(session, model, project_id, fresh)
