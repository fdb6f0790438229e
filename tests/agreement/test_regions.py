"""Many pairs at once must say what one pair at a time says, whatever they hold."""

import tracemalloc
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.region_strategies import REGIONS, masks, points, polygons, spans
from touchstone.agreement import regions
from touchstone.agreement.answers import Boxes, Masks, Points, Polygons, Spans, Tracks, Unreadable
from touchstone.agreement.geometry import box_iou
from touchstone.agreement.masks import mask_iou
from touchstone.agreement.matching import (
    assigned,
    one_to_one_match,
    same_labels,
    two_way_best_match,
)
from touchstone.agreement.pairs import pair_score, pair_scores
from touchstone.agreement.points import keypoint_distance
from touchstone.agreement.polygons import polygon_iou
from touchstone.agreement.region_metrics import REGION_METRICS
from touchstone.agreement.registry import METRICS, Metric, default_metric
from touchstone.agreement.spans import event_match, span_iou
from touchstone.agreement.tracks import frame_match, track_iou
from touchstone.agreement.types import Score, Undefined
from touchstone.labelstudio.dimensions import kinds_of

# The machine may be busy: no time limit for one example.
unhurried = settings(deadline=None, max_examples=25)

MATCHES = {"two_way": two_way_best_match, "one_to_one": one_to_one_match}


def rings(answer: Polygons) -> list[np.ndarray]:
    return [answer.points[i:j] for i, j in zip(answer.starts, answer.starts[1:], strict=False)]


OVERLAPS = {
    "box_iou": lambda a, b: box_iou(a.geometry, b.geometry),
    "polygon_iou": lambda a, b: polygon_iou(rings(a), rings(b)),
    "mask_iou": mask_iou,
    "track_iou": track_iou,
    "frame_match": frame_match,
    "event_match": lambda a, b: (
        event_match(a.geometry, b.geometry) * same_labels(a.groups, b.groups)
    ),
    "keypoint_distance": lambda a, b: keypoint_distance(a.geometry, b.geometry) <= 1.0,
    "span_iou": lambda a, b: span_iou(a.geometry, b.geometry) * same_labels(a.groups, b.groups),
}
KINDS = {
    "box_iou": Boxes,
    "polygon_iou": Polygons,
    "mask_iou": Masks,
    "track_iou": Tracks,
    "frame_match": Tracks,
    "event_match": Spans,
    "keypoint_distance": Points,
    "span_iou": Spans,
}


@pytest.mark.parametrize("way", MATCHES)
@pytest.mark.parametrize("key", OVERLAPS)
@unhurried
@given(data=st.data())
def test_many_pairs_equal_each_pair_by_itself(key: str, way: str, data: st.DataObject) -> None:
    answers = data.draw(st.lists(REGIONS[KINDS[key]], min_size=2, max_size=6))
    pairs = list(combinations(range(len(answers)), 2))
    scores = pair_scores(METRICS[key], answers, pairs, {"matching": way})
    for number, (i, j) in enumerate(pairs):
        a, b = answers[i], answers[j]
        similarity = OVERLAPS[key](a, b) * same_labels(a.labels, b.labels)
        assert scores[number].value == pytest.approx(MATCHES[way](similarity), abs=1e-9)


