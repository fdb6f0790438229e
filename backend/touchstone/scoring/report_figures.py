"""The report of one dimension: collected chunk by chunk, then computed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from touchstone.agreement.answers import Answer
from touchstone.agreement.bootstrap import Resampling, mean_interval
from touchstone.agreement.coefficients.gather import TITLES, Compare, Gathered
from touchstone.agreement.matrix import Cells, pair_cells, participant_totals
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.types import Coefficient, Floats, Ints, Undefined
from touchstone.models.score import GROUND_TRUTH
from touchstone.scoring.compute import Column
from touchstone.scoring.plan import Dimension
from touchstone.scoring.report_labels import MOST_CELLS, ByLabel, LabelFigures


@dataclass(slots=True)
class PairColumns:
    """Scores of pairs of participants, NaN where undefined, with the number of their task."""

    left: list[Ints] = field(default_factory=list)
    right: list[Ints] = field(default_factory=list)
    task: list[Ints] = field(default_factory=list)
    scores: list[Floats] = field(default_factory=list)

    def add(self, left: Ints, right: Ints, task: Ints, scores: Floats) -> None:
        known = ~np.isnan(scores)
        self.left.append(left[known])
        self.right.append(right[known])
        self.task.append(task[known].astype(np.int32))
        self.scores.append(scores[known])

    def joined(self) -> tuple[Ints, Ints, Ints, Floats]:
        none = np.zeros(0, dtype=np.int64)
        left, right, task = (
            np.concatenate([none, *part]) for part in (self.left, self.right, self.task)
        )
        return left, right, task, np.concatenate([np.zeros(0), *self.scores])


class OverallFigures:
    """Over all dimensions: the mean over tasks, the matrix, the participants."""

    def __init__(self) -> None:
        self.pairs = PairColumns()
        self.agreements: list[Floats] = []

    def report(self, resampling: Resampling) -> dict[str, Any]:
        left, right, task, scores = self.pairs.joined()
        return {
            "agreement": mean_figure(np.concatenate([np.zeros(0), *self.agreements]), resampling),
            "coefficients": [],
            "cells": _cells(pair_cells(left, right, scores, resampling=resampling)),
            "participants": _participants(left, right, task, scores, resampling),
            "by_label": {},
            "labels_left_out": 0,
        }


class DimensionFigures(OverallFigures):
    """Of one dimension, also the coefficients that fit it and the figures by label."""

    def __init__(self, dimension: Dimension, n_labels: int | None, seed: int) -> None:
        super().__init__()
        self.dimension = dimension
        self.by_label = ByLabel(dimension)
        self._gathered = Gathered(
            n_categories=n_labels,
            blank_is_category=not (dimension.may_be_hidden or dimension.repeated),
            seed=seed,
        )

    def add_answers(self, units: Ints, raters: Ints, answers: Column) -> None:
        self._gathered.add(units, raters, answers)

    def add_human_pairs(self, units: Ints, scores: Floats) -> None:
        self._gathered.add_pairs(units, scores)

    def report(self, resampling: Resampling) -> dict[str, Any]:
        compare = None if self.dimension.repeated else _comparing(self.dimension)
        found = self._gathered.coefficients(compare, resampling)
        alphas = self._gathered.by_label()
        return super().report(resampling) | {
            "coefficients": [coefficient_figure(one.key, one.coefficient) for one in found],
            "by_label": self._labels(alphas, resampling),
            "labels_left_out": self.by_label.n_left_out,
        }

    def _labels(
        self, alphas: dict[str, Coefficient], resampling: Resampling
    ) -> dict[str, dict[str, Any]]:
        key = "alpha_unitizing" if self._gathered.is_of_spans else "alpha_nominal"
        room = MOST_CELLS
        reports = {}
        for label, figures in self.by_label.most_used().items():
            room -= len(figures.cells)
            alpha = alphas.get(label)
            reports[label] = {
                "agreement": mean_figure(
                    np.concatenate([np.zeros(0), *figures.task_means]), resampling
                ),
                "alpha": None if alpha is None else coefficient_figure(key, alpha),
                "cells": _label_cells(figures) if room >= 0 else None,
            }
        return reports


def _comparing(dimension: Dimension) -> Compare | None:
    metric = dimension.metric
    if metric is None:
        return None

    def compare(answers: Sequence[Answer | None], left: Ints, right: Ints) -> Floats:
        pairs = np.stack((left, right), axis=1)
        try:
            return pair_scores(metric, answers, pairs, dimension.params).values
        except Exception:  # whatever an answer nobody thought of does to a metric
            if len(pairs) <= 1:
                return np.full(len(pairs), np.nan)
        half = len(pairs) // 2
        return np.concatenate(
            (
                compare(answers, left[:half], right[:half]),
                compare(answers, left[half:], right[half:]),
            )
        )

    return compare


def mean_figure(values: Floats, resampling: Resampling) -> dict[str, Any]:
    """The form of `MeanFigure`; values that are NaN do not count."""
    values = values[~np.isnan(values)]
    if not len(values):
        nothing = dict.fromkeys(("value", "low", "high", "std"))
        return {**nothing, "n": 0, "undefined": Undefined.NO_PAIRS}
    interval = mean_interval(values, resampling)
    return {
        "value": min(float(values.mean()), 1.0),
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "std": float(values.std(ddof=1)) if len(values) > 1 else None,
        "n": len(values),
        "undefined": None,
    }


def coefficient_figure(key: str, found: Coefficient) -> dict[str, Any]:
    return {
        "key": key,
        "title": TITLES[key],
        "value": found.value,
        "low": None if found.interval is None else found.interval.low,
        "high": None if found.interval is None else found.interval.high,
        "n_units": found.n_units,
        "n_ratings": found.n_ratings,
        "undefined": found.undefined,
    }


def _cells(cells: Cells) -> dict[str, list[Any]]:
    return {
        "left": cells.left.tolist(),
        "right": cells.right.tolist(),
        "n": cells.n.tolist(),
        "mean": cells.mean.tolist(),
        "std": optional(cells.std),
        "low": optional(cells.low),
        "high": optional(cells.high),
    }


def _participants(
    left: Ints, right: Ints, task: Ints, scores: Floats, resampling: Resampling
) -> dict[str, list[Any]]:
    """Everybody against the annotators: these among each other, models and truth with them."""
    columns: dict[str, list[Any]] = {"id": [], "n": [], "mean": [], "low": [], "high": []}
    others = (left <= GROUND_TRUTH) & (right > GROUND_TRUTH)
    for chosen, wanted_others in ((others, True), (left > GROUND_TRUTH, False)):
        totals = participant_totals(
            left[chosen], right[chosen], scores[chosen], task[chosen], resampling=resampling
        )
        kept = (totals.participants <= GROUND_TRUTH) == wanted_others
        columns["id"] += totals.participants[kept].tolist()
        columns["n"] += totals.n_tasks[kept].tolist()
        columns["mean"] += totals.mean[kept].tolist()
        columns["low"] += optional(totals.low[kept])
        columns["high"] += optional(totals.high[kept])
    return columns


def _label_cells(figures: LabelFigures) -> dict[str, list[Any]]:
    rows = sorted(figures.cells.items())
    return {
        "left": [left for (left, _), _ in rows],
        "right": [right for (_, right), _ in rows],
        "n": [n for _, (n, _) in rows],
        "mean": [min(total / n, 1.0) for _, (n, total) in rows],
    }


def optional(values: Floats) -> list[float | None]:
    """NaN as None."""
    return [None if value != value else value for value in values.tolist()]
