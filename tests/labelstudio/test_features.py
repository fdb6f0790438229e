import copy
import json
from typing import Any

import numpy as np
import pytest

from touchstone.labelstudio.features import (
    BOX_STRIDE,
    LABEL_SEPARATOR,
    BoxesFeature,
    ChoicesFeature,
    Feature,
    OtherFeature,
    SpansFeature,
    decode_features,
    extract_features,
)
from touchstone.labelstudio.label_config import parse_label_config

CONFIG = parse_label_config("""<View>
  <Text name="text" value="$text"/>
  <Labels name="ner" toName="text"><Label value="Person"/></Labels>
  <Choices name="topic" toName="text" choice="multiple"><Choice value="Sport"/></Choices>
  <Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
  <Rectangle name="frame" toName="img"/>
  <Labels name="part" toName="img"><Label value="Wheel"/></Labels>
  <Choices name="colour" toName="img" perRegion="true"><Choice value="red"/></Choices>
  <PolygonLabels name="poly" toName="img"><Label value="Road"/></PolygonLabels>
  <Taxonomy name="kind" toName="text"><Choice value="A"/></Taxonomy>
  <Rating name="stars" toName="text"/>
  <TextArea name="note" toName="text"/>
  <Audio name="sound" value="$sound"/>
  <Labels name="speech" toName="sound"><Label value="Speaker"/></Labels>
  <Text name="left" value="$left"/>
  <Text name="right" value="$right"/>
  <Labels name="both" toName="left,right"><Label value="Person"/></Labels>
  <HyperText name="page" value="$page"/>
  <Labels name="mark" toName="page"><Label value="Title"/></Labels>
</View>""")


def item(name: str, to_name: str, kind: str, **value: Any) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": to_name, "type": kind, "value": value}


def box(*shape: float, labels: list[str]) -> dict[str, Any]:
    keys = ("x", "y", "width", "height", "rotation")
    value = dict(zip(keys, shape, strict=False))
    return item("box", "img", "rectanglelabels", **value, rectanglelabels=labels)


def features(*result: dict[str, Any]) -> dict[str, Feature]:
    return decode_features(extract_features(list(result), CONFIG))


def test_an_empty_result_has_no_features() -> None:
    assert features() == {}


def test_choices_are_distinct_and_sorted() -> None:
    found = features(
        item("topic", "text", "choices", choices=["رياضة", "Sport"]),
        item("topic", "text", "choices", choices=["猫", "Sport"]),
    )
    assert found == {"topic": ChoicesFeature(("Sport", "رياضة", "猫"))}


def test_boxes_are_rows_with_their_label_sets() -> None:
    found = features(
        box(1, 2, 3.5, 4, 90, labels=["Car"]),
        box(5, 6, 7, 8, labels=["b", "a", "b"]),
        box(0, 0, 1, 1, 0, labels=[]),
    )["box"]
    assert isinstance(found, BoxesFeature)
    assert found.labels == ("Car", f"a{LABEL_SEPARATOR}b", "")
    assert found.geometry.dtype == np.float64
    assert found.geometry.tolist() == [[1, 2, 3.5, 4, 90], [5, 6, 7, 8, 0], [0, 0, 1, 1, 0]]


def test_plain_rectangles_and_labels_on_an_image_are_boxes_too() -> None:
    shape = {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0}
    found = features(
        item("frame", "img", "rectangle", **shape),
        item("part", "img", "labels", **shape, labels=["Wheel"]),
    )
    assert isinstance(found["frame"], BoxesFeature)
    assert found["frame"].labels == ("",)
    assert isinstance(found["part"], BoxesFeature)
    assert found["part"].labels == ("Wheel",)


def test_spans_are_rows_of_code_points() -> None:
    found = features(
        item("ner", "text", "labels", start=5, end=8, labels=["Person"], text="Bob"),
        item("ner", "text", "labels", start=0.0, end=2, labels=["Person"]),
    )["ner"]
    assert isinstance(found, SpansFeature)
    assert found.labels == ("Person", "Person")
    assert found.geometry.dtype == np.int64
    assert found.geometry.tolist() == [[5, 8], [0, 2]]


def test_spans_of_a_hypertext_are_compared_as_they_are() -> None:
    value = {"start": "/p[1]", "end": "/p[2]", "startOffset": 0, "endOffset": 3}
    assert isinstance(features(item("mark", "page", "labels", **value))["mark"], OtherFeature)


def test_spans_of_a_recording_are_seconds() -> None:
    found = features(item("speech", "sound", "labels", start=0.25, end=2, labels=["Speaker"]))
    assert isinstance(found["speech"], SpansFeature)
    assert found["speech"].geometry.dtype == np.float64
    assert found["speech"].geometry.tolist() == [[0.25, 2.0]]


