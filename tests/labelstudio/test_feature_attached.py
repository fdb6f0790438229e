from typing import Any

import numpy as np
import pytest
from label_studio_sdk.converter.brush import encode_rle

from tests.labelstudio.results import item, on_image, read, reason
from touchstone.agreement.answers import (
    LABEL_SEPARATOR,
    Answer,
    Attached,
    Boxes,
    Items,
    Masks,
    Numbers,
    Paths,
    Polygons,
    Relations,
    Spans,
    Texts,
    Tracks,
    Unreadable,
    is_blank,
)
from touchstone.labelstudio.features import RELATIONS, extract_features
from touchstone.labelstudio.label_config import LabelConfig, parse_label_config

SHAPE = {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0}
OTHER_SHAPE = {"x": 50, "y": 50, "width": 5, "height": 5, "rotation": 0}


def named(found: dict[str, Any], region_id: Any) -> dict[str, Any]:
    return {**found, "id": region_id}


def attached(*result: Any, name: str, config: LabelConfig | None = None) -> Attached:
    found = (read(*result, config=config) if config else read(*result))[name]
    assert isinstance(found, Attached), found
    return found


def frame(region_id: str, **shape: Any) -> dict[str, Any]:
    return named(item("frame", "photo", "rectangle", **(shape or SHAPE)), region_id)


def colour(region_id: Any, *choices: str, **shape: Any) -> dict[str, Any]:
    return named(item("colour", "photo", "choices", **shape, choices=list(choices)), region_id)


def test_choices_belong_to_the_region_of_the_same_id() -> None:
    found = attached(
        colour("b", "red", "blue", **OTHER_SHAPE),
        frame("a"),
        frame("b", **OTHER_SHAPE),
        colour("a", "red"),
        frame("c"),
        name="colour",
    )
    assert isinstance(found.regions, Boxes)
    assert found.regions.geometry[:, 0].tolist() == [50, 1]
    assert found.values == (Items(("blue", "red")), Items(("red",)))


def test_the_labels_of_a_region_may_be_on_another_item() -> None:
    part = named(item("part", "photo", "labels", **SHAPE, labels=["Wheel"]), "a")
    found = attached(frame("a"), part, colour("a", "red"), name="colour")
    assert found.regions.labels == ("Wheel",)


@pytest.mark.parametrize("labels", [5, {"a": 1}, True])
def test_labels_of_a_region_of_a_wrong_form_spoil_only_what_needs_them(labels: Any) -> None:
    part = named(item("part", "photo", "labels", **SHAPE, labels=labels), "a")
    found = read(part, frame("a"), colour("a", "red"), frame("b"), arrow("b", "b"))
    assert isinstance(found["part"], Unreadable)
    assert isinstance(found["frame"], Boxes)
    assert isinstance(found["colour"], Unreadable)
    assert isinstance(found[RELATIONS], Relations)


def test_several_answers_to_one_region_belong_together() -> None:
    found = attached(frame("a"), colour("a", "red"), colour("a", "blue"), name="colour")
    assert found.values == (Items(("blue", "red")),)


def test_an_answer_may_describe_its_region_itself() -> None:
    found = attached(
        colour("gone", "red", **SHAPE), colour(None, "red", **OTHER_SHAPE), name="colour"
    )
    assert found.regions.labels == ("", "")
    assert len(found.values) == 2


def test_an_answer_without_any_region_is_unreadable() -> None:
    why = reason(colour("gone", "red"), name="colour")
    assert why == "an answer belongs to a region that is not there"


def test_answers_to_spans_of_a_recording() -> None:
    region = {"start": 0.5, "end": 2, "channel": 0}
    found = attached(
        named(item("speech", "sound", "labels", **region, labels=["Speaker"]), "a"),
        named(item("transcript", "sound", "textarea", **region, text=["hello", "there"]), "a"),
        name="transcript",
    )
    assert isinstance(found.regions, Spans)
    assert found.regions.geometry.tolist() == [[0.5, 2]]
    assert found.regions.labels == ("Speaker",)
    assert found.values == (Texts(("hello", "there")),)


def test_answers_to_regions_of_several_tools_are_about_polygons() -> None:
    """The scene has rectangles, ellipses and polygons, so all of its regions are polygons."""
    poly = item(
        "poly", "scene", "polygonlabels", points=[[1, 2], [3, 4], [5, 0]], polygonlabels=["R"]
    )
    only_box = [
        named(item("area", "scene", "rectangle", **SHAPE), "a"),
        named(item("caption", "scene", "textarea", text=["x"]), "a"),
    ]
    alone = attached(*only_box, name="caption")
    assert isinstance(alone.regions, Polygons)
    mixed = attached(
        *only_box, named(poly, "b"), named(item("caption", "scene", "textarea", text="y"), "b"),
        name="caption",
    )  # fmt: skip
    assert isinstance(mixed.regions, Polygons)
    assert mixed.regions.starts.tolist() == [0, 4, 7]
    assert mixed.regions.labels == ("", "R")
    assert mixed.values == (Texts(("x",)), Texts(("y",)))


