"""The scores of all pairs of a file, by dimension and over all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from touchstone.agreement.answers import Answer, is_blank
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.registry import Metric
from touchstone.agreement.types import Bools, Floats, Ints, PairScores, Undefined
from touchstone.labelstudio.dimensions import Comparable
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.reporting.collect import Collected, Given, Kind

PAIRS_AT_ONCE = 200_000

_RANKS = {Kind.GROUND_TRUTH: 0, Kind.ANNOTATOR: 1, Kind.MODEL: 2}
"""Of two, whose answer is the reference where a metric needs one: the lower."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What is compared, by which metric."""

    about: Comparable
    metric: Metric
    parameters: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.about.name


@dataclass(slots=True)
class Scored:
    """Pair p is `given[left[p]]` and `given[right[p]]`; NaN where a pair has no score."""

    left: Ints
    right: Ints
    task_of: Ints
    """Positions in `Collected.tasks`, ascending."""
    human: Bools
    """Which pairs are of two annotators."""
    columns: list[list[Floats]]
    """Of each dimension, one for each repeat of a control in a Repeater."""
    by_dimension: list[PairScores]
    answered: list[bool]
    """Of each dimension, whether anybody has answered it."""
    overall: Floats


def score_pairs(
    collected: Collected, dimensions: Sequence[Dimension], config: LabelConfig
) -> Scored:
    pairs = collected.pair_array()
    task = np.array([given.task for given in collected.given], dtype=np.int64)
    is_annotator = np.array(
        [person.kind is Kind.ANNOTATOR for person in collected.participants], dtype=bool
    )
    who = np.array([given.participant for given in collected.given], dtype=np.int64)
    left, right = pairs[:, 0], pairs[:, 1]
    ranks = np.array([_RANKS[person.kind] for person in collected.participants], dtype=np.int64)
    ranks = ranks[who] if len(who) else who
    human: Bools = (
        is_annotator[who[left]] & is_annotator[who[right]] if len(pairs) else np.zeros(0, bool)
    )
    answered = are_answered(dimensions, collected.given, config)
    columns = [
        _columns(dimension, collected.given, pairs, ranks, config) for dimension in dimensions
    ]
    by_dimension = [_merged(scores, len(pairs)) for scores in columns]
    return Scored(
        left=left,
        right=right,
        task_of=task[left] if len(pairs) else np.zeros(0, dtype=np.int64),
        human=human,
        columns=[[column.values for column in scores] for scores in columns],
        by_dimension=by_dimension,
        answered=answered,
        overall=mean_of_answered([s.values for s in by_dimension], answered, len(pairs)),
    )


def are_answered(
    dimensions: Sequence[Dimension], given: Sequence[Given], config: LabelConfig
) -> list[bool]:
    """Of each dimension, whether anybody at all has answered it."""
    used = {name for one in given for name, answer in one.answers.items() if not is_blank(answer)}
    return [
        any(_is_of(name, dimension, config) for name in used)
        if dimension.about.repeated
        else dimension.name in used
        for dimension in dimensions
    ]


def mean_of_answered(rows: Sequence[Floats], answered: Sequence[bool], length: int) -> Floats:
    """The mean of each column, where any row of an answered dimension has a value at all.

    What nobody answered is agreement beside what somebody did, and none by itself: the labeling
    config may be that of other data.
    """
    told = any(known and not np.isnan(row).all() for known, row in zip(answered, rows, strict=True))
    return mean_of_rows(rows if told else [], length)


def mean_of_rows(rows: Sequence[Floats], length: int) -> Floats:
    """The mean of each column over the rows that have a value; NaN where none has."""
    mean: Floats = np.full(length, np.nan)
    if not rows:
        return mean
    table = np.stack(rows)
    known = ~np.isnan(table)
    counts = known.sum(axis=0)
    np.divide(np.where(known, table, 0.0).sum(axis=0), counts, out=mean, where=counts > 0)
    return np.minimum(mean, 1.0)


def _columns(
    dimension: Dimension, given: Sequence[Given], pairs: Ints, ranks: Ints, config: LabelConfig
) -> list[PairScores]:
    """The scores of a dimension, one column for each repeat of a control in a Repeater."""
    names = [dimension.name]
    if dimension.about.repeated:
        used = {name for one in given for name in one.answers}
        names = sorted(name for name in used if _is_of(name, dimension, config))
    return [_scores_of(dimension, name, given, pairs, ranks) for name in names]


def _is_of(name: str, dimension: Dimension, config: LabelConfig) -> bool:
    control = config.find_control(name)
    return control is not None and control.name == dimension.name


def _merged(columns: Sequence[PairScores], n_pairs: int) -> PairScores:
    if len(columns) == 1:
        return columns[0]
    values = mean_of_rows([column.values for column in columns], n_pairs)
    undefined = {
        number: next((c.undefined[number] for c in columns), Undefined.NOT_SHOWN)
        for number in np.flatnonzero(np.isnan(values)).tolist()
    }
    return PairScores(values, undefined)


def _scores_of(
    dimension: Dimension, name: str, given: Sequence[Given], pairs: Ints, ranks: Ints
) -> PairScores:
    """In portions, so that the memory needed does not grow with the file."""
    answers: list[Answer | None] = [one.answers.get(name) for one in given]
    values: Floats = np.full(len(pairs), np.nan)
    undefined: dict[int, Undefined] = {}
    for first in range(0, len(pairs), PAIRS_AT_ONCE):
        portion = pairs[first : first + PAIRS_AT_ONCE]
        scores = _directed(dimension, answers, portion, ranks)
        values[first : first + len(portion)] = scores.values
        undefined |= {first + number: reason for number, reason in scores.undefined.items()}
    if dimension.about.may_be_hidden or dimension.about.repeated:
        blank: Bools = np.array([is_blank(answer) for answer in answers], dtype=bool)
        for number in np.flatnonzero(blank[pairs[:, 0]] & blank[pairs[:, 1]]).tolist():
            values[number] = np.nan
            undefined[number] = Undefined.NOT_SHOWN
    return PairScores(values, undefined)


def _directed(
    dimension: Dimension, answers: Sequence[Answer | None], pairs: Ints, ranks: Ints
) -> PairScores:
    """The scores with the reference on the left; where neither is one, the lower of both ways."""
    if dimension.metric.symmetric:
        return _guarded(dimension, answers, pairs)
    left, right = ranks[pairs[:, 0]], ranks[pairs[:, 1]]
    ordered = np.where((left > right)[:, None], pairs[:, ::-1], pairs)
    scores = _guarded(dimension, answers, ordered)
    equals = np.flatnonzero(left == right)
    other_way = _guarded(dimension, answers, pairs[equals, ::-1])
    scores.values[equals] = np.minimum(scores.values[equals], other_way.values)
    for number, reason in other_way.undefined.items():
        scores.undefined.setdefault(int(equals[number]), reason)
    return scores


def _guarded(dimension: Dimension, answers: Sequence[Answer | None], pairs: Ints) -> PairScores:
    """One pair that makes the metric fail has no score; the others have theirs."""
    try:
        return pair_scores(dimension.metric, answers, pairs, dimension.parameters)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        if len(pairs) == 1:
            return PairScores(np.array([np.nan]), {0: Undefined.METRIC_FAILED})
    half = len(pairs) // 2
    first = _guarded(dimension, answers, pairs[:half])
    second = _guarded(dimension, answers, pairs[half:])
    moved = {number + half: reason for number, reason in second.undefined.items()}
    return PairScores(np.concatenate((first.values, second.values)), first.undefined | moved)
