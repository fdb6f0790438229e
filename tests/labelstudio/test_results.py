import copy
import math
from typing import Any

import pytest

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.labelstudio.results import PERCENT_TOLERANCE, check_result

CONFIG = parse_label_config("""<View>
  <Text name="text" value="$text"/>
  <Labels name="ner" toName="text"><Label value="Person"/></Labels>
  <Choices name="topic" toName="text"><Choice value="Sport"/></Choices>
  <Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
  <PolygonLabels name="poly" toName="img"><Label value="Road"/></PolygonLabels>
  <Taxonomy name="kind" toName="text"><Choice value="A"><Choice value="B"/></Choice></Taxonomy>
  <Rating name="stars" toName="text"/>
  <TextArea name="note" toName="text"/>
  <Audio name="audio" value="$sound"/>
  <Labels name="speech" toName="audio"><Label value="Speaker"/></Labels>
  <Video name="video" value="$clip"/>
  <VideoRectangle name="track" toName="video"/>
  <Repeater on="$pages" indexFlag="{{i}}">
    <Image name="page_{{i}}" value="$pages[{{i}}].url"/>
    <RectangleLabels name="mark_{{i}}" toName="page_{{i}}"><Label value="A"/></RectangleLabels>
  </Repeater>
  <Chat name="chat" value="$messages"/>
</View>""")


def span(start: Any = 0, end: Any = 3, **value: Any) -> dict[str, Any]:
    return {
        "id": "a1",
        "from_name": "ner",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "labels": ["Person"], **value},
    }


def box(**value: Any) -> dict[str, Any]:
    shape = {"x": 10, "y": 20.5, "width": 30, "height": 40, "rotation": 0}
    return {
        "from_name": "box",
        "to_name": "img",
        "type": "rectanglelabels",
        "value": {**shape, "rectanglelabels": ["Car"], **value},
    }


def choice(**item: Any) -> dict[str, Any]:
    value = {"choices": ["Sport"]}
    return {"from_name": "topic", "to_name": "text", "type": "choices", "value": value, **item}


def answer(name: str, kind: str, value: Any, to_name: str = "text") -> dict[str, Any]:
    return {"from_name": name, "to_name": to_name, "type": kind, "value": {kind: value}}


def without(item: dict[str, Any], key: str) -> dict[str, Any]:
    return {**item, "value": {k: v for k, v in item["value"].items() if k != key}}


def speech(**value: Any) -> dict[str, Any]:
    return answer("speech", "labels", None, "audio") | {"value": {"labels": ["Speaker"], **value}}


def typed(text: Any) -> dict[str, Any]:
    return answer("note", "textarea", None) | {"value": {"text": text}}


FINE = [
    [],
    [span(), box(), choice()],
    [span(5, 5)],
    [span(labels=["No longer in the configuration"])],
    [span(labels=None)],
    [{**choice(), "id": "x", "meta": {"text": ["?"]}, "origin": "manual", "score": 0.5}],
    [{**box(), "id": "same"}, {**choice(), "id": "same"}],
    [{**box(), "type": "rectangle"}],
    [{**box(), "type": "labels", "value": {**box()["value"], "labels": ["Car"]}}],
    [box(x=-PERCENT_TOLERANCE), box(x=71), box(y=0, height=100 + 1e-6)],
    [box(x=95, width=20, rotation=90)],  # turned about its corner, it may end outside
    [box(width=0, height=0)],
    [answer("kind", "taxonomy", [["A"], ["A", "B"]])],
    [answer("stars", "rating", 4), typed(["one", "two"]), typed("a plain text"), typed([])],
    [{"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": ["x"]}],
    [
        {
            "from_name": "poly",
            "to_name": "img",
            "type": "polygonlabels",
            "value": {"points": [[0, 0], [50.5, 100], [3, 4]], "polygonlabels": ["Road"]},
        }
    ],
    [speech(start=0.5, end=2, channel=0)],
    [{**box(), "from_name": "mark_3", "to_name": "page_3"}],
    [answer("chat", "chatmessage", {"role": "user", "content": "hi"}, "chat")],
]


