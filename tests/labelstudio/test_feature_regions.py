import math
from typing import Any

import numpy as np
import pytest

from tests.labelstudio.results import box, item, on_image, read, reason
from touchstone.agreement.answers import LABEL_SEPARATOR, Boxes, Points, Polygons, Tracks
from touchstone.labelstudio.feature_regions import BOX_STRIDE

SHAPE = {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0}


def boxes(*result: dict[str, Any], name: str = "box") -> Boxes:
    found = read(*result)[name]
    assert isinstance(found, Boxes)
    return found


def polygons(*result: dict[str, Any], name: str) -> Polygons:
    found = read(*result)[name]
    assert isinstance(found, Polygons)
    return found


def test_boxes_are_rows_with_their_label_sets_and_the_form_of_the_image() -> None:
    found = boxes(
        on_image(box(1, 2, 3.5, 4, 90, labels=["Car"])),
        box(5, 6, 7, 8, labels=["b", "a", "b"]),
        {**box(0, 0, 1, 1, 0, labels=[]), "original_width": 0, "original_height": 5},
    )
    assert found.labels == ("Car", f"a{LABEL_SEPARATOR}b", "")
    assert found.geometry.dtype == np.float64
    assert found.geometry.tolist() == [
        [1, 2, 3.5, 4, 90, 2], [5, 6, 7, 8, 0, 1], [0, 0, 1, 1, 0, 1],
    ]  # fmt: skip


def test_a_box_drawn_backwards_is_the_same_box() -> None:
    assert boxes(box(10, 20, -4, -5, labels=["Car"])).geometry[0, :4].tolist() == [6, 15, 4, 5]


def test_plain_rectangles_and_labels_on_an_image_are_boxes_too() -> None:
    assert boxes(item("frame", "photo", "rectangle", **SHAPE), name="frame").labels == ("",)
    part = item("part", "photo", "labels", **SHAPE, labels=["Wheel"])
    assert boxes(part, name="part").labels == ("Wheel",)


def test_words_on_pages_are_boxes_that_lie_apart() -> None:
    first, second, third = (
        item("word", "pdf", "ocrlabels", **SHAPE, **page, ocrlabels=["Total"], ocrtext="9")
        for page in ({"page": 1}, {"page": 2}, {"pageIndex": 2})
    )
    found = boxes(first, second, third, name="word")
    assert found.geometry[:, 0].tolist() == [1, 1 + BOX_STRIDE, 1 + 2 * BOX_STRIDE]


def test_boxes_on_different_images_of_a_list_lie_apart() -> None:
    first, second = (box(1, 2, 3, 4, labels=["Car"]) | {"item_index": index} for index in (0, 1))
    found = boxes(first, second)
    assert found.geometry[:, 0].tolist() == [1, 1 + BOX_STRIDE]
    assert found.geometry[0, 1:].tolist() == found.geometry[1, 1:].tolist()


def road(points: Any, **more: Any) -> dict[str, Any]:
    value = {"points": points, "closed": True, "polygonlabels": ["Road"], **more}
    return on_image(item("poly", "scene", "polygonlabels", **value))


def test_polygons_keep_their_points_even_if_they_cross_or_have_no_area() -> None:
    crossing, flat = [[0, 0], [10, 10], [10, 0], [0, 10]], [[1, 1], [2, 2]]
    found = polygons(road(crossing), road(flat), name="poly")
    assert found.labels == ("Road", "Road")
    assert found.points.tolist() == [*crossing, *flat]
    assert found.starts.tolist() == [0, 4, 6]


def test_polygons_on_different_images_of_a_list_lie_apart() -> None:
    found = polygons(road([[1, 2]]), road([[1, 2], [3, 4]]) | {"item_index": 3}, name="poly")
    assert found.points[:, 0].tolist() == [1, 1 + 3 * BOX_STRIDE, 3 + 3 * BOX_STRIDE]


@pytest.mark.parametrize("points", [[], None, [[1]], [[1, 2, 3]], [[1, "a"]], [[1, None]], "ab"])
def test_polygons_without_points_are_unreadable(points: Any) -> None:
    assert "polygon" in reason(road(points), name="poly")


def oval(**value: float) -> dict[str, Any]:
    value = {"x": 50, "y": 50, "radiusX": 10, "radiusY": 5, "rotation": 0, **value}
    return on_image(item("oval", "scene", "ellipselabels", **value, ellipselabels=["Sun"]))


def area(points: np.ndarray) -> float:
    x, y = points.T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def test_ellipses_are_polygons_of_the_same_area_and_extent() -> None:
    found = polygons(oval(), name="oval")
    assert found.labels == ("Sun",)
    assert found.starts.tolist() == [0, 64]
    assert area(found.points) == pytest.approx(math.pi * 50, rel=2e-3)
    assert found.points.min(axis=0) == pytest.approx([40, 45])
    assert found.points.max(axis=0) == pytest.approx([60, 55])


def test_ellipses_turn_where_pixels_are_square() -> None:
    # On an image twice as wide as high, 10 % of the width are 20 % of the height.
    found = polygons(oval(rotation=90), name="oval")
    assert found.points.min(axis=0) == pytest.approx([47.5, 30])
    assert found.points.max(axis=0) == pytest.approx([52.5, 70])


