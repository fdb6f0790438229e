"""What is blank, missing, broken or not comparable: a stated answer, never NaN."""

import numpy as np
import pytest

from tests.agreement.strategies import spans_of
from touchstone.agreement.answers import (
    Answer,
    Attached,
    Boxes,
    Items,
    Masks,
    Numbers,
    Other,
    Paths,
    Points,
    Polygons,
    Ranking,
    Relations,
    Spans,
    Texts,
    Tracks,
    Unreadable,
    size,
)
from touchstone.agreement.labels import without
from touchstone.agreement.pairs import all_pairs, pair_score, pair_scores
from touchstone.agreement.registry import ANY, METRICS, Metric, default_metric, metrics_for
from touchstone.agreement.tasks import overall, task_score
from touchstone.agreement.types import Score, Undefined

NONE = np.empty(0, dtype=np.int64)
BOX = np.array([[0.0, 0, 10, 10, 0, 1]])

FILLED: dict[type, Answer] = {
    Items: Items(("a",)),
    Paths: Paths((("a", "b"),)),
    Numbers: Numbers((3.0,)),
    Texts: Texts(("hello",)),
    Ranking: Ranking((("", ("a", "b")),)),
    Boxes: Boxes(("a",), BOX),
    Polygons: Polygons(("a",), np.array([[0.0, 0], [9, 0], [0, 9]]), np.array([0, 3])),
    Masks: Masks(("a",), np.array([[0, 5]]), np.array([0, 1]), np.array([[4, 4]])),
    Points: Points(("a",), np.array([[1.0, 2, 1]])),
    Spans: spans_of((0, 3)),
    Tracks: Tracks(("a",), np.array([[1.0, 0, 0, 9, 9, 0, 1]]), np.array([0, 1]), np.array([5])),
    Attached: Attached(spans_of((0, 3)), (Items(("a",)),)),
    Relations: Relations(("is",), ("right",), Boxes(("a", "b"), np.repeat(BOX, 2, axis=0))),
    Other: Other(("a",)),
}
BLANK: dict[type, Answer] = {
    Items: Items(()),
    Paths: Paths(()),
    Numbers: Numbers(()),
    Texts: Texts(()),
    Ranking: Ranking(()),
    Boxes: Boxes((), np.empty((0, 6))),
    Polygons: Polygons((), np.empty((0, 2)), np.array([0])),
    Masks: Masks((), np.empty((0, 2), dtype=np.int64), np.array([0]), np.empty((0, 2), dtype=int)),
    Points: Points((), np.empty((0, 3))),
    Spans: spans_of(),
    Tracks: Tracks((), np.empty((0, 7)), np.array([0]), NONE),
    Attached: Attached(spans_of(), ()),
    Relations: Relations((), (), Boxes((), np.empty((0, 6)))),
    Other: Other(()),
}

every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=lambda m: m.key)


def test_every_kind_of_answer_is_tried() -> None:
    assert set(FILLED) == set(BLANK) == set(ANY)
    assert all(size(answer) == 1 for kind, answer in FILLED.items() if kind is not Ranking)
    assert all(size(answer) == 0 for answer in BLANK.values())


@every_metric
def test_both_blank_is_full_agreement(metric: Metric) -> None:
    blanks: list[Answer | None] = [None, *BLANK.values()]
    pairs = [(i, j) for i in range(len(blanks)) for j in range(len(blanks))]
    assert set(pair_scores(metric, blanks, pairs)) == {Score(1.0)}


@every_metric
def test_one_blank_is_no_agreement(metric: Metric) -> None:
    for kind in metric.inputs:
        for blank in (None, BLANK[kind]):
            assert pair_score(metric, blank, FILLED[kind]) == Score(0.0)
            assert pair_score(metric, FILLED[kind], blank) == Score(0.0)


@every_metric
def test_the_same_answer_is_full_agreement(metric: Metric) -> None:
    for kind in metric.inputs:
        assert pair_score(metric, FILLED[kind], FILLED[kind]) == Score(1.0)


