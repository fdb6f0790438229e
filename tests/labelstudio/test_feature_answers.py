from datetime import UTC, datetime
from typing import Any

import pytest

from tests.labelstudio.results import item, read, reason
from touchstone.agreement.answers import Items, Numbers, Other, Paths, Ranking, Texts, is_blank
from touchstone.labelstudio.label_config import parse_label_config


def test_choices_are_distinct_and_sorted() -> None:
    found = read(
        item("topic", "text", "choices", choices=["رياضة", "Sport"]),
        item("topic", "text", "choices", choices=["猫", "Sport"]),
    )
    assert found == {"topic": Items(("Sport", "رياضة", "猫"))}


def test_a_nested_choice_is_one_name() -> None:
    given = item("topic", "text", "choices", choices=[["Body", "Lid"], "Sport"])
    assert read(given)["topic"] == Items(("Body / Lid", "Sport"))


def test_no_choice_is_a_blank_answer() -> None:
    assert is_blank(read(item("topic", "text", "choices", choices=[]))["topic"])


def test_a_taxonomy_gives_whole_paths_in_any_order() -> None:
    first = read(item("kind", "text", "taxonomy", taxonomy=[["A", "B"], ["A"], ["A", "B"]]))
    assert first == {"kind": Paths((("A",), ("A", "B")))}


@pytest.mark.parametrize(("name", "value"), [("stars", 4), ("count", -2.5)])
def test_ratings_and_numbers(name: str, value: float) -> None:
    kind = "rating" if name == "stars" else "number"
    assert read(item(name, "text", kind, **{kind: value})) == {name: Numbers((float(value),))}
    assert is_blank(read(item(name, "text", kind, **{kind: None}))[name])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "4", True, 10**400, [1]])
def test_a_number_that_is_none_is_unreadable(value: Any) -> None:
    why = reason(item("count", "text", "number", number=value), name="count")
    assert why == "the number is not a finite number"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2024-02", datetime(2024, 2, 1, tzinfo=UTC)),
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-02-29T13:45", datetime(2024, 2, 29, 13, 45, tzinfo=UTC)),
        ("2024-02-29 13:45:10.5", datetime(2024, 2, 29, 13, 45, 10, 500_000, tzinfo=UTC)),
        ("2024-02-29T13:45:00Z", datetime(2024, 2, 29, 13, 45, tzinfo=UTC)),
        ("2024-02-29T13:45:00+02:00", datetime(2024, 2, 29, 11, 45, tzinfo=UTC)),
        ("29.02.2024", datetime(2024, 2, 29, tzinfo=UTC)),
        ("13:45", datetime(1970, 1, 1, 13, 45, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_dates_are_seconds_since_1970_in_utc(written: str, moment: datetime) -> None:
    found = read(item("when", "text", "datetime", datetime=written))
    assert found == {"when": Numbers((moment.timestamp(),))}


@pytest.mark.parametrize(
    "written", ["soon", "2024-02-30", "29/02/2024", 5, ["2024-01-01"], "9" * 80]
)
def test_what_is_no_known_date_is_compared_as_it_is_written(written: Any) -> None:
    found = read(item("when", "text", "datetime", datetime=written))["when"]
    assert isinstance(found, Other)
    assert found == read(item("when", "text", "datetime", datetime=written))["when"]
    assert found != read(item("when", "text", "datetime", datetime="later"))["when"]


def test_no_date_is_a_blank_answer() -> None:
    assert is_blank(read(item("when", "text", "datetime", datetime=""))["when"])


def test_the_lines_of_a_text_keep_their_order() -> None:
    found = read(
        item("note", "text", "textarea", text=["b", "", "a"]),
        item("note", "text", "textarea", text="c"),
    )
    assert found == {"note": Texts(("b", "", "a", "c"))}


def test_lines_without_a_character_are_a_blank_answer() -> None:
    assert is_blank(read(item("note", "text", "textarea", text=["", ""]))["note"])
    assert is_blank(read(item("note", "text", "textarea", text=None))["note"])


def test_the_better_of_two() -> None:
    found = read(item("better", "left", "pairwise", selected="left"))
    assert found == {"better": Items(("left",))}
    assert is_blank(read(item("better", "left", "pairwise", selected=None))["better"])


@pytest.mark.parametrize(
    ("ranker", "buckets"),
    [
        ({"rank": ["mdn", "wiki", "blog"]}, (("", ("mdn", "wiki", "blog")),)),
        ({"_": ["mdn", "blog"]}, (("", ("mdn", "blog")),)),
        (["mdn", "blog"], (("", ("mdn", "blog")),)),
        ([{"id": "mdn", "title": "x"}, {"id": 3}], (("", ("mdn", "3")),)),
        (
            {"best": ["mdn"], "ads": ["blog", "wiki"]},
            (("ads", ("blog", "wiki")), ("best", ("mdn",))),
        ),
        ({"best": ["mdn"], "ads": [], "_": ["blog"]}, (("best", ("mdn",)),)),
        ({"best": [], "_": ["blog"]}, ()),
    ],
)
def test_rankings_by_bucket(ranker: Any, buckets: Any) -> None:
    assert read(item("rank", "list", "ranker", ranker=ranker)) == {"rank": Ranking(buckets)}


@pytest.mark.parametrize(
    ("result", "name"),
    [
        (item("topic", "text", "choices", choices={"a": 1}), "topic"),
        (item("topic", "text", "choices", choices=[1]), "topic"),
        (item("kind", "text", "taxonomy", taxonomy=["A"]), "kind"),
        (item("kind", "text", "taxonomy", taxonomy=[["A", 1]]), "kind"),
        (item("note", "text", "textarea", text=[None]), "note"),
        (item("rank", "list", "ranker", ranker={"best": "x"}), "rank"),
        (item("better", "left", "pairwise", selected=[1]), "better"),
    ],
)
def test_answers_of_a_wrong_form_are_unreadable(result: dict[str, Any], name: str) -> None:
    assert reason(result, name=name)


@pytest.mark.parametrize("form", ["%Y/%m/%d", "%d. %B %Y"])
def test_dates_in_the_format_of_the_control(form: str) -> None:
    config = parse_label_config(f"""<View><Text name="text" value="$text"/>
      <DateTime name="when" toName="text" format="{form}"/></View>""")
    moment = datetime(2023, 5, 6, tzinfo=UTC)
    result = item("when", "text", "datetime", datetime=moment.strftime(form))
    assert read(result, config=config) == {"when": Numbers((moment.timestamp(),))}
