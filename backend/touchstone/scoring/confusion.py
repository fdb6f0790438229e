"""Which labels met on each task: among annotators, and of them with the ground truth. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from touchstone.agreement.answers import Answer
from touchstone.agreement.confusion import Meetings, confusion_many
from touchstone.agreement.types import Bools, Ints
from touchstone.models.score import GROUND_TRUTH, ConfusionMode
from touchstone.scoring.labels import cut
from touchstone.scoring.participants import Batch

ByTask = dict[int, list[list[Any]]]
"""[[position of the dimension, mode, left label, right label, count], ...] a task."""


def confusion_by_task(
    batch: Batch, columns: Iterable[tuple[int, Sequence[Answer | None]]]
) -> ByTask:
    """From the answers in each dimension, which come with its position."""
    found: ByTask = {}
    chosen = np.flatnonzero(batch.left_ids >= GROUND_TRUTH)
    if not len(chosen):
        return found
    left, right = batch.left[chosen], batch.right[chosen]
    human = batch.is_human[chosen]
    accepted = np.array([answer.is_accepted for answer in batch.answers], dtype=bool)
    both_accepted = human & accepted[left] & accepted[right]
    for position, answers in columns:
        met = confusion_many(answers, left, right)
        if not len(met):
            continue
        tasks = batch.task_of[chosen][met.pair]
        for mode, which in (
            (ConfusionMode.ALL, human),
            (ConfusionMode.ACCEPTED, both_accepted),
            (ConfusionMode.GROUND_TRUTH, ~human),
        ):
            _add(found, position, mode, met, tasks, which[met.pair])
    return found


def _add(
    found: ByTask, position: int, mode: ConfusionMode, met: Meetings, tasks: Ints, which: Bools
) -> None:
    """Pairs of annotators count both ways."""
    task, left, right = tasks[which], met.left[which], met.right[which]
    count = met.count[which]
    if mode != ConfusionMode.GROUND_TRUTH:
        task, count = np.tile(task, 2), np.tile(count, 2)
        left, right = np.concatenate((left, right)), np.concatenate((right, left))
    if not len(task):
        return
    k = len(met.labels)
    keys, places = np.unique((task * k + left) * k + right, return_inverse=True)
    counts = np.bincount(places, weights=count)
    rest, rights = np.divmod(keys, k)
    tasks_of, lefts = np.divmod(rest, k)
    for number, a, b, n in zip(
        tasks_of.tolist(), lefts.tolist(), rights.tolist(), counts.tolist(), strict=True
    ):
        entry = [position, mode.value, cut(met.labels[a]), cut(met.labels[b]), int(n)]
        found.setdefault(number, []).append(entry)