def test_answers_to_regions_that_have_no_kind_in_common_are_about_the_boxes_around_them() -> None:
    nose = on_image(item("point", "scan", "keypointlabels", x=9, y=9, keypointlabels=["N"]), 3, 2)
    bits = [0, 0, 0, 24, 57, 36, 142, 252, 0, 0]  # 24 values; the head of a stream
    broken = on_image(item("paint", "scan", "brushlabels", rle=bits, brushlabels=["T"]), 3, 2)
    rating = item("quality", "scan", "rating", rating=4)
    found = attached(named(nose, "a"), named(rating, "a"), name="quality")
    assert isinstance(found.regions, Boxes)
    assert found.regions.geometry.tolist() == [[8, 8, 2, 2, 0, 1.5]]
    assert found.values == (Numbers((4.0,)),)
    assert "mask" in reason(named(broken, "a"), named(rating, "a"), name="quality")


CONFIGS = [
    ('<RectangleLabels name="r" toName="o"><Label value="A"/></RectangleLabels>', Boxes,
     {"type": "rectanglelabels", "value": {**SHAPE, "rectanglelabels": ["A"]}}),
    ('<EllipseLabels name="r" toName="o"><Label value="A"/></EllipseLabels>', Polygons,
     {"type": "ellipselabels", "value": {"x": 1, "y": 1, "radiusX": 2, "radiusY": 3}}),
    ('<BrushLabels name="r" toName="o"><Label value="A"/></BrushLabels>', Masks,
     {"type": "brushlabels", "original_width": 1, "original_height": 1,
      "value": {"rle": encode_rle(np.full(4, 9))}}),
    ('<Labels name="r" toName="t"><Label value="A"/></Labels>', Spans,
     {"to_name": "t", "type": "labels", "value": {"start": 1, "end": 4, "labels": ["A"]}}),
    ('<TimelineLabels name="r" toName="v"><Label value="A"/></TimelineLabels>', Spans,
     {"to_name": "v", "type": "timelinelabels",
      "value": {"ranges": [{"start": 1, "end": 4}, {"start": 8, "end": 9}]}}),
    ('<VideoRectangle name="r" toName="v"/>', Tracks,
     {"to_name": "v", "type": "videorectangle", "value": {"sequence": [{"frame": 1, **SHAPE}]}}),
]  # fmt: skip
ASKED = [
    ("Choices", "choices", {"choices": ["A"]}, Items(("A",))),
    ("TextArea", "textarea", {"text": ["hi"]}, Texts(("hi",))),
    ("Rating", "rating", {"rating": 3}, Numbers((3.0,))),
    ("Number", "number", {"number": 3}, Numbers((3.0,))),
    ("DateTime", "datetime", {"datetime": "1970-01-02"}, Numbers((86400.0,))),
    ("Taxonomy", "taxonomy", {"taxonomy": [["A", "B"]]}, Paths((("A", "B"),))),
]


@pytest.mark.parametrize(("tool", "kind", "region"), CONFIGS)
@pytest.mark.parametrize(("tag", "result_type", "value", "answer"), ASKED)
def test_every_question_can_be_asked_of_every_region(
    tool: str,
    kind: type,
    region: dict[str, Any],
    tag: str,
    result_type: str,
    value: Any,
    answer: Answer,
) -> None:
    drawn = {"id": "a", "from_name": "r", "to_name": "o", **region}
    config = parse_label_config(f"""<View><Image name="o" value="$o"/><Text name="t" value="$t"/>
      <Video name="v" value="$v"/>{tool}
      <{tag} name="q" toName="{drawn["to_name"]}" perRegion="true"><Choice value="A"/></{tag}>
    </View>""")
    question = {"id": "a", "from_name": "q", "to_name": drawn["to_name"], "type": result_type}
    found = attached(drawn, {**question, "value": value}, name="q", config=config)
    assert isinstance(found.regions, kind)
    assert len(found.regions.labels) == 1
    assert found.values == (answer,)


def test_a_region_of_several_ranges_is_one_region() -> None:
    tool, _, region = CONFIGS[4]
    config = parse_label_config(f"""<View><Video name="v" value="$v"/>{tool}
      <Rating name="q" toName="v" perRegion="true"/></View>""")
    drawn = {"id": "a", "from_name": "r", **region}
    rating = {"id": "a", "from_name": "q", "to_name": "v", "type": "rating", "value": {"rating": 1}}
    found = attached(drawn, rating, name="q", config=config)
    assert isinstance(found.regions, Spans)
    assert found.regions.geometry.tolist() == [[1, 10]]