def test_ellipses_on_different_images_of_a_list_lie_apart() -> None:
    found = polygons(oval() | {"item_index": 1}, name="oval")
    assert found.points[:, 0].min() == pytest.approx(40 + BOX_STRIDE)


def test_labels_that_several_tools_draw_are_polygons() -> None:
    """The scene has rectangles, ellipses and polygons: all annotators' things are polygons."""
    square = on_image(
        item("thing", "scene", "labels", x=10, y=20, width=10, height=20, rotation=90, labels=["T"])
    )
    alone = polygons(square, name="thing")
    # The corner stays; the width of 20 pixels goes down, the height of 20 pixels to the left.
    expected = np.array([[10, 20], [10, 40], [0, 40], [0, 20]])
    assert alone.points == pytest.approx(expected)
    both = polygons(
        square, item("thing", "scene", "labels", points=[[1, 2]], labels=["T"]), name="thing"
    )
    assert both.starts.tolist() == [0, 4, 5]


def test_what_is_drawn_by_no_tool_of_the_configuration_becomes_the_box_around_it() -> None:
    found = boxes(
        item("part", "photo", "labels", points=[[1, 2], [4, 8], [2, 3]], labels=["Wheel"]),
        item("part", "photo", "labels", x=50, y=50, width=1, labels=["Wheel"]),
        name="part",
    )
    assert found.geometry[:, :4].tolist() == [[1, 2, 3, 6], [49, 49, 2, 2]]


def test_a_region_of_a_tool_that_the_control_does_not_have_is_unreadable() -> None:
    wrong = item("poly", "scene", "polygonlabels", **SHAPE, polygonlabels=["Road"])
    assert reason(wrong, name="poly") == "a region of <PolygonLabels> is a rectangle"
    none = item("poly", "scene", "polygonlabels", polygonlabels=["Road"])
    assert reason(none, name="poly") == "a region of <PolygonLabels> has no shape"


def test_key_points_are_rows() -> None:
    nose = on_image(
        item("point", "scan", "keypointlabels", x=1, y=2, width=0.3, keypointlabels=["N"])
    )
    found = read(nose, nose | {"item_index": 2})["point"]
    assert isinstance(found, Points)
    assert found.labels == ("N", "N")
    assert found.geometry.tolist() == [[1, 2, 2], [1 + 2 * BOX_STRIDE, 2, 2]]


# Tracks


def frame(number: Any, x: float = 0, **more: Any) -> dict[str, Any]:
    return {
        "frame": number,
        "x": x,
        "y": 1,
        "width": 2,
        "height": 3,
        "rotation": 0,
        "time": 0,
        **more,
    }


def tracks(*sequences: Any, **more: Any) -> Tracks:
    result = [
        item("track", "video", "videorectangle", sequence=sequence, labels=["Cat"], **more)
        for sequence in sequences
    ]
    found = read(*result)["track"]
    assert isinstance(found, Tracks)
    return found


def test_tracks_are_sorted_key_frames() -> None:
    found = tracks([frame(9, 5), frame(1, 4, enabled=True)], [frame(3)], framesCount=20)
    assert found.labels == ("Cat", "Cat")
    assert found.starts.tolist() == [0, 2, 3]
    assert found.lengths.tolist() == [20, 20]
    assert found.keyframes.tolist() == [
        [1, 4, 1, 2, 3, 0, 1],
        [9, 5, 1, 2, 3, 0, 1],
        [3, 0, 1, 2, 3, 0, 1],
    ]


def test_the_last_key_frame_ends_a_track_of_unknown_length() -> None:
    assert tracks([frame(1), frame(7)]).lengths.tolist() == [7]
    assert tracks([frame(1), frame(7)], framesCount=3).lengths.tolist() == [7]


def test_a_key_frame_that_hides_the_box_still_shows_it() -> None:
    found = tracks([frame(1), frame(5, 8, enabled=False), frame(9)], framesCount=20)
    assert found.keyframes[:, [0, 1, 6]].tolist() == [[1, 0, 1], [5, 8, 1], [6, 8, 0], [9, 0, 1]]
    at_the_end = tracks([frame(1), frame(5, enabled=False)], framesCount=5)
    assert at_the_end.keyframes[:, [0, 6]].tolist() == [[1, 1], [5, 1]]
    before_another = tracks([frame(1, enabled=False), frame(2)], framesCount=5)
    assert before_another.keyframes[:, [0, 6]].tolist() == [[1, 1], [2, 1]]


def test_of_two_key_frames_for_one_frame_the_later_counts() -> None:
    assert tracks([frame(1, 4), frame(1, 5)]).keyframes[:, 1].tolist() == [5]


def test_labels_on_a_video_with_tracks_are_tracks() -> None:
    found = read(item("who", "video", "labels", sequence=[frame(1)], labels=["Cat"]))["who"]
    assert isinstance(found, Tracks)


@pytest.mark.parametrize(
    "sequence", [[], None, [5], [frame("a")], [frame(float("nan"))], [frame(1, width=-1)], [{}]]
)
def test_tracks_without_usable_key_frames_are_unreadable(sequence: Any) -> None:
    assert reason(item("track", "video", "videorectangle", sequence=sequence), name="track")