@every_metric
def test_answers_of_another_kind_have_no_score(metric: Metric) -> None:
    own = FILLED[metric.inputs[0]]
    for kind, other in FILLED.items():
        if kind not in metric.inputs:
            for a, b in ((own, other), (other, own), (other, other)):
                assert pair_score(metric, a, b) == Score(None, Undefined.NOT_COMPARABLE)


@every_metric
def test_an_unreadable_result_has_no_score_and_spoils_no_other_pair(metric: Metric) -> None:
    own, broken = FILLED[metric.inputs[0]], Unreadable("a box without a width")
    answers = [own, broken, None, own]
    scores = list(pair_scores(metric, answers, [(0, 1), (1, 2), (1, 1), (0, 3), (0, 2)]))
    unreadable = Score(None, Undefined.UNREADABLE)
    assert scores == [unreadable, unreadable, unreadable, Score(1.0), Score(0.0)]


@every_metric
def test_a_threshold_makes_scores_0_or_1(metric: Metric) -> None:
    if metric.binary:
        with pytest.raises(ValueError, match="no parameter 'threshold'"):
            metric.checked({"threshold": 0.5})
        return
    answers = [FILLED[metric.inputs[0]], None, FILLED[metric.inputs[0]]]
    scores = pair_scores(metric, answers, [(0, 1), (0, 2), (1, 1)], {"threshold": 1.0})
    assert list(scores) == [Score(0.0), Score(1.0), Score(1.0)]


@every_metric
def test_parameters_are_checked(metric: Metric) -> None:
    with pytest.raises(ValueError, match="no parameter 'nonsense'"):
        pair_score(metric, None, None, {"nonsense": 1})
    for parameter in metric.all_parameters:
        for bad in ([], {}, True, "nonsense", float("nan")):
            with pytest.raises(ValueError, match=parameter.name):
                metric.checked({parameter.name: bad})
        assert metric.checked({parameter.name: parameter.default})
        if parameter.minimum is not None:
            with pytest.raises(ValueError, match="must lie in"):
                metric.checked({parameter.name: parameter.minimum - 1})


def test_mixed_kinds_in_one_control_leave_the_other_pairs_their_scores() -> None:
    answers = [FILLED[Numbers], FILLED[Texts], FILLED[Numbers], FILLED[Boxes]]
    found = [s for _, _, s in all_pairs(METRICS["numeric_difference"], answers)]
    assert [s.value for s in found] == [None, 1.0, None, None, None, None]
    assert task_score(found) == Score(1.0)


@pytest.mark.parametrize("key", ["numeric_difference", "numeric_tolerance"])
def test_a_number_that_is_none_has_no_score(key: str) -> None:
    odd, good = Numbers((float("nan"),)), Numbers((1.0,))
    scores = pair_scores(METRICS[key], [odd, good, good], [(0, 1), (1, 2)])
    assert list(scores) == [Score(None, Undefined.NOT_COMPARABLE), Score(1.0)]
    huge = pair_score(METRICS[key], Numbers((1e308,)), Numbers((-1e308,)))
    assert huge == Score(0.0)
    assert pair_score(METRICS[key], Numbers((float("inf"),)), Numbers((1.0,))) == Score(0.0)


def test_texts_that_are_too_long_for_an_algorithm_have_no_score() -> None:
    long = [Texts(("ab" * 3000,)), Texts(("ba" * 3000,)), Texts(("ab" * 3000, "more"))]
    metric = METRICS["text_similarity"]
    too_long = Score(None, Undefined.TOO_MANY_REGIONS)
    slow = {"algorithm": "ratcliff_obershelp"}
    assert list(pair_scores(metric, long, [(0, 1), (0, 0), (0, 2)], slow)) == [
        too_long, Score(1.0), Score(0.5)
    ]  # fmt: skip
    assert pair_score(metric, long[0], long[1]).value == pytest.approx(1 - 2 / 6000)
    said = [Attached(spans_of((0, 3)), (text,)) for text in long]
    for way in ("two_way", "one_to_one"):
        assert pair_score(METRICS["region_text"], *said[:2], slow | {"matching": way}) == too_long


