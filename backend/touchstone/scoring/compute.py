"""From the answers of many tasks to their pair scores and agreement. Pure."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from touchstone.agreement.answers import Answer, Unreadable, is_blank
from touchstone.agreement.labels import without
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.tasks import consensus_scores, overall_scores, task_scores
from touchstone.agreement.types import Bools, Floats, Ints, PairScores, Undefined
from touchstone.models.score import GROUND_TRUTH
from touchstone.scoring.confusion import confusion_by_task
from touchstone.scoring.participants import Batch
from touchstone.scoring.plan import Dimension, Plan

log = logging.getLogger("touchstone.scoring")

PROBLEMS = frozenset(
    {
        Undefined.NOT_COMPARABLE,
        Undefined.TOO_MANY_REGIONS,
        Undefined.UNREADABLE,
        Undefined.CUSTOM_METRIC_FAILED,
        Undefined.METRIC_FAILED,
    }
)
"""Reasons that somebody may want to do something about."""
MOST_PROBLEMS = 20
"""That are kept of one task."""
LONGEST_DETAIL = 300
"""Characters."""

Column = Sequence[Answer | None]
"""One answer for each of a batch's answers."""
Reasons = dict[int, Undefined]
"""Why the pair of this number has no figure."""


@dataclass(slots=True)
class Scored:
    """Figures of a batch; NaN where there is none."""

    batch: Batch
    by_dimension: Floats
    """(dimensions, pairs)"""
    scores: Floats
    """(pairs,), over all dimensions."""
    task_dimensions: Floats
    """(dimensions, tasks)"""
    agreements: Floats
    """(tasks,)"""
    undefined: list[str | None]
    """A task; why it has no agreement."""
    problems: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    confusion: dict[int, list[list[Any]]] = field(default_factory=dict)
    """As `TaskAgreement.confusion`; both by the task's position."""


def score(plan: Plan, batch: Batch) -> Scored:
    """The figures of a batch in one generation.

    A pair's score is the weighted mean over its dimensions; a task's is the weighted mean over
    the dimensions of their agreement, which is that of its annotators only.
    """
    weights = np.array([dimension.weight for dimension in plan.dimensions])
    values = np.full((len(weights), len(batch)), np.nan)
    of_tasks = np.full((len(weights), len(batch.task_ids)), np.nan)
    reasons: list[Reasons] = []
    labelled: list[tuple[int, Column]] = []
    for number, dimension in enumerate(plan.dimensions):
        columns = answers_of(dimension, batch)
        counted = [_without_classes(dimension, answers) for answers in columns]
        scored = [
            _column_scores(dimension, *column, batch)
            for column in zip(columns, counted, strict=True)
        ]
        whole = scored[0] if not dimension.repeated else _mean_of(scored, len(batch))
        values[number] = whole.values
        reasons.append(whole.undefined)
        of_tasks[number] = _of_tasks(plan, batch, scored, whole)
        labelled += [(number, answers) for answers in counted]
    agreements = overall_scores(weights, of_tasks)
    return Scored(
        batch=batch,
        by_dimension=values,
        scores=overall_scores(weights, values),
        task_dimensions=of_tasks,
        agreements=agreements,
        undefined=_undefined(plan, batch, reasons, agreements),
        problems=_problems(plan, batch, reasons, labelled),
        confusion=confusion_by_task(batch, labelled),
    )


def _of_tasks(plan: Plan, batch: Batch, columns: Sequence[PairScores], whole: PairScores) -> Floats:
    """The agreement of each task's annotators in one dimension.

    Consensus is found for each repeat of a control by itself: a mean over repeats says no more
    who matches whom.
    """
    human, n_tasks = batch.is_human, len(batch.task_ids)
    task_of = batch.task_of[human]
    if not plan.is_consensus:
        return task_scores(whole.values[human], task_of, n_tasks)
    left, right = batch.left_ids[human], batch.right_ids[human]
    found = [
        consensus_scores(np.rint(column.values[human]), task_of, left, right, n_tasks)
        for column in columns
    ]
    return overall_scores(np.ones(len(found)), np.reshape(found, (len(found), n_tasks)))


