"""What comparing regions costs on one core, beside pycocotools and shapely in the same run.

Answers come as they are stored, so decoding them is part of what is measured. Three annotators
label each task: the same regions, each drawn a little differently.
"""

import contextlib
import io
import time
from collections.abc import Callable, Iterator

import numpy as np
import shapely
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from tests.bench.run import Row, at_least, at_most, note
from touchstone.agreement.average_precision import Detections, mean_average_precision
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.registry import METRICS
from touchstone.labelstudio.feature_codec import Payload, encode
from touchstone.labelstudio.features import decode_features

LABELS = ("car", "person", "dog")
ANNOTATORS = 3
CHUNK = 1_000
"""Tasks decoded and scored together, as the jobs of the server do: what is alive stays little."""
PEER_TASKS = 10_000

Say = Callable[[str], None]
Draw = Callable[[np.random.Generator, int], Iterator[Payload]]


def rows(tasks: int, say: Say) -> list[Row]:
    """All of them for so many tasks; budgets are for 100,000 and shrink with the tasks."""
    share = tasks / 100_000
    return [
        *_boxes(tasks, share, say),
        *_spans(tasks, share, say),
        *_polygons(tasks, share, say),
        *_detections(tasks, say),
    ]


def _boxes(tasks: int, share: float, say: Say) -> list[Row]:
    blobs = _stored(_drawn_boxes, tasks, say)
    name = f"{tasks:,} tasks x 3 x 8 boxes"
    two_way = _seconds(blobs, "box_iou", {})
    one_to_one = _seconds(blobs, "box_iou", {"matching": "one_to_one"})
    say("boxes by pycocotools")
    peer, own = _box_overlaps(blobs[: 3 * PEER_TASKS])
    pairs = min(tasks, PEER_TASKS) * 3
    return [
        at_most(f"{name}, two-way best match", 3.0 * share, two_way, "s"),
        at_most(f"{name}, one to one", 3.0 * share, one_to_one, "s"),
        at_most(
            f"IoU of 8 x 8 boxes alone, {pairs:,} pairs",
            round(peer, 2),
            own,
            "s",
            f"pycocotools {peer:.2f} s",
        ),
    ]


def _drawn_boxes(rng: np.random.Generator, tasks: int) -> Iterator[Payload]:
    place, size = rng.uniform(0, 80, (tasks, 8, 2)), rng.uniform(4, 20, (tasks, 8, 2))
    chosen = rng.integers(0, len(LABELS), (tasks, 8))
    for task in range(tasks):
        labels = tuple(LABELS[n] for n in chosen[task].tolist())
        true = np.column_stack((place[task], size[task], np.zeros(8), np.full(8, 1.5)))
        for _ in range(ANNOTATORS):
            drawn = true.copy()
            drawn[:, :4] += rng.normal(0, 0.5, (8, 4))
            yield ("b", labels, drawn.tobytes())


def _box_overlaps(blobs: list[bytes]) -> tuple[float, float]:
    """Seconds for the overlaps alone, of pycocotools and here, with arrays at hand."""
    answers = [decode_features(blob)["label"] for blob in blobs]
    boxes = [np.ascontiguousarray(answer.geometry[:, :4]) for answer in answers]
    pairs = _pairs(len(blobs))
    crowd = [0] * 8
    start = time.process_time()
    for i, j in pairs.tolist():
        coco_mask.iou(boxes[i], boxes[j], crowd)
    peer = time.process_time() - start
    start = time.process_time()
    pair_scores(METRICS["box_iou"], answers, pairs)
    return peer, time.process_time() - start


def _spans(tasks: int, share: float, say: Say) -> list[Row]:
    blobs = _stored(_drawn_spans, tasks, say)
    seconds = _seconds(blobs, "span_iou", {})
    return [at_most(f"{tasks:,} tasks x 3 x 10 spans", 6.0 * share, seconds, "s")]


def _drawn_spans(rng: np.random.Generator, tasks: int) -> Iterator[Payload]:
    starts = np.sort(rng.integers(0, 2000, (tasks, 10)), axis=1)
    lengths = rng.integers(3, 40, (tasks, 10))
    chosen = rng.integers(0, len(LABELS), (tasks, 10))
    for task in range(tasks):
        labels = tuple(LABELS[n] for n in chosen[task].tolist())
        for _ in range(ANNOTATORS):
            start = starts[task] + rng.integers(-2, 3, 10)
            yield ("s", labels, np.column_stack((start, start + lengths[task])).tobytes())


def _polygons(tasks: int, share: float, say: Say) -> list[Row]:
    blobs = _stored(_drawn_polygons, tasks, say)
    seconds = _seconds(blobs, "polygon_iou", {})
    say("polygons by shapely")
    peer, own = _outline_overlaps(blobs[:3000])
    return [
        at_most(f"{tasks:,} tasks x 3 x 5 polygons of 20 points", 150 * share, seconds, "s"),
        note("one pair of overlapping polygons", f"{own:.1f} us; shapely {peer:.1f} us"),
    ]


def _drawn_polygons(rng: np.random.Generator, tasks: int) -> Iterator[Payload]:
    angle = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    starts = np.arange(0, 101, 20).tobytes()
    chosen = rng.integers(0, len(LABELS), (tasks, 5))
    for task in range(tasks):
        labels = tuple(LABELS[n] for n in chosen[task].tolist())
        reach = rng.uniform(4, 12, (5, 1)) * rng.uniform(0.8, 1, (5, 20))
        middle = rng.uniform(10, 90, (5, 1, 2))
        true = middle + np.stack((reach * np.cos(angle), reach * np.sin(angle)), axis=-1)
        for _ in range(ANNOTATORS):
            drawn = true + rng.normal(0, 0.2, true.shape)
            yield ("g", labels, drawn.tobytes(), starts)