@pytest.mark.parametrize("result", FINE, ids=range(len(FINE)))
def test_accepts_what_real_exports_hold(result: list[Any]) -> None:
    before = copy.deepcopy(result)
    check_result(result, CONFIG)
    assert result == before


NAN, INFINITY = math.nan, math.inf

BAD: list[tuple[Any, str, str]] = [
    ({"a": 1}, "", "must be a list, not an object"),
    ("[]", "", "must be a list, not a string"),
    (["x"], "[0]", "must be an object, not a string"),
    ([choice(), None], "[1]", "must be an object, not null"),
    ([{"type": "choices"}], "[0].from_name", "name of a control is missing"),
    ([choice(from_name=3)], "[0].from_name", "name of a control is missing"),
    ([choice(from_name="tpoic")], "[0].from_name", 'no control is named "tpoic"'),
    ([choice(from_name="tpoic")], "[0].from_name", "box, chat, kind, mark_{{i}}, ner, note"),
    ([choice(to_name="img")], "[0].to_name", 'does not label "img", but text'),
    ([choice(to_name=None)], "[0].to_name", "does not label null"),
    ([choice(to_name={"a": 1})], "[0].to_name", "does not label"),
    ([{**box(), "from_name": "mark_3", "to_name": "img"}], "[0].to_name", 'does not label "img"'),
    ([choice(type="rating")], "[0].type", '<Choices> does not produce "rating", but choices'),
    ([choice(type=None)], "[0].type", "does not produce null"),
    ([choice(type=["choices"])], "[0].type", "does not produce"),
    ([{**span(), "type": "rectanglelabels"}], "[0].type", "<Labels>"),
    ([choice(value=None)], "[0].value", "must be an object, not null"),
    ([choice(value=["Sport"])], "[0].value", "must be an object, not a list"),
    ([choice(value={})], "[0].value.choices", "missing"),
    ([choice(value={"choices": "Sport"})], "[0].value.choices", "list of strings, not a string"),
    ([choice(value={"choices": ["a", 1]})], "[0].value.choices[1]", "string, not a number"),
    ([choice(value={"choices": [["a"], 1]})], "[0].value.choices[1]", "a list of strings"),
    ([choice(value={"choices": [["a", 1]]})], "[0].value.choices[0]", "a list of strings"),
    ([span(labels="Person")], "[0].value.labels", "list of strings"),
    ([span(labels=[None])], "[0].value.labels[0]", "string, not null"),
    ([box(x=None)], "[0].value.x", "a number, not null"),
    ([box(x="10")], "[0].value.x", "a number, not a string"),
    ([box(x=True)], "[0].value.x", "a number, not a boolean"),
    ([choice(), box(y=NAN)], "[1].value.y", "NaN"),
    ([box(width=INFINITY)], "[0].value.width", "Infinity"),
    ([box(height=-INFINITY)], "[0].value.height", "Infinity"),
    ([box(x=10**400)], "[0].value.x", "too large"),
    ([box(rotation=NAN)], "[0].value.rotation", "NaN"),
    ([box(width=-0.1)], "[0].value.width", "must not be negative"),
    ([box(height=-5)], "[0].value.height", "must not be negative"),
    ([box(x=-1.5)], "[0].value.x", "0..100 percent, but is -1.5"),
    ([box(x=640, width=32)], "[0].value.x", "0..100 percent, but is 640"),
    ([box(x=80, width=30)], "[0].value.width", "x + width must lie in 0..100 percent, but is 110"),
    ([box(y=80, height=30)], "[0].value.height", "y + height"),
    ([box(rectanglelabels={})], "[0].value.rectanglelabels", "list of strings"),
    ([without(box(), "x")], "[0].value.x", "a number, not null"),
    ([without(box(), "height")], "[0].value.height", "a rectangle needs this number"),
    ([without(without(box(), "x"), "width")], "[0].value.x", "a rectangle needs this number"),
    ([without(span(), "start")], "[0].value.start", "a whole number, not null"),
    ([without(without(span(), "start"), "end")], "[0].value.start", "a whole number, not null"),
    ([speech(start=2, end=1.5)], "[0].value.end", "ends before it starts"),
    ([speech(start="0", end=1.5)], "[0].value.start", "a number, not a string"),
    ([speech(end=1.5)], "[0].value.start", "a number, not null"),
    ([span(start=None)], "[0].value.start", "a whole number, not null"),
    ([span(start="0")], "[0].value.start", "a whole number, not a string"),
    ([span(end=2.5)], "[0].value.end", "a whole number, not a number"),
    ([span(start=-1)], "[0].value.start", "must lie in 0..2147483647"),
    ([span(end=2**70)], "[0].value.end", "must lie in 0..2147483647"),
    ([span(start=4, end=3)], "[0].value.end", "ends at 3, before its start at 4"),
    ([answer("kind", "taxonomy", "A")], "[0].value.taxonomy", "list of paths"),
    ([answer("kind", "taxonomy", ["A"])], "[0].value.taxonomy[0]", "list of strings"),
    ([answer("stars", "rating", "4")], "[0].value.rating", "a number, not a string"),
    ([answer("stars", "rating", NAN)], "[0].value.rating", "NaN"),
    ([typed(5)], "[0].value.text", "list of strings, not a number"),
    ([typed(["a", 5])], "[0].value.text[1]", "string, not a number"),
    ([answer("note", "textarea", ["a"])], "[0].value.text", "missing"),
    ([{"type": "relation", "from_id": "a"}], "[0].to_id", "id of a region"),
]  # fmt: skip


