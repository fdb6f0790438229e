"""From checked records to rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.features import extract_features
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.labelstudio.records import (
    AnnotationRecord,
    AuthorRef,
    DraftRecord,
    PredictionRecord,
    TaskRecord,
)
from touchstone.models.annotation import Action, ReviewState
from touchstone.models.review import Verdict
from touchstone.models.task import TaskState
from touchstone.tasks.figures import (
    AnnotationFacts,
    PredictionFacts,
    annotation_figures,
    prediction_figures,
)
from touchstone.transfers.readers.authors import People
from touchstone.transfers.readers.binary_copy import (
    HEADER,
    NULL,
    TRAILER,
    blob,
    float8,
    integer,
    integers,
    jsonb,
    microseconds,
    moment,
    text,
    texts,
)
from touchstone.transfers.readers.columns import COLUMNS, head
from touchstone.transfers.readers.messages import TABLES, Plan, Rows
from touchstone.transfers.readers.verdicts import Settled, settle, state_of

_TASK = head("tasks", integers=14, booleans=4).pack
_ANNOTATION = head("annotations", integers=8, booleans=2).pack
_PREDICTION = head("predictions", integers=5).pack
_DRAFT = head("drafts", integers=6).pack
_REVIEW = head("reviews", integers=7).pack
_QUEUE = head("review_queue", integers=4).pack
_WIDTH = {table: len(columns) for table, columns in COLUMNS.items()}

_ACTIONS = frozenset(Action)
_WORDS = {str(word): text(word) for word in (*Action, *ReviewState, *TaskState, *Verdict)}
_NO_PREDICTIONS = prediction_figures([])

Ids = Mapping[str, Iterator[int]]


class Encoder:
    """Makes the rows of one import."""

    def __init__(self, plan: Plan, config: LabelConfig) -> None:
        self._plan = plan
        self._config = config
        self._now = microseconds(plan.now)
        self._next_inner_id = plan.first_inner_id
        self._rows: dict[str, list[bytes]] = {}
        self._counts: dict[str, int] = {}
        self._notes: list[str] = []
        self._ids: Ids = {}
        self._people = People()
        self._numbers: dict[int | None, int] = {}
        """Annotations of the present task by their ids in the file."""
        self._models: dict[int | None, int] = {}
        """Its predictions, in the same way."""

    def encode(
        self,
        tasks: list[TaskRecord],
        first: int,
        *,
        size: int,
        ids: Ids,
        people: People,
    ) -> Rows:
        """The rows of a run of tasks. Raises BadRecord for a date out of range."""
        self._rows = {table: [HEADER] for table in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)
        self._notes = []
        self._ids, self._people = ids, people
        task_ids = [next(ids["tasks"]) for _ in tasks]
        for index, (task_id, task) in enumerate(zip(task_ids, tasks, strict=True), first):
            try:
                self._task(task_id, task, index)
            except OverflowError as error:
                raise BadRecord("a date is out of range", f"$[{index}]") from error
        return Rows(
            tables={
                table: b"".join([*rows, TRAILER])
                for table, rows in self._rows.items()
                if len(rows) > 1
            },
            counts=self._counts,
            first_task_id=task_ids[0],
            last_task_id=task_ids[-1],
            has_answers=any(task.annotations or task.predictions for task in tasks),
            size=size,
            place=f"$[{first}:{first + len(tasks)}]",
            notes=self._notes,
        )

    def _add(self, table: str, *fields: bytes) -> None:
        self._rows[table].extend(fields)
        self._counts[table] += 1

    def _answer(self, record: AnnotationRecord | PredictionRecord) -> tuple[int, bytes]:
        """The number of items of a result, and its features."""
        if record.quick is not None:
            return record.quick
        return len(record.result), extract_features(record.result, self._config)

    def _user(self, author: AuthorRef | None) -> int:
        return self._plan.user_id if author is None else self._people.user(author)

    def _micros(self, *moments: datetime | None) -> int:
        """The first of these that is known, else the time of the import."""
        for value in moments:
            if value is not None:
                return microseconds(value)
        return self._now

    def _task(self, task_id: int, task: TaskRecord, index: int) -> None:
        plan = self._plan
        overlap = task.overlap if task.overlap is not None and task.overlap > 0 else plan.overlap
        self._models = {}
        models = [self._prediction(task_id, prediction) for prediction in task.predictions]
        facts = self._annotations(task_id, task.annotations, index)
        for draft in task.drafts:
            self._draft(task_id, draft)
        figures = annotation_figures(facts, overlap=overlap, criteria=plan.criteria)
        predicted = prediction_figures(models) if models else _NO_PREDICTIONS
        # fmt: off
        fixed = _TASK(
            _WIDTH["tasks"],
            8, plan.project_id, 8, task_id, 8, self._next_inner_id, 8, overlap, 8, plan.user_id,
            8, plan.import_id,
            8, self._micros(task.created_at), 8, self._micros(task.updated_at, task.created_at),
            8, 1 if facts or models else 0,
            8, figures["total_annotations"], 8, figures["cancelled_annotations"],
            8, predicted["total_predictions"],
            8, figures["reviews_accepted"], 8, figures["reviews_rejected"],
            1, figures["is_labeled"], 1, figures["reviewed"], 1, figures["ground_truth"],
            1, bool(task.drafts),
        )
        # fmt: on
        self._add(
            "tasks",
            fixed,
            jsonb(task.data_raw),
            NULL if task.meta_raw is None else jsonb(task.meta_raw),
            text(task.file_upload),
            _WORDS[figures["state"]],
            integers(figures["annotators"]),
            integers(figures["reviewers"]),
            float8(figures["avg_lead_time"]),
            moment(figures["completed_at"]),
            moment(figures["reviewed_at"]),
            float8(predicted["predictions_score"]),
            texts(predicted["predictions_model_versions"]),
        )
        self._next_inner_id += 1

    def _annotations(
        self, task_id: int, annotations: list[AnnotationRecord], index: int
    ) -> list[AnnotationFacts]:
        ids = [next(self._ids["annotations"]) for _ in annotations]
        self._numbers = {
            annotation.source_id: number
            for annotation, number in zip(annotations, ids, strict=True)
            if annotation.source_id is not None
        }
        starred = self._starred(annotations, index)
        return [
            self._annotation(task_id, number, annotation, starred=place == starred)
            for place, (number, annotation) in enumerate(zip(ids, annotations, strict=True))
        ]

    def _starred(self, annotations: list[AnnotationRecord], index: int) -> int | None:
        """The place of the ground truth; of several, the one updated last keeps the star."""
        places = [place for place, a in enumerate(annotations) if a.ground_truth]
        if len(places) < 2:
            return places[0] if places else None
        self._notes.append(
            f"$[{index}]: {len(places)} annotations were ground truths; "
            "the one that was updated last kept the star."
        )
        return max(places, key=lambda p: (self._updated_at(annotations[p]), p))

    def _updated_at(self, annotation: AnnotationRecord) -> int:
        return self._micros(annotation.updated_at, annotation.created_at)

    def _annotation(
        self, task_id: int, number: int, annotation: AnnotationRecord, *, starred: bool
    ) -> AnnotationFacts:
        plan = self._plan
        count, features = self._answer(annotation)
        version = annotation.version if annotation.version and annotation.version > 0 else 1
        author = self._user(annotation.completed_by)
        reviews = settle(annotation, version) if annotation.reviews else []
        state = state_of(reviews, version)
        action = annotation.last_action
        # fmt: off
        fixed = _ANNOTATION(
            _WIDTH["annotations"],
            8, plan.project_id, 8, number, 8, task_id, 8, version, 8, count,
            8, author, 8, self._micros(annotation.created_at), 8, self._updated_at(annotation),
            1, annotation.was_cancelled, 1, starred,
        )
        # fmt: on
        self._add(
            "annotations",
            fixed,
            blob(annotation.result_raw),
            blob(features),
            float8(annotation.lead_time),
            moment(annotation.draft_created_at),
            integer(self._people.find(annotation.updated_by)),
            integer(self._people.find(annotation.last_created_by)),
            _WORDS[action if action in _ACTIONS else Action.IMPORTED],
            _WORDS[state],
            text(annotation.unique_id),
            integer(annotation.import_id if annotation.source_id is None else annotation.source_id),
            integer(self._models.get(annotation.parent_prediction)),
            integer(self._numbers.get(annotation.parent_annotation)),
        )
        for review in reviews:
            self._review(task_id, number, review)
        if state is ReviewState.PENDING and not annotation.was_cancelled:
            queued = _QUEUE(
                _WIDTH["review_queue"], 8, plan.project_id, 8, task_id, 8, number, 8, author
            )
            self._add("review_queue", queued)
        return self._facts(annotation, author, state, reviews, starred=starred)

    def _facts(
        self,
        annotation: AnnotationRecord,
        author: int,
        state: ReviewState,
        reviews: Sequence[Settled],
        *,
        starred: bool,
    ) -> AnnotationFacts:
        settled = bool(reviews) and state is not ReviewState.PENDING
        newest = reviews[-1] if settled else None
        return AnnotationFacts(
            completed_by=author,
            was_cancelled=annotation.was_cancelled,
            ground_truth=starred,
            lead_time=annotation.lead_time,
            review_state=state,
            created_at=annotation.created_at or self._plan.now,
            reject_action=newest.reject_action if newest else None,
            reviewers=tuple(self._user(review.record.created_by) for review in reviews),
            reviewed_at=(newest.record.created_at or self._plan.now) if newest else None,
        )

    def _review(self, task_id: int, annotation_id: int, review: Settled) -> None:
        # fmt: off
        fixed = _REVIEW(
            _WIDTH["reviews"],
            8, self._plan.project_id, 8, next(self._ids["reviews"]), 8, task_id, 8, annotation_id,
            8, review.annotation_version, 8, self._user(review.record.created_by),
            8, self._micros(review.record.created_at),
        )
        # fmt: on
        self._add(
            "reviews",
            fixed,
            integer(review.fixed_version),
            _WORDS[review.verdict],
            text(review.reject_action),
            text(review.record.comment or ""),
            moment(review.record.started_at),
        )

    def _prediction(self, task_id: int, prediction: PredictionRecord) -> PredictionFacts:
        model_version = prediction.model_version or "undefined"
        number = next(self._ids["predictions"])
        if prediction.source_id is not None:
            self._models[prediction.source_id] = number
        # fmt: off
        fixed = _PREDICTION(
            _WIDTH["predictions"],
            8, self._plan.project_id, 8, number, 8, task_id,
            8, self._micros(prediction.created_at),
            8, self._micros(prediction.updated_at, prediction.created_at),
        )
        # fmt: on
        self._add(
            "predictions",
            fixed,
            blob(prediction.result_raw),
            blob(self._answer(prediction)[1]),
            float8(prediction.score),
            text(model_version),
        )
        return PredictionFacts(model_version, prediction.score)

    def _draft(self, task_id: int, draft: DraftRecord) -> None:
        # fmt: off
        fixed = _DRAFT(
            _WIDTH["drafts"],
            8, self._plan.project_id, 8, next(self._ids["drafts"]), 8, task_id,
            8, self._user(draft.user), 8, self._micros(draft.created_at),
            8, self._micros(draft.updated_at, draft.created_at),
        )
        # fmt: on
        self._add(
            "drafts",
            fixed,
            integer(self._numbers.get(draft.annotation_id)),
            blob(draft.result_raw),
            float8(draft.lead_time),
        )
