"""From results to scores: what metrics make of what is read."""

import base64
import copy
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_studio_sdk.converter.brush import encode_rle
from PIL import Image

from tests.labelstudio.results import CONFIG, item, read
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.registry import METRICS, default_metric, metrics_for
from touchstone.agreement.types import Undefined
from touchstone.labelstudio.dimensions import RELATIONS, comparable

COMPARABLES = {one.name: one for one in comparable(CONFIG)}

SIZE = {"original_width": 4, "original_height": 2}


def picture() -> str:
    file = io.BytesIO()
    Image.new("RGBA", (4, 2), (0, 0, 0, 255)).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


FRAMES = [{"frame": 1, "x": 1, "y": 1, "width": 5, "height": 5}]
SHAPE = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 15}
POINTS = [[10, 10], [50, 10], [30, 40]]
MASK = {"format": "rle", "rle": encode_rle(np.full(32, 255, dtype=np.uint8))}

REGIONS = [
    item("ner", "text", "labels", start=2, end=9, labels=["Person"]),
    item("box", "img", "rectanglelabels", **SHAPE, rectanglelabels=["Car"]) | SIZE,
    item("frame", "photo", "rectangle", **SHAPE) | SIZE,
    item("part", "photo", "labels", **SHAPE, labels=["Wheel"]) | SIZE,
    item("poly", "scene", "polygonlabels", points=POINTS, polygonlabels=["Road"]) | SIZE,
    item("oval", "scene", "ellipselabels", x=50, y=50, radiusX=9, radiusY=4, rotation=30) | SIZE,
    item("thing", "scene", "labels", **SHAPE, labels=["Tree"]) | SIZE,
    item("paint", "scan", "brushlabels", **MASK, brushlabels=["Tumour"]) | SIZE,
    item("bits", "scan", "bitmasklabels", imageDataURL=picture(), bitmasklabels=["T"]) | SIZE,
    item("point", "scan", "keypointlabels", x=4, y=5, width=1, keypointlabels=["Nose"]) | SIZE,
    item("word", "pdf", "ocrlabels", **SHAPE, ocrlabels=["Total"]),
    item("speech", "sound", "labels", start=0.5, end=2.5, channel=0, labels=["Speaker"]),
    item("mark", "page", "hypertextlabels", start="/p", end="/p", startOffset=0, endOffset=4),
    item("act", "talk", "paragraphlabels", start="0", end="0", startOffset=0, endOffset=4),
    item("run", "series", "timeserieslabels", start="2020-01-01", end="2020-01-02"),
    item("track", "video", "videorectangle", sequence=FRAMES, framesCount=9, labels=["Cat"]),
    item("who", "video", "labels", sequence=FRAMES, framesCount=9, labels=["Cat"]),
    item("scenes", "video", "timelinelabels", ranges=[{"start": 3, "end": 9}]),
]


def score(name: str, first: list[Any], second: list[Any]) -> float | None:
    one = COMPARABLES[name]
    metric = default_metric(one.tag, one.object_tag, per_region=one.per_region)
    if one.kinds[0] not in metric.inputs:
        metric = metrics_for(one.kinds[0])[0]
    return pair_score(metric, read(*first).get(name), read(*second).get(name)).value


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region["from_name"])
def test_a_region_is_like_itself_and_unlike_the_same_on_another_image(region: Any) -> None:
    name = region["from_name"]
    assert score(name, [region], [region]) == pytest.approx(1)
    assert score(name, [region], [region | {"item_index": 1}]) == 0
    assert score(name, [region | {"item_index": 1}], [region | {"item_index": 2}]) == 0
    assert score(name, [region], []) == 0
    assert score(name, [], []) == 1


def test_every_kind_of_region_is_among_them() -> None:
    drawn = {name for name, one in COMPARABLES.items() if one.tag.endswith("Labels")}
    assert drawn - {"line"} <= {region["from_name"] for region in REGIONS} | {"both"}


