"""Figures by label, and leaving classes out: answers with some of their labels only."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from touchstone.agreement.answers import (
    LABEL_SEPARATOR,
    PATH_SEPARATOR,
    Answer,
    Attached,
    Boxes,
    Items,
    Masks,
    Paths,
    Points,
    Polygons,
    Regions,
    Relations,
    Spans,
    Tracks,
    labels_of,
)
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.registry import Metric
from touchstone.agreement.types import Ints, PairScores

Keep = Callable[[str], bool]


def restrict(answer: Answer | None, label: str) -> Answer | None:
    """What an answer says of one label: the values or regions that carry it.

    A region with several labels stays whole. What was attached to regions is restricted by the
    values, relations by their own labels. Answers without labels, such as numbers, are blank.
    """
    if answer is None or not isinstance(answer, _LABELLED):
        return None
    return _select(answer, lambda text: label in text.split(LABEL_SEPARATOR))


def without(answer: Answer | None, classes: Collection[str]) -> Answer | None:
    """An answer without the values and regions of some classes.

    A region with several labels loses those of the classes, and goes when none is left. Answers
    without labels, such as numbers, are as they were.
    """
    if answer is None or not classes or not isinstance(answer, _LABELLED):
        return answer
    gone = frozenset(classes)
    if gone.isdisjoint(labels_of(answer)):
        return answer
    kept = _select(answer, lambda text: not text or bool(_other_labels(text, gone)))
    if isinstance(kept, Boxes | Polygons | Masks | Points | Spans | Tracks | Relations):
        return replace(kept, labels=tuple(_other_labels(text, gone) for text in kept.labels))
    return kept


def label_scores(
    metric: Metric,
    answers: Sequence[Answer | None],
    pairs: Sequence[tuple[int, int]] | Ints,
    parameters: Mapping[str, Any] | None = None,
) -> dict[str, tuple[Ints, PairScores]]:
    """How much the annotators of each pair agree on each label.

    Parameters
    ----------
    metric, answers, pairs, parameters
        As for `pairs.pair_scores`.

    Returns
    -------
    dict of label to (int array, PairScores)
        The numbers of the pairs in which at least one annotator used the label, and the scores
        of their answers restricted to it: 0 where only one used it. For a set of choices it is
        1 where both chose the label.
    """
    places = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    left, right = places[:, 0], places[:, 1]
    # What has no labels is blank for each of them, unless it is of a kind that spoils the pair.
    odd = [n for n, answer in enumerate(answers) if answer and not isinstance(answer, _LABELLED)]
    holders: dict[str, list[int]] = {}
    parts: dict[str, list[Answer]] = {}
    for position, answer in enumerate(answers):
        for label, part in _by_label(answer).items():
            holders.setdefault(label, []).append(position)
            parts.setdefault(label, []).append(part)
    found = {}
    for label, positions in sorted(holders.items()):
        holds = np.zeros(len(answers), dtype=bool)
        holds[positions] = True
        numbers = np.flatnonzero(holds[left] | holds[right])
        those: list[Answer | None] = [*parts[label], *(answers[n] for n in odd), None]
        here = np.full(len(answers), len(those) - 1, dtype=np.int64)
        here[[*positions, *odd]] = np.arange(len(those) - 1)
        found[label] = (numbers, pair_scores(metric, those, here[places[numbers]], parameters))
    return found


def _by_label(answer: Answer | None) -> dict[str, Answer]:
    """`restrict` to each label that an answer uses."""
    if isinstance(answer, Items):
        return {value: Items((value,)) for value in answer.values}
    if isinstance(answer, Boxes | Points | Spans):
        numbers: dict[str, list[int]] = {}
        for number, text in enumerate(answer.labels):
            for label in text.split(LABEL_SEPARATOR) if LABEL_SEPARATOR in text else (text,):
                if label:
                    numbers.setdefault(label, []).append(number)
        return {label: _rows_of(answer, kept) for label, kept in numbers.items()}
    found = {label: restrict(answer, label) for label in labels_of(answer)}
    return {label: part for label, part in found.items() if part is not None}


def _rows_of(answer: Boxes | Points | Spans, kept: list[int]) -> Boxes | Points | Spans:
    """`regions_at`, without the checks."""
    labels = tuple([answer.labels[number] for number in kept])
    if isinstance(answer, Spans):
        groups = answer.groups and tuple([answer.groups[number] for number in kept])
        return Spans(labels, answer.geometry[kept], groups)
    return type(answer)(labels, answer.geometry[kept])


_Labelled = (
    Items | Paths | Boxes | Polygons | Masks | Points | Spans | Tracks | Attached | Relations
)
_LABELLED = (Items, Paths, Boxes, Polygons, Masks, Points, Spans, Tracks, Attached, Relations)


def _other_labels(text: str, gone: frozenset[str]) -> str:
    return LABEL_SEPARATOR.join(part for part in text.split(LABEL_SEPARATOR) if part not in gone)


def _select(answer: _Labelled, keep: Keep) -> Answer:
    if isinstance(answer, Items):
        return Items(tuple(value for value in answer.values if keep(value)))
    if isinstance(answer, Paths):
        return Paths(tuple(path for path in answer.values if keep(PATH_SEPARATOR.join(path))))
    if isinstance(answer, Attached):
        return _select_attached(answer, keep)
    kept = np.flatnonzero(np.array([keep(text) for text in answer.labels], dtype=bool))
    if isinstance(answer, Relations):
        ends = np.stack((2 * kept, 2 * kept + 1), axis=1).reshape(-1)
        return Relations(
            _some(answer.labels, kept),
            _some(answer.directions, kept),
            regions_at(answer.ends, ends),
        )
    return regions_at(answer, kept)


def _select_attached(answer: Attached, keep: Keep) -> Attached:
    """The regions of which something is left."""
    values = []
    kept = []
    for number, value in enumerate(answer.values):
        rest = _select(value, keep) if isinstance(value, Items | Paths) else None
        if isinstance(rest, Items | Paths) and rest.values:
            values.append(rest)
            kept.append(number)
    return Attached(regions_at(answer.regions, np.array(kept, dtype=np.int64)), tuple(values))


_T = TypeVar("_T", bound=Regions)


def regions_at(answer: _T, kept: Ints) -> _T:
    """Some regions of an answer, by their numbers, in that order."""
    changed: dict[str, Any] = {"labels": _some(answer.labels, kept)}
    if isinstance(answer, Boxes | Points | Spans):
        changed["geometry"] = answer.geometry[kept]
        if isinstance(answer, Spans) and answer.groups is not None:
            changed["groups"] = _some(answer.groups, kept)
        return replace(answer, **changed)
    rows, changed["starts"] = _rows_at(answer.starts, kept)
    if isinstance(answer, Polygons):
        changed["points"] = answer.points[rows]
    elif isinstance(answer, Masks):
        changed |= {"runs": answer.runs[rows], "sizes": answer.sizes[kept]}
    else:
        changed |= {"keyframes": answer.keyframes[rows], "lengths": answer.lengths[kept]}
    return replace(answer, **changed)


def _rows_at(starts: Ints, kept: Ints) -> tuple[Ints, Ints]:
    """The rows of the regions kept, and where each of them starts among those."""
    counts = (starts[1:] - starts[:-1])[kept]
    new_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    offsets = np.arange(new_starts[-1]) - np.repeat(new_starts[:-1], counts)
    rows: Ints = np.repeat(starts[:-1][kept], counts) + offsets
    return rows, new_starts


def _some(texts: Sequence[str], kept: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(texts[number] for number in kept.tolist())
