import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.labelstudio.tasks import (
    AuthorRef,
    ReviewRecord,
    decode_prediction,
    decode_task,
)

CONFIG = parse_label_config("""<View>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="Sport"/></Choices>
  <Labels name="ner" toName="text"><Label value="Person"/></Labels>
</View>""")

CHOICE = {
    "id": "r1",
    "from_name": "topic",
    "to_name": "text",
    "type": "choices",
    "value": {"choices": ["Sport"]},
}

FULL: dict[str, Any] = {
    "id": 501,
    "inner_id": 3,
    "overlap": 2,
    "data": {"text": "Hello", "n": 1},
    "meta": {"source": "press"},
    "file_upload": "8d-news.csv",
    "created_at": "2024-03-10T18:36:04.219746Z",
    "updated_at": "2024-03-11",
    "agreement": 80.75,
    "total_annotations": 1,
    "comment_authors": [],
    "annotations": [
        {
            "id": 9,
            "completed_by": {
                "id": 17,
                "email": "a@example.org",
                "first_name": "A",
                "last_name": "",
            },
            "result": [CHOICE],
            "was_cancelled": False,
            "ground_truth": True,
            "lead_time": 12.5,
            "created_at": "2024-03-28T22:02:29.441579+02:00",
            "updated_at": "2024-03-28T22:02:29",
            "draft_created_at": None,
            "unique_id": "d58b919e-0b7a-41ae-a72b-d9be3e39432a",
            "import_id": None,
            "last_action": "updated",
            "parent_prediction": 4,
            "parent_annotation": None,
            "last_created_by": 18,
            "version": 2,
            "prediction": {},
            "result_count": 0,
            "task": 501,
            "project": 7,
            "reviews": [
                {
                    "id": 1,
                    "accepted": False,
                    "created_by": {"id": 20, "email": "r@example.org"},
                    "created_at": "2024-04-01T00:00:00Z",
                    "comment": "look again",
                    "reject_action": "requeue",
                },
                {"accepted": True, "result": [CHOICE], "fixed_version": 2, "created_by": 20},
            ],
        },
        {"result": [], "completed_by": 5, "was_cancelled": True},
    ],
    "predictions": [
        {"id": 3, "result": [CHOICE], "score": 1, "model_version": "v1"},
        77,
        {"result": [], "score": None, "model_version": 2},
    ],
    "drafts": [
        {"result": [CHOICE], "user": "a@example.org", "created_at": "2024-01-01T00:00:00Z"},
        78,
    ],
}


def encode(record: Any) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def task_with(**changes: Any) -> dict[str, Any]:
    return {"data": {"text": "Hello"}, **changes}


def annotation_with(**changes: Any) -> dict[str, Any]:
    return task_with(annotations=[{"result": [CHOICE], **changes}])


def refuse(raw: bytes) -> BadRecord:
    with pytest.raises(BadRecord) as caught:
        decode_task(raw, 17, CONFIG)
    return caught.value


def test_reads_a_whole_task() -> None:
    task = decode_task(encode(FULL), 0, CONFIG)

    assert task.data == {"text": "Hello", "n": 1}
    assert task.meta == {"source": "press"}
    assert (task.source_id, task.inner_id, task.overlap) == (501, 3, 2)
    assert task.file_upload == "8d-news.csv"
    assert task.created_at == datetime(2024, 3, 10, 18, 36, 4, 219746, tzinfo=UTC)
    assert task.updated_at == datetime(2024, 3, 11, tzinfo=UTC)


def test_reads_annotations() -> None:
    first, second = decode_task(encode(FULL), 0, CONFIG).annotations

    assert first.result == [CHOICE]
    assert first.completed_by == AuthorRef(17, "a@example.org", "A", "")
    assert first.last_created_by == AuthorRef(18)
    assert (first.source_id, first.version, first.parent_prediction) == (9, 2, 4)
    assert (first.was_cancelled, first.ground_truth, first.lead_time) == (False, True, 12.5)
    offset = timezone(timedelta(hours=2))
    assert first.created_at == datetime(2024, 3, 28, 22, 2, 29, 441579, tzinfo=offset)
    assert first.updated_at == datetime(2024, 3, 28, 22, 2, 29, tzinfo=UTC)
    assert first.draft_created_at is None
    assert first.unique_id == "d58b919e-0b7a-41ae-a72b-d9be3e39432a"
    assert first.last_action == "updated"
    assert (second.completed_by, second.was_cancelled) == (AuthorRef(5), True)
    assert (second.ground_truth, second.result, second.reviews) == (False, [], [])


