"""The quick reader says what the careful one says, or nothing."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.labelstudio.features import extract_features
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.labelstudio.quick import QuickReader
from touchstone.labelstudio.results import check_result
from touchstone.labelstudio.strict_json import decode_json

CONFIG = parse_label_config("""<View>
  <Text name="text" value="$text"/>
  <Image name="image" value="$image"/>
  <Audio name="audio" value="$audio"/>
  <Labels name="entity" toName="text"><Label value="Person"/></Labels>
  <Labels name="sound" toName="audio"><Label value="Voice"/></Labels>
  <Choices name="topic" toName="text"><Choice value="A"/></Choices>
  <Choices name="mood" toName="text" perRegion="true"><Choice value="A"/></Choices>
  <RectangleLabels name="box" toName="image"><Label value="Car"/></RectangleLabels>
  <Choices name="each" toName="image" perItem="true"><Choice value="A"/></Choices>
  <Rating name="stars" toName="text"/>
</View>""")
DATA = {"text": "The parcel of Ana 🙂 is late.", "image": "/a.png", "audio": "/a.wav"}

READER = QuickReader(CONFIG)

numbers = st.sampled_from(
    [0, 1, 5, 5.0, 27, 28, 99.9, 100, 101, 101.5, -1, -1.5, 10**8, 2**31, 10**400]
)
labels = st.lists(st.sampled_from(["Person", "Car", "é", "x\x1fy", ""]), max_size=3)
anything = st.sampled_from([None, True, "text", [], {}, 0.5])
values = st.dictionaries(
    st.sampled_from(["start", "end", "x", "y", "width", "height", "rotation", "odd"]), numbers
) | st.fixed_dictionaries(
    {"start": numbers, "end": numbers, "labels": labels | anything},
    optional={"text": anything, "choices": labels},
) | st.fixed_dictionaries(
    {
        "x": numbers, "y": numbers, "width": numbers, "height": numbers,
        "rectanglelabels": labels | anything,
    },
    optional={"rotation": numbers | anything},
) | st.fixed_dictionaries({"choices": labels | anything}, optional={"x": numbers})  # fmt: skip
items = st.fixed_dictionaries(
    {
        "from_name": st.sampled_from(
            ["entity", "sound", "topic", "mood", "each", "box", "stars", "none"]
        ),
        "to_name": st.sampled_from(["text", "image", "audio"]),
        "type": st.sampled_from(["labels", "choices", "rectanglelabels", "rating", "relation"]),
        "value": values | anything,
    },
    optional={
        "id": st.text(max_size=3) | anything,
        "origin": anything,
        "score": numbers | anything,
        "item_index": st.integers(0, 3),
        "original_width": numbers | anything,
        "original_height": numbers,
        "hidden": anything,
    },
)


@settings(deadline=None)
@given(st.lists(items, max_size=4))
def test_agrees_with_the_careful_reader(result: list[Any]) -> None:
    raw = json.dumps(result).encode()
    found = READER.read(raw, DATA)
    if found is None:
        return
    decoded = decode_json(raw)
    check_result(decoded, CONFIG, data=DATA)
    assert found == (len(decoded), extract_features(decoded, CONFIG))


def span(start: int, end: int, *names: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": "x", "labels": list(names)}
    return {"from_name": "entity", "to_name": "text", "type": "labels", "value": value, "id": "a"}


def box(**values: Any) -> dict[str, Any]:
    value = {"x": 1, "y": 2.5, "width": 3, "height": 4, "rectanglelabels": ["Car"], **values}
    return {
        "from_name": "box",
        "to_name": "image",
        "type": "rectanglelabels",
        "value": value,
        "original_width": 640,
        "original_height": 480,
        "image_rotation": 0,
    }


CHOICE = {
    "from_name": "topic",
    "to_name": "text",
    "type": "choices",
    "value": {"choices": ["B", "A"]},
    "origin": "manual",
}


@pytest.mark.parametrize(
    "result",
    [
        [],
        [CHOICE],
        [{**CHOICE, "value": {"choices": []}}],
        [{**box(), "original_width": 0}, {**box(), "original_width": 2.5, "original_height": 1e9}],
        [{key: part for key, part in box().items() if "_" not in key or key.endswith("name")}],
        [CHOICE, span(0, 3, "Person"), box(), span(14, 27, "Person", "Ä"), box(rotation=45, x=99)],
    ],
)
def test_reads_what_is_common(result: list[Any]) -> None:
    found = READER.read(json.dumps(result).encode(), DATA)
    assert found == (len(result), extract_features(result, CONFIG))


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps([span(0, 999, "Person")]),
        json.dumps([span(3, 0, "Person")]),
        json.dumps([box(x=640)]),
        json.dumps([box(width=-1)]),
        json.dumps([box(width=1e8, rotation=1)]),
        json.dumps([box(rotation=-1e8)]),
        json.dumps([{**CHOICE, "from_name": "none"}]),
        json.dumps([{**CHOICE, "from_name": "stars"}]),
        json.dumps([{**CHOICE, "meta": {"text": ["\ud800"]}}]),
        json.dumps([{**CHOICE, "id": "\0"}]),
        '[{"from_name":"box","to_name":"image","type":"rectanglelabels","value":{"x":NaN}}]',
        "{}",
        "[",
        "[" * 10_000,
    ],
)
def test_leaves_faults_and_rarities_to_the_careful_reader(raw: str) -> None:
    assert READER.read(raw.encode(), DATA) is None
