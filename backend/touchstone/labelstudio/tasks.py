"""Task records of an import: from the bytes of one record to checked, typed values.

What Label Studio derives from other values (`task`, `project`, `result_count`, `prediction`,
`created_ago`, counts, ...) is dropped, because the server derives it anew. An `id` that is not a
whole number is dropped too: only whole numbers can be looked up again.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec

from touchstone.labelstudio import wire
from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.labelstudio.quick import QuickReader
from touchstone.labelstudio.records import (
    AnnotationRecord,
    AuthorRef,
    DraftRecord,
    PredictionRecord,
    ReviewRecord,
    TaskRecord,
)
from touchstone.labelstudio.results import check_result, kind_of
from touchstone.labelstudio.strict_json import check_json, decode_json, explain

__all__ = [
    "AnnotationRecord",
    "AuthorRef",
    "DraftRecord",
    "PredictionRecord",
    "ReviewRecord",
    "TaskRecord",
    "decode_prediction",
    "decode_task",
]

MAX_INTEGER = 2**63 - 1  # PostgreSQL bigint
MAX_SMALL_INTEGER = 2**31 - 1  # PostgreSQL integer


class _Peek(msgspec.Struct):
    data: msgspec.Raw | wire.Absent = msgspec.UNSET


_peek = msgspec.json.Decoder(_Peek).decode
_decode_task = msgspec.json.Decoder(wire.TaskIn).decode
_decode_prediction = msgspec.json.Decoder(wire.PredictionIn).decode


def decode_task(
    raw: bytes, index: int, config: LabelConfig, quick: QuickReader | None = None
) -> TaskRecord:
    """One record of an import: a task object, or bare task data.

    With `quick`, common results are not decoded but read in one pass; their records say so.
    Raises BadRecord, with the place, for anything that cannot be stored, shown or scored.
    """
    path = f"$[{index}]"
    try:
        task = _decode_task(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        if _is_bare(raw, path):
            return TaskRecord(raw, _read_data(raw, path, config))
        raise _refuse(raw, path, error) from error
    if bytes(task.data)[:1] != b"{":
        return TaskRecord(raw, _read_data(raw, path, config))
    return _read_task(task, path, config, quick)


def _is_bare(raw: bytes, path: str) -> bool:
    """Whether a record that is no task object is the data of a task."""
    try:
        data = _peek(raw).data
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refuse(raw, path, error) from error
    return isinstance(data, wire.Absent) or bytes(data)[:1] != b"{"


def decode_prediction(raw: bytes, index: int, config: LabelConfig) -> PredictionRecord:
    """One prediction that comes without its task; `task_id` names the task.

    Raises BadRecord like `decode_task`. Spans cannot be held against the text here.
    """
    path = f"$[{index}]"
    try:
        prediction = _decode_prediction(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refuse(raw, path, error) from error
    return _TaskReader(config, None, None).prediction(prediction, path)


def _refuse(raw: bytes, path: str, error: Exception) -> BadRecord:
    message, at, place = str(error).partition(" - at `$")
    if isinstance(error, msgspec.ValidationError) and not message.startswith("Number"):
        if not at and message.startswith("Expected"):
            return BadRecord("a record must be an object", path)
        return BadRecord(message[0].lower() + message[1:], path + place.removesuffix("`"))
    return explain(raw, path, error)


def _read_data(raw: bytes, path: str, config: LabelConfig) -> dict[str, Any]:
    data = decode_json(raw, path)
    if not isinstance(data, dict):
        raise BadRecord(f"a record must be an object, not {kind_of(data)}", path)
    for key, item in config.required_data:
        if key not in data and not _is_nested(key, data):
            shown_by = f'<{item.tag} name="{item.name}">'
            raise BadRecord(f'the data has no "{key}", which {shown_by} shows', path)
    return data


def _is_nested(key: str, data: dict[str, Any]) -> bool:
    """``a.b`` may be a key of its own or reach into an object."""
    head, dot, _ = key.partition(".")
    return bool(dot) and head in data


def _read_task(
    task: wire.TaskIn, path: str, config: LabelConfig, quick: QuickReader | None
) -> TaskRecord:
    data_raw = bytes(task.data)
    data = _read_data(data_raw, f"{path}.data", config)
    meta_raw, meta = _read_meta(task.meta, f"{path}.meta")
    reader = _TaskReader(config, data, quick)
    return TaskRecord(
        data_raw=data_raw,
        data=data,
        meta_raw=meta_raw,
        meta=meta,
        inner_id=_whole(task.inner_id, path, "inner_id", MAX_SMALL_INTEGER),
        overlap=_whole(task.overlap, path, "overlap", MAX_SMALL_INTEGER),
        file_upload=_text(task.file_upload, path, "file_upload"),
        source_id=_source_id(task.id),
        created_at=_date(task.created_at, path, "created_at"),
        updated_at=_date(task.updated_at, path, "updated_at"),
        annotations=[
            reader.annotation(annotation, f"{path}.annotations[{i}]")
            for i, annotation in enumerate(task.annotations or ())
        ],
        predictions=[
            reader.prediction(prediction, f"{path}.predictions[{i}]")
            for i, prediction in enumerate(task.predictions or ())
            if not isinstance(prediction, int)
        ],
        drafts=[
            reader.draft(draft, f"{path}.drafts[{i}]")
            for i, draft in enumerate(task.drafts or ())
            if not isinstance(draft, int)
        ],
    )


class _TaskReader:
    """Reads the parts of one task, which share its configuration and data."""

    __slots__ = ("_config", "_data", "_quick")

    def __init__(
        self, config: LabelConfig, data: dict[str, Any] | None, quick: QuickReader | None
    ) -> None:
        self._config = config
        self._data = data
        self._quick = quick

    def annotation(self, annotation: wire.AnnotationIn, path: str) -> AnnotationRecord:
        result_raw, result, quick = self._answer(annotation.result, path)
        return AnnotationRecord(
            result_raw=result_raw,
            result=result,
            quick=quick,
            completed_by=_author(annotation.completed_by, path, "completed_by"),
            updated_by=_author(annotation.updated_by, path, "updated_by"),
            last_created_by=_author(annotation.last_created_by, path, "last_created_by"),
            version=_whole(annotation.version, path, "version", MAX_SMALL_INTEGER),
            was_cancelled=bool(annotation.was_cancelled),
            ground_truth=bool(annotation.ground_truth),
            lead_time=annotation.lead_time,
            created_at=_date(annotation.created_at, path, "created_at"),
            updated_at=_date(annotation.updated_at, path, "updated_at"),
            draft_created_at=_date(annotation.draft_created_at, path, "draft_created_at"),
            unique_id=_text(annotation.unique_id, path, "unique_id"),
            import_id=_whole(annotation.import_id, path, "import_id"),
            last_action=_text(annotation.last_action, path, "last_action"),
            parent_prediction=_whole(annotation.parent_prediction, path, "parent_prediction"),
            parent_annotation=_whole(annotation.parent_annotation, path, "parent_annotation"),
            source_id=_source_id(annotation.id),
            reviews=[
                self.review(review, f"{path}.reviews[{i}]")
                for i, review in enumerate(annotation.reviews or ())
            ],
        )

    def review(self, review: wire.ReviewIn, path: str) -> ReviewRecord:
        record = ReviewRecord(
            accepted=review.accepted,
            created_at=_date(review.created_at, path, "created_at"),
            created_by=_author(review.created_by, path, "created_by"),
            comment=_text(review.comment, path, "comment"),
            verdict=_text(review.verdict, path, "verdict"),
            annotation_version=_whole(review.annotation_version, path, "annotation_version"),
            fixed_version=_whole(review.fixed_version, path, "fixed_version"),
            reject_action=_text(review.reject_action, path, "reject_action"),
            remove_from_queue=bool(review.remove_from_queue),
            started_at=_date(review.started_at, path, "started_at"),
            source_id=_source_id(review.id),
        )
        if not isinstance(review.result, wire.Absent) and bytes(review.result) != b"null":
            record.result_raw, record.result = self._result(review.result, path)
        return record

    def prediction(self, prediction: wire.PredictionIn, path: str) -> PredictionRecord:
        result_raw, result, quick = self._answer(prediction.result, path)
        return PredictionRecord(
            result_raw=result_raw,
            result=result,
            quick=quick,
            task_id=_whole(prediction.task, path, "task"),
            score=prediction.score,
            model_version=_text(prediction.model_version, path, "model_version"),
            created_at=_date(prediction.created_at, path, "created_at"),
            updated_at=_date(prediction.updated_at, path, "updated_at"),
            source_id=_source_id(prediction.id),
        )

    def draft(self, draft: wire.DraftIn, path: str) -> DraftRecord:
        result_raw, result = self._result(draft.result, path)
        return DraftRecord(
            result_raw=result_raw,
            result=result,
            user=_author(draft.user, path, "user"),
            created_at=_date(draft.created_at, path, "created_at"),
            updated_at=_date(draft.updated_at, path, "updated_at"),
            source_id=_source_id(draft.id),
            annotation_id=_whole(draft.annotation, path, "annotation"),
            lead_time=draft.lead_time,
        )

    def _answer(
        self, raw: msgspec.Raw, path: str
    ) -> tuple[bytes, list[Any], tuple[int, bytes] | None]:
        """The bytes of a result, and either its items or what was quickly read."""
        if self._quick is not None and self._data is not None:
            kept = bytes(raw)
            found = self._quick.read(kept, self._data)
            if found is not None:
                return kept, [], found
        return *self._result(raw, path), None

    def _result(self, raw: msgspec.Raw, path: str) -> tuple[bytes, list[Any]]:
        kept = bytes(raw)
        if kept == b"null":
            return b"[]", []
        place = f"{path}.result"
        result = decode_json(kept, place)
        check_result(result, self._config, place, data=self._data)
        return kept, result


def _read_meta(
    raw: msgspec.Raw | wire.Absent, path: str
) -> tuple[bytes | None, dict[str, Any] | None]:
    if isinstance(raw, wire.Absent):
        return None, None
    kept = bytes(raw)
    meta = decode_json(kept, path)
    if meta is None:
        return None, None
    if not isinstance(meta, dict):
        raise BadRecord(f"must be an object, not {kind_of(meta)}", path)
    return kept, meta


def _author(author: wire.Author, path: str, key: str) -> AuthorRef | None:
    if author is None:
        return None
    if isinstance(author, int):
        return AuthorRef(id=_whole(author, path, key))
    if isinstance(author, str):
        return AuthorRef(email=_text(author, path, key)) if author else None
    if author.id is None and not author.email:
        return None
    place = f"{path}.{key}"
    return AuthorRef(
        id=_whole(author.id, place, "id"),
        email=_text(author.email, place, "email") or None,
        first_name=_text(author.first_name, place, "first_name") or "",
        last_name=_text(author.last_name, place, "last_name") or "",
    )


def _date(text: str | None, path: str, key: str) -> datetime | None:
    """A point in time; without an offset it is UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRecord(f"not an ISO 8601 date and time: {text[:40]!r}", f"{path}.{key}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole(number: int | None, path: str, key: str, limit: int = MAX_INTEGER) -> int | None:
    if number is not None and not -limit <= number <= limit:
        raise BadRecord(f"the number is out of range, at most {limit} is allowed", f"{path}.{key}")
    return number


def _text(value: str | float | None, path: str, key: str) -> str | None:
    if value is None:
        return None
    text = str(value)
    if "\0" in text:
        check_json(text, f"{path}.{key}")
    return text


def _source_id(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= MAX_INTEGER else None