def answers_of(dimension: Dimension, batch: Batch) -> list[Column]:
    """The answers in one dimension, a column for each repeat of a control in a Repeater."""
    names = [dimension.source]
    if dimension.repeated:
        used = {name for answer in batch.answers for name in answer.features}
        names = sorted(name for name in used if _is_repeat(name, dimension.source))
    return [[answer.features.get(name) for answer in batch.answers] for name in names]


def _is_repeat(name: str, template: str) -> bool:
    """Whether a result's `from_name` is the template with an index in the place of `{{...}}`."""
    head, _, rest = template.partition("{{")
    tail = rest.partition("}}")[2]
    return (
        name.startswith(head)
        and name.endswith(tail)
        and name[len(head) : len(name) - len(tail)].isdigit()
    )


def _mean_of(columns: Sequence[PairScores], n_pairs: int) -> PairScores:
    """The mean over repeats that have a figure."""
    if not columns:
        return PairScores(
            np.full(n_pairs, np.nan), dict.fromkeys(range(n_pairs), Undefined.NOT_SHOWN)
        )
    table = np.stack([column.values for column in columns])
    values = overall_scores(np.ones(len(columns)), table)
    undefined: Reasons = {}
    for number in np.flatnonzero(np.isnan(values)).tolist():
        found = [column.undefined[number] for column in columns]
        undefined[number] = next((r for r in found if r in PROBLEMS), found[0])
    return PairScores(values, undefined)


def _without_classes(dimension: Dimension, answers: Column) -> Column:
    if not dimension.excluded:
        return answers
    return [without(answer, dimension.excluded) for answer in answers]


def _column_scores(
    dimension: Dimension, answers: Column, counted: Column, batch: Batch
) -> PairScores:
    """The score of every pair; `counted` are the answers without the classes left out."""
    scores = _compared(dimension, counted, batch)
    if not (dimension.may_be_hidden or dimension.repeated or dimension.excluded):
        return scores
    unused = _both_blank(counted, batch)
    unseen = _both_blank(answers, batch)
    if dimension.may_be_hidden or dimension.repeated:
        _leave_out(scores, unseen, Undefined.NOT_SHOWN)
    _leave_out(scores, unused & ~unseen, Undefined.EXCLUDED)
    return scores


def _compared(dimension: Dimension, answers: Column, batch: Batch) -> PairScores:
    """A metric that takes its first answer as the reference gets the ground truth there, or the
    annotator before a model. Where neither is the reference the lower score of the two counts.
    """
    pairs = np.stack((batch.left, batch.right), axis=1)
    if dimension.metric is None or dimension.metric.symmetric:
        return _guarded(dimension, answers, pairs, batch)
    of_model = (batch.left_ids < GROUND_TRUTH) & (batch.right_ids >= GROUND_TRUTH)
    pairs[of_model] = pairs[of_model][:, ::-1]
    scores = _guarded(dimension, answers, pairs, batch)
    equals = np.flatnonzero((batch.left_ids > GROUND_TRUTH) | (batch.right_ids < GROUND_TRUTH))
    other_way = _guarded(dimension, answers, pairs[equals][:, ::-1], batch)
    scores.values[equals] = np.minimum(scores.values[equals], other_way.values)
    for number, reason in other_way.undefined.items():
        scores.undefined.setdefault(int(equals[number]), reason)
    return scores


def _both_blank(answers: Column, batch: Batch) -> Bools:
    blank = np.array([is_blank(answer) for answer in answers], dtype=bool)
    both: Bools = blank[batch.left] & blank[batch.right]
    return both


def _leave_out(scores: PairScores, which: Bools, reason: Undefined) -> None:
    scores.values[which] = np.nan
    scores.undefined.update(dict.fromkeys(np.flatnonzero(which).tolist(), reason))