def test_reads_reviews() -> None:
    rejected, fixed = decode_task(encode(FULL), 0, CONFIG).annotations[0].reviews

    assert rejected == ReviewRecord(
        accepted=False,
        created_at=datetime(2024, 4, 1, tzinfo=UTC),
        created_by=AuthorRef(20, "r@example.org"),
        comment="look again",
        reject_action="requeue",
        source_id=1,
    )
    assert (fixed.accepted, fixed.result, fixed.fixed_version) == (True, [CHOICE], 2)


def test_reads_predictions_and_drafts_and_skips_bare_ids() -> None:
    task = decode_task(encode(FULL), 0, CONFIG)

    assert [(p.score, p.model_version) for p in task.predictions] == [(1.0, "v1"), (None, "2")]
    (draft,) = task.drafts
    assert (draft.user, draft.result) == (AuthorRef(email="a@example.org"), [CHOICE])


def test_keeps_the_bytes_of_results_data_and_meta() -> None:
    data = b'{ "text":"caf\\u00e9", "big": 12345678901234567890123, "f": 1.50 }'
    result = (
        b'[ {"type":"choices","from_name":"topic","to_name":"text",'
        b'"value":{"choices":["Sport"]},"unknown" : [1E2,{}]} ]'
    )
    raw = (
        b'{"annotations":[{"result":%b}],"predictions":[{"result": %b }],"drafts":[{"result":%b}],'
        b'"meta": {"a" :1},"data":%b}' % (result, result, result, data)
    )
    task = decode_task(raw, 0, CONFIG)
    assert task.data_raw == data
    assert task.data["text"] == "café"
    assert task.meta_raw == b'{"a" :1}'
    assert task.annotations[0].result_raw == result
    assert task.predictions[0].result_raw == result
    assert task.drafts[0].result_raw == result


@pytest.mark.parametrize(
    "data",
    [
        {"text": "Hello"},
        {"text": "Hello", "id": "not a number", "annotations": "not a list"},
        {"text": "Hello", "data": "a column of that name"},
        {"text": None},
        {"text": "مرحبا 猫 👩‍🚀", "a.b": {"c": []}},
    ],
)
def test_bare_data_is_a_task(data: dict[str, Any]) -> None:
    task = decode_task(encode(data), 0, CONFIG)
    assert task.data == data
    assert task.data_raw == encode(data)
    assert task.annotations == []


@pytest.mark.parametrize(
    ("completed_by", "author"),
    [
        (None, None),
        ({}, None),
        ("", None),
        (7, AuthorRef(7)),
        ("x@example.org", AuthorRef(email="x@example.org")),
        ({"email": "x@example.org"}, AuthorRef(email="x@example.org")),
        ({"id": 7, "email": None, "first_name": None, "avatar": "x"}, AuthorRef(7)),
    ],
)
def test_authors_come_in_several_shapes(completed_by: Any, author: AuthorRef | None) -> None:
    task = decode_task(encode(annotation_with(completed_by=completed_by)), 0, CONFIG)
    assert task.annotations[0].completed_by == author


def test_ids_that_cannot_be_looked_up_are_dropped() -> None:
    for identifier in ("abc", None, 1.5, -1, 2**63, [1]):
        task = decode_task(encode(annotation_with(id=identifier) | {"id": identifier}), 0, CONFIG)
        assert task.source_id is None
        assert task.annotations[0].source_id is None


