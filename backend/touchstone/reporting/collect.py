"""A file of tasks to the answers that are compared, and who gave them."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import numpy as np

from touchstone.agreement.answers import Answer
from touchstone.agreement.types import Ints
from touchstone.labelstudio.export_reader import (
    UNKNOWN_AUTHOR,
    ExportAnswer,
    ExportTask,
    read_export,
)
from touchstone.labelstudio.features import decode_features, extract_features
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.reporting.inference import Seen

CHUNK_BYTES = 1024 * 1024

Advance = Callable[[int], None]
"""Told how many more bytes have been read."""


class Kind(StrEnum):
    ANNOTATOR = "annotator"
    GROUND_TRUTH = "ground truth"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Participant:
    kind: Kind
    name: str


TRUTH = Participant(Kind.GROUND_TRUTH, "ground truth")


@dataclass(slots=True)
class Given:
    """One answer that counts: position of its task and of who gave it, and the answer."""

    task: int
    participant: int
    answers: dict[str, Answer]
    """Shared between equal answers: never changed."""


@dataclass(slots=True)
class Unreadable:
    """A record or a result of which nothing can be compared."""

    task: str
    reason: str


@dataclass(slots=True)
class Collected:
    tasks: list[int | str] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    pairs: "array[int]" = field(default_factory=lambda: array("q"))
    """Positions in `given`, the two of a pair one after the other."""
    newest: list[int] = field(default_factory=list)
    """The answers that count, one for each participant of a task: positions in `given`."""
    unreadable: list[Unreadable] = field(default_factory=list)
    n_annotations: int = 0
    n_cancelled: int = 0
    n_predictions: int = 0
    n_repeated: int = 0
    """Annotations of somebody who has annotated the task once more, later."""
    n_unknown: int = 0
    """Annotations without an author."""
    n_unreadable: int = 0
    controls_missing: Counter[str] = field(default_factory=Counter)
    """Controls that the results have and the config has not, with the number of items."""

    def pair_array(self) -> Ints:
        return np.array(self.pairs, dtype=np.int64).reshape(-1, 2)


SHORT = 256
"""Bytes of features up to which equal answers are kept once."""
MOST_SHARED = 50_000
MOST_UNREADABLE = 1000
"""That are listed; all are counted."""


def chunks_of(path: Path, advance: Advance) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            advance(len(chunk))
            yield chunk


def look_over(path: Path, advance: Advance) -> Seen:
    """What controls the results of a file have. Raises BadRecord for a file that is no export."""
    seen = Seen()
    for task in read_export(chunks_of(path, advance)):
        seen.n_tasks += 1
        seen.first_problem = seen.first_problem or task.problem
        for answer in task.annotations:
            seen.add(answer.result)
    return seen


def collect(path: Path, config: LabelConfig, advance: Advance) -> Collected:
    """All answers of a file. Raises BadRecord for a file that is no export."""
    collector = _Collector(config)
    for task in read_export(chunks_of(path, advance)):
        collector.add(task)
    return collector.found


class _Collector:
    def __init__(self, config: LabelConfig) -> None:
        self.found = Collected()
        self._config = config
        self._known: dict[Participant, int] = {}
        self._decoded: dict[bytes, dict[str, Answer]] = {}

    def add(self, task: ExportTask) -> None:
        found = self.found
        number = len(found.tasks)
        found.tasks.append(task.id)
        if task.problem is not None:
            self._unreadable(task.id, task.problem)
        newest: dict[int, int] = {}
        truth: int | None = None
        n_unknown = 0
        for answer in task.annotations:
            if not self._count(answer):
                continue
            name = answer.author
            if answer.model_version is None and name == UNKNOWN_AUTHOR:
                n_unknown += 1
                name = f"unknown {n_unknown}"
            participant = self._participant(answer, name)
            place = len(found.given)
            found.given.append(Given(number, participant, self._read(answer)))
            found.n_repeated += participant in newest and answer.model_version is None
            newest[participant] = place
            if answer.ground_truth:
                truth = place
        found.n_unknown += n_unknown
        found.newest += newest.values()
        found.pairs.extend(chain.from_iterable(combinations(newest.values(), 2)))
        if truth is not None:
            self._add_truth(truth, newest)

    def _add_truth(self, place: int, newest: dict[int, int]) -> None:
        """The ground truth takes part beside its author, and is not compared with them."""
        found = self.found
        original = found.given[place]
        truth = len(found.given)
        participant = self._number(TRUTH)
        found.given.append(Given(original.task, participant, original.answers))
        for who, other in newest.items():
            if who != original.participant:
                found.pairs.extend((truth, other))

    def _count(self, answer: ExportAnswer) -> bool:
        found = self.found
        if answer.model_version is not None:
            found.n_predictions += 1
        elif answer.cancelled:
            found.n_cancelled += 1
            return False
        else:
            found.n_annotations += 1
        return True

    def _participant(self, answer: ExportAnswer, name: str) -> int:
        if answer.model_version is None:
            return self._number(Participant(Kind.ANNOTATOR, name))
        return self._number(Participant(Kind.MODEL, answer.model_version or "no version"))

    def _number(self, participant: Participant) -> int:
        number = self._known.setdefault(participant, len(self._known))
        if number == len(self.found.participants):
            self.found.participants.append(participant)
        return number

    def _read(self, answer: ExportAnswer) -> dict[str, Answer]:
        items = [item for item in answer.result if isinstance(item, dict)]
        self._note_missing(items)
        blob = extract_features(items, self._config)
        answers = self._decoded.get(blob)
        if answers is None:
            answers = decode_features(blob)
            if len(blob) <= SHORT and len(self._decoded) < MOST_SHARED:
                self._decoded[blob] = answers
        return answers

    def _note_missing(self, items: Iterable[dict[str, Any]]) -> None:
        for item in items:
            name = item.get("from_name")
            if isinstance(name, str) and self._config.find_control(name) is None:
                self.found.controls_missing[name[:80]] += 1

    def _unreadable(self, task_id: object, reason: str) -> None:
        self.found.n_unreadable += 1
        if len(self.found.unreadable) < MOST_UNREADABLE:
            self.found.unreadable.append(Unreadable(str(task_id), reason))
