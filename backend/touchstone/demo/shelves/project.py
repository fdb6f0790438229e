"""The tasks of the project "Warehouse shelves"."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from touchstone.demo import records
from touchstone.demo.calendar import iso, working_moment
from touchstone.demo.people import ANNA, BEN, CHEN, DARA
from touchstone.demo.records import Record
from touchstone.demo.shelves.answers import (
    Habit,
    Mark,
    appraise,
    mark_picture,
    right_marks,
    to_result,
    with_scores,
)
from touchstone.demo.shelves.scenes import Picture, draw_scene
from touchstone.demo.work import Annotator, new_unique_id, review

TASKS: Final = 40
_IN_PROGRESS: Final = 4
"""The newest pictures, which not everybody has reached yet."""
_REVIEWED_TASKS: Final = 15
_GROUND_TRUTHS: Final = 8

TITLE: Final = "Warehouse shelves"
DESCRIPTION: Final = "Pictures of a warehouse: what stands on the shelves and on the floor."
INSTRUCTION: Final = (
    "<p>Draw <b>one box for each thing</b> of which you see about half or more, as close to its "
    "edge as you can. Leave out what is smaller than 15 pixels. A box of cardboard is a Carton; "
    "a box of plastic is a Crate.</p>"
)
LABEL_CONFIG: Final = """\
<View>
  <Header value="$camera"/>
  <RectangleLabels name="object" toName="image">
    <Label value="Carton" background="#e8a33d" hotkey="1"/>
    <Label value="Crate" background="#1c7ed6" hotkey="2"/>
    <Label value="Drum" background="#ae3ec9" hotkey="3"/>
    <Label value="Pallet" background="#2f9e44" hotkey="4"/>
    <Label value="Forklift" background="#f03e3e" hotkey="5"/>
    <Label value="Person" background="#0ca678" hotkey="6"/>
  </RectangleLabels>
  <Image name="image" value="$image" zoom="true"/>
</View>
"""

ANNOTATORS: Final = (
    Annotator(ANNA, Habit(), 235),
    Annotator(
        BEN,
        Habit(
            jitter=2.2,
            misses=0.08,
            misses_small=0.55,
            misses_hidden=0.4,
            misses_of={"Pallet": 0.3},
            merges=0.12,
        ),
        96,
        0.03,
    ),
    Annotator(
        CHEN,
        Habit(
            jitter=1.6,
            misses=0.03,
            misses_small=0.2,
            mixes_up={"Crate": "Carton", "Carton": "Crate"},
            mix_up_rate=0.1,
        ),
        171,
        0.02,
    ),
    Annotator(DARA, Habit(jitter=3.5, margin=6.0, misses=0.03, misses_small=0.2), 150, 0.1),
)

MODELS: Final = (
    (
        "shelf-detector-0.9",
        Habit(
            jitter=5.0,
            misses=0.12,
            misses_small=0.7,
            misses_hidden=0.5,
            misses_of={"Pallet": 0.45},
            mixes_up={"Crate": "Carton", "Drum": "Crate"},
            mix_up_rate=0.25,
            merges=0.25,
            invents=0.08,
        ),
    ),
    (
        "shelf-detector-1.3",
        Habit(
            jitter=2.4,
            misses=0.05,
            misses_small=0.3,
            misses_hidden=0.2,
            mixes_up={"Crate": "Carton"},
            mix_up_rate=0.12,
            merges=0.06,
            invents=0.02,
        ),
    ),
)


def file_name(index: int) -> str:
    return f"shelf-{index + 1:03}.jpg"


def draw_pictures(seed: int) -> list[Picture]:
    """All pictures of the project, in task order."""
    return [draw_scene(random.Random(f"{seed}/shelf/{index}")) for index in range(TASKS)]


def make_tasks(
    seed: int, now: datetime, pictures: list[Picture], file_url: Callable[[str], str]
) -> Iterator[Record]:
    """The tasks in order of arrival; the same for the same seed and moment."""
    finished = range(TASKS - _IN_PROGRESS)
    starred = set(random.Random(f"{seed}/shelf-stars").sample(finished, _GROUND_TRUTHS))
    for index, picture in enumerate(pictures):
        maker = _TaskMaker(seed, now, index, picture)
        yield maker.make(file_url(file_name(index)), starred=index in starred)


class _TaskMaker:
    """Makes one task; every draw comes from a generator of its own, so tasks are independent."""

    def __init__(self, seed: int, now: datetime, index: int, picture: Picture) -> None:
        self._now = now
        self._index = index
        self._rng = random.Random(f"{seed}/shelf-task/{index}")
        self._boxes = picture.boxes
        self._taken = working_moment(now, index / TASKS * 0.7)

    def make(self, url: str, *, starred: bool) -> Record:
        people = self._choose_annotators(starred=starred)
        return {
            "data": {
                "image": url,
                "camera": f"Hall {self._rng.choice('ABC')}, camera {self._rng.randrange(1, 9)}",
            },
            "created_at": iso(self._taken),
            "annotations": [self._annotate(annotator, starred=starred) for annotator in people],
            "drafts": self._drafts(),
            "predictions": [self._predict(version, habit) for version, habit in MODELS],
        }

    def _choose_annotators(self, *, starred: bool) -> list[Annotator[Habit]]:
        behind = self._index - (TASKS - _IN_PROGRESS)
        people = list(ANNOTATORS)
        if behind >= 0:
            return people[: max(0, 2 - behind)]
        people.remove(self._rng.choice(people[1:] if starred else people))
        return people

    def _annotate(self, annotator: Annotator[Habit], *, starred: bool) -> Record:
        rng = self._rng
        moment = annotator.moment(self._now, self._index / TASKS, rng)
        created_at = max(moment, self._taken + timedelta(minutes=10))
        is_truth = starred and annotator.person is ANNA
        if is_truth:
            marks = right_marks(self._boxes)
        else:
            marks = mark_picture(self._boxes, annotator.habit, rng)
        record = records.annotation_record(
            annotator.person,
            to_result(marks, rng),
            created_at=created_at,
            lead_time=annotator.seconds * rng.lognormvariate(0, 0.3) + 2 * len(marks),
            unique_id=new_unique_id(rng),
        )
        record["ground_truth"] = is_truth
        self._review(record, marks, annotator.habit)
        return record

    def _review(self, record: Record, marks: list[Mark], habit: Habit) -> None:
        chance = 0.95 if self._index < _REVIEWED_TASKS else 0.03
        if self._rng.random() < chance:
            review(
                record,
                appraise(self._boxes, marks, habit.margin),
                lambda: to_result(right_marks(self._boxes), self._rng),
                now=self._now,
                rng=self._rng,
            )

    def _drafts(self) -> list[Record]:
        if self._index != TASKS - 2:
            return []
        marks = mark_picture(self._boxes, Habit(misses=0.7), self._rng)
        started = self._now - timedelta(minutes=self._rng.uniform(20, 120))
        return [records.draft_record(DARA, to_result(marks, self._rng), created_at=started)]

    def _predict(self, version: str, habit: Habit) -> Record:
        marks = with_scores(mark_picture(self._boxes, habit, self._rng), self._rng)
        scores = [mark.score for mark in marks if mark.score is not None]
        return records.prediction_record(
            version,
            to_result(marks, self._rng, origin="prediction"),
            score=sum(scores) / max(1, len(scores)),
            created_at=self._taken + timedelta(minutes=2),
        )