def test_null_lists_results_and_flags_are_empty() -> None:
    nothing = dict.fromkeys(("annotations", "predictions", "drafts", "meta", "overlap"))
    task = decode_task(encode(task_with(**nothing)), 0, CONFIG)
    assert (task.annotations, task.predictions, task.drafts, task.meta) == ([], [], [], None)
    raw = encode(annotation_with(result=None, was_cancelled=None, ground_truth=None, reviews=None))
    (annotation,) = decode_task(raw, 0, CONFIG).annotations
    assert (annotation.result, annotation.result_raw) == ([], b"[]")
    assert (annotation.was_cancelled, annotation.ground_truth) == (False, False)


@pytest.mark.parametrize(
    ("record", "place", "words"),
    [
        ([], "", "must be an object"),
        ("text", "", "must be an object"),
        (None, "", "must be an object"),
        (12, "", "must be an object"),
        ({}, "", 'no "text", which <Text name="text"> shows'),
        ({"txt": "Hello"}, "", 'no "text"'),
        ({"data": {}}, ".data", 'no "text"'),
        ({"data": {"text": "x"}, "meta": [1]}, ".meta", "must be an object, not a list"),
        (task_with(annotations={}), ".annotations", "expected `array"),
        (task_with(annotations=[1]), ".annotations[0]", "expected `object`, got `int`"),
        (task_with(annotations=[{}]), ".annotations[0]", "missing required field `result`"),
        (task_with(predictions=["x"]), ".predictions[0]", "got `str`"),
        (task_with(inner_id="x"), ".inner_id", "got `str`"),
        (task_with(inner_id=2**31), ".inner_id", "out of range"),
        (task_with(overlap=-(2**40)), ".overlap", "out of range"),
        (task_with(created_at="yesterday"), ".created_at", "not an ISO 8601"),
        (task_with(created_at=1700000000), ".created_at", "got `int`"),
        (annotation_with(result={}), ".annotations[0].result", "must be a list, not an object"),
        (annotation_with(result=[[]]), ".annotations[0].result[0]", "must be an object"),
        (annotation_with(completed_by=[]), ".annotations[0].completed_by", "got `array`"),
        (annotation_with(completed_by=2**63), ".annotations[0].completed_by", "out of range"),
        (annotation_with(completed_by={"id": "x"}), ".annotations[0].completed_by.id", "got `str`"),
        (annotation_with(lead_time="1"), ".annotations[0].lead_time", "got `str`"),
        (annotation_with(was_cancelled=2), ".annotations[0].was_cancelled", "got `int`"),
        (annotation_with(updated_at="2024-13-01"), ".annotations[0].updated_at", "ISO 8601"),
        (annotation_with(reviews=[{}]), ".annotations[0].reviews[0]", "field `accepted`"),
        (
            annotation_with(reviews=[{"accepted": True, "result": [{"from_name": "no"}]}]),
            ".annotations[0].reviews[0].result[0].from_name",
            'no control is named "no"',
        ),
        (task_with(predictions=[{"result": [], "score": "1"}]), ".predictions[0].score", "str"),
        (
            task_with(predictions=[{"result": []}, {"result": [{**CHOICE, "to_name": "x"}]}]),
            ".predictions[1].result[0].to_name",
            'does not label "x"',
        ),
        (
            task_with(drafts=[{"result": [{**CHOICE, "type": "labels"}]}]),
            ".drafts[0].result[0].type",
            "<Choices>",
        ),
    ],
)
def test_refuses_what_cannot_be_a_task(record: Any, place: str, words: str) -> None:
    error = refuse(encode(record))
    assert error.path == f"$[17]{place}"
    assert words in error.message
    assert str(error) == f"{error.path}: {error.message}"


def test_spans_are_held_against_the_text_of_the_task() -> None:
    span = {"from_name": "ner", "to_name": "text", "type": "labels"}
    span["value"] = {"start": 0, "end": 6, "labels": ["Person"]}  # type: ignore[assignment]
    error = refuse(encode(annotation_with(result=[CHOICE, span])))
    assert error.path == "$[17].annotations[0].result[1].value.end"
    assert "the text has 5 characters" in error.message