def _guarded(
    dimension: Dimension, answers: Sequence[Answer | None], pairs: Ints, batch: Batch
) -> PairScores:
    """The scores of the pairs; one that makes the metric fail has none, the others have."""
    if dimension.metric is None:
        undefined = dict.fromkeys(range(len(pairs)), Undefined.NOT_COMPARABLE)
        return PairScores(np.full(len(pairs), np.nan), undefined)
    try:
        return pair_scores(dimension.metric, answers, pairs, dimension.params)
    except Exception as error:  # whatever an answer nobody thought of does to a metric
        if len(pairs) == 1:
            place = int(pairs[0, 0])
            log.warning(
                "metric %s failed on task %s: %r",
                dimension.metric.key,
                batch.answers[place].task_id,
                error,
            )
            return PairScores(np.array([np.nan]), {0: Undefined.METRIC_FAILED})
    half = len(pairs) // 2
    first = _guarded(dimension, answers, pairs[:half], batch)
    second = _guarded(dimension, answers, pairs[half:], batch)
    moved = {number + half: reason for number, reason in second.undefined.items()}
    return PairScores(np.concatenate((first.values, second.values)), first.undefined | moved)


def _undefined(
    plan: Plan, batch: Batch, reasons: Sequence[Reasons], agreements: Floats
) -> list[str | None]:
    found: list[str | None] = [None] * len(agreements)
    without = np.flatnonzero(np.isnan(agreements)).tolist()
    if not without:
        return found
    human = batch.is_human
    first = np.searchsorted(batch.task_of, np.arange(len(agreements) + 1))
    for task in without:
        pairs = [p for p in range(first[task], first[task + 1]) if human[p]]
        found[task] = _why(plan, reasons, pairs)
    return found


def _why(plan: Plan, reasons: Sequence[Reasons], pairs: Sequence[int]) -> str:
    if not pairs:
        return Undefined.NO_PAIRS
    if not plan.dimensions:
        return Undefined.NO_DIMENSIONS
    found = [of[pair] for of in reasons for pair in pairs if pair in of]
    if len(found) < len(reasons) * len(pairs):
        return Undefined.NO_WEIGHT
    return next((reason for reason in found if reason in PROBLEMS), found[0])


def _problems(
    plan: Plan,
    batch: Batch,
    reasons: Sequence[Reasons],
    columns: Iterable[tuple[int, Column]],
) -> dict[int, list[dict[str, Any]]]:
    problems: dict[int, list[dict[str, Any]]] = {}
    of_dimension: dict[int, list[Column]] = {}
    for number, column in columns:
        of_dimension.setdefault(number, []).append(column)
    for number, (dimension, of_pairs) in enumerate(zip(plan.dimensions, reasons, strict=True)):
        for pair, reason in of_pairs.items():
            if reason not in PROBLEMS:
                continue
            of_task = problems.setdefault(int(batch.task_of[pair]), [])
            if len(of_task) < MOST_PROBLEMS:
                detail = _detail(batch, pair, of_dimension.get(number, ()))
                of_task.append(problem_of(dimension.id, batch, pair, reason, detail))
    return problems


def _detail(batch: Batch, pair: int, columns: Iterable[Column]) -> str | None:
    """What the reader said of an answer that it could not read."""
    for column in columns:
        for place in (batch.left[pair], batch.right[pair]):
            answer = column[place]
            if isinstance(answer, Unreadable):
                return answer.reason[:LONGEST_DETAIL]
    return None


def problem_of(
    dimension_id: int, batch: Batch, pair: int, reason: Undefined, detail: str | None = None
) -> dict[str, Any]:
    return {
        "dimension": dimension_id,
        "left_id": int(batch.left_ids[pair]),
        "right_id": int(batch.right_ids[pair]),
        "left_item": batch.answers[batch.left[pair]].id,
        "right_item": batch.answers[batch.right[pair]].id,
        "reason": reason,
        "detail": detail,
    }