@pytest.mark.parametrize("key", ["box_iou", "polygon_iou", "oks", "average_precision"])
def test_blocks_of_any_size_give_the_same(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    answers = [_boxes(rng, int(n)) for n in rng.integers(1, 30, size=40)]
    if key == "oks":
        answers = [Points(a.labels, a.geometry[:, [0, 1, 5]]) for a in answers]
    pairs = np.array(list(combinations(range(40), 2)))
    whole = pair_scores(METRICS[key], answers, pairs).values
    alone = [pair_score(METRICS[key], answers[i], answers[j]).value for i, j in pairs[:50]]
    assert whole[:50] == pytest.approx(alone)
    for shapes in ("geometry.BoxShapes", "polygons.PolygonShapes", "points.NearPoints"):
        monkeypatch.setattr(f"touchstone.agreement.{shapes}.cells", 64)
    assert pair_scores(METRICS[key], answers, pairs).values == pytest.approx(whole)


def _boxes(rng: np.random.Generator, n: int) -> Boxes:
    geometry = np.column_stack((rng.uniform(0, 60, (n, 4)), np.zeros(n), np.ones(n)))
    return Boxes(tuple(rng.choice(["a", "b"], n)), geometry)


@unhurried
@given(data=st.data(), n=st.integers(1, 6), m=st.integers(1, 6))
def test_the_quick_way_to_match_is_the_best(data: st.DataObject, n: int, m: int) -> None:
    # Few values, so that there are many ties.
    cells = st.lists(st.integers(0, 3).map(lambda v: v / 3), min_size=n * m, max_size=n * m)
    stack = data.draw(st.lists(cells, min_size=1, max_size=5))
    similarity = np.array(stack).reshape(len(stack), n, m).transpose(1, 2, 0)
    quick = assigned(similarity).sum(axis=0)
    for number in range(len(stack)):
        assert quick[number] == pytest.approx(_best_sum(similarity[:, :, number]))


def _best_sum(similarity: np.ndarray, row: int = 0, taken: int = 0) -> float:
    """By trying everything."""
    if row == len(similarity):
        return 0.0
    best = _best_sum(similarity, row + 1, taken)
    for column, value in enumerate(similarity[row].tolist()):
        if not taken >> column & 1:
            best = max(best, value + _best_sum(similarity, row + 1, taken | 1 << column))
    return best


@pytest.mark.parametrize("metric", REGION_METRICS, ids=lambda m: m.key)
def test_blank_and_foreign_answers(metric: Metric) -> None:
    own = FILLED[metric.inputs[0]]
    blank = BLANK[metric.inputs[0]]
    foreign = next(answer for kind, answer in FILLED.items() if kind not in metric.inputs)
    answers = [own, blank, None, foreign, Unreadable("broken")]
    scores = pair_scores(metric, answers, list(combinations(range(5), 2)))
    assert [scores[n] for n in range(7)] == [
        Score(0.0),
        Score(0.0),
        Score(None, Undefined.NOT_COMPARABLE),
        Score(None, Undefined.UNREADABLE),
        Score(1.0),
        Score(0.0),
        Score(None, Undefined.UNREADABLE),
    ]


ZERO = np.zeros(1, dtype=np.int64)
BLANK = {
    Boxes: Boxes((), np.empty((0, 6))),
    Polygons: Polygons((), np.empty((0, 2)), ZERO),
    Masks: Masks((), np.empty((0, 2), np.int64), ZERO, np.empty((0, 2), np.int64)),
    Points: Points((), np.empty((0, 3))),
    Spans: Spans((), np.empty((0, 2))),
    Tracks: Tracks((), np.empty((0, 7)), ZERO, np.empty(0, np.int64)),
}
FILLED = {
    Boxes: Boxes(("a",), np.array([[0.0, 0, 10, 10, 0, 1]])),
    Polygons: Polygons(("a",), np.array([[0.0, 0], [9, 0], [9, 9]]), np.array([0, 3])),
    Masks: Masks(("a",), np.array([[0, 3]]), np.array([0, 1]), np.array([[5, 5]])),
    Points: Points(("a",), np.array([[1.0, 1, 1]])),
    Spans: Spans(("a",), np.array([[0, 3]])),
    Tracks: Tracks(("a",), np.array([[1.0, 0, 0, 9, 9, 0, 1]]), np.array([0, 1]), np.array([5])),
}

NAN, INF = float("nan"), float("inf")
BROKEN = {
    "box_iou": [
        Boxes(("a",), np.array([[NAN, 0, 10, 10, 0, 1]])),
        Boxes(("a",), np.array([[0, 0, INF, 10, 0, 1]])),
        Boxes(("a",), np.array([[0, 0, 1e300, 10, 0, 1]])),
    ],
    "polygon_iou": [
        Polygons(("a",), np.array([[0.0, 0], [9, NAN], [9, 9]]), np.array([0, 3])),
        Polygons(("a",), np.empty((0, 2)), np.array([0, 0])),
    ],
    "mask_iou": [
        Masks(("a",), np.array([[5, 3]]), np.array([0, 1]), np.array([[5, 5]])),
        Masks(("a",), np.array([[0, 3], [2, 4]]), np.array([0, 2]), np.array([[5, 5]])),
        Masks(("a",), np.array([[-9, 3]]), np.array([0, 1]), np.array([[5, 5]])),
    ],
    "keypoint_distance": [Points(("a",), np.array([[NAN, 1, 1]]))],
    "oks": [Points(("a",), np.array([[INF, 1, 1]]))],
    "span_iou": [Spans(("a",), np.array([[0.0, NAN]])), Spans(("a",), np.array([[-INF, INF]]))],
    "event_match": [Spans(("a",), np.array([[NAN, NAN]]))],
    "track_iou": [
        Tracks(("a",), np.array([[NAN, 0, 0, 9, 9, 0, 1]]), np.array([0, 1]), np.array([5])),
        Tracks(("a",), np.array([[1, 0, 0, INF, 9, 0, 1]]), np.array([0, 1]), np.array([5])),
    ],
    "frame_match": [
        Tracks(("a",), np.array([[1, NAN, 0, 9, 9, 0, 1]]), np.array([0, 1]), np.array([5]))
    ],
    "f1": [Boxes(("a",), np.array([[NAN, 0, 10, 10, 0, 1]]))],
}


@pytest.mark.parametrize("key", BROKEN)
def test_a_broken_region_matches_nothing_and_spoils_no_other_pair(key: str) -> None:
    for broken in BROKEN[key]:
        good = FILLED[type(broken)]
        scores = pair_scores(METRICS[key], [good, broken, good], [(0, 1), (0, 2), (1, 1), (1, 2)])
        assert [score.value for score in (scores[n] for n in range(4))] == [0.0, 1.0, 0.0, 0.0]


def test_spans_and_boxes_written_backwards_are_turned_round() -> None:
    forth, back = Spans(("a",), np.array([[2, 8]])), Spans(("a",), np.array([[8, 2]]))
    assert pair_score(METRICS["span_iou"], forth, back) == Score(1.0)
    forth = Boxes(("a",), np.array([[0.0, 0, 10, 10, 0, 1]]))
    back = Boxes(("a",), np.array([[10.0, 10, -10, -10, 0, 1]]))
    assert pair_score(METRICS["box_iou"], forth, back) == Score(1.0)


@pytest.mark.parametrize("way", ["two_way", "one_to_one"])
def test_a_million_regions_are_refused_or_compared_in_bounded_memory(way: str) -> None:
    rng = np.random.default_rng(1)
    starts = rng.integers(0, 10**6, size=10**6)
    huge = Spans(("a",) * 10**6, np.column_stack((starts, starts + 5)))
    few = Spans(("a", "a"), huge.geometry[:2])
    settings_ = {"matching": way}
    tracemalloc.start()
    scores = pair_scores(
        METRICS["span_iou"], [huge, huge, few], [(0, 1), (0, 2), (2, 2)], settings_
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert scores[0] == Score(None, Undefined.TOO_MANY_REGIONS)
    assert scores[2] == Score(1.0)
    if way == "one_to_one":
        assert scores[1].value == pytest.approx(4 / 1_000_002)
    else:
        assert scores[1].value is not None
    assert peak < 600e6


def test_many_different_numbers_of_regions_go_together() -> None:
    counts = {int(n) for n in regions._rounded(np.arange(1, 2001))}
    assert len(counts) < 50
    assert (regions._rounded(np.arange(1, 2001)) >= np.arange(1, 2001)).all()


def test_labels_of_a_region_must_be_the_same_set() -> None:
    answer = Spans(("a\x1fb",), np.array([[0, 3]]))
    assert pair_score(METRICS["span_iou"], answer, FILLED[Spans]) == Score(0.0)


@unhurried
@given(st.one_of(polygons(), masks(), points(), spans()))
def test_what_was_decoded_is_not_changed(answer: Polygons | Masks | Points | Spans) -> None:
    names = [name for name in answer.__slots__ if hasattr(getattr(answer, name), "setflags")]
    for name in names:
        getattr(answer, name).setflags(write=False)
    for metric in REGION_METRICS:
        if type(answer) in metric.inputs:
            pair_score(metric, answer, answer)


@pytest.mark.parametrize(
    ("tag", "object_tag", "key"),
    [
        ("Rectangle", "Image", "box_iou"),
        ("RectangleLabels", "Image", "box_iou"),
        ("OcrLabels", "Pdf", "polygon_iou"),
        ("Polygon", "Image", "polygon_iou"),
        ("PolygonLabels", "Image", "polygon_iou"),
        ("Ellipse", "Image", "polygon_iou"),
        ("EllipseLabels", "Image", "polygon_iou"),
        ("Brush", "Image", "mask_iou"),
        ("BrushLabels", "Image", "mask_iou"),
        ("Bitmask", "Image", "mask_iou"),
        ("BitmaskLabels", "Image", "mask_iou"),
        ("MagicWand", "Image", "mask_iou"),
        ("KeyPoint", "Image", "keypoint_distance"),
        ("KeyPointLabels", "Image", "keypoint_distance"),
        ("VideoRectangle", "Video", "track_iou"),
        ("ParagraphLabels", "Paragraphs", "span_iou"),
        ("HyperTextLabels", "HyperText", "span_iou"),
        ("TimeSeriesLabels", "TimeSeries", "span_iou"),
        ("TimelineLabels", "Video", "span_iou"),
        ("Labels", "Text", "span_iou"),
        ("Labels", "Audio", "span_iou"),
        ("Labels", "Paragraphs", "span_iou"),
        ("Labels", "HyperText", "span_iou"),
        ("Labels", "TimeSeries", "span_iou"),
        ("Labels", "Video", "track_iou"),
        ("Labels", "Image", "box_iou"),
        ("Labels", "Pdf", "box_iou"),
    ],
)
def test_every_control_that_draws_has_a_metric_of_its_regions(
    tag: str, object_tag: str, key: str
) -> None:
    metric = default_metric(tag, object_tag)
    assert metric.key == key
    assert kinds_of(tag, object_tag)[0] in metric.inputs