RESULT = (
    b'{"data":{"text":"Hello"},"annotations":[{"result":[{"from_name":"topic","to_name":"text",'
    b'"type":"choices","value":{"choices":["Sport"]},"score":%b}]}]}'
)
SCORE = ".annotations[0].result[0].score"


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [
        (b'{"text": NaN}', ".text", "NaN"),
        (b'{"text": -Infinity}', ".text", "Infinity"),
        (b'{"text": 1e999}', ".text", "NaN, Infinity and numbers of that size"),
        (b'{"data": {"text": [1, {"a": NaN}]}}', ".data.text[1].a", "NaN"),
        (RESULT % b"NaN", SCORE, "NaN"),
        (RESULT % b"Infinity", SCORE, "Infinity"),
        (RESULT % b"1e400", SCORE, "Infinity"),
        (RESULT % b'"a\\u0000b"', SCORE, "NUL"),
        (RESULT % b'"\\ud800"', SCORE, "surrogate"),
        (RESULT % b'"\\udc00\\ud800"', SCORE, "surrogate"),
        (b'{"data": {"text": "a\\u0000"}}', ".data.text", "NUL"),
        (b'{"text": "\\ud83d"}', ".text", "surrogate"),
        (b'{"text": "x", "a\\u0000b": 1}', "", "NUL"),
        (b'{"data": {"text": "x"}, "meta": {"m": ["\\u0000"]}}', ".meta.m[0]", "NUL"),
        (b'{"data": {"text": "x"}, "file_upload": "\\u0000"}', ".file_upload", "NUL"),
        (b'{"text": "\x00"}', "", "malformed JSON: invalid control character"),
        (b'{"text": "\xe9"}', "", "not UTF-8"),
        (b'{"text": "x"', "", "malformed JSON: expecting ',' delimiter (line 1, column 13"),
        (b'{"text": "x"} {}', "", "malformed JSON: extra data"),
        (b'{"text": "x",}', "", "malformed JSON"),
        (b"{'text': 1}", "", "malformed JSON"),
        (b'{"data": {"text": "x"}, "annotations": [}', "", "malformed JSON"),
        (b'{"data": {"text": 01}}', "", "malformed JSON"),
        (b"", "", "malformed JSON"),
        (b"garbage", "", "malformed JSON"),
    ],
)
def test_refuses_what_is_no_storable_json(raw: bytes, place: str, words: str) -> None:
    error = refuse(raw)
    assert error.path == f"$[17]{place}"
    assert words in error.message


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize("depth", [101, 500, 5000, 200_000])
def test_refuses_deep_nesting_anywhere(depth: int) -> None:
    for raw in (
        b'{"text": %b}' % nested(depth),
        b'{"data": {"text": %b}}' % nested(depth),
        b'{"data": {"text": ""}, "meta": {"m": %b}}' % nested(depth),
        RESULT % nested(depth),
    ):
        error = refuse(raw)
        assert "nested deeper than 100" in error.message
        assert len(error.path) <= 303


def test_accepts_nesting_up_to_the_limit_and_text_that_looks_like_it() -> None:
    decode_task(b'{"text": %b}' % nested(99), 0, CONFIG)
    decode_task(b'{"text": "%b"}' % nested(5000), 0, CONFIG)
    decode_task(b'{"text": "\\\\u0000", "wide": [%b]}' % b",".join([b"{}"] * 500), 0, CONFIG)


def test_nested_keys_of_the_data() -> None:
    config = parse_label_config('<View><Text name="t" value="$page.body"/></View>')
    decode_task(encode({"page": {"body": "x"}}), 0, config)
    decode_task(encode({"page.body": "x"}), 0, config)
    with pytest.raises(BadRecord, match=r"page\.body"):
        decode_task(encode({"body": "x"}), 0, config)


def test_a_prediction_without_its_task() -> None:
    raw = encode({"task": 12, "result": [CHOICE], "score": 0.25, "model_version": "m"})
    prediction = decode_prediction(raw, 0, CONFIG)
    assert (prediction.task_id, prediction.score, prediction.model_version) == (12, 0.25, "m")
    with pytest.raises(BadRecord) as caught:
        decode_prediction(encode({"task": "x", "result": []}), 4, CONFIG)
    assert caught.value.path == "$[4].task"