@pytest.mark.parametrize(("result", "place", "words"), BAD, ids=range(len(BAD)))
def test_says_what_is_wrong_and_where(result: Any, place: str, words: str) -> None:
    with pytest.raises(BadRecord) as caught:
        check_result(result, CONFIG, "$[7].annotations[0].result")
    assert caught.value.path == f"$[7].annotations[0].result{place}"
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("points", "place"),
    [
        ("x", ""),
        ([[1]], "[0]"),
        ([[0, 0], "x"], "[1]"),
        ([[0, 0], [0, None]], "[1][1]"),
        ([[NAN, 0]], "[0][0]"),
        ([[0, 480]], "[0][1]"),
    ],
)
def test_points_of_polygons(points: Any, place: str) -> None:
    value = {"points": points, "polygonlabels": ["Road"]}
    item = {"from_name": "poly", "to_name": "img", "type": "polygonlabels", "value": value}
    with pytest.raises(BadRecord) as caught:
        check_result([item], CONFIG)
    assert caught.value.path == f"$.result[0].value.points{place}"


@pytest.mark.parametrize(
    ("sequence", "place"),
    [({}, ""), ([1], "[0]"), ([{"frame": 1, "x": 5}, {"frame": 2, "x": NAN}], "[1].x")],
)
def test_key_frames_of_videos(sequence: Any, place: str) -> None:
    item = answer("track", "videorectangle", None, "video") | {"value": {"sequence": sequence}}
    with pytest.raises(BadRecord) as caught:
        check_result([item], CONFIG)
    assert caught.value.path == f"$.result[0].value.sequence{place}"


@pytest.mark.parametrize(
    ("text", "length"),
    [("Hi 😀 Bob", 8), ("مرحبا", 5), ("猫が好き", 4), ("👩‍🚀", 3), ("", 0)],
)
def test_spans_count_code_points_of_the_text(text: str, length: int) -> None:
    check_result([span(0, length)], CONFIG, data={"text": text})
    with pytest.raises(BadRecord) as caught:
        check_result([span(0, length + 1)], CONFIG, data={"text": text})
    assert caught.value.path == "$.result[0].value.end"
    assert f"the text has {length} characters" in caught.value.message


def test_a_text_that_is_not_in_the_data_cannot_limit_spans() -> None:
    by_url = parse_label_config(
        '<View><Text name="text" value="$text" valueType="url"/>'
        '<Labels name="ner" toName="text"><Label value="Person"/></Labels></View>'
    )
    check_result([span(0, 10_000)], by_url, data={"text": "https://example.org/long.txt"})
    templated = parse_label_config(
        '<View><Text name="text" value="$a $b"/>'
        '<Labels name="ner" toName="text"><Label value="Person"/></Labels></View>'
    )
    check_result([span(0, 9)], templated, data={"a": "four", "b": "four"})
    check_result([span(0, 9)], CONFIG, data={"text": None})
