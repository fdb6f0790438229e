"""From the scores of pairs to a report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from touchstone.agreement.answers import Unreadable
from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.confusion import confusion_many, top_confusions
from touchstone.agreement.tasks import consensus_scores, task_scores
from touchstone.agreement.types import MEANINGS, Bools, Floats, Ints, Undefined
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.reporting.coefficients import coefficients_of
from touchstone.reporting.collect import Collected, Kind
from touchstone.reporting.figures import (
    AnnotatorReport,
    Cell,
    ConfusionPair,
    DimensionReport,
    Figure,
    ModelReport,
    Problem,
    Report,
    TaskReport,
)
from touchstone.reporting.intervals import cell_figures, pair_figure, task_figure
from touchstone.reporting.pairs import (
    Dimension,
    Scored,
    mean_of_answered,
    mean_of_rows,
    score_pairs,
)

MOST_PROBLEMS = 1000
"""That are listed; all are counted."""
TOP_CONFUSIONS = 20

WORTH_TELLING = frozenset(
    {
        Undefined.NOT_COMPARABLE,
        Undefined.TOO_MANY_REGIONS,
        Undefined.UNREADABLE,
        Undefined.METRIC_FAILED,
    }
)
"""Reasons that somebody may want to do something about."""


@dataclass(frozen=True, slots=True)
class Options:
    methodology: str = "pairwise"
    threshold: float | None = None
    seed: int = 0

    @property
    def resampling(self) -> Resampling:
        return Resampling(seed=self.seed)


@dataclass(slots=True)
class Source:
    """Where the answers come from."""

    file: str
    config: LabelConfig
    config_inferred: bool
    notes: list[str] = field(default_factory=list)


def build_report(
    source: Source, collected: Collected, dimensions: Sequence[Dimension], options: Options
) -> Report:
    scored = score_pairs(collected, dimensions, source.config)
    n_tasks = len(collected.tasks)
    of_tasks = [
        _task_scores(number, scored, n_tasks, consensus=options.methodology == "consensus")
        for number in range(len(dimensions))
    ]
    overall = mean_of_answered(of_tasks, scored.answered, n_tasks)
    problems, n_problems = _problems(collected, dimensions, scored)
    who = np.array([given.participant for given in collected.given], dtype=np.int64)
    return Report(
        file=source.file,
        methodology=options.methodology,
        threshold=options.threshold,
        config_inferred=source.config_inferred,
        seed=options.seed,
        n_tasks=n_tasks,
        n_tasks_scored=int((~np.isnan(overall)).sum()),
        n_annotations=collected.n_annotations,
        n_cancelled=collected.n_cancelled,
        n_predictions=collected.n_predictions,
        agreement=task_figure(overall, options.resampling),
        histogram=_histogram(overall),
        dimensions=[
            _dimension(number, dimension, collected, scored, of_tasks[number], options)
            for number, dimension in enumerate(dimensions)
        ],
        participants=[
            {"kind": str(person.kind), "name": person.name} for person in collected.participants
        ],
        annotators=_annotators(collected, scored, who, options.resampling),
        models=_models(collected, scored, who, options.resampling),
        matrix=_matrix(scored, who, options.resampling),
        tasks=_tasks(collected, scored, of_tasks, overall),
        n_problems=n_problems,
        problems=problems,
        notes=[*source.notes, *_notes(collected), *_unanswered(dimensions, scored, of_tasks)],
    )


def _task_scores(number: int, scored: Scored, n_tasks: int, *, consensus: bool) -> Floats:
    human = scored.human
    task_of = scored.task_of[human]
    if not consensus:
        return task_scores(scored.by_dimension[number].values[human], task_of, n_tasks)
    left, right = scored.left[human], scored.right[human]
    return mean_of_rows(
        [
            consensus_scores(values[human], task_of, left, right, n_tasks)
            for values in scored.columns[number]
        ],
        n_tasks,
    )


def _histogram(values: Floats) -> list[int]:
    known = values[~np.isnan(values)]
    buckets = np.minimum((known * 10).astype(np.int64), 9)
    counts: list[int] = np.bincount(buckets, minlength=10).tolist()
    return counts


def _dimension(
    number: int,
    dimension: Dimension,
    collected: Collected,
    scored: Scored,
    of_tasks: Floats,
    options: Options,
) -> DimensionReport:
    scores = scored.by_dimension[number]
    human = {int(n) for n in np.flatnonzero(scored.human)}
    reasons = Counter(str(why) for n, why in scores.undefined.items() if n in human)
    return DimensionReport(
        name=dimension.name,
        tag=dimension.about.tag,
        metric=dimension.metric.key,
        parameters={k: v for k, v in dimension.parameters.items() if v is not None},
        agreement=task_figure(of_tasks, options.resampling),
        coefficients=coefficients_of(number, dimension, collected, scored, options.resampling),
        confusion=_confusion(dimension, collected, scored),
        undefined=dict(reasons.most_common()),
    )


def _confusion(dimension: Dimension, collected: Collected, scored: Scored) -> list[ConfusionPair]:
    if not dimension.about.is_categorical or dimension.about.repeated:
        return []
    answers = [given.answers.get(dimension.name) for given in collected.given]
    met = confusion_many(answers, scored.left[scored.human], scored.right[scored.human])
    counts: Counter[tuple[str, str]] = Counter()
    for _, left, right, count in met:
        counts[left, right] += count
        counts[right, left] += count
    found = top_confusions(counts, symmetric=True, limit=TOP_CONFUSIONS)
    return [ConfusionPair(pair.actual, pair.label, pair.count) for pair in found]


def _kinds(collected: Collected, kind: Kind) -> Bools:
    """Which participants are of a kind."""
    found: Bools = np.array([p.kind is kind for p in collected.participants], dtype=bool)
    return found


def _with(
    scored: Scored, left: Ints, right: Ints, person: int, others: Bools, resampling: Resampling
) -> Figure:
    """How somebody agrees with all others of a kind, over pairs."""
    mine = ((left == person) & others[right]) | ((right == person) & others[left])
    return pair_figure(scored.overall[mine], scored.task_of[mine], resampling)


def _annotators(
    collected: Collected, scored: Scored, who: Ints, resampling: Resampling
) -> list[AnnotatorReport]:
    left, right = who[scored.left], who[scored.right]
    n_given = np.bincount(who, minlength=len(collected.participants))
    kinds = {kind: _kinds(collected, kind) for kind in Kind}
    found = []
    for number, person in enumerate(collected.participants):
        if person.kind is not Kind.ANNOTATOR:
            continue
        mine = scored.human & ((left == number) | (right == number))
        compared = scored.task_of[mine & ~np.isnan(scored.overall)]
        found.append(
            AnnotatorReport(
                name=person.name,
                n_annotations=int(n_given[number]),
                n_tasks=len(np.unique(compared)),
                agreement=_with(scored, left, right, number, kinds[Kind.ANNOTATOR], resampling),
                with_ground_truth=_with(
                    scored, left, right, number, kinds[Kind.GROUND_TRUTH], resampling
                ),
                with_models=_with(scored, left, right, number, kinds[Kind.MODEL], resampling),
            )
        )
    return sorted(found, key=lambda one: (one.agreement.value is None, -_or_zero(one), one.name))


def _or_zero(one: AnnotatorReport) -> float:
    return one.agreement.value or 0.0


def _models(
    collected: Collected, scored: Scored, who: Ints, resampling: Resampling
) -> list[ModelReport]:
    left, right = who[scored.left], who[scored.right]
    n_given = np.bincount(who, minlength=len(collected.participants))
    annotators, truth = _kinds(collected, Kind.ANNOTATOR), _kinds(collected, Kind.GROUND_TRUTH)
    return [
        ModelReport(
            name=person.name,
            n_predictions=int(n_given[number]),
            with_annotators=_with(scored, left, right, number, annotators, resampling),
            with_ground_truth=_with(scored, left, right, number, truth, resampling),
        )
        for number, person in enumerate(collected.participants)
        if person.kind is Kind.MODEL
    ]


def _matrix(scored: Scored, who: Ints, resampling: Resampling) -> list[Cell]:
    if not len(scored.left):
        return []
    left, right = who[scored.left], who[scored.right]
    low, high = np.minimum(left, right), np.maximum(left, right)
    n = int(who.max()) + 1
    keys, place = np.unique(low * n + high, return_inverse=True)
    figures = cell_figures(scored.overall, place, len(keys), resampling)
    return [
        Cell(key // n, key % n, figure) for key, figure in zip(keys.tolist(), figures, strict=True)
    ]


def _tasks(
    collected: Collected, scored: Scored, of_tasks: Sequence[Floats], overall: Floats
) -> list[TaskReport]:
    people = [person.kind is Kind.ANNOTATOR for person in collected.participants]
    counts = Counter(given.task for given in collected.given if people[given.participant])
    order = sorted(range(len(overall)), key=lambda n: (bool(np.isnan(overall[n])), overall[n], n))
    whys = _whys(scored, overall)
    return [
        TaskReport(
            id=collected.tasks[n],
            agreement=_or_none(overall[n]),
            undefined=whys.get(n, Undefined.NO_PAIRS) if np.isnan(overall[n]) else None,
            n_annotations=counts[n],
            dimensions=[_or_none(values[n]) for values in of_tasks],
        )
        for n in order
    ]


def _whys(scored: Scored, overall: Floats) -> dict[int, Undefined]:
    """Why tasks with pairs have no figure: a reason worth telling before others."""
    without = np.isnan(overall)
    found: dict[int, Undefined] = {}
    for scores in scored.by_dimension:
        for number, reason in scores.undefined.items():
            task = int(scored.task_of[number])
            if not (without[task] and scored.human[number]):
                continue
            if task not in found or reason in WORTH_TELLING:
                found[task] = reason
    return found


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _problems(
    collected: Collected, dimensions: Sequence[Dimension], scored: Scored
) -> tuple[list[Problem], int]:
    listed = [Problem(one.task, "", "", "", Undefined.UNREADABLE, one.reason)
              for one in collected.unreadable]  # fmt: skip
    count = collected.n_unreadable
    for dimension, scores in zip(dimensions, scored.by_dimension, strict=True):
        for number, reason in scores.undefined.items():
            if reason not in WORTH_TELLING:
                continue
            count += 1
            if len(listed) < MOST_PROBLEMS:
                listed.append(_problem(collected, dimension, scored, number, reason))
    return listed, count


def _problem(
    collected: Collected, dimension: Dimension, scored: Scored, number: int, reason: Undefined
) -> Problem:
    left, right = collected.given[scored.left[number]], collected.given[scored.right[number]]
    people = collected.participants
    answers = (left.answers.get(dimension.name), right.answers.get(dimension.name))
    details = [answer.reason for answer in answers if isinstance(answer, Unreadable)]
    return Problem(
        task=str(collected.tasks[left.task]),
        dimension=dimension.name,
        left=people[left.participant].name,
        right=people[right.participant].name,
        reason=reason,
        meaning=": ".join([MEANINGS[reason], *dict.fromkeys(details)]),
    )


def _unanswered(
    dimensions: Sequence[Dimension], scored: Scored, of_tasks: Sequence[Floats]
) -> list[str]:
    """Why there is no agreement though dimensions that nobody answered have one."""
    if any(
        known and not np.isnan(values).all()
        for known, values in zip(scored.answered, of_tasks, strict=True)
    ):
        return []
    names = [
        dimension.name
        for dimension, known, values in zip(dimensions, scored.answered, of_tasks, strict=True)
        if not known and not np.isnan(values).all()
    ]
    if not names:
        return []
    listed = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
    return [
        f"Nobody answered {listed}, and nothing that was answered can be compared: there is no "
        "agreement over all. Is this the labeling config of the file?"
    ]


def _notes(collected: Collected) -> list[str]:
    notes = []
    if collected.n_repeated:
        notes.append(
            f"{collected.n_repeated} annotations were followed by a later one of the same "
            "annotator on the same task; the later one counts."
        )
    if collected.n_unknown:
        notes.append(
            f"{collected.n_unknown} annotations name no author; the first of each task is taken "
            "as by 'unknown 1', and so on."
        )
    for name, count in collected.controls_missing.most_common(20):
        notes.append(f"The config has no control {name!r}; {count} result items are not compared.")
    return notes
