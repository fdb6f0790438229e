"""A labeling config from results: the right controls, objects, labels and kinds of answers."""

from typing import Any

import pytest

from tests.reporting.exports import box, choice, span
from touchstone.agreement import answers
from touchstone.labelstudio.dimensions import Comparable, comparable
from touchstone.labelstudio.errors import BadConfig
from touchstone.reporting.inference import MOST_LABELS, Seen, infer_config

POINTS = {"points": [[0, 0], [10, 0], [10, 10]], "closed": True}
MASK = {"format": "rle", "rle": [0, 0, 0, 1]}
FRAMES = {"sequence": [{"frame": 1, "x": 0, "y": 0, "width": 5, "height": 5}], "framesCount": 9}


def item(kind: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"from_name": "control", "to_name": "object", "type": kind, "value": value} | more


def seen(*results: list[Any]) -> Seen:
    found = Seen()
    for result in results:
        found.add(result)
    return found


def inferred(*results: list[Any]) -> dict[str, Comparable]:
    config, _ = infer_config(seen(*results))
    return {one.name: one for one in comparable(config)}


@pytest.mark.parametrize(
    ("kind", "value", "tag", "object_tag", "answer"),
    [
        ("choices", {"choices": ["a"]}, "Choices", "Text", answers.Items),
        ("taxonomy", {"taxonomy": [["a", "b"]]}, "Taxonomy", "Text", answers.Paths),
        ("textarea", {"text": ["a"]}, "TextArea", "Text", answers.Texts),
        ("number", {"number": 1}, "Number", "Text", answers.Numbers),
        ("rating", {"rating": 1}, "Rating", "Text", answers.Numbers),
        ("datetime", {"datetime": "2024-01-01"}, "DateTime", "Text", answers.Numbers),
        ("pairwise", {"selected": "left"}, "Pairwise", "Text", answers.Items),
        ("ranker", {"ranker": {"_": ["a"]}}, "Ranker", "Text", answers.Ranking),
        ("labels", {"start": 0, "end": 1, "labels": ["a"]}, "Labels", "Text", answers.Spans),
        ("labels", {"start": 0.5, "end": 1.5, "labels": ["a"]}, "Labels", "Audio", answers.Spans),
        ("hypertextlabels", {"start": "/p[1]", "end": "/p[1]", "startOffset": 0, "endOffset": 1,
         "hypertextlabels": ["a"]}, "HyperTextLabels", "HyperText", answers.Spans),
        ("paragraphlabels", {"start": "0", "end": "0", "startOffset": 0, "endOffset": 1,
         "paragraphlabels": ["a"]}, "ParagraphLabels", "Paragraphs", answers.Spans),
        ("timeserieslabels", {"start": 0, "end": 1, "instant": False, "timeserieslabels": ["a"]},
         "TimeSeriesLabels", "TimeSeries", answers.Spans),
        ("timelinelabels", {"ranges": [{"start": 1, "end": 2}], "timelinelabels": ["a"]},
         "TimelineLabels", "Video", answers.Spans),
        ("rectanglelabels", {"x": 0, "y": 0, "width": 1, "height": 1, "rectanglelabels": ["a"]},
         "RectangleLabels", "Image", answers.Boxes),
        ("polygonlabels", POINTS | {"polygonlabels": ["a"]}, "PolygonLabels", "Image",
         answers.Polygons),
        ("ellipselabels", {"x": 5, "y": 5, "radiusX": 1, "radiusY": 1, "ellipselabels": ["a"]},
         "EllipseLabels", "Image", answers.Polygons),
        ("keypointlabels", {"x": 5, "y": 5, "width": 1, "keypointlabels": ["a"]},
         "KeyPointLabels", "Image", answers.Points),
        ("brushlabels", MASK | {"brushlabels": ["a"]}, "BrushLabels", "Image", answers.Masks),
        ("videorectangle", FRAMES | {"labels": ["a"]}, "VideoRectangle", "Video", answers.Tracks),
    ],
)  # fmt: skip
def test_each_type_of_result(
    kind: str, value: dict[str, Any], tag: str, object_tag: str, answer: type
) -> None:
    found = inferred([item(kind, value)])["control"]
    assert (found.tag, found.object_tag) == (tag, object_tag)
    assert found.kinds[0] is answer
    assert not found.per_region


def test_labels_are_those_used_in_the_order_of_use() -> None:
    found = inferred([box(0, 0, "b"), box(1, 1, "a")], [box(0, 0, "c")])
    assert found["box"].labels == ("b", "a", "c")


def test_paths_become_a_tree() -> None:
    value = {"taxonomy": [["animal", "dog"], ["animal"], ["plant"]]}
    found = inferred([item("taxonomy", value)])
    assert set(found["control"].labels) == {"animal", "animal / dog", "plant"}


def test_a_plain_region_of_a_labels_control_belongs_to_it() -> None:
    plain = {"x": 0, "y": 0, "width": 1, "height": 1}
    found = inferred(
        [item("rectangle", plain)], [item("rectanglelabels", plain | {"rectanglelabels": ["a"]})]
    )
    assert found["control"].tag == "RectangleLabels"


def test_what_is_asked_of_each_region_is_told_apart() -> None:
    asked = {"id": "0-0", "from_name": "colour", "to_name": "image", "type": "choices",
             "value": {"choices": ["red"]}}  # fmt: skip
    found = inferred([box(0, 0, "car"), asked, choice("topic", "sport")])
    assert found["colour"].per_region
    assert not found["topic"].per_region
    assert found["colour"].kinds == (answers.Attached,)


def test_texts_of_users_do_not_break_the_xml() -> None:
    name, label = 'a"<b>&', "</View><Choices"
    found = inferred(
        [{"from_name": name, "to_name": "t", "type": "choices", "value": {"choices": [label]}}]
    )
    assert found[name].labels == (label,)


def test_very_many_labels_are_taken_as_they_come() -> None:
    results = [[choice("topic", f"label {n}")] for n in range(MOST_LABELS + 10)]
    found = inferred(*results)["topic"]
    assert (found.labels, found.dynamic) == ((), True)


def test_unknown_types_and_broken_items_are_passed_over() -> None:
    found = seen(
        [item("hologram", {}), item("hologram", {}), "nothing", None, {"type": "choices"}],
        [{"type": 7, "from_name": "a", "to_name": "b", "value": "c"}, span(0, 1, "PER")],
        [item("choices", {"choices": "not a list"}), item("choices", {"choices": [1, None, ""]})],
    )
    assert found.unknown_types == {"hologram": 2, "7": 1}
    assert set(found.controls) == {"ner", "control"}
    config, _ = infer_config(found)
    assert config.controls["control"].labels == ()


def test_nothing_seen_is_an_empty_config() -> None:
    assert inferred() == {}


def test_names_that_no_config_can_have_are_refused() -> None:
    with pytest.raises(BadConfig):
        inferred([item("choices", {"choices": ["a"]}, from_name="a\x01b")])
