"""Who is compared with whom on a task: annotators, the ground truth, models. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from touchstone.agreement.answers import Answer
from touchstone.agreement.types import Bools, Ints
from touchstone.models.score import GROUND_TRUTH


@dataclass(slots=True)
class Given:
    """One stored answer to a task: an annotation that was not skipped, or a prediction."""

    id: int
    task_id: int
    participant: int | None
    """The author above 0, the model below 0, None where the author is not known."""
    features: Mapping[str, Answer]
    is_truth: bool = False
    is_accepted: bool = False
    model_version: str | None = None
    result: str | None = None
    """JSON text, where something needs it."""


@dataclass(slots=True)
class Batch:
    """The pairs of a run of tasks. Pair p is `answers[left[p]]` and `answers[right[p]]`."""

    task_ids: Sequence[int]
    answers: Sequence[Given]
    left: Ints
    right: Ints
    left_ids: Ints
    right_ids: Ints
    task_of: Ints
    """Positions in `task_ids`, ascending."""

    @property
    def is_human(self) -> Bools:
        """Which pairs are of two annotators."""
        human: Bools = self.left_ids > GROUND_TRUTH
        return human

    def __len__(self) -> int:
        return len(self.left)


def make_batch(task_ids: Sequence[int], given: Iterable[Given]) -> Batch:
    """Pair the answers of each task; of several by one participant the last given counts."""
    answers: list[Given] = []
    by_task: dict[int, list[int]] = {task_id: [] for task_id in task_ids}
    for answer in given:
        by_task[answer.task_id].append(len(answers))
        answers.append(answer)
    rows: list[_Pair] = []
    for number, places in enumerate(by_task.values()):
        if len(places) > 1:
            rows += _pairs(number, answers, places)
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Batch(
        task_ids=task_ids,
        answers=answers,
        left=table[:, 0],
        right=table[:, 1],
        left_ids=table[:, 2],
        right_ids=table[:, 3],
        task_of=table[:, 4],
    )


_Pair = tuple[int, int, int, int, int]


def _pairs(number: int, answers: Sequence[Given], places: Iterable[int]) -> list[_Pair]:
    """(left, right, left participant, right participant, task), the smaller participant left."""
    newest: dict[int, int] = {}
    truth: int | None = None
    for place in places:
        answer = answers[place]
        if answer.participant is not None:
            newest[answer.participant] = place
        if answer.is_truth:
            truth = place
    members = sorted(newest.items())
    found = [(a, b, left, right, number) for (left, a), (right, b) in combinations(members, 2)]
    if truth is not None:
        author = answers[truth].participant
        for participant, place in members:
            if participant < GROUND_TRUTH:
                found.append((place, truth, participant, GROUND_TRUTH, number))
            elif participant != author:
                found.append((truth, place, GROUND_TRUTH, participant, number))
    return found