@pytest.mark.parametrize(("tag", "result_type", "value", "answer"), ASKED)
def test_every_question_can_be_asked_of_every_image_of_a_list(
    tag: str, result_type: str, value: Any, answer: Answer
) -> None:
    config = parse_label_config(f"""<View><Image name="o" valueList="$o"/>
      <{tag} name="q" toName="o" perItem="true"><Choice value="A"/></{tag}></View>""")
    asked = {"from_name": "q", "to_name": "o", "type": result_type, "value": value}
    found = attached({**asked, "item_index": 2}, asked, name="q", config=config)
    assert isinstance(found.regions, Boxes)
    assert found.regions.labels == ("", "")
    assert found.regions.geometry.tolist() == [[2000, 0, 100, 100, 0, 1], [0, 0, 100, 100, 0, 1]]
    assert found.values == (answer, answer)


# Relations


def ner(region_id: str, start: int, end: int, label: str = "Person") -> dict[str, Any]:
    return named(item("ner", "text", "labels", start=start, end=end, labels=[label]), region_id)


def arrow(start: str, end: str, direction: Any = "right", labels: Any = None) -> dict[str, Any]:
    found = {"type": "relation", "from_id": start, "to_id": end, "direction": direction}
    return found if labels is None else {**found, "labels": labels}


def relations(*result: dict[str, Any]) -> Relations:
    found = read(*result)[RELATIONS]
    assert isinstance(found, Relations), found
    return found


def test_relations_go_from_box_to_box() -> None:
    found = relations(
        arrow("a", "b", labels=["of", "near"]), ner("a", 0, 3), ner("b", 7, 9, "Place"),
        arrow("a", "b", "left"), arrow("b", "a", "bi", labels=[]),
    )  # fmt: skip
    person, place = (f"ner{LABEL_SEPARATOR}{label}" for label in ("Person", "Place"))
    assert found.labels == (f"near{LABEL_SEPARATOR}of", "", "")
    assert found.directions == ("right", "right", "bi")
    assert found.ends.labels == (person, place, place, person, place, person)
    a, b = [0, 0, 3, 1, 0, 1], [7, 0, 2, 1, 0, 1]
    assert found.ends.geometry.tolist() == [a, b, b, a, b, a]


def test_relations_between_regions_of_an_image() -> None:
    poly = item("poly", "scene", "polygonlabels", points=[[1, 2], [3, 8]], polygonlabels=["Road"])
    turned = item("area", "scene", "rectangle", **{**SHAPE, "rotation": 30})
    found = relations(named(on_image(poly), "a"), named(on_image(turned), "b"), arrow("a", "b"))
    assert found.ends.geometry.tolist() == [[1, 2, 2, 6, 0, 2], [1, 2, 3, 4, 30, 2]]


def test_relations_of_masks_and_tracks_end_at_the_box_around_them() -> None:
    pixels = np.zeros((3, 4, 4), dtype=np.uint8)
    pixels[1, 0] = 255
    rle = encode_rle(pixels.ravel())
    paint = on_image(item("paint", "scan", "brushlabels", rle=rle, brushlabels=["T"]), 4, 3)
    frames = [{"frame": n, "x": x, "y": 1, "width": 2, "height": 3} for n, x in ((1, 0), (9, 6))]
    track = item("track", "video", "videorectangle", sequence=frames, labels=["Cat"])
    found = relations(named(paint, "a"), named(track, "b"), arrow("a", "b"))
    expected = [[0, 100 / 3, 25, 100 / 3, 0, 4 / 3], [0, 1, 8, 3, 0, 1]]
    assert found.ends.geometry == pytest.approx(np.array(expected))


def test_spans_of_other_nodes_are_other_ends() -> None:
    def mark(region_id: str, node: str) -> dict[str, Any]:
        value = {"start": node, "end": node, "startOffset": 0, "endOffset": 3}
        return named(item("mark", "page", "hypertextlabels", **value), region_id)

    found = relations(mark("a", "/p[1]"), mark("b", "/p[2]"), arrow("a", "b"))
    assert found.ends.labels[0] != found.ends.labels[1]


def test_relations_without_their_regions_are_left_out() -> None:
    found = relations(ner("a", 0, 3), arrow("a", "gone"), arrow("gone", "a"), {"type": "relation"})
    assert is_blank(found)


def test_relations_end_at_regions_and_not_at_what_was_said_of_them() -> None:
    found = relations(colour("a", "red", **SHAPE), frame("a", **OTHER_SHAPE), arrow("a", "a"))
    assert found.ends.labels[0].startswith("frame")
    assert found.ends.geometry[0, 0] == 50


def test_labels_of_relations_of_a_wrong_form_are_unreadable() -> None:
    assert reason(ner("a", 0, 3), arrow("a", "a", labels={"a": 1}), name=RELATIONS)


def test_no_arrow_no_relations() -> None:
    config = parse_label_config('<View><Text name="text" value="$t"/></View>')
    assert extract_features([], config) == extract_features([ner("a", 0, 3)], config)