def test_half_a_surrogate_pair_is_a_character_like_others() -> None:
    metric = METRICS["text_similarity"]
    for algorithm in metric.parameters[0].choices:
        for granularity in metric.parameters[1].choices:
            way = {"algorithm": algorithm, "granularity": granularity}
            assert pair_score(
                metric, Texts(("\ud83d old cat",)), Texts(("\ud83d old car",)), way
            ).value


def test_a_ranking_of_too_many_items_has_no_score() -> None:
    many = [f"item {number}" for number in range(3001)]
    one, other = (Ranking((("", tuple(order)),)) for order in (many, many[::-1]))
    assert pair_score(METRICS["kendall"], one, other) == Score(None, Undefined.TOO_MANY_REGIONS)
    assert pair_score(METRICS["ranking_average_precision"], one, other).value is not None


def test_a_million_relations_are_refused_and_spoil_no_other_pair() -> None:
    count = 5000
    ends = Boxes(("a",) * (2 * count), np.repeat(BOX, 2 * count, axis=0))
    crowd = Relations(("is",) * count, ("right",) * count, ends)
    one = FILLED[Relations]
    scores = pair_scores(METRICS["relations_f1"], [crowd, one, one, crowd], [(0, 3), (1, 2)])
    assert list(scores) == [Score(None, Undefined.TOO_MANY_REGIONS), Score(1.0)]


def test_relations_between_broken_regions_match_nothing() -> None:
    broken = np.array([[0.0, 0, float("nan"), 10, 0, 1], [0, 0, 10, 10, 0, 1]])
    bad = Relations(("is",), ("right",), Boxes(("a", "b"), broken))
    assert pair_score(METRICS["relations_f1"], bad, FILLED[Relations]) == Score(0.0)


@pytest.mark.parametrize("key", ["region_choices", "region_text", "region_number", "region_values"])
def test_what_is_said_of_regions_of_another_kind_has_no_score(key: str) -> None:
    of_boxes = Attached(Boxes(("a",), BOX), (Items(("a",)),))
    score = pair_score(METRICS[key], of_boxes, FILLED[Attached])
    assert score == Score(None, Undefined.NOT_COMPARABLE)


@pytest.mark.parametrize("key", ["region_choices", "region_text", "region_number", "region_values"])
def test_values_of_another_kind_are_the_same_or_not(key: str) -> None:
    for value in (Items(("a",)), Numbers((1.0,)), Texts(("a",)), Paths((("a",),))):
        said = Attached(spans_of((0, 3)), (value,))
        assert pair_score(METRICS[key], said, said) == Score(1.0)
        for other in (Items(("z",)), Numbers((1e9,)), Texts(("z",)), Paths((("z",),))):
            apart = pair_score(METRICS[key], said, Attached(spans_of((0, 3)), (other,)))
            assert apart.value == pytest.approx(0.0, abs=1e-8)


def test_a_region_that_nothing_was_said_of_counts_as_blank() -> None:
    silent = Attached(spans_of((0, 3)), (Items(()),))
    assert pair_score(METRICS["region_choices"], silent, silent) == Score(1.0)
    assert pair_score(METRICS["region_choices"], silent, FILLED[Attached]) == Score(0.0)


def test_only_classes_left_out_leave_both_blank() -> None:
    gone = without(Items(("other",)), {"other"})
    assert size(gone) == 0
    kept = without(Items(("other", "cat")), {"other"})
    assert pair_score(METRICS["exact_match"], kept, Items(("cat",))) == Score(1.0)


def test_a_task_with_one_annotation_has_no_agreement() -> None:
    assert list(all_pairs(METRICS["exact_match"], [Items(("a",))])) == []
    assert task_score([]) == Score(None, Undefined.NO_PAIRS)
    assert len(pair_scores(METRICS["exact_match"], [], [])) == 0


