"""From the answers in one dimension to the coefficients that fit them.

Answers are taken in piece by piece, and only what the coefficients need is kept: a code or a
number an answer, the marks of spans, and a random sample of answers of other kinds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from touchstone.agreement.answers import (
    PATH_SEPARATOR,
    Answer,
    Items,
    Numbers,
    Paths,
    Spans,
    Unreadable,
    is_blank,
)
from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.coefficients.alpha import krippendorff_alpha
from touchstone.agreement.coefficients.chance import (
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    percent_agreement,
    scott_pi,
)
from touchstone.agreement.coefficients.light import light_kappa
from touchstone.agreement.coefficients.ratings import MISSING
from touchstone.agreement.coefficients.similarity import alpha_from_pairs, cross_pairs
from touchstone.agreement.coefficients.values import alpha_of_values
from touchstone.agreement.coefficients.weights import Weighting, agreement_weights
from touchstone.agreement.types import Bools, Coefficient, Floats, Ints
from touchstone.agreement.unitizing import unitizing_alpha

TITLES = {
    "percent": "Percent agreement",
    "cohen": "Cohen's kappa",
    "cohen_linear": "Cohen's kappa, linear weights",
    "cohen_quadratic": "Cohen's kappa, quadratic weights",
    "scott": "Scott's pi",
    "fleiss": "Fleiss' kappa",
    "alpha_nominal": "Krippendorff's alpha, nominal",
    "alpha_ordinal": "Krippendorff's alpha, ordinal",
    "alpha_interval": "Krippendorff's alpha, interval",
    "alpha_ratio": "Krippendorff's alpha, ratio",
    "alpha_similarity": "Krippendorff's alpha by the metric",
    "alpha_unitizing": "Krippendorff's unitizing alpha",
    "ac1": "Gwet's AC1",
    "ac2_linear": "Gwet's AC2, linear weights",
    "ac2_quadratic": "Gwet's AC2, quadratic weights",
}
"""Every coefficient by key."""

MOST_CATEGORIES = 64
"""Numbers of up to so many different values are categories too."""
SAMPLE = 1000
"""Answers that are kept for comparing them across tasks."""
ACROSS = 10_000
"""Pairs of these that are compared."""

Compare = Callable[[Sequence[Answer | None], Ints, Ints], Floats]
"""The metric's scores of pairs of answers, NaN where undefined."""


@dataclass(frozen=True, slots=True)
class Found:
    key: str
    title: str
    coefficient: Coefficient


