"""Detections: by hand, and mAP beside pycocotools on the same boxes."""

import contextlib
import io

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from touchstone.agreement.answers import Boxes, Spans
from touchstone.agreement.average_precision import Detections, mean_average_precision
from touchstone.agreement.detection import matched_pairs, precision_recall_f1
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.registry import METRICS
from touchstone.agreement.types import Undefined


def boxes(*rows: tuple) -> Boxes:
    geometry = [(x, y, w, h, 0, 1) for _, x, y, w, h in rows]
    return Boxes(tuple(row[0] for row in rows), np.array(geometry, dtype=np.float64))


REFERENCE = boxes(("cat", 0, 0, 10, 10), ("dog", 50, 50, 10, 10))
FOUND = boxes(("cat", 0, 1, 10, 10), ("cat", 80, 0, 9, 9), ("dog", 0, 50, 9, 9))


@pytest.mark.parametrize(
    ("key", "iou", "expected"),
    [
        ("precision", 0.5, 1 / 3),
        ("recall", 0.5, 1 / 2),
        ("f1", 0.5, 2 / 5),
        ("average_precision", 0.5, 1 / 4),  # cat 1/2 * 1/1, dog 0
        ("recall", 0.81, 1 / 2),  # the cats overlap by 9/11
        ("recall", 0.82, 0),
        ("recall", 0.0, 1 / 2),  # no overlap is none by any threshold
    ],
)
def test_detections_by_hand(key: str, iou: float, expected: float) -> None:
    assert pair_score(METRICS[key], REFERENCE, FOUND, {"iou": iou}).value == pytest.approx(expected)


def test_two_boxes_of_a_class_far_apart_cost_nothing() -> None:
    # Counting every pair of boxes makes two false negatives of this perfect answer.
    both = boxes(("cat", 0, 0, 10, 10), ("cat", 50, 50, 10, 10))
    for key in ("precision", "recall", "f1", "average_precision"):
        assert pair_score(METRICS[key], both, both).value == 1.0


def test_a_box_found_twice_counts_once() -> None:
    twice = boxes(("cat", 0, 0, 10, 10), ("cat", 0, 0, 10, 10))
    once = boxes(("cat", 0, 0, 10, 10))
    assert pair_score(METRICS["precision"], once, twice).value == 0.5
    assert pair_score(METRICS["recall"], once, twice).value == 1.0


def test_counts_become_shares() -> None:
    assert precision_recall_f1(1, 2, 3) == (1 / 3, 1 / 2, 2 / 5)
    assert precision_recall_f1(0, 0, 0) == (1.0, 1.0, 1.0)
    assert precision_recall_f1(0, 0, 3) == (0.0, 0.0, 0.0)
    assert matched_pairs([[0.9, 0.6], [0.6, 0.0]]) == 2
    assert matched_pairs([[0.9, 0.4], [0.4, 0.0]]) == 1
    assert matched_pairs([]) == 0


def scene(images: int, seed: int, *, ties: bool) -> tuple[Detections, Detections]:
    rng = np.random.default_rng(seed)
    image = np.repeat(np.arange(1, images + 1), 6)
    label = rng.integers(1, 5, len(image))
    there = np.column_stack(
        (rng.uniform(0, 300, (len(image), 2)), rng.uniform(20, 90, (len(image), 2)))
    )
    kept = rng.random(len(image)) < 0.9
    found = np.abs(there + rng.normal(0, 6, there.shape))[kept]
    wrong = rng.random(len(found)) < 0.1
    found_label = np.where(wrong, rng.integers(1, 6, len(found)), label[kept])
    scores = rng.random(len(found))
    if ties:
        scores = np.round(scores, 1)
        found[1::3] = found[::3][: len(found[1::3])]
    reference = Detections(boxes=there, images=image, labels=label)
    return reference, Detections(found, image[kept], found_label, scores)