def test_pairs_without_a_value_do_not_take_part() -> None:
    missing = Score(None, Undefined.NOT_COMPARABLE)
    assert task_score([missing, 0.5]) == Score(0.5)
    assert task_score([missing]) == Score(None, Undefined.NO_PAIRS)


def test_dimensions_without_a_value_or_weight_do_not_take_part() -> None:
    scores = {"a": Score(0.5), "b": Score(None, Undefined.NO_PAIRS), "c": Score(1.0)}
    assert overall({"c": 0}, scores) == Score(0.5)
    assert overall({}, scores) == Score(0.75)
    assert overall({"a": 0, "c": 0}, scores) == Score(None, Undefined.NO_WEIGHT)
    assert overall({}, {"b": scores["b"]}) == Score(None, Undefined.NO_PAIRS)
    assert overall({"a": 1}, {}) == Score(None, Undefined.NO_PAIRS)


@pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf")])
def test_a_weight_must_be_a_finite_number_of_at_least_zero(weight: float) -> None:
    with pytest.raises(ValueError, match="weight of 'a'"):
        overall({"a": weight}, {"a": Score(1.0)})


def test_a_score_has_a_value_or_a_reason_and_is_never_nan() -> None:
    for arguments in (
        (None, None),
        (0.5, Undefined.NO_PAIRS),
        (float("nan"), None),
        (1.5, None),
        (-0.1, None),
    ):
        with pytest.raises(ValueError, match="score"):
            Score(*arguments)


@pytest.mark.parametrize(
    ("tag", "object_tag", "per_region", "key"),
    [
        ("Choices", "Text", False, "exact_match"),
        ("Taxonomy", "Text", False, "exact_match"),
        ("Pairwise", "Text", False, "exact_match"),
        ("DateTime", "Text", False, "exact_match"),
        ("Number", "Text", False, "numeric_difference"),
        ("Rating", "Text", False, "numeric_difference"),
        ("TextArea", "Text", False, "text_similarity"),
        ("Ranker", "List", False, "kendall"),
        ("Relations", "", False, "relations_f1"),
        ("Rectangle", "Image", False, "box_iou"),
        ("RectangleLabels", "Image", False, "box_iou"),
        ("PolygonLabels", "Image", False, "polygon_iou"),
        ("EllipseLabels", "Image", False, "polygon_iou"),
        ("BrushLabels", "Image", False, "mask_iou"),
        ("KeyPointLabels", "Image", False, "keypoint_distance"),
        ("VideoRectangle", "Video", False, "track_iou"),
        ("Labels", "Text", False, "span_iou"),
        ("Labels", "Audio", False, "span_iou"),
        ("Labels", "Image", False, "box_iou"),
        ("HyperTextLabels", "HyperText", False, "span_iou"),
        ("ParagraphLabels", "Paragraphs", False, "span_iou"),
        ("TimeSeriesLabels", "TimeSeries", False, "span_iou"),
        ("Choices", "Image", True, "region_choices"),
        ("Taxonomy", "Image", True, "region_choices"),
        ("TextArea", "Image", True, "region_text"),
        ("Number", "Text", True, "region_number"),
        ("Rating", "Text", True, "region_number"),
        ("DateTime", "Text", True, "region_values"),
        ("VectorLabels", "Image", False, "exact_match"),
        ("Anything", "Else", False, "exact_match"),
        ("Anything", "Else", True, "exact_match"),
    ],
)
def test_every_tag_has_a_default_metric(
    tag: str, object_tag: str, per_region: bool, key: str
) -> None:
    assert default_metric(tag, object_tag, per_region=per_region).key == key


def test_the_registry_is_keyed_by_key_and_each_tag_has_one_default() -> None:
    assert all(key == metric.key for key, metric in METRICS.items())
    tags = [tag for metric in METRICS.values() for tag in metric.default_for]
    assert len(tags) == len(set(tags))
    for metric in METRICS.values():
        assert metric.help.endswith("."), metric.key
        assert all(parameter.help for parameter in metric.all_parameters), metric.key
        assert metric in metrics_for(metric.inputs[0])
