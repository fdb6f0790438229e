import copy
import json
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.labelstudio.results import CONFIG, box, item, read, reason
from touchstone.agreement.answers import Items, Numbers, Other, Spans, Unreadable
from touchstone.labelstudio import feature_shapes
from touchstone.labelstudio.feature_codec import EXTRACTOR_VERSION
from touchstone.labelstudio.features import Outdated, decode_features, extract_features
from touchstone.labelstudio.label_config import parse_label_config


def test_an_empty_result_has_no_features() -> None:
    assert read() == {}


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        msgspec.msgpack.encode({}),
        msgspec.msgpack.encode({"topic": {"k": "choices", "v": ["a"]}}),
        msgspec.msgpack.encode((EXTRACTOR_VERSION + 1, {})),
        msgspec.msgpack.encode((EXTRACTOR_VERSION - 1, {"a": ("t", ["x" * 500])})),
    ],
)
def test_what_another_version_stored_is_outdated(blob: bytes) -> None:
    with pytest.raises(Outdated):
        decode_features(blob)


def test_answers_of_different_reads_do_not_share_their_dictionary() -> None:
    blob = extract_features([item("topic", "text", "choices", choices=["a"])], CONFIG)
    first = decode_features(blob)
    first.clear()
    assert decode_features(blob) == {"topic": Items(("a",))}


def test_results_older_than_the_configuration_are_compared_as_they_are() -> None:
    assert isinstance(read(item("box", "img", "choices", choices=["Car"]))["box"], Other)
    assert read(item("topic", "text", "rating", rating=3)) == {"topic": Other(("3.0",))}
    taxonomy = item("note", "text", "taxonomy", taxonomy=[["B"], ["A"]])
    assert read(taxonomy) == {"note": Other(('["A"]', '["B"]'))}


SAME: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
    (
        [item("kind", "text", "taxonomy", taxonomy=[["A"], ["A", "B"]])],
        [item("kind", "text", "taxonomy", taxonomy=[["A", "B"], ["A"]])],
    ),
    ([item("stars", "text", "rating", rating=4)], [item("stars", "text", "rating", rating=4.0)]),
    (
        [item("line", "scan", "vectorlabels", vertices=[{"x": 1, "y": 2}], vectorlabels=["Lane"])],
        [item("line", "scan", "vectorlabels", vectorlabels=["Lane"], vertices=[{"y": 2, "x": 1}])],
    ),
    (
        [item("chat", "chat", "chatmessage", chatmessage={"role": "user", "content": "x" * 99})],
        [item("chat", "chat", "chatmessage", chatmessage={"content": "x" * 99, "role": "user"})],
    ),
]
DIFFERENT: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
    (
        [item("line", "scan", "vectorlabels", vertices=[{"x": 1, "y": 2}], vectorlabels=["Lane"])],
        [item("line", "scan", "vectorlabels", vertices=[{"x": 1, "y": 3}], vectorlabels=["Lane"])],
    ),
    (
        [item("chat", "chat", "chatmessage", chatmessage={"content": "x" * 99})],
        [item("chat", "chat", "chatmessage", chatmessage={"content": "x" * 98 + "y"})],
    ),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_equal_answers_are_equal(first: list[Any], second: list[Any]) -> None:
    assert extract_features(first, CONFIG) == extract_features(second, CONFIG)


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_different_answers_differ(first: list[Any], second: list[Any]) -> None:
    assert read(*first) != read(*second)
    assert all(isinstance(answer, Other) for answer in read(*first).values())


def test_long_answers_of_other_kinds_are_kept_as_a_digest() -> None:
    message = {"role": "user", "content": "x" * 100_000}
    result = [item("chat", "chat", "chatmessage", chatmessage=message)]
    assert len(extract_features(result, CONFIG)) < 100


def test_numbers_of_any_size_have_a_canonical_text() -> None:
    first, second = (item("line", "scan", "vector", odd=10**40 + n) for n in (0, 1))
    assert read(first) == read(first) != read(second)
    huge = item("topic", "text", "rating", rating=10**400)
    assert isinstance(read(huge)["topic"], Other)


def test_unknown_controls_are_left_out() -> None:
    assert read(item("gone", "text", "choices", choices=["x"])) == {}


def test_names_that_a_repeater_makes_are_controls() -> None:
    config = parse_label_config("""<View><Repeater on="$pages" indexFlag="{{i}}">
      <Text name="page_{{i}}" value="$pages[{{i}}]"/>
      <Choices name="topic_{{i}}" toName="page_{{i}}"><Choice value="A"/></Choices>
      <Labels name="ner_{{i}}" toName="page_{{i}}"><Label value="B"/></Labels>
    </Repeater></View>""")
    found = read(
        item("topic_3", "page_3", "choices", choices=["A"]),
        item("ner_0", "page_0", "labels", start=1, end=2, labels=["B"]),
        config=config,
    )
    assert found["topic_3"] == Items(("A",))
    assert isinstance(found["ner_0"], Spans)


def test_the_result_is_not_changed_and_the_bytes_are_stable() -> None:
    result = [
        box(1, 2, 3, 4, labels=["b", "a"]),
        item("topic", "text", "choices", choices=["b", "a"]),
    ]
    before = copy.deepcopy(result)
    first = extract_features(result, CONFIG)
    assert result == before
    assert extract_features(json.loads(json.dumps(result)), CONFIG) == first


