from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from tests.labelstudio.results import item, read, reason
from touchstone.agreement.answers import Spans
from touchstone.labelstudio.feature_spans import TEXT_STRIDE, TIME_STRIDE
from touchstone.labelstudio.label_config import parse_label_config


def spans(*result: dict[str, Any], name: str) -> Spans:
    found = read(*result)[name]
    assert isinstance(found, Spans)
    return found


def ner(start: Any, end: Any, **more: Any) -> dict[str, Any]:
    return item("ner", "text", "labels", start=start, end=end, labels=["Person"], **more)


def test_spans_of_a_text_are_rows_of_code_points() -> None:
    found = spans(ner(5, 8, text="Bob"), ner(0.0, 2), name="ner")
    assert found.labels == ("Person", "Person")
    assert found.geometry.dtype == np.int64
    assert found.geometry.tolist() == [[5, 8], [0, 2]]
    assert found.groups is None


def test_a_span_drawn_backwards_is_the_same_span() -> None:
    assert spans(ner(8, 5), name="ner").geometry.tolist() == [[5, 8]]


@pytest.mark.parametrize("start", [None, "5", 5.5, float("nan"), 2**40, True, []])
def test_spans_without_whole_ends_are_unreadable(start: Any) -> None:
    assert reason(ner(start, 8), name="ner") == "an end of a span is not a whole number"


def test_spans_on_different_texts_lie_apart() -> None:
    value = {"start": 0, "end": 3, "labels": ["Person"]}
    found = spans(
        item("both", "left", "labels", **value),
        item("both", "right", "labels", **value),
        name="both",
    )
    assert found.geometry[0].tolist() == [0, 3]
    assert found.geometry[1, 0] > TEXT_STRIDE


def speech(start: Any, end: Any, **more: Any) -> dict[str, Any]:
    return item("speech", "sound", "labels", start=start, end=end, labels=["Speaker"], **more)


def test_spans_of_a_recording_are_seconds() -> None:
    found = spans(speech(0.25, 2, channel=0), speech(3, 1), name="speech")
    assert found.geometry.dtype == np.float64
    assert found.geometry.tolist() == [[0.25, 2.0], [1.0, 3.0]]
    assert found.groups is None


def test_channels_of_a_recording_have_nothing_in_common() -> None:
    assert spans(speech(0, 1, channel=0), speech(0, 1, channel=1), name="speech").groups == (
        "",
        "1",
    )


def test_recordings_of_a_list_lie_apart() -> None:
    found = spans(speech(0, 1), speech(0, 1) | {"item_index": 2}, name="speech")
    assert found.geometry[:, 0].tolist() == [0, 2 * TIME_STRIDE]


def mark(start: str, end: str, *offsets: int, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "hypertextlabels": ["Title"], **more}
    value |= dict(zip(("startOffset", "endOffset"), offsets, strict=False))
    return item("mark", "page", "hypertextlabels", **value)


def test_spans_of_a_page_count_in_the_whole_page_where_they_can() -> None:
    found = spans(
        mark("/p[1]/text()[1]", "/p[1]/text()[1]", 2, 5, globalOffsets={"start": 12, "end": 15}),
        mark("/p[1]/text()[1]", "/p[2]/text()[1]", 2, 1, globalOffsets={"start": 12, "end": 31}),
        name="mark",
    )
    assert found.geometry.tolist() == [[12, 15], [12, 31]]
    assert found.groups == ("/p[1]/text()[1]", "/p[1]/text()[1]\x1f/p[2]/text()[1]")


def test_spans_of_a_page_without_its_offsets_count_in_their_node() -> None:
    found = spans(
        mark("/p[1]", "/p[1]", 7, 5),
        mark("/p[1]", "/p[2]", 2, 1, text="abcdef"),
        mark("/p[1]", "/p[2]", 2, 1),
        mark("/p[1]", "/p[2]", 3, 1),
        name="mark",
    )
    assert found.geometry.tolist() == [[5, 7], [2, 8], [0, 1], [0, 1]]
    groups = found.groups
    assert groups is not None
    assert len(set(groups)) == 4
    known = mark("/p[1]", "/p[1]", 5, 7, globalOffsets={"start": 5, "end": 7})
    assert spans(known, name="mark").groups != groups[:1]


def test_long_addresses_of_nodes_stay_short_and_distinct() -> None:
    first, second = (mark(f"/div[{n}]" * 99, f"/div[{n}]" * 99, 0, 1) for n in (1, 2))
    groups = spans(first, second, name="mark").groups
    assert groups is not None
    assert groups[0] != groups[1]
    assert max(map(len, groups)) < 50


