"""What a conversion and the side that holds the database say to each other."""

from datetime import datetime

import msgspec

from touchstone.labelstudio.records import AuthorRef
from touchstone.tasks.figures import Criteria

TABLES = ("tasks", "annotations", "predictions", "drafts", "reviews", "review_queue")
"""In the order in which their rows can be stored."""


class Plan(msgspec.Struct, frozen=True, tag=True):
    """What a conversion must know beforehand."""

    project_id: int
    import_id: int
    user_id: int
    """Who imports: the author of what names none."""
    label_config: str
    overlap: int
    criteria: Criteria
    first_inner_id: int
    now: datetime


class Chunk(msgspec.Struct, frozen=True, tag=True):
    """A piece of the file; an empty one is its end."""

    content: bytes


class Taken(msgspec.Struct, frozen=True, tag=True):
    """A piece of the file is being read; another may be sent."""


class Need(msgspec.Struct, frozen=True, tag=True):
    """A conversion needs ids of new rows, by table, and authors it has not met before."""

    ids: dict[str, int]
    authors: list[AuthorRef]


class Supply(msgspec.Struct, frozen=True, tag=True):
    """The answer: as many ids as needed, and a user id for each author."""

    ids: dict[str, list[int]]
    authors: list[int]


class Rows(msgspec.Struct, frozen=True, tag=True):
    """Rows of a run of tasks, in the binary form of COPY."""

    tables: dict[str, bytes]
    counts: dict[str, int]
    first_task_id: int
    last_task_id: int
    has_answers: bool
    """Whether there is anything to score."""
    size: int
    """Bytes of the file that these rows were."""
    place: str
    """Where in the file they were, such as `$[500:1000]`."""
    notes: list[str]


class Fault(msgspec.Struct, frozen=True, tag=True):
    """The file cannot be imported."""

    message: str
    path: str


class Done(msgspec.Struct, frozen=True, tag=True):
    """All rows were given."""


ToConversion = Plan | Chunk | Supply
FromConversion = Taken | Need | Rows | Fault | Done
