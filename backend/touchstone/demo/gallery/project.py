"""The gallery: one project for each kind of tag, each with a task that shows what it does."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from touchstone.core.clock import utc_now
from touchstone.demo import records
from touchstone.demo.calendar import iso, working_moment
from touchstone.demo.content import DemoProject, WriteFile
from touchstone.demo.gallery.exhibit import Exhibit, FileUrl, Shown
from touchstone.demo.gallery.rooms import answers, masks, moments, others, pictures, texts
from touchstone.demo.people import ANNA, BEN, CHEN
from touchstone.demo.records import Record
from touchstone.demo.work import new_unique_id

EXHIBITS: Final[tuple[Exhibit, ...]] = (
    *answers.ROOM,
    *texts.ROOM,
    *pictures.ROOM,
    *masks.ROOM,
    *moments.ROOM,
    *others.ROOM,
)
MODEL: Final = "gallery-baseline"
_PEOPLE: Final = (ANNA, BEN, CHEN)


def gallery_projects(now: datetime | None = None) -> list[DemoProject]:
    """One project for each exhibit; equal moments give equal projects."""
    return [_project(exhibit, now or utc_now()) for exhibit in EXHIBITS]


def _project(exhibit: Exhibit, now: datetime) -> DemoProject:
    def write_files(write_file: WriteFile) -> None:
        for name, make in exhibit.files.items():
            write_file(name, make())

    return DemoProject(
        title=f"Gallery: {exhibit.name}",
        description=exhibit.about,
        instruction=f"<p>{exhibit.about}</p>",
        label_config=exhibit.label_config,
        maximum_annotations=3,
        make_tasks=lambda file_url: make_tasks(exhibit, now, file_url),
        write_files=write_files,
    )


def make_tasks(exhibit: Exhibit, now: datetime, file_url: FileUrl) -> Iterator[Record]:
    """The tasks of one exhibit; the same for the same moment."""
    rng = random.Random(f"gallery/{exhibit.name}")
    for shown in exhibit.tasks:
        yield _task(shown, working_moment(now, rng.uniform(0.2, 0.6)), file_url, rng)


def _task(shown: Shown, made: datetime, file_url: FileUrl, rng: random.Random) -> Record:
    return {
        "data": shown.data(file_url),
        "created_at": iso(made),
        "annotations": [
            records.annotation_record(
                person,
                result,
                created_at=made + timedelta(hours=index + 1),
                lead_time=rng.uniform(20, 90),
                unique_id=new_unique_id(rng),
            )
            for index, (person, result) in enumerate(zip(_PEOPLE, shown.answers, strict=True))
        ],
        "drafts": [],
        "predictions": [
            records.prediction_record(
                MODEL, shown.predicted, score=0.8, created_at=made + timedelta(minutes=2)
            )
        ],
    }
