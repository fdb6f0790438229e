"""Chance-corrected coefficients of a dimension."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from touchstone.agreement.answers import Answer
from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.coefficients.gather import Found, Gathered
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.types import Floats, Ints
from touchstone.reporting.collect import Collected, Kind
from touchstone.reporting.figures import CoefficientFigure
from touchstone.reporting.pairs import Dimension, Scored


def coefficients_of(
    number: int,
    dimension: Dimension,
    collected: Collected,
    scored: Scored,
    resampling: Resampling,
) -> list[CoefficientFigure]:
    """Those that fit the annotators' answers; none for a control that a Repeater repeats."""
    about = dimension.about
    if about.repeated:
        return []
    human = [person.kind is Kind.ANNOTATOR for person in collected.participants]
    given = [
        one for one in map(collected.given.__getitem__, collected.newest) if human[one.participant]
    ]
    gathered = Gathered(
        n_categories=len(about.labels) or None,
        blank_is_category=not about.may_be_hidden,
        seed=resampling.seed,
    )
    gathered.add(
        np.array([one.task for one in given], dtype=np.int64),
        np.array([one.participant for one in given], dtype=np.int64),
        [one.answers.get(dimension.name) for one in given],
    )
    scores = scored.by_dimension[number].values
    gathered.add_pairs(scored.task_of[scored.human], scores[scored.human])
    return [_figure(one) for one in gathered.coefficients(partial(_compare, dimension), resampling)]


def _compare(
    dimension: Dimension, answers: Sequence[Answer | None], left: Ints, right: Ints
) -> Floats:
    pairs = np.stack((left, right), axis=1)
    return pair_scores(dimension.metric, answers, pairs, dimension.parameters).values


def _figure(found: Found) -> CoefficientFigure:
    coefficient = found.coefficient
    interval = coefficient.interval
    return CoefficientFigure(
        key=found.key,
        title=found.title,
        value=coefficient.value,
        n_units=coefficient.n_units,
        n_ratings=coefficient.n_ratings,
        undefined=coefficient.undefined,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
    )
