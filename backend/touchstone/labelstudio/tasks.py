"""Task records of an import: from the bytes of one record to typed values.

Results, task data and meta are kept verbatim as bytes beside their decoded value, so that what
was imported can be given back unchanged. Keys that Label Studio derives from others (`task`,
`project`, `result_count`, `prediction`, `created_ago`, counts, ...) are dropped, because the
server derives them anew. An `id` that is not a whole number is dropped too: only whole numbers
can be looked up again.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.labelstudio.results import check_result, kind_of
from touchstone.labelstudio.strict_json import check_raw, decode_json, explain

MAX_INTEGER = 2**63 - 1  # PostgreSQL bigint
MAX_SMALL_INTEGER = 2**31 - 1  # PostgreSQL integer


class AuthorRef(msgspec.Struct, frozen=True):
    """Who did something, as far as the file says: an id, an e-mail address, or both."""

    id: int | None = None
    email: str | None = None
    first_name: str = ""
    last_name: str = ""


class ReviewRecord(msgspec.Struct):
    accepted: bool
    created_at: datetime | None = None
    created_by: AuthorRef | None = None
    comment: str | None = None
    reject_action: str | None = None
    remove_from_queue: bool = False
    started_at: datetime | None = None
    result_raw: bytes | None = None
    result: list[Any] | None = None
    source_id: int | None = None


class AnnotationRecord(msgspec.Struct):
    result_raw: bytes
    result: list[Any]
    completed_by: AuthorRef | None = None
    was_cancelled: bool = False
    ground_truth: bool = False
    lead_time: float | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    draft_created_at: datetime | None = None
    unique_id: str | None = None
    import_id: int | None = None
    last_action: str | None = None
    parent_prediction: int | None = None
    parent_annotation: int | None = None
    source_id: int | None = None
    reviews: list[ReviewRecord] = []


class PredictionRecord(msgspec.Struct):
    result_raw: bytes
    result: list[Any]
    score: float | None = None
    model_version: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    source_id: int | None = None


class DraftRecord(msgspec.Struct):
    result_raw: bytes
    result: list[Any]
    user: AuthorRef | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    source_id: int | None = None
    annotation_id: int | None = None


class TaskRecord(msgspec.Struct):
    data_raw: bytes
    data: dict[str, Any]
    meta_raw: bytes | None = None
    inner_id: int | None = None
    overlap: int | None = None
    file_upload: str | None = None
    source_id: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    annotations: list[AnnotationRecord] = []
    predictions: list[PredictionRecord] = []
    drafts: list[DraftRecord] = []


# The wire shapes. Unions with `int` are exports that hold only the ids of what was left out.

_Absent = msgspec.UnsetType


class _AuthorIn(msgspec.Struct):
    id: int | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


_Author = int | str | _AuthorIn | None


class _ReviewIn(msgspec.Struct):
    accepted: bool
    id: Any = None
    created_at: str | None = None
    created_by: _Author = None
    comment: str | None = None
    reject_action: str | None = None
    remove_from_queue: bool | None = None
    started_at: str | None = None
    result: msgspec.Raw | _Absent = msgspec.UNSET


class _AnnotationIn(msgspec.Struct):
    result: msgspec.Raw
    id: Any = None
    completed_by: _Author = None
    was_cancelled: bool | None = None
    ground_truth: bool | None = None
    lead_time: float | None = None
    created_at: str | None = None
    updated_at: str | None = None
    draft_created_at: str | None = None
    unique_id: str | None = None
    import_id: int | None = None
    last_action: str | None = None
    parent_prediction: int | None = None
    parent_annotation: int | None = None
    reviews: list[_ReviewIn] | None = None


class _PredictionIn(msgspec.Struct):
    result: msgspec.Raw
    id: Any = None
    score: float | None = None
    model_version: str | int | float | None = None
    created_at: str | None = None
    updated_at: str | None = None


class _DraftIn(msgspec.Struct):
    result: msgspec.Raw
    id: Any = None
    user: _Author = None
    annotation: int | None = None
    created_at: str | None = None
    updated_at: str | None = None


class _TaskIn(msgspec.Struct):
    data: msgspec.Raw
    id: Any = None
    meta: msgspec.Raw | _Absent = msgspec.UNSET
    inner_id: int | None = None
    overlap: int | None = None
    file_upload: str | int | None = None
    created_at: str | None = None
    updated_at: str | None = None
    annotations: list[_AnnotationIn] | None = None
    predictions: list[_PredictionIn | int] | None = None
    drafts: list[_DraftIn | int] | None = None


class _Peek(msgspec.Struct):
    data: msgspec.Raw | _Absent = msgspec.UNSET


_peek = msgspec.json.Decoder(_Peek).decode
_decode_task = msgspec.json.Decoder(_TaskIn).decode


def decode_task(raw: bytes, index: int, config: LabelConfig) -> TaskRecord:
    """One record of an import: a task object, or bare task data.

    Raises BadRecord, with the place, for anything that cannot be stored, shown or scored.
    """
    path = f"$[{index}]"
    try:
        data = _peek(raw).data
        if isinstance(data, _Absent) or bytes(data)[:1] != b"{":
            return TaskRecord(raw, _read_data(raw, path, config))
        wire = _decode_task(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refuse(raw, path, error) from error
    return _read_task(wire, path, config)


def _refuse(raw: bytes, path: str, error: Exception) -> BadRecord:
    if isinstance(error, msgspec.ValidationError):
        message, _, place = str(error).partition(" - at `$")
        if message == "Expected `object`, got `array`" or (not place and "got" in message):
            return BadRecord("a record must be an object", path)
        if "Number out of range" not in message:
            return BadRecord(_plain(message), path + place.removesuffix("`"))
    return explain(raw, path, error)


def _plain(message: str) -> str:
    return message[0].lower() + message[1:]


def _read_data(raw: bytes, path: str, config: LabelConfig) -> dict[str, Any]:
    data = decode_json(raw, path)
    if not isinstance(data, dict):
        raise BadRecord(f"a record must be an object, not {kind_of(data)}", path)
    for key, item in config.required_data:
        if key not in data and not _is_nested(key, data):
            raise BadRecord(
                f'the data has no "{key}", which <{item.tag} name="{item.name}"> shows', path
            )
    return data


def _is_nested(key: str, data: dict[str, Any]) -> bool:
    """``a.b`` may be a key of its own or reach into an object."""
    head, dot, _ = key.partition(".")
    return bool(dot) and head in data


def _read_task(wire: _TaskIn, path: str, config: LabelConfig) -> TaskRecord:
    data_raw = bytes(wire.data)
    data = _read_data(data_raw, f"{path}.data", config)
    context = _Context(config, data)
    return TaskRecord(
        data_raw=data_raw,
        data=data,
        meta_raw=_read_meta(wire.meta, f"{path}.meta"),
        inner_id=_bounded(wire.inner_id, f"{path}.inner_id", MAX_SMALL_INTEGER),
        overlap=_bounded(wire.overlap, f"{path}.overlap", MAX_SMALL_INTEGER),
        file_upload=_text(wire.file_upload, f"{path}.file_upload"),
        source_id=_source_id(wire.id),
        created_at=_date(wire.created_at, path, "created_at"),
        updated_at=_date(wire.updated_at, path, "updated_at"),
        annotations=[
            context.annotation(item, f"{path}.annotations[{i}]")
            for i, item in enumerate(wire.annotations or ())
        ],
        predictions=[
            context.prediction(item, f"{path}.predictions[{i}]")
            for i, item in enumerate(wire.predictions or ())
            if not isinstance(item, int)
        ],
        drafts=[
            context.draft(item, f"{path}.drafts[{i}]")
            for i, item in enumerate(wire.drafts or ())
            if not isinstance(item, int)
        ],
    )


class _Context:
    """What the parts of one task share: the configuration and the data they are about."""

    __slots__ = ("config", "data")

    def __init__(self, config: LabelConfig, data: dict[str, Any]) -> None:
        self.config = config
        self.data = data

    def result(self, raw: msgspec.Raw, path: str) -> tuple[bytes, list[Any]]:
        kept = bytes(raw)
        if kept == b"null":
            return b"[]", []
        result = decode_json(kept, path)
        check_result(result, self.config, path, data=self.data)
        return kept, result

    def annotation(self, wire: _AnnotationIn, path: str) -> AnnotationRecord:
        result_raw, result = self.result(wire.result, f"{path}.result")
        return AnnotationRecord(
            result_raw=result_raw,
            result=result,
            completed_by=_author(wire.completed_by, f"{path}.completed_by"),
            was_cancelled=bool(wire.was_cancelled),
            ground_truth=bool(wire.ground_truth),
            lead_time=wire.lead_time,
            created_at=_date(wire.created_at, path, "created_at"),
            updated_at=_date(wire.updated_at, path, "updated_at"),
            draft_created_at=_date(wire.draft_created_at, path, "draft_created_at"),
            unique_id=_text(wire.unique_id, f"{path}.unique_id"),
            import_id=_bounded(wire.import_id, f"{path}.import_id"),
            last_action=_text(wire.last_action, f"{path}.last_action"),
            parent_prediction=_bounded(wire.parent_prediction, f"{path}.parent_prediction"),
            parent_annotation=_bounded(wire.parent_annotation, f"{path}.parent_annotation"),
            source_id=_source_id(wire.id),
            reviews=[
                self.review(item, f"{path}.reviews[{i}]")
                for i, item in enumerate(wire.reviews or ())
            ],
        )

    def review(self, wire: _ReviewIn, path: str) -> ReviewRecord:
        record = ReviewRecord(
            accepted=wire.accepted,
            created_at=_date(wire.created_at, path, "created_at"),
            created_by=_author(wire.created_by, f"{path}.created_by"),
            comment=_text(wire.comment, f"{path}.comment"),
            reject_action=_text(wire.reject_action, f"{path}.reject_action"),
            remove_from_queue=bool(wire.remove_from_queue),
            started_at=_date(wire.started_at, path, "started_at"),
            source_id=_source_id(wire.id),
        )
        if not isinstance(wire.result, _Absent) and bytes(wire.result) != b"null":
            record.result_raw, record.result = self.result(wire.result, f"{path}.result")
        return record

    def prediction(self, wire: _PredictionIn, path: str) -> PredictionRecord:
        result_raw, result = self.result(wire.result, f"{path}.result")
        version = wire.model_version
        return PredictionRecord(
            result_raw=result_raw,
            result=result,
            score=wire.score,
            model_version=None if version is None else _text(version, f"{path}.model_version"),
            created_at=_date(wire.created_at, path, "created_at"),
            updated_at=_date(wire.updated_at, path, "updated_at"),
            source_id=_source_id(wire.id),
        )

    def draft(self, wire: _DraftIn, path: str) -> DraftRecord:
        result_raw, result = self.result(wire.result, f"{path}.result")
        return DraftRecord(
            result_raw=result_raw,
            result=result,
            user=_author(wire.user, f"{path}.user"),
            created_at=_date(wire.created_at, path, "created_at"),
            updated_at=_date(wire.updated_at, path, "updated_at"),
            source_id=_source_id(wire.id),
            annotation_id=_bounded(wire.annotation, f"{path}.annotation"),
        )


def _read_meta(raw: msgspec.Raw | _Absent, path: str) -> bytes | None:
    if isinstance(raw, _Absent):
        return None
    kept = bytes(raw)
    decode_json(kept, path)
    return None if kept == b"null" else kept


def _author(wire: _Author, path: str) -> AuthorRef | None:
    if wire is None:
        return None
    if isinstance(wire, int):
        return AuthorRef(id=_bounded(wire, path))
    if isinstance(wire, str):
        return AuthorRef(email=_text(wire, path) or None)
    if wire.id is None and not wire.email:
        return None
    return AuthorRef(
        id=_bounded(wire.id, f"{path}.id"),
        email=_text(wire.email, f"{path}.email") or None,
        first_name=_text(wire.first_name, f"{path}.first_name") or "",
        last_name=_text(wire.last_name, f"{path}.last_name") or "",
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


def _bounded(number: int | None, path: str, limit: int = MAX_INTEGER) -> int | None:
    if number is not None and not -limit <= number <= limit:
        raise BadRecord(f"the number {number} is out of range", path)
    return number


def _text(value: str | float | None, path: str) -> str | None:
    if value is None:
        return None
    text = str(value)
    check_raw(b"\\u0000" if "\0" in text else b"", text, path)
    return text


def _source_id(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= MAX_INTEGER else None
