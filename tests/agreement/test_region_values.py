"""Overlaps by hand, and beside shapely and pycocotools on the same regions."""

import math

import numpy as np
import pytest
import shapely
from pycocotools import mask as coco_mask

from tests.agreement.region_strategies import mask_answer
from touchstone.agreement.answers import Boxes, Points, Polygons, Spans, Tracks
from touchstone.agreement.geometry import box_iou
from touchstone.agreement.masks import mask_iou
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.points import keypoint_distance, object_keypoint_similarity
from touchstone.agreement.polygons import polygon_iou
from touchstone.agreement.registry import METRICS
from touchstone.agreement.tracks import track_iou
from touchstone.agreement.types import Score, Undefined

RNG_BOXES = np.random.default_rng(5).uniform(1, 60, size=(200, 4))


def test_boxes_as_pycocotools_has_them() -> None:
    a, b = RNG_BOXES[:80], RNG_BOXES[80:]
    assert box_iou(a, b) == pytest.approx(coco_mask.iou(a, b, [0] * len(b)), abs=1e-12)


def test_turned_boxes_as_shapely_has_them() -> None:
    rng = np.random.default_rng(6)
    turned = np.column_stack((RNG_BOXES, rng.uniform(-180, 540, 200), np.full(200, 16 / 9)))
    a, b = turned[:40], turned[40:90]

    def outline(row: np.ndarray) -> shapely.Polygon:
        # In units of a percent of the height, where turning keeps angles.
        x, y, width, height, rotation, aspect = row
        box = shapely.box(x * aspect, y, (x + width) * aspect, y + height)
        # Downward is positive, so that shapely's turn to the left is one to the right here.
        return shapely.affinity.rotate(box, rotation, origin=(x * aspect, y))

    expected = [[_iou(outline(p), outline(q)) for q in b] for p in a]
    assert box_iou(a, b) == pytest.approx(np.array(expected), abs=1e-9)


def _iou(p: shapely.Geometry, q: shapely.Geometry) -> float:
    return shapely.intersection(p, q).area / shapely.union(p, q).area


def test_a_quarter_turn_goes_clockwise_about_the_top_left_corner() -> None:
    # 20 wide and 10 high at (50, 50), turned by 90 degrees, covers x 40..50 and y 50..70.
    assert box_iou([[50, 50, 20, 10, 90]], [[40, 50, 10, 20]]) == pytest.approx(1.0)
    # On an image twice as wide as high, 20 percent of the width are 40 percent of the height.
    turned = box_iou([[50, 50, 20, 10, 90, 2.0]], [[45, 50, 5, 40, 0, 2.0]])
    assert turned == pytest.approx(1.0)


@pytest.mark.parametrize("corners", [3, 12, 90])
def test_polygons_as_shapely_has_them(corners: int) -> None:
    rng = np.random.default_rng(corners)
    stars = [_star(rng, corners) for _ in range(40)]
    # Any points in any order: mostly outlines that cross themselves.
    tangles = [rng.uniform(20, 80, size=(min(corners, 9), 2)) for _ in range(12)]
    a, b = [*stars[:20], *tangles[:6]], [*stars[20:], *tangles[6:]]
    repaired = [
        [shapely.make_valid(shapely.Polygon(p), method="structure") for p in side]
        for side in (a, b)
    ]
    expected = np.array([[_iou(p, q) for q in repaired[1]] for p in repaired[0]])
    assert polygon_iou(a, b) == pytest.approx(expected, abs=1e-9)
    assert (expected > 0).sum() > 20


def _star(rng: np.random.Generator, corners: int) -> np.ndarray:
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))[:: rng.choice([-1, 1])]
    reach = rng.uniform(5, 15) * rng.uniform(0.5, 1, corners)
    return rng.uniform(35, 65, 2) + np.column_stack((np.cos(angle), np.sin(angle))) * reach[:, None]


SQUARE = [[0.0, 0], [10, 0], [10, 10], [0, 10]]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SQUARE[::-1], 1.0),
        ([*SQUARE[2:], *SQUARE[:2]], 1.0),
        ([*SQUARE, SQUARE[0]], 1.0),
        ([[0, 0], [10, 0], [10, 10]], 0.5),
        ([[10, 0], [20, 0], [20, 10], [10, 10]], 0.0),  # they touch
        ([[2, 2], [7, 2], [7, 7], [2, 7]], 0.25),
        ([[0, 0], [10, 10], [10, 0], [0, 10]], 0.5),  # a figure of eight: both loops
        ([[0, 0], [10, 0], [10, 10], [0, 10], [0, 0], [5, 0]], 1.0),  # with a spike along a side
        ([[0, 0], [10, 10]], 0.0),
        ([[3, 3]], 0.0),
    ],
)
def test_polygons_by_hand(other: list, expected: float) -> None:
    assert polygon_iou([SQUARE], [other]) == pytest.approx(expected)
    assert polygon_iou([other], [SQUARE]) == pytest.approx(expected)