def _outline_overlaps(blobs: list[bytes]) -> tuple[float, float]:
    """Microseconds a pair with a common area: of shapely, pair by pair, and here."""
    answers = [decode_features(blob)["label"] for blob in blobs]
    outlines = [
        [shapely.make_valid(shapely.Polygon(part)) for part in answer.points.reshape(5, 20, 2)]
        for answer in answers
    ]
    pairs = _pairs(len(blobs))
    met = 0
    start = time.process_time()
    for i, j in pairs.tolist():
        for p, q in zip(outlines[i], outlines[j], strict=True):
            common = p.intersection(q).area
            met += common / (p.area + q.area - common) > 0
    peer = time.process_time() - start
    start = time.process_time()
    pair_scores(METRICS["polygon_iou"], answers, pairs)
    return peer / met * 1e6, (time.process_time() - start) / met * 1e6


def _detections(images: int, say: Say) -> list[Row]:
    few = max(1, images // 50)
    reference, found = _scene(few)
    say("mAP by pycocotools")
    peer, expected = _by_coco(reference, found)
    start = time.process_time()
    value = mean_average_precision(reference, found).value
    own = time.process_time() - start
    if value is None or abs(value - expected) > 1e-9:
        raise AssertionError(f"mAP {value} is not {expected}")
    reference, found = _scene(images)
    say("mAP of all images")
    start = time.process_time()
    mean_average_precision(reference, found)
    whole = time.process_time() - start
    return [
        at_least(
            f"mAP@[.5:.95] of {few:,} images against COCOeval", 30, peer / own, "x", f"{peer:.2f} s"
        ),
        note(f"mAP@[.5:.95] of {images:,} images", f"{whole:.2f} s"),
    ]


def _scene(images: int) -> tuple[Detections, Detections]:
    """Eight boxes an image in five classes, and eleven found with confidences."""
    rng = np.random.default_rng(images)
    image = np.repeat(np.arange(1, images + 1), 8)
    label = rng.integers(1, 6, len(image))
    place, size = rng.uniform(0, 500, (len(image), 2)), rng.uniform(20, 120, (len(image), 2))
    there = np.column_stack((place, size))
    near = np.abs(there + rng.normal(0, 6, there.shape))
    wrong = rng.random(len(image)) < 0.1
    near_label = np.where(wrong, rng.integers(1, 6, len(image)), label)
    extra = np.column_stack(
        (rng.uniform(0, 500, (3 * images, 2)), rng.uniform(20, 120, (3 * images, 2)))
    )
    found = Detections(
        boxes=np.concatenate((near, extra)),
        images=np.concatenate((image, rng.integers(1, images + 1, 3 * images))),
        labels=np.concatenate((near_label, rng.integers(1, 6, 3 * images))),
        scores=rng.random(11 * images),
    )
    return Detections(there, image, label), found


def _by_coco(reference: Detections, found: Detections) -> tuple[float, float]:
    there = np.asarray(reference.boxes)
    each = zip(there.tolist(), reference.images, reference.labels, strict=True)
    truth = COCO()
    truth.dataset = {
        "images": [{"id": int(image)} for image in np.unique(reference.images)],
        "categories": [{"id": label} for label in range(1, 6)],
        "annotations": [
            {
                "id": number,
                "image_id": int(image),
                "category_id": int(label),
                "bbox": box,
                "area": box[2] * box[3],
                "iscrowd": 0,
            }
            for number, (box, image, label) in enumerate(each, start=1)
        ],
    }
    columns = (found.images, np.asarray(found.boxes), found.scores, found.labels)
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        judged = COCOeval(truth, truth.loadRes(np.column_stack(columns)), "bbox")
        start = time.process_time()
        judged.evaluate()
        judged.accumulate()
        seconds = time.process_time() - start
    precision = judged.eval["precision"][:, :, :, 0, -1]
    return seconds, float(precision[precision > -1].mean())


def _stored(draw: Draw, tasks: int, say: Say) -> list[bytes]:
    say(draw.__name__.strip("_").replace("_", " "))
    return [encode({"label": payload}) for payload in draw(np.random.default_rng(1), tasks)]


def _seconds(blobs: list[bytes], key: str, parameters: dict[str, str]) -> float:
    """From stored bytes to the score of every pair, in chunks as a worker does it."""
    start = time.process_time()
    total = 0.0
    for first in range(0, len(blobs), ANNOTATORS * CHUNK):
        part = blobs[first : first + ANNOTATORS * CHUNK]
        answers = [decode_features(blob).get("label") for blob in part]
        scores = pair_scores(METRICS[key], answers, _pairs(len(part)), parameters)
        total += float(scores.values.sum())
    seconds = time.process_time() - start
    if not 0.5 < total / len(blobs) < 1:
        raise AssertionError(f"a mean agreement of {total / len(blobs):.2f} is not what was drawn")
    return seconds


def _pairs(answers: int) -> np.ndarray:
    first = np.arange(0, answers, ANNOTATORS)[:, None, None]
    return (first + np.array([[0, 1], [0, 2], [1, 2]])).reshape(-1, 2)