# Bad input


@pytest.mark.parametrize(
    "bad",
    [
        {"from_name": "box", "to_name": "img", "type": "rectanglelabels"},
        {"from_name": "box", "to_name": "img", "value": {"x": 1}},
        {"from_name": "box", "to_name": "img", "type": "rectanglelabels", "value": {}},
        box(1, 2, 3, labels=["Car"]),
        box(1, 2, float("nan"), 4, labels=["Car"]),
        box(1, 2, float("inf"), 4, labels=["Car"]),
        box(1, 2, 3, -4, 45, labels=["Car"]),
        box(1, 2, 3e8, 4, 45, labels=["Car"]),
        box(1, 2, 3, 4, -1e8, labels=["Car"]),
        box(1, 2, 3, 10**400, labels=["Car"]),
        item("box", "img", "rectanglelabels", x="a", y=[], width={}, height=0),
        item("box", "img", "rectanglelabels", points=[[1, 2]], rectanglelabels=["Car"]),
        {**box(1, 2, 3, 4, labels=["Car"]), "value": {"x": 1, "height": 1, "rectanglelabels": 5}},
    ],
)
def test_a_bad_item_spoils_only_its_own_control(bad: dict[str, Any]) -> None:
    found = read(bad, box(1, 2, 3, 4, labels=["Car"]), item("stars", "text", "rating", rating=2))
    assert isinstance(found["box"], Unreadable)
    assert found["stars"] == Numbers((2.0,))


def test_labels_that_the_configuration_does_not_have_are_kept() -> None:
    found = read(box(1, 2, 3, 4, labels=["Ship"]), item("topic", "text", "choices", choices=["?"]))
    assert found["box"].labels == ("Ship",)
    assert found["topic"] == Items(("?",))


def test_a_million_regions_are_not_compared() -> None:
    many = [box(1, 2, 3, 4, labels=["Car"])] * 1_000_000
    blob = extract_features([*many, item("stars", "text", "rating", rating=2)], CONFIG)
    assert len(blob) < 200
    found = decode_features(blob)
    assert found["box"] == Unreadable("1,000,000 answers are more than the 20,000 compared")
    assert found["stars"] == Numbers((2.0,))


@pytest.mark.parametrize(
    ("result", "name"),
    [
        (item("topic", "text", "choices", choices=["a"] * 20_001), "topic"),
        (item("note", "text", "textarea", text="x" * 200_001), "note"),
        (item("poly", "scene", "polygonlabels", points=[[1, 2]] * 1001), "poly"),
        (item("track", "video", "videorectangle", sequence=[{}] * 1001), "track"),
        (
            item("scenes", "video", "timelinelabels", ranges=[{"start": 1, "end": 2}] * 20_001),
            "scenes",
        ),
    ],
)
def test_what_is_too_much_in_one_item_is_not_compared(
    result: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feature_shapes, "MOST_POINTS", 1000)
    why = reason(result, name=name)
    assert " more than " in why or "longer than" in why


def test_half_a_surrogate_pair_spoils_only_its_own_control() -> None:
    found = read(
        item("topic", "text", "choices", choices=["\ud800"]),
        item("stars", "text", "rating", rating=2),
    )
    assert found["topic"] == Unreadable("a text holds half of a surrogate pair")
    assert found["stars"] == Numbers((2.0,))


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(["data:image/png;base64,AAAA", "1970-01-01", "0", "/p[1]", 10**400])
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
names = sorted(CONFIG.controls)
keys = [
    "x", "y", "width", "height", "rotation", "radiusX", "radiusY", "points", "rle", "sequence",
    "imageDataURL", "start", "end", "startOffset", "endOffset", "globalOffsets", "ranges", "text",
    "choices", "taxonomy", "number", "rating", "datetime", "ranker", "selected", "labels", "page",
]  # fmt: skip


@st.composite
def wild_items(draw: st.DrawFn) -> Any:
    control = CONFIG.controls[draw(st.sampled_from(names))]
    value = draw(st.dictionaries(st.sampled_from(keys), anything, max_size=6) | anything)
    kinds = [*sorted(control.result_types), "relation"]
    return {
        "id": draw(st.sampled_from(["a", "b", None])),
        "from_name": control.name,
        "to_name": draw(st.sampled_from([*control.to_names, "none"])),
        "type": draw(st.sampled_from(kinds) | anything),
        "value": value,
        **draw(
            st.dictionaries(
                st.sampled_from(["item_index", "original_width", "original_height", "from_id",
                                 "to_id", "direction"]),
                anything | st.sampled_from(["a", "b", "left", 4, 2]),
            )
        ),
    }  # fmt: skip


@settings(deadline=None)
@given(st.lists(wild_items() | anything, max_size=6))
def test_nothing_that_a_result_holds_makes_an_extraction_fail(result: list[Any]) -> None:
    found = decode_features(extract_features(result, CONFIG))
    for answer in found.values():
        geometry = getattr(answer, "geometry", np.zeros(0))
        assert np.isfinite(geometry).all()