def test_a_text_that_is_shown_as_a_page_is_one() -> None:
    found = spans(ner("/text()[1]", "/text()[1]", startOffset=1, endOffset=4), name="ner")
    assert found.geometry.tolist() == [[1, 4]]
    assert found.groups == ("/text()[1]\x1f",)


def test_offsets_of_a_text_count_whatever_else_is_written() -> None:
    found = spans(ner(5, 8, globalOffsets={"start": 5, "end": 8}), name="ner")
    assert (found.geometry.tolist(), found.groups) == ([[5, 8]], None)


def act(start: Any, end: Any, *offsets: Any, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "paragraphlabels": ["Ask"], **more}
    value |= dict(zip(("startOffset", "endOffset"), offsets, strict=False))
    return item("act", "talk", "paragraphlabels", **value)


def test_spans_of_a_dialogue_count_in_their_paragraph() -> None:
    found = spans(act("0", "0", 1, 4), act("2", "2", 1, 4), act("0", "2", 3, 1), name="act")
    assert found.geometry.tolist() == [[1, 4], [1, 4], [0, 1]]
    assert found.groups == ("0", "2", "0\x1f2\x1f3\x1f1")


@pytest.mark.parametrize("bad", [act("0", "0"), act(None, "0", 1, 2), act("0", "0", "a", 2)])
def test_spans_of_a_dialogue_without_their_place_are_unreadable(bad: dict[str, Any]) -> None:
    assert "span" in reason(bad, name="act")


def run(start: Any, end: Any, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "instant": False, "timeserieslabels": ["Run"], **more}
    return item("run", "series", "timeserieslabels", **value)


def test_spans_of_a_time_series_are_numbers_or_moments() -> None:
    moment = datetime(2020, 6, 15, 20, 23, 52, 500_000, tzinfo=UTC).timestamp()
    found = spans(
        run(1592250751951, 1592250752951),
        run("2020-06-15 20:23:52.500", "2020-06-15 20:23:53.500"),
        run("12", "10.5"),
        run(3, 3, instant=True),
        name="run",
    )
    assert found.geometry.tolist() == [
        [1592250751951.0, 1592250752951.0],
        [moment, moment + 1],
        [10.5, 12],
        [3, 3],
    ]


def test_time_series_of_a_list_lie_apart() -> None:
    assert spans(run(0, 1), run(0, 1) | {"item_index": 1}, name="run").groups == ("", "1\x1f")


@pytest.mark.parametrize("start", ["soon", None, float("nan"), "nan", []])
def test_spans_of_a_time_series_at_no_known_time_are_unreadable(start: Any) -> None:
    assert "an end of a span" in reason(run(start, 5), name="run")


def test_dates_of_a_time_series_in_the_format_of_its_column() -> None:
    config = parse_label_config("""<View>
      <TimeSeries name="series" value="$csv" timeFormat="%d/%m/%Y"><Channel column="a"/></TimeSeries>
      <TimeSeriesLabels name="run" toName="series"><Label value="Run"/></TimeSeriesLabels>
    </View>""")
    found = read(run("01/02/1970", "02/02/1970"), config=config)["run"]
    assert isinstance(found, Spans)
    assert found.geometry.tolist() == [[31 * 86400.0, 32 * 86400.0]]


def scene(*ranges: Any) -> dict[str, Any]:
    return item("scenes", "video", "timelinelabels", ranges=list(ranges), timelinelabels=["Day"])


def test_ranges_of_a_video_hold_their_first_and_last_frame() -> None:
    found = spans(
        scene({"start": 3, "end": 5}), scene({"start": 9, "end": 9}, {"start": 30, "end": 20}),
        name="scenes",
    )  # fmt: skip
    assert found.geometry.dtype == np.int64
    assert found.geometry.tolist() == [[3, 6], [9, 10], [20, 31]]
    assert found.labels == ("Day", "Day", "Day")


@pytest.mark.parametrize("ranges", [[], [5], [{"start": 1}], [{"start": 1, "end": 2.5}]])
def test_ranges_without_frames_are_unreadable(ranges: list[Any]) -> None:
    assert reason(scene(*ranges), name="scenes")


def test_spans_that_measure_in_different_units_are_unreadable() -> None:
    config = parse_label_config("""<View><Text name="text" value="$t"/><Audio name="a" value="$a"/>
      <Labels name="ner" toName="text,a"><Label value="Person"/></Labels></View>""")
    sound = item("ner", "a", "labels", start=0.5, end=1, labels=["Person"])
    found = read(ner(0, 1), sound, config=config)["ner"]
    assert found.reason == "the spans are of different kinds"  # type: ignore[union-attr]
