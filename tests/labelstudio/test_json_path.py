from typing import Any

import pytest

from touchstone.agreement.answers import Answer, Items, Numbers, Other, Paths, Texts, Unreadable
from touchstone.labelstudio import json_path
from touchstone.labelstudio.json_path import check_path, extract_path

RESULT: list[dict[str, Any]] = [
    {
        "id": "a",
        "from_name": "box",
        "type": "rectanglelabels",
        "value": {"x": 1, "rectanglelabels": ["Car", "Bus"]},
        "meta": {"text": ["blurred"], "level": "3.5", "seen": "1970-01-02"},
        "score": 4.0,
    },
    {"id": "b", "from_name": "kind", "value": {"taxonomy": [["A", "B"], ["C"]], "none": None}},
    {"id": "c", "from_name": "topic", "value": {"choices": ["Car"], "deep": {"b": 1, "a": True}}},
]


@pytest.mark.parametrize(
    ("path", "kind", "answer"),
    [
        ("$[?@.from_name=='box'].value.rectanglelabels[*]", "items", Items(("Bus", "Car"))),
        ("$[?@.from_name=='box'].value.rectanglelabels", "items", Items(("Bus", "Car"))),
        ("$..choices[*]", "items", Items(("Car",))),
        ("$..score", "items", Items(("4",))),
        ("$..score", "numbers", Numbers((4.0,))),
        ("$[*].meta.level", "numbers", Numbers((3.5,))),
        ("$[*].meta.seen", "numbers", Numbers((86400.0,))),
        ("$[*].meta.text", "texts", Texts(("blurred",))),
        ("$[*].id", "texts", Texts(("a", "b", "c"))),
        ("$..taxonomy", "paths", Paths((("A", "B"), ("C",)))),
        ("$..taxonomy[*]", "paths", Paths((("A", "B"), ("C",)))),
        ("$[*].id", "paths", Paths((("a",), ("b",), ("c",)))),
        ("$[?search(@.from_name, 'opi')].value.deep", "other", Other(('{"a":true,"b":1}',))),
        ("$[?match(@.from_name, 'b.x')].id", "items", Items(("a",))),
        ("$[?@.score == $[0].score].id", "items", Items(("a",))),
        ("$[?count(@.value.*) > 1].id", "items", Items(("a", "b", "c"))),
        ("$..nothing", "items", None),
        ("$..none", "items", None),
    ],
)
def test_finds_answers(path: str, kind: str, answer: Answer | None) -> None:
    check_path(path)
    assert extract_path(RESULT, path, kind) == answer


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("", "empty"),
        ("value", "expected '$'"),
        ("$[?", "column 3"),
        ("$[?unknown(@.a)]", "'unknown' is not defined"),
        ("$" + ".a" * 300, "longer than"),
        ("$[0,1,2,3,4,5,6,7,8]", "more than 8 selectors"),
        ("$[?@..a]", "may not search all descendants"),
        ("$[?@.a[?@.b]]", "may not hold another filter"),
        ("$[?count($..a) > 1]", "must lead to one value"),
        ("$[?!(@.a == 1 && $[*].b)]", "must lead to one value"),
    ],
)
def test_refuses_paths_with_the_reason(path: str, what: str) -> None:
    with pytest.raises(ValueError, match=what.replace("$", r"\$")):
        check_path(path)
    with pytest.raises(ValueError, match=what.replace("$", r"\$")):
        extract_path([], path, "items")


def test_refuses_an_unknown_kind() -> None:
    with pytest.raises(ValueError, match="known are items, numbers"):
        extract_path(RESULT, "$", "boxes")


@pytest.mark.parametrize("value", ["soon", {"a": 1}, True, 10**400])
def test_values_of_another_kind_are_unreadable(value: Any) -> None:
    found = extract_path([{"value": value}], "$[*].value", "numbers")
    assert isinstance(found, Unreadable)
    assert "which the path finds, is not a" in found.reason


def test_the_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_path, "MOST_VALUES", 5)
    assert extract_path([1] * 6, "$[*]", "numbers") == Unreadable(
        "the path finds more than 5 values"
    )
    monkeypatch.setattr(json_path, "MOST_STEPS", 50)
    found = extract_path([[1, 2]] * 10, "$[*,*,*][*,*,*][?@.a]", "items")
    assert found == Unreadable("the path looks at more than 50 values")


def test_a_pattern_that_would_take_ages_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_path, "LONGEST_MATCH", 0.01)
    found = extract_path([{"a": "a" * 60 + "b"}], "$[?match(@.a, '(a|aa)+')].a", "texts")
    assert found == Unreadable("a comparison with a pattern takes too long")


def test_deep_nesting_is_unreadable() -> None:
    deep: Any = []
    for _ in range(2000):
        deep = [deep]
    assert isinstance(extract_path(deep, "$..a", "items"), Unreadable)