ANSWERS = [
    item("topic", "text", "choices", choices=["Sport"]),
    item("kind", "text", "taxonomy", taxonomy=[["A", "B"]]),
    item("stars", "text", "rating", rating=4),
    item("count", "text", "number", number=4.5),
    item("when", "text", "datetime", datetime="2024-02-29"),
    item("note", "text", "textarea", text=["a line", "and another"]),
    item("better", "left", "pairwise", selected="left"),
    item("rank", "list", "ranker", ranker={"rank": ["a", "b", "c"]}),
    item("line", "scan", "vectorlabels", vertices=[{"x": 1, "y": 2}], vectorlabels=["Lane"]),
    item("chat", "chat", "chatmessage", chatmessage={"role": "user", "content": "hi"}),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["from_name"])
def test_an_answer_is_like_itself_and_unlike_a_blank_one(answer: Any) -> None:
    name = answer["from_name"]
    assert score(name, [answer], [answer]) == pytest.approx(1)
    assert score(name, [answer], []) == 0


@pytest.mark.parametrize(
    ("name", "region", "question"),
    [
        ("colour", REGIONS[2], item("colour", "photo", "choices", choices=["red"])),
        ("caption", REGIONS[4], item("caption", "scene", "textarea", text=["a road"])),
        ("quality", REGIONS[7], item("quality", "scan", "rating", rating=3)),
        ("transcript", REGIONS[11], item("transcript", "sound", "textarea", text=["hello"])),
        ("mood", REGIONS[0], item("mood", "text", "choices", choices=["glad"])),
    ],
)
def test_answers_about_regions(name: str, region: Any, question: Any) -> None:
    answer = [region | {"id": "r"}, question | {"id": "r"}]
    assert score(name, answer, answer) == pytest.approx(1)
    elsewhere = [region | {"id": "r", "item_index": 3}, question | {"id": "r", "item_index": 3}]
    assert score(name, answer, elsewhere) == 0


odd = st.sampled_from(
    [None, True, -1, 0, 1e-320, 1e300, 10**400, float("nan"), float("-inf"), "", "x", [], {}, [[]],
     [None], ["a", "a"], [0.5], {"a": 1}, 2**31, -5.5]
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """An item as it is written, and the same with one or two parts gone or replaced."""
    good = draw(st.sampled_from([*REGIONS, *ANSWERS]))
    bad = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 2))):
        inside = bad["value"] if isinstance(bad.get("value"), dict) and draw(st.booleans()) else bad
        key = draw(st.sampled_from([*sorted(inside), "labels", "item_index", "rotation"]))
        part = inside.get(key)
        if isinstance(part, list) and part and isinstance(part[0], dict) and draw(st.booleans()):
            inside, key = part[0], draw(st.sampled_from(sorted(part[0]) or [key]))
        if draw(st.booleans()):
            inside[key] = copy.deepcopy(draw(odd))
        else:
            inside.pop(key, None)
    return good, bad


@settings(deadline=None, max_examples=200)
@given(spoilt(), st.booleans())
def test_spoilt_answers_get_a_score_or_a_reason(
    items: tuple[dict[str, Any], dict[str, Any]], twice: bool
) -> None:
    good, bad = items
    name = good["from_name"]
    first, second = read(good), read(bad, *[good] * twice)
    for metric in METRICS.values():
        found = pair_score(metric, first.get(name), second.get(name))
        assert (found.value is None) == (found.undefined is not None)
        assert found.value is None or 0 <= found.value <= 1


def test_relations() -> None:
    ends = [REGIONS[0] | {"id": "a"}, REGIONS[4] | {"id": "b"}]
    arrow = {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"}
    back = {"type": "relation", "from_id": "b", "to_id": "a", "direction": "left"}
    away = {**arrow, "from_id": "b", "to_id": "a"}
    assert score(RELATIONS, [*ends, arrow], [*ends, back]) == pytest.approx(1)
    assert score(RELATIONS, [*ends, arrow], [*ends, away]) == 0


def test_what_cannot_be_read_has_no_score_and_says_why() -> None:
    broken = item("box", "img", "rectanglelabels", x=1, rectanglelabels=["Car"])
    metric = default_metric("RectangleLabels", "Image")
    found = pair_score(metric, read(broken)["box"], read(REGIONS[1])["box"])
    assert (found.value, found.undefined) == (None, Undefined.UNREADABLE)