def coco_figures(reference: Detections, found: Detections) -> tuple[float, float, float]:
    """mAP@[.5:.95], mAP@.5 and the average recall, over all areas, 100 boxes an image."""
    there = np.asarray(reference.boxes)
    rows = zip(there.tolist(), reference.images, reference.labels, strict=True)
    truth = COCO()
    truth.dataset = {
        "images": [{"id": int(i)} for i in np.unique(reference.images)],
        "categories": [{"id": k} for k in range(1, 6)],
        "annotations": [
            {
                "id": number,
                "image_id": int(image),
                "category_id": int(label),
                "bbox": box,
                "area": box[2] * box[3],
                "iscrowd": 0,
            }
            for number, (box, image, label) in enumerate(rows, start=1)
        ],
    }
    columns = (found.images, np.asarray(found.boxes), found.scores, found.labels)
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        judged = COCOeval(truth, truth.loadRes(np.column_stack(columns)), "bbox")
        judged.evaluate()
        judged.accumulate()
    precision = judged.eval["precision"][:, :, :, 0, -1]
    recall = judged.eval["recall"][:, :, 0, -1]
    return (
        precision[precision > -1].mean(),
        precision[0][precision[0] > -1].mean(),
        recall[recall > -1].mean(),
    )


@pytest.mark.parametrize(("images", "seed", "ties"), [(1, 0, False), (60, 1, False), (60, 2, True)])
def test_mean_average_precision_as_pycocotools_has_it(images: int, seed: int, ties: bool) -> None:
    reference, found = scene(images, seed, ties=ties)
    result = mean_average_precision(reference, found)
    expected = coco_figures(reference, found)
    figures = (result.value, result.by_threshold[0], result.recall)
    assert figures == pytest.approx(expected, abs=1e-12)
    assert 0 < expected[0] < 1


def test_only_the_most_confident_of_a_label_in_an_image_count() -> None:
    reference = Detections([[0, 0, 10, 10]], ["i"], ["cat"])
    places = [[50 + n, 50, 5, 5] for n in range(100)] + [[0, 0, 10, 10]]
    found = Detections(places, ["i"] * 101, ["cat"] * 101, np.linspace(1, 0.1, 101))
    assert mean_average_precision(reference, found).value == 0.0
    assert mean_average_precision(reference, found, most=101).value == pytest.approx(1 / 101)


def test_labels_that_are_not_there_do_not_take_part() -> None:
    reference = Detections([[0, 0, 10, 10]], ["i"], ["cat"])
    found = Detections([[0, 0, 10, 10], [0, 0, 9, 9]], ["i", "j"], ["cat", "dog"], [0.5, 0.9])
    result = mean_average_precision(reference, found)
    assert result.value == pytest.approx(1.0)
    assert result.by_label == {"cat": pytest.approx(1.0)}
    assert (result.n_reference, result.n_detections) == (1, 2)


def test_without_a_reference_there_is_no_figure() -> None:
    nothing = Detections(np.empty((0, 4)), [], [])
    found = Detections([[0, 0, 10, 10]], ["i"], ["cat"], [0.5])
    result = mean_average_precision(nothing, found)
    assert (result.value, result.undefined) == (None, Undefined.NO_PAIRS)
    none_found = mean_average_precision(
        Detections([[0, 0, 10, 10]], ["i"], ["cat"]), Detections(np.empty((0, 4)), [], [], [])
    )
    assert (none_found.value, none_found.recall) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (Detections([[0, 0, 1, 1]], ["i"], ["cat"]), "must have scores"),
        (Detections([[0, 0, 1, 1]], ["i"], ["cat"], [float("nan")]), "not a number"),
        (Detections([[0, 0, 1, 1]], ["i"], ["cat"], [0.1, 0.2]), "equally many"),
        (Detections([[0, 0, 1, 1]], ["i", "j"], ["cat"], [0.1]), "equally many"),
        (Detections([[0, 0, -1, 1]], ["i"], ["cat"], [0.1]), "negative"),
        (Detections([[0, 0, float("inf"), 1]], ["i"], ["cat"], [0.1]), "finite"),
    ],
)
def test_refuses_what_are_no_detections(found: Detections, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        mean_average_precision(Detections([[0, 0, 1, 1]], ["i"], ["cat"]), found)


def test_the_labels_of_spans_are_averaged_whatever_place_they_are_in() -> None:
    # Three names in three paragraphs, of which two were found, and one date that was not.
    labels, places = ("name", "name", "name", "date"), ("p1", "p2", "p3", "p1")
    geometry = np.array([[0, 5], [0, 5], [0, 5], [8, 9]])
    whole, part = Spans(labels, geometry, places), Spans(labels[:2], geometry[:2], places[:2])
    score = pair_score(METRICS["average_precision"], whole, part).value
    assert score == pytest.approx((2 / 3 * 1 + 0) / 2)