class Gathered:
    """The annotators' answers in one dimension.

    Parameters
    ----------
    n_categories : int, optional
        How many labels there are to choose from; those that were used if not given.
    blank_is_category : bool
        Whether leaving the question blank is an answer, as it is for a question that everybody
        saw, or no answer.
    seed : int
        Of the sample.
    """

    def __init__(
        self, *, n_categories: int | None = None, blank_is_category: bool = True, seed: int = 0
    ) -> None:
        self._n_categories = n_categories
        self._blank_is_category = blank_is_category
        self._rng = np.random.default_rng(seed)
        self._codes: dict[str, int] = {}
        self._single = True
        self._kinds: set[type] = set()
        self._units: list[Ints] = []
        self._raters: list[Ints] = []
        self._values: list[Floats] = []
        self._marked = _Marked()
        self._sample: list[tuple[float, int, Answer | None]] = []
        self._pair_units: list[Ints] = []
        self._pair_scores: list[Floats] = []

    def add(self, units: Ints, raters: Ints, answers: Sequence[Answer | None]) -> None:
        """More answers, at most one a unit and rater, those of a unit together."""
        shown = [
            place
            for place, answer in enumerate(answers)
            if not isinstance(answer, Unreadable)
            and (self._blank_is_category or not is_blank(answer))
        ]
        kept = np.array(shown, dtype=np.int64)
        taken = [answers[place] for place in shown]
        self._kinds.update(type(answer) for answer in taken if not is_blank(answer))
        self._units.append(np.asarray(units, dtype=np.int64)[kept])
        self._raters.append(np.asarray(raters, dtype=np.int64)[kept])
        if self._single:
            self._values.append(np.fromiter(map(self._value, taken), np.float64, len(taken)))
        if not self._single:
            self._values.clear()
        if self._kinds <= {Spans}:
            self._marked.add(self._units[-1], taken)
        keys = self._rng.random(len(taken))
        limit = self._sample[-1][0] if len(self._sample) == SAMPLE else 1.0
        new = np.flatnonzero(keys < limit).tolist()
        self._sample += [(keys[n], int(self._units[-1][n]), taken[n]) for n in new]
        self._sample = sorted(self._sample, key=lambda one: one[0])[:SAMPLE]

    def add_pairs(self, units: Ints, scores: Floats) -> None:
        """The scores of pairs of two annotators' answers to the same unit; NaN is undefined."""
        self._pair_units.append(np.asarray(units, dtype=np.int64))
        self._pair_scores.append(np.asarray(scores, dtype=np.float64))

    def _value(self, answer: Answer | None) -> float:
        """A number, or the code of a category; NaN where this dimension has no such thing."""
        if answer is None or is_blank(answer):
            return _BLANK
        if isinstance(answer, Numbers) and len(answer.values) == 1:
            return answer.values[0]
        if isinstance(answer, Items) and len(answer.values) == 1:
            text = answer.values[0]
        elif isinstance(answer, Paths) and len(answer.values) == 1:
            text = PATH_SEPARATOR.join(answer.values[0])
        else:
            self._single = False
            return np.nan
        return float(self._codes.setdefault(text, len(self._codes)))

    def coefficients(
        self,
        compare: Compare | None,
        resampling: Resampling | None = None,
        text_lengths: Floats | None = None,
    ) -> list[Found]:
        """Those that fit the answers, in the order of `TITLES`; none where there are none."""
        units = _joined(self._units, np.int64)
        if not len(units) or not self._kinds:
            return []
        found: dict[str, Coefficient | None] = {}
        if self._single and self._kinds == {Numbers}:
            found = self._of_numbers(units, resampling)
        elif self._single and (self._kinds == {Items} or self._kinds == {Paths}):
            found = self._of_categories(units, resampling)
        else:
            if self._kinds == {Spans}:
                marked = self._marked
                found["alpha_unitizing"] = unitizing_alpha(
                    marked.answers, marked.texts, text_lengths, resampling=resampling
                ).overall
            if compare is not None:
                found["alpha_similarity"] = self._of_pairs(units, compare, resampling)
        return [
            Found(key, title, coefficient)
            for key, title in TITLES.items()
            if (coefficient := found.get(key)) is not None
        ]

    @property
    def is_of_spans(self) -> bool:
        return self._kinds == {Spans}

    def by_label(self) -> dict[str, Coefficient]:
        """Of each label whether it was given: nominal alpha, or unitizing alpha of spans."""
        units = _joined(self._units, np.int64)
        if not len(units):
            return {}
        if self._kinds == {Spans}:
            return unitizing_alpha(self._marked.answers, self._marked.texts).by_label
        if not self._single or self._kinds not in ({Items}, {Paths}):
            return {}
        table = as_table(units, _joined(self._values, np.float64), np.nan)
        return {
            label: krippendorff_alpha(
                np.where(np.isnan(table), MISSING, table == code).astype(np.int8)
            )
            for label, code in self._codes.items()
        }

    def _of_categories(
        self, units: Ints, resampling: Resampling | None
    ) -> dict[str, Coefficient | None]:
        values, raters = _joined(self._values, np.float64), _joined(self._raters, np.int64)
        blank = np.isinf(values)
        used = len(self._codes) + bool(blank.any())
        codes = np.where(blank, len(self._codes), np.where(blank, 0, values)).astype(np.int64)
        k = max(used, (self._n_categories or 0) + bool(blank.any()))
        table = as_table(units, codes, MISSING)
        two = len(np.unique(raters)) == 2
        plain = np.eye(used)
        return {
            "percent": percent_agreement(table, resampling=resampling),
            "cohen": light_kappa(units, raters, codes, plain, resampling=resampling),
            "scott": scott_pi(table, resampling=resampling)
            if two and table.shape[1] == 2
            else None,
            "fleiss": fleiss_kappa(table, resampling=resampling),
            "alpha_nominal": krippendorff_alpha(table, resampling=resampling),
            "ac1": gwet_ac1(table, n_categories=k, resampling=resampling),
        }

    def _of_numbers(
        self, units: Ints, resampling: Resampling | None
    ) -> dict[str, Coefficient | None]:
        values, raters = _joined(self._values, np.float64), _joined(self._raters, np.int64)
        given = np.isfinite(values)
        units, values, raters = units[given], values[given], raters[given]
        if not len(values):
            return {}
        distinct, codes = np.unique(values, return_inverse=True)
        found: dict[str, Coefficient | None] = {}
        ratio = bool((distinct >= 0).all())
        if len(distinct) > MOST_CATEGORIES:
            table = as_table(units, values, np.nan)
            found["alpha_ordinal"] = alpha_of_values(table, "ordinal", resampling=resampling)
            found["alpha_interval"] = alpha_of_values(table, "interval", resampling=resampling)
            if ratio:
                found["alpha_ratio"] = alpha_of_values(table, "ratio", resampling=resampling)
            return found
        table = as_table(units, codes, MISSING)
        found["percent"] = percent_agreement(table, resampling=resampling)
        for level in ("ordinal", "interval", "ratio"):
            if level != "ratio" or ratio:
                found[f"alpha_{level}"] = krippendorff_alpha(
                    table, level, values=distinct, resampling=resampling
                )
        weightings: tuple[Weighting, ...] = ("linear", "quadratic")
        for weighting in weightings:
            weights = agreement_weights(weighting, len(distinct), distinct)
            found[f"cohen_{weighting}"] = light_kappa(
                units, raters, codes, weights, resampling=resampling
            )
            found[f"ac2_{weighting}"] = gwet_ac2(
                table, weighting=weighting, values=distinct, resampling=resampling
            )
        return found

    def _of_pairs(
        self, units: Ints, compare: Compare, resampling: Resampling | None
    ) -> Coefficient:
        n_units = int(units.max()) + 1
        sampled = np.array([unit for _, unit, _ in self._sample], dtype=np.int64)
        answers = [answer for _, _, answer in self._sample]
        left, right = cross_pairs(sampled, ACROSS)
        return alpha_from_pairs(
            _joined(self._pair_scores, np.float64),
            _joined(self._pair_units, np.int64),
            np.bincount(units, minlength=n_units),
            compare(answers, left, right),
            np.stack((sampled[left], sampled[right]), axis=1),
            resampling=resampling,
        )


