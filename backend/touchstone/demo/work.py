"""How annotators and reviewers spread over the weeks; shared by the demonstration projects."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from touchstone.demo import records
from touchstone.demo.calendar import next_working_moment, working_moment
from touchstone.demo.people import REVIEWERS, Person
from touchstone.demo.records import Record, Result

HabitT = TypeVar("HabitT")

_PRAISE: Final = ("Well spotted.", "Good, exactly to the guideline.", "Clean work, thank you.")


@dataclass(frozen=True, slots=True)
class Annotator(Generic[HabitT]):
    person: Person
    habit: HabitT
    seconds: float
    """Median time for one task."""
    starts_late: float = 0.0
    """Share of the working time before this person joined."""

    def moment(self, now: datetime, progress: float, rng: random.Random) -> datetime:
        """When this person reached the task that lies `progress` (0..1) into the project."""
        share = self.starts_late + progress * (0.99 - self.starts_late) + rng.random() * 0.006
        return working_moment(now, share)


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What is wrong with an annotation, for the one who reviews it."""

    severity: float
    remarks: list[str]


def new_unique_id(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def review(
    annotation: Record,
    appraisal: Appraisal,
    fix: Callable[[], Result],
    *,
    now: datetime,
    rng: random.Random,
) -> None:
    """Have one of the reviewers judge the annotation, some hours after it was written."""
    verdict = records.choose_verdict(
        rng, severity=appraisal.severity, remarks=appraisal.remarks, praise=_PRAISE
    )
    written = datetime.fromisoformat(annotation["created_at"])
    later = next_working_moment(written + timedelta(hours=rng.uniform(1, 30)), rng)
    records.add_review(
        annotation,
        verdict,
        reviewer=rng.choices(REVIEWERS, (3, 2))[0],
        created_at=min(later, now - timedelta(minutes=rng.uniform(5, 240))),
        seconds=rng.lognormvariate(2.6, 0.5),
        fixed_result=fix() if verdict.kind == "fixed_and_accepted" else None,
    )
