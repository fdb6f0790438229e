"""Figures by label, collected chunk by chunk: restricted scores, and cells of the matrix. Pure."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from touchstone.agreement.answers import labels_of
from touchstone.agreement.labels import label_scores
from touchstone.agreement.metric import Metric
from touchstone.agreement.types import Floats, Ints
from touchstone.scoring.compute import Column
from touchstone.scoring.plan import Dimension

log = logging.getLogger("touchstone.scoring")

MOST_LABELS = 100
"""In a report, the most used ones."""
MOST_COLLECTED = 400
"""Labels; those that come up later are only counted."""
MOST_CELLS = 20_000
"""Of all labels of a dimension; labels beyond have no cells."""

Cell = tuple[int, float]
"""Number of pairs and sum of their scores."""


@dataclass(slots=True)
class LabelFigures:
    """What is known of one label so far."""

    task_means: list[Floats] = field(default_factory=list)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)


class ByLabel:
    """Collects the figures by label of one dimension."""

    def __init__(self, dimension: Dimension) -> None:
        self._dimension = dimension
        self._found: dict[str, LabelFigures] = {}
        self._left_out: set[str] = set()
        self.uses: Counter[str] = Counter()

    def add_scores(self, answers: Column, pairs: Ints, task_of: Ints) -> None:
        """The pairs (P, 2) of two annotators' answers and the task of each."""
        metric = self._dimension.metric
        if metric is None or not len(pairs):
            return
        for label, (numbers, values) in self._scores(metric, answers, pairs).items():
            figures = self._figures(label)
            known = ~np.isnan(values)
            if figures is None or not known.any():
                continue
            _, place = np.unique(task_of[numbers[known]], return_inverse=True)
            means = np.bincount(place, values[known]) / np.bincount(place)
            figures.task_means.append(np.minimum(means, 1.0))

    def _scores(
        self, metric: Metric, answers: Column, pairs: Ints
    ) -> Mapping[str, tuple[Ints, Floats]]:
        try:
            scores = label_scores(metric, answers, pairs, self._dimension.params)
        except Exception as error:  # whatever an answer nobody thought of does to a metric
            log.warning("no figures by label for some tasks: %r", error)
            return {}
        return {label: (numbers, of.values) for label, (numbers, of) in scores.items()}

    def add_cells(
        self, answers: Column, tasks: Ints, pairs: tuple[Ints, Ints, Ints, Floats]
    ) -> None:
        """The answers with the task of each, and pairs: left, right, task, score."""
        left, right, task_of, scores = pairs
        known = ~np.isnan(scores)
        left, right, task_of, scores = left[known], right[known], task_of[known], scores[known]
        users: dict[str, set[int]] = {}
        for answer, task in zip(answers, tasks.tolist(), strict=True):
            for label in labels_of(answer):
                self.uses[label] += 1
                users.setdefault(label, set()).add(task)
        for label, where in users.items():
            figures = self._figures(label)
            if figures is None:
                continue
            chosen = np.isin(task_of, np.fromiter(where, dtype=np.int64))
            rows = zip(
                left[chosen].tolist(), right[chosen].tolist(), scores[chosen].tolist(), strict=True
            )
            for first, second, score in rows:
                n, total = figures.cells.get((first, second), (0, 0.0))
                figures.cells[first, second] = (n + 1, total + score)

    def _figures(self, label: str) -> LabelFigures | None:
        if label not in self._found and len(self._found) >= MOST_COLLECTED:
            self._left_out.add(label)
            return None
        return self._found.setdefault(label, LabelFigures())

    def most_used(self) -> dict[str, LabelFigures]:
        ordered = sorted(self._found, key=lambda label: (-self.uses[label], label))
        return {label: self._found[label] for label in ordered[:MOST_LABELS]}

    @property
    def n_left_out(self) -> int:
        return len(self._left_out) + max(0, len(self._found) - MOST_LABELS)
