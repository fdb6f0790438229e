"""From the answers of many tasks to their pair scores and agreement. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from touchstone.agreement.answers import Answer, is_blank
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.tasks import overall, task_score
from touchstone.agreement.types import Score, Undefined
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.scoring.dimensions import Dimension, dimension_name

NO_DIMENSIONS = "no_dimensions"
"""The labeling config has nothing to compare."""

_HIDDEN = Score(None, Undefined.NO_PAIRS)


@dataclass(frozen=True, slots=True)
class Answered:
    """One annotation that counts."""

    annotation_id: int
    user_id: int
    features: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of `pair_scores`; the left user has the smaller id."""

    task_id: int
    left_annotation: int
    right_annotation: int
    left_user: int
    right_user: int
    score: float


@dataclass(frozen=True, slots=True)
class TaskAgreement:
    """`agreement` is None exactly when `undefined` says why."""

    task_id: int
    agreement: float | None
    undefined: str | None
    pairs: Sequence[Pair]


def newest_by_author(annotations: Iterable[Answered]) -> list[Answered]:
    """One annotation an author, the last one given, in the order of the authors' ids."""
    return sorted({a.user_id: a for a in annotations}.values(), key=lambda a: a.user_id)


def score_tasks(
    tasks: Mapping[int, Sequence[Answered]], dimensions: Sequence[Dimension], config: LabelConfig
) -> list[TaskAgreement]:
    """The agreement of each task over the annotations given, which must be of distinct authors.

    A pair's score is the mean of its dimensions; the task's is the mean over the dimensions of
    the mean over the pairs.
    """
    answered = [annotation for annotations in tasks.values() for annotation in annotations]
    places: list[tuple[int, int]] = []
    pairs_of: list[tuple[int, range]] = []
    first = 0
    for task_id, annotations in tasks.items():
        members = combinations(range(first, first + len(annotations)), 2)
        before = len(places)
        places += members
        pairs_of.append((task_id, range(before, len(places))))
        first += len(annotations)

    by_dimension = {
        dimension.name: _dimension_scores(dimension, config, answered, places)
        for dimension in dimensions
    }
    return [
        _task_agreement(
            task_id,
            {name: [scores[n] for n in numbers] for name, scores in by_dimension.items()},
            [(answered[places[n][0]], answered[places[n][1]]) for n in numbers],
        )
        for task_id, numbers in pairs_of
    ]


def _dimension_scores(
    dimension: Dimension,
    config: LabelConfig,
    answered: Sequence[Answered],
    places: Sequence[tuple[int, int]],
) -> list[Score]:
    """The score of every pair in one dimension."""
    if not dimension.repeated:
        return _control_scores(dimension, dimension.name, answered, places)
    names = sorted(
        {
            name
            for annotation in answered
            for name in annotation.features
            if dimension_name(config, name) == dimension.name
        }
    )
    columns = [_control_scores(dimension, name, answered, places) for name in names]
    return [task_score(column[n] for column in columns) for n in range(len(places))]


def _control_scores(
    dimension: Dimension,
    name: str,
    answered: Sequence[Answered],
    places: Sequence[tuple[int, int]],
) -> list[Score]:
    answers: list[Answer | None] = [annotation.features.get(name) for annotation in answered]
    computed = pair_scores(dimension.metric, answers, places)
    scores = [computed[number] for number in range(len(places))]
    if not (dimension.may_be_hidden or dimension.repeated):
        return scores
    blank = [answer is None or is_blank(answer) for answer in answers]
    return [
        _HIDDEN if blank[i] and blank[j] else score
        for (i, j), score in zip(places, scores, strict=True)
    ]


def _task_agreement(
    task_id: int,
    by_dimension: Mapping[str, Sequence[Score]],
    members: Sequence[tuple[Answered, Answered]],
) -> TaskAgreement:
    if not members:
        return TaskAgreement(task_id, None, Undefined.NO_PAIRS, ())
    if not by_dimension:
        return TaskAgreement(task_id, None, NO_DIMENSIONS, ())
    pairs = []
    for number, (left, right) in enumerate(members):
        score = overall({}, {name: scores[number] for name, scores in by_dimension.items()})
        if score.value is not None:
            pairs.append(
                Pair(
                    task_id,
                    left.annotation_id,
                    right.annotation_id,
                    left.user_id,
                    right.user_id,
                    score.value,
                )
            )
    whole = overall({}, {name: task_score(scores) for name, scores in by_dimension.items()})
    if whole.value is None:
        return TaskAgreement(task_id, None, Undefined.NOT_COMPARABLE, ())
    return TaskAgreement(task_id, whole.value, None, pairs)