def test_outlines_without_area_are_the_same_at_the_same_place_only() -> None:
    line, same, other = [[0, 0], [9, 9]], [[9, 9], [0, 0], [9, 9]], [[0, 9], [9, 0]]
    assert polygon_iou([line], [same, other, [[0, 0], [4, 4], [9, 9]]]).tolist() == [[1, 0, 0]]


def test_thin_and_tiny_outlines_keep_their_overlap() -> None:
    tiny = np.array(SQUARE) * 1e-6 + 50
    assert polygon_iou([tiny], [np.add(tiny, [5e-6, 0])]) == pytest.approx(1 / 3, abs=1e-6)
    thin = [[0, 0], [100, 0], [100, 1e-4], [0, 1e-4]]
    assert polygon_iou([thin], [[[50, 0], [150, 0], [150, 1e-4], [50, 1e-4]]]) == pytest.approx(
        1 / 3
    )


def test_masks_as_pycocotools_has_them() -> None:
    rng = np.random.default_rng(7)
    height, width = 23, 31
    images = [rng.random((height, width)) < share for share in np.linspace(0.02, 0.98, 20)]
    for number in range(5):
        images.append(np.zeros((height, width), dtype=bool))
        images[-1][2 * number : 2 * number + 8, number : number + 9] = True
    answers = [mask_answer(("a",) * 12, images[:12], width, height)]
    answers.append(mask_answer(("a",) * 13, images[12:], width, height))
    encoded = [coco_mask.encode(np.asfortranarray(image.astype(np.uint8))) for image in images]
    expected = coco_mask.iou(encoded[:12], encoded[12:], [0] * 13)
    assert mask_iou(*answers) == pytest.approx(expected, abs=1e-12)


def test_masks_of_images_of_other_sizes_have_nothing_in_common() -> None:
    image = np.ones(12, dtype=bool)
    wide, high = mask_answer(("a",), [image], 4, 3), mask_answer(("a",), [image], 3, 4)
    assert mask_iou(wide, wide) == 1.0
    assert mask_iou(wide, high) == 0.0


def test_masks_of_a_list_of_images_may_stand_far_behind() -> None:
    far = mask_answer(("a",), [np.ones(12, dtype=bool)], 4, 3)
    far.runs += 4000 * 2**33
    assert mask_iou(far, far) == 1.0
    assert mask_iou(far, mask_answer(("a",), [np.ones(12, dtype=bool)], 4, 3)) == 0.0


def test_distance_is_measured_by_the_longer_side() -> None:
    assert keypoint_distance([[10, 10, 2.0]], [[13, 18, 2.0]]) == pytest.approx(5.0)
    assert keypoint_distance([[10, 10, 0.5]], [[18, 13, 0.5]]) == pytest.approx(5.0)
    assert keypoint_distance([[10, 10]], [[13, 14]]) == pytest.approx(5.0)


def test_object_keypoint_similarity_by_its_formula() -> None:
    a = np.array([[0, 0], [20, 0], [20, 40], [0, 40]], dtype=float)
    b = np.add(a, [[3, 0], [0, 0], [0, 4], [0, 0]])
    # Boxes of 20 x 40 and, as the first and third corner move, 20 x 44.
    scale = 20 * 42
    moved = [math.exp(-(d**2) / (2 * scale * (2 * 0.1) ** 2)) for d in (3, 0, 4, 0)]
    assert object_keypoint_similarity(a, b, sigma=0.1) == pytest.approx(sum(moved) / 4)


def test_a_missing_key_point_counts_nothing() -> None:
    names = ("nose", "left ear", "right ear", "chin")
    places = np.array([[10.0, 10, 1], [0, 0, 1], [20, 0, 1], [10, 20, 1]])
    whole, part = Points(names, places), Points(names[:3], places[:3])
    metric = METRICS["oks"]
    assert pair_score(metric, whole, whole) == Score(1.0)
    assert pair_score(metric, whole, part).value == pytest.approx(0.75)
    # The same label twice on one side: two pairs at most, of five points four are apart.
    twice = Points(("nose", "nose"), np.array([[10.0, 10, 1], [10, 10, 1]]))
    assert pair_score(metric, whole, twice).value == pytest.approx(1 / 5)