_BLANK = -np.inf
"""In place of a category's code or a number."""

MOST_TEXTS = 20_000
"""Texts whose spans are kept for unitizing alpha; of more a part that follows from their number."""


class _Marked:
    """The spans of at most `MOST_TEXTS` texts."""

    def __init__(self) -> None:
        self.answers: list[Spans | None] = []
        self.texts: Ints = np.zeros(0, dtype=np.int64)
        self._halvings = 0

    def add(self, units: Ints, answers: Sequence[Answer | None]) -> None:
        kept = np.flatnonzero(self._keeps(units))
        self.texts = np.concatenate((self.texts, units[kept]))
        for place in kept.tolist():
            answer = answers[place]
            self.answers.append(answer if isinstance(answer, Spans) else None)
        while len(np.unique(self.texts)) > MOST_TEXTS:
            self._halvings += 1
            kept = np.flatnonzero(self._keeps(self.texts))
            self.texts = self.texts[kept]
            self.answers = [self.answers[place] for place in kept.tolist()]

    def _keeps(self, units: Ints) -> Bools:
        mixed = units.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)
        kept: Bools = mixed & np.uint64((1 << self._halvings) - 1) == 0
        return kept


def as_table(units: Ints, values: Any, missing: float) -> Any:
    """Single ratings as (n_units, n_raters), each unit's from the left on, in any order."""
    _, unit = np.unique(units, return_inverse=True)
    order = np.argsort(unit, kind="stable")
    unit = unit[order]
    sizes = np.bincount(unit)
    column = np.arange(len(unit)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kind = np.float64 if np.isnan(missing) else np.int32
    table = np.full((len(sizes), int(sizes.max(initial=0))), missing, dtype=kind)
    table[unit, column] = np.asarray(values)[order]
    return table


def _joined(parts: Sequence[Any], kind: Any) -> Any:
    return np.concatenate([np.zeros(0, dtype=kind), *parts])
