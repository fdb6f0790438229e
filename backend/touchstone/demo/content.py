"""The demonstration projects as data; storing them is left to the caller."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from touchstone.core.clock import utc_now
from touchstone.demo.people import PEOPLE, Person
from touchstone.demo.records import Record
from touchstone.demo.shelves import project as shelves
from touchstone.demo.tickets import project as tickets

FileUrl = Callable[[str], str]
"""Gives the address under which a file of the project will be served."""
WriteFile = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class DemoProject:
    """One project: its configuration, its tasks in Label Studio JSON, and its files."""

    title: str
    description: str
    instruction: str
    label_config: str
    maximum_annotations: int
    make_tasks: Callable[[FileUrl], Iterator[Record]]
    write_files: Callable[[WriteFile], None]
    """Calls back with every file, by the name that `make_tasks` asks the address of."""


def demo_people() -> tuple[Person, ...]:
    """The accounts that wrote and reviewed the annotations, and those that manage them."""
    return PEOPLE


def demo_projects(seed: int = 7, now: datetime | None = None) -> list[DemoProject]:
    """All demonstration projects; equal arguments give equal projects, byte for byte.

    Dates lie in the three weeks before `now`, which must be aware.
    """
    moment = now or utc_now()
    return [_tickets(seed, moment), _shelves(seed, moment)]


def _tickets(seed: int, now: datetime) -> DemoProject:
    return DemoProject(
        title=tickets.TITLE,
        description=tickets.DESCRIPTION,
        instruction=tickets.INSTRUCTION,
        label_config=tickets.LABEL_CONFIG,
        maximum_annotations=3,
        make_tasks=lambda file_url: tickets.make_tasks(seed, now),
        write_files=lambda write_file: None,
    )


def _shelves(seed: int, now: datetime) -> DemoProject:
    draw = cache(lambda: shelves.draw_pictures(seed))

    def write_files(write_file: WriteFile) -> None:
        for index, picture in enumerate(draw()):
            write_file(shelves.file_name(index), picture.jpeg)

    return DemoProject(
        title=shelves.TITLE,
        description=shelves.DESCRIPTION,
        instruction=shelves.INSTRUCTION,
        label_config=shelves.LABEL_CONFIG,
        maximum_annotations=3,
        make_tasks=lambda file_url: shelves.make_tasks(seed, now, draw(), file_url),
        write_files=write_files,
    )