def track(*keyframes: tuple, length: int = 10) -> Tracks:
    rows = [(frame, x, 0, 10, 10, 0, shown) for frame, x, shown in keyframes]
    return Tracks(
        ("car",), np.array(rows, dtype=np.float64), np.array([0, len(rows)]), np.array([length])
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (track((1, 0, 1), (5, 40, 1)), 1.0),
        (track((1, 0, 1), (2, 10, 1), (5, 40, 1)), 1.0),
        (track((1, 0, 1), (5, 40, 1), (8, 40, 0)), 0.7),
        (track((1, 0, 1), (5, 40, 1), length=20), 0.5),
        (track((6, 40, 1)), 0.5),  # frames 6 to 10 of ten
        (track((1, 5, 1), (5, 45, 1)), 1 / 3),  # half a box ahead all the time
        (track((1, 0, 0), (6, 40, 1), (8, 40, 0), (10, 40, 1)), 0.3),
        (track((1, 0, 0)), 0.0),
        (track((11, 40, 1), length=20), 0.0),
    ],
)
def test_tracks_by_hand(other: Tracks, expected: float) -> None:
    assert track_iou(track((1, 0, 1), (5, 40, 1)), other) == pytest.approx(expected)
    assert track_iou(other, track((1, 0, 1), (5, 40, 1))) == pytest.approx(expected)


def test_tracks_that_are_never_shown_are_the_same() -> None:
    assert track_iou(track((1, 0, 0)), track((3, 5, 0))) == 1.0


def test_the_order_of_keyframes_in_the_data_does_not_matter() -> None:
    mixed = track((5, 40, 1), (1, 0, 1))
    assert track_iou(mixed, track((1, 0, 1), (5, 40, 1))) == 1.0


def test_an_endless_video_is_refused_and_not_run_through() -> None:
    endless = track((1, 0, 1), length=10**15)
    many = Tracks(
        ("car",) * 10,
        np.tile(endless.keyframes, (10, 1)),
        np.arange(11),
        np.full(10, 10**15),
    )
    metric = METRICS["track_iou"]
    assert pair_score(metric, many, endless) == Score(None, Undefined.TOO_MANY_REGIONS)
    assert pair_score(metric, many, track((1, 0, 1))).value == pytest.approx(11e-6 / 11, rel=1e-3)


def test_keyframes_in_both_among_keyframes_in_either() -> None:
    metric = METRICS["frame_match"]
    a, b = track((1, 0, 1), (5, 40, 1)), track((1, 0, 1), (5, 41, 1))
    assert pair_score(metric, a, b).value == pytest.approx(1 / 3)
    assert pair_score(metric, a, track((5, 40, 1), (1, 0, 1))) == Score(1.0)


def test_events_are_the_same_within_the_tolerance() -> None:
    metric = METRICS["event_match"]
    a = Spans(("run", "jump"), np.array([[1, 20], [30, 40]]))
    b = Spans(("jump", "run", "run"), np.array([[30, 40], [2, 20], [50, 60]]))
    assert pair_score(metric, a, b).value == pytest.approx(2 / 5)
    assert pair_score(metric, a, b, {"tolerance": 1}).value == pytest.approx(4 / 5)


def test_a_crowd_of_one_label_against_many_is_matched_one_to_one() -> None:
    rows = [[0.0, 0, 10, 10, 0, 1]] * 4
    four, one = Boxes(("a",) * 4, np.array(rows)), Boxes(("a",), np.array(rows[:1]))
    metric = METRICS["box_iou"]
    assert pair_score(metric, four, one) == Score(1.0)
    assert pair_score(metric, four, one, {"matching": "one_to_one"}).value == pytest.approx(2 / 5)


def test_polygons_and_boxes_can_be_compared_in_one_dimension() -> None:
    box = Boxes(("a",), np.array([[0.0, 0, 10, 10, 0, 1]]))
    outline = Polygons(("a",), np.array(SQUARE), np.array([0, 4]))
    assert pair_score(METRICS["polygon_iou"], box, outline) == Score(1.0)


def test_outlines_of_very_many_corners_are_swept() -> None:
    angle = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    circle = np.column_stack((np.cos(angle), np.sin(angle))) * 10 + 50
    area = math.pi * 100
    # With another circle, with a square inside, and with a tangle that is repaired first.
    lens = 2 * 100 * math.acos(0.5) - 10 / 2 * math.sqrt(4 * 100 - 100)
    square = np.array(SQUARE) + 45
    eight = np.array([[45, 45], [55, 55], [55, 45], [45, 55]])
    tangle = np.concatenate((circle[::2], circle[1::2]))
    expected = [lens / (2 * area - lens), 100 / area, 50 / area, 1.0]
    found = polygon_iou([circle], [np.add(circle, [10, 0]), square, eight, tangle])[0]
    assert found == pytest.approx(expected, abs=1e-3)


def test_moving_boxes_turn_as_boxes_of_a_square_image() -> None:
    def still(rotation: float) -> Tracks:
        rows = [(1, 30, 30, 20, 10, rotation, 1), (9, 30, 30, 20, 10, rotation, 0)]
        return Tracks(("car",), np.array(rows, dtype=np.float64), np.array([0, 2]), np.array([20]))

    boxes = [[30, 30, 20, 10, rotation, 1] for rotation in (0, 40)]
    assert track_iou(still(0), still(40)) == pytest.approx(box_iou(boxes[:1], boxes[1:]))
    assert track_iou(still(40), still(40)) == 1.0