def test_boxes_on_different_images_of_a_list_lie_apart() -> None:
    first, second = (box(1, 2, 3, 4, labels=["Car"]) | {"item_index": index} for index in (0, 1))
    found = features(first, second)["box"]
    assert isinstance(found, BoxesFeature)
    assert found.geometry[:, 0].tolist() == [1, 1 + BOX_STRIDE]
    assert found.geometry[0, 1:].tolist() == found.geometry[1, 1:].tolist()


def test_spans_on_different_texts_lie_apart() -> None:
    value = {"start": 0, "end": 3, "labels": ["Person"]}
    found = features(
        item("both", "left", "labels", **value), item("both", "right", "labels", **value)
    )["both"]
    assert isinstance(found, SpansFeature)
    assert found.geometry[0].tolist() == [0, 3]
    assert found.geometry[1, 0] > 2**31


def test_results_older_than_the_configuration_are_compared_as_they_are() -> None:
    old = item("box", "img", "choices", choices=["Car"])
    assert isinstance(features(old)["box"], OtherFeature)
    old = item("topic", "text", "rating", rating=3)
    assert features(old) == {"topic": OtherFeature(("3.0",))}
    old = item("part", "img", "labels", points=[[1, 2]], labels=["Wheel"])
    assert isinstance(features(old, {"from_name": "box", "type": "rating"})["part"], OtherFeature)


SAME: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
    (
        [item("kind", "text", "taxonomy", taxonomy=[["A"], ["A", "B"]])],
        [item("kind", "text", "taxonomy", taxonomy=[["A", "B"], ["A"]])],
    ),
    ([item("stars", "text", "rating", rating=4)], [item("stars", "text", "rating", rating=4.0)]),
    (
        [item("poly", "img", "polygonlabels", points=[[0, 1], [2, 3]], polygonlabels=["Road"])],
        [item("poly", "img", "polygonlabels", polygonlabels=["Road"], points=[[0, 1], [2, 3]])],
    ),
    (
        [item("note", "text", "textarea", text=["x" * 500])],
        [{**item("note", "text", "textarea", text=["x" * 500]), "id": "other", "origin": "manual"}],
    ),
]
DIFFERENT: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
    (
        [item("kind", "text", "taxonomy", taxonomy=[["A"]])],
        [item("kind", "text", "taxonomy", taxonomy=[["A", "B"]])],
    ),
    ([item("stars", "text", "rating", rating=4)], [item("stars", "text", "rating", rating=5)]),
    (
        [item("note", "text", "textarea", text=["x" * 500])],
        [item("note", "text", "textarea", text=["x" * 499 + "y"])],
    ),
    (
        [item("poly", "img", "polygonlabels", points=[[0, 1]], polygonlabels=["Road"])],
        [item("poly", "img", "polygonlabels", points=[[0, 1]], polygonlabels=["River"])],
    ),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_equal_answers_of_other_controls_are_equal(first, second) -> None:
    assert features(*first) == features(*second)
    assert extract_features(first, CONFIG) == extract_features(second, CONFIG)


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_different_answers_of_other_controls_differ(first, second) -> None:
    assert features(*first) != features(*second)


def test_long_answers_are_kept_as_a_digest() -> None:
    result = [item("note", "text", "textarea", text=["x" * 100_000])]
    assert len(extract_features(result, CONFIG)) < 100


def test_numbers_of_any_size_have_a_canonical_text() -> None:
    first, second = (item("kind", "text", "odd", odd=10**40 + n) for n in (0, 1))
    assert features(first) == features(first) != features(second)


def test_choices_of_a_region_are_not_choices_of_the_task() -> None:
    shape = {"x": 1, "y": 2, "width": 3, "height": 4}
    found = features(item("colour", "img", "choices", **shape, choices=["red"]))
    assert isinstance(found["colour"], OtherFeature)


def test_relations_and_unknown_controls_are_left_out() -> None:
    relation = {"type": "relation", "from_id": "a", "to_id": "b"}
    gone = item("gone", "text", "choices", choices=["x"])
    assert features(relation, gone) == {}


def test_the_result_is_not_changed_and_the_bytes_are_stable() -> None:
    result = [
        box(1, 2, 3, 4, labels=["b", "a"]),
        item("topic", "text", "choices", choices=["b", "a"]),
    ]
    before = copy.deepcopy(result)
    first = extract_features(result, CONFIG)
    assert result == before
    assert extract_features(json.loads(json.dumps(result)), CONFIG) == first
