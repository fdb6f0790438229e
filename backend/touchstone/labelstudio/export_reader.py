"""Tasks of an export with their answers, for whoever reads a file without importing it.

More lenient than an import: a fault costs the task or the answer that has it, and is told.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.results import kind_of
from touchstone.labelstudio.stream import iter_records
from touchstone.labelstudio.strict_json import decode_json

UNKNOWN_AUTHOR: Final = "unknown"

NO_VERSION: Final = ""
"""The model version of a prediction that names none."""


@dataclass(slots=True)
class ExportAnswer:
    """An annotation, or a prediction: only that has a `model_version`."""

    id: Any
    author: str
    model_version: str | None
    cancelled: bool
    ground_truth: bool
    result: list[Any]


@dataclass(slots=True)
class ExportTask:
    """`problem` says what of the task could not be read; the rest is there."""

    id: int | str
    data: dict[str, Any]
    annotations: list[ExportAnswer] = field(default_factory=list)
    problem: str | None = None


def read_export(chunks: Iterable[bytes]) -> Iterator[ExportTask]:
    """The tasks of a file, one after the other, each with annotations and then predictions.

    A task without an id has its number in the file, from 1. Raises BadRecord for a file that is
    no JSON list of records, nor one record a line.
    """
    for index, raw in enumerate(iter_records(chunks)):
        try:
            record = _decode(raw, f"$[{index}]")
        except BadRecord as error:
            yield ExportTask(index + 1, {}, problem=str(error))
            continue
        if not isinstance(record, dict):
            problem = f"$[{index}]: a record must be an object, not {kind_of(record)}"
            yield ExportTask(index + 1, {}, problem=problem)
            continue
        yield _read_task(record, index)


def _decode(raw: bytes, path: str) -> Any:
    """JSON, and also NaN and Infinity, which Python writes: they spoil one answer, no task."""
    try:
        return decode_json(raw, path)
    except BadRecord:
        if b"NaN" not in raw and b"Infinity" not in raw:
            raise
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            pass
        raise


def _read_task(record: dict[str, Any], index: int) -> ExportTask:
    task_id, data = record.get("id"), record.get("data")
    task = ExportTask(
        task_id if isinstance(task_id, int | str) else index + 1,
        data if isinstance(data, dict) else {},
    )
    found = record.get("annotations", record.get("completions"))
    for annotation in _objects(found, "annotations", index, task):
        task.annotations.append(
            ExportAnswer(
                annotation.get("id"),
                _author(annotation.get("completed_by")),
                None,
                bool(annotation.get("was_cancelled")),
                bool(annotation.get("ground_truth")),
                _result(annotation, "annotation", task),
            )
        )
    for prediction in _objects(record.get("predictions"), "predictions", index, task):
        version = prediction.get("model_version")
        task.annotations.append(
            ExportAnswer(
                prediction.get("id"),
                UNKNOWN_AUTHOR,
                NO_VERSION if version is None else str(version),
                False,
                False,
                _result(prediction, "prediction", task),
            )
        )
    return task


def _objects(found: Any, key: str, index: int, task: ExportTask) -> Iterator[dict[str, Any]]:
    """The objects of a list; a bare id stands for what the export leaves out."""
    if found is None:
        return
    if not isinstance(found, list):
        task.problem = f"$[{index}].{key}: must be a list, not {kind_of(found)}"
        return
    for number, entry in enumerate(found):
        if isinstance(entry, dict):
            yield entry
        elif type(entry) is not int:
            place = f"$[{index}].{key}[{number}]"
            task.problem = f"{place}: must be an object, not {kind_of(entry)}"


def _result(answer: dict[str, Any], what: str, task: ExportTask) -> list[Any]:
    result = answer.get("result")
    if isinstance(result, list):
        return result
    if result is not None:
        problem = f"the result of {what} {answer.get('id')} is not a list but {kind_of(result)}"
        task.problem = problem
    return []


def _author(found: Any) -> str:
    """An e-mail address where there is one, else `user 7`."""
    if isinstance(found, dict):
        email = found.get("email")
        if isinstance(email, str) and email:
            return email
        found = found.get("id")
    if isinstance(found, str) and found:
        return found
    return f"user {found}" if type(found) is int else UNKNOWN_AUTHOR
