"""What must hold for every metric of regions, on any regions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.region_strategies import (
    ASPECT,
    boxes,
    points,
    polygons,
    renamed,
    reordered,
    some,
    spans,
)
from touchstone.agreement.answers import Boxes, Points, Polygons, Regions, Spans
from touchstone.agreement.pairs import all_pairs, pair_score
from touchstone.agreement.region_metrics import REGION_METRICS
from touchstone.agreement.registry import METRICS, Metric
from touchstone.agreement.tasks import task_score

# The machine may be busy: no time limit for one example.
unhurried = settings(deadline=None, max_examples=20)

WAYS = [
    (metric, {"matching": way} if way else {})
    for metric in REGION_METRICS
    for way in (
        ("two_way", "one_to_one") if "matching" in {p.name for p in metric.parameters} else ("",)
    )
]


def _name(value: Metric | dict) -> str:
    return value.key if isinstance(value, Metric) else "".join(value.values())


every_way = pytest.mark.parametrize(("metric", "settings_"), WAYS, ids=_name)


def score(metric: Metric, a: Regions, b: Regions, settings_: dict) -> float:
    value = pair_score(metric, a, b, settings_).value
    assert value is not None
    return value


@st.composite
def two(draw: st.DrawFn, metric: Metric) -> tuple[Regions, Regions]:
    kind = draw(st.sampled_from(metric.inputs))
    return draw(some([kind])), draw(some([kind]))


@every_way
@unhurried
@given(data=st.data())
def test_is_in_its_range_and_as_symmetric_as_it_says(
    metric: Metric, settings_: dict, data: st.DataObject
) -> None:
    a, b = data.draw(two(metric))
    forth, back = score(metric, a, b, settings_), score(metric, b, a, settings_)
    assert 0 <= forth <= 1
    if metric.symmetric:
        assert forth == pytest.approx(back, abs=1e-9)


def test_precision_is_recall_seen_from_the_other_side() -> None:
    @unhurried
    @given(pair=two(METRICS["precision"]))
    def check(pair: tuple[Regions, Regions]) -> None:
        a, b = pair
        precision = score(METRICS["precision"], a, b, {})
        assert precision == pytest.approx(score(METRICS["recall"], b, a, {}))

    check()


@every_way
@unhurried
@given(data=st.data())
def test_an_answer_agrees_fully_with_itself(
    metric: Metric, settings_: dict, data: st.DataObject
) -> None:
    a, _ = data.draw(two(metric))
    assert score(metric, a, a, settings_) == 1.0


@every_way
@unhurried
@given(data=st.data())
def test_the_order_of_regions_and_the_names_of_labels_do_not_matter(
    metric: Metric, settings_: dict, data: st.DataObject
) -> None:
    a, b = data.draw(two(metric))
    before = score(metric, a, b, settings_)
    shuffled = reordered(a, data.draw(st.permutations(range(len(a.labels)))))
    assert score(metric, shuffled, b, settings_) == pytest.approx(before, abs=1e-9)
    first, second = (renamed(answer, lambda label: f"{label}!") for answer in (a, b))
    assert score(metric, first, second, settings_) == pytest.approx(before, abs=1e-9)


@every_way
@unhurried
@given(data=st.data())
def test_other_labels_have_nothing_in_common(
    metric: Metric, settings_: dict, data: st.DataObject
) -> None:
    a, b = data.draw(two(metric))
    if a.labels and b.labels:
        assert score(metric, a, renamed(b, lambda label: f"{label}!"), settings_) == 0.0


@pytest.mark.parametrize(
    ("metric", "settings_"), [way for way in WAYS if way[0].symmetric], ids=_name
)
@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_the_order_of_annotators_does_not_change_the_task(
    metric: Metric, settings_: dict, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(metric.inputs))
    answers = data.draw(st.lists(some([kind]), min_size=2, max_size=4))
    other = data.draw(st.permutations(answers))
    before = task_score(pair for _, _, pair in all_pairs(metric, answers, settings_)).value
    after = task_score(pair for _, _, pair in all_pairs(metric, other, settings_)).value
    assert after == pytest.approx(before, abs=1e-9)


@pytest.mark.parametrize(
    "metric", [metric for metric, s in WAYS if s.get("matching") == "one_to_one"], ids=_name
)
@unhurried
@given(data=st.data())
def test_one_to_one_is_never_above_the_best_match(metric: Metric, data: st.DataObject) -> None:
    a, b = data.draw(two(metric))
    two_way = score(metric, a, b, {"matching": "two_way"})
    assert score(metric, a, b, {"matching": "one_to_one"}) <= two_way + 1e-9


@unhurried
@given(
    pair=st.one_of(st.tuples(k, k) for k in (boxes(), polygons(), points(), spans())),
    shift=st.integers(-40, 40),
    scale=st.sampled_from([0.25, 0.5, 2.0]),
)
def test_where_and_how_large_everything_is_does_not_matter(
    pair: tuple[Regions, Regions], shift: int, scale: float
) -> None:
    key = {Boxes: "box_iou", Polygons: "polygon_iou", Points: "oks", Spans: "span_iou"}
    metric = METRICS[key[type(pair[0])]]
    for way in ({"matching": "two_way"}, {"matching": "one_to_one"}):
        way = way if metric.key != "oks" else {}
        before = score(metric, *pair, way)
        moved = [_moved(answer, shift, scale) for answer in pair]
        assert score(metric, *moved, way) == pytest.approx(before, abs=1e-6)


def _moved(answer: Regions, shift: int, scale: float) -> Regions:
    if isinstance(answer, Polygons):
        return Polygons(answer.labels, answer.points * scale + shift, answer.starts)
    if isinstance(answer, Spans):
        return Spans(answer.labels, answer.geometry * scale + shift, answer.groups)
    assert isinstance(answer, Boxes | Points)
    geometry = answer.geometry.copy()
    sizes = slice(0, 4) if isinstance(answer, Boxes) else slice(0, 2)
    geometry[:, sizes] *= scale
    geometry[:, :2] += shift
    return type(answer)(answer.labels, geometry)


@pytest.mark.parametrize(
    ("key", "parameter", "values", "rising"),
    [
        ("box_iou", "threshold", [0.2, 0.5, 0.8], False),
        ("f1", "iou", [0.1, 0.5, 0.9], False),
        ("recall", "iou", [0.1, 0.5, 0.9], False),
        ("average_precision", "iou", [0.1, 0.5, 0.9], False),
        ("keypoint_distance", "max_distance", [0.0, 5.0, 50.0], True),
        ("event_match", "tolerance", [0.0, 2.0, 10.0], True),
        ("oks", "sigma", [0.01, 0.1, 1.0], True),
    ],
)
@unhurried
@given(data=st.data())
def test_follows_its_threshold(
    key: str, parameter: str, values: list, rising: bool, data: st.DataObject
) -> None:
    metric = METRICS[key]
    a, b = data.draw(two(metric))
    scores = [score(metric, a, b, {parameter: value}) for value in values]
    ordered = scores if rising else scores[::-1]
    assert all(low <= high + 1e-9 for low, high in pairwise(ordered))


@unhurried
@given(pair=st.tuples(boxes(), boxes()))
def test_boxes_as_polygons_have_the_same_overlap(pair: tuple[Boxes, Boxes]) -> None:
    outlines = []
    for answer in pair:
        corners = [_corners(row) for row in answer.geometry]
        points_ = np.array(corners).reshape(-1, 2)
        outlines.append(Polygons(answer.labels, points_, np.arange(0, len(points_) + 1, 4)))
    expected = score(METRICS["box_iou"], *pair, {})
    # Boxes without area are told apart by their corners there, by their place here.
    if all((answer.geometry[:, 2:4] > 0).all() for answer in pair):
        assert score(METRICS["polygon_iou"], *outlines, {}) == pytest.approx(expected, abs=1e-6)
        mixed = score(METRICS["polygon_iou"], pair[0], outlines[1], {})
        assert mixed == pytest.approx(expected, abs=1e-6)


def _corners(row: np.ndarray) -> list[tuple[float, float]]:
    """By complex numbers, with the image's height as the unit of both axes."""
    x, y, width, height, rotation, _ = row
    turn = np.exp(1j * np.radians(rotation))
    sides = (0, width * ASPECT, width * ASPECT + 1j * height, 1j * height)
    return [
        (float(corner.real) / ASPECT, float(corner.imag))
        for corner in (complex(x * ASPECT, y) + side * turn for side in sides)
    ]
