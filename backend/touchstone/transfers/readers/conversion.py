"""From the records of a file to rows, in runs of tasks.

A generator, so that the side with the database, which answers what it asks for, may be the same
thread, another one, or another process.
"""

from collections.abc import Generator, Iterable, Iterator
from itertools import islice

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.labelstudio.quick import QuickReader
from touchstone.labelstudio.records import AuthorRef, TaskRecord
from touchstone.labelstudio.tasks import decode_task
from touchstone.transfers.readers.authors import People, authors_of, check_author
from touchstone.transfers.readers.encoding import Encoder
from touchstone.transfers.readers.messages import Need, Plan, Rows, Supply

RUN_TASKS = 500
RUN_BYTES = 1024 * 1024

Conversion = Generator[Need | Rows, Supply | None, None]


def convert(plan: Plan, records: Iterable[bytes]) -> Conversion:
    """Yields Need, which is answered by a Supply, and Rows, which need no answer.

    Raises BadRecord, with the place, at the first record that cannot be imported.
    """
    config = parse_label_config(plan.label_config)
    quick = QuickReader(config)
    encoder = Encoder(plan, config)
    people = People()
    numbered = enumerate(records)
    while run := list(_take_run(numbered)):
        first = run[0][0]
        decoded = [decode_task(raw, index, config, quick) for index, raw in run]
        size = sum(len(raw) + 1 for _, raw in run)
        run.clear()  # the bytes are not needed while the rows are made
        wanted = people.meet(decoded)
        _check_authors(wanted, decoded, first)
        supply = yield Need(_count_rows(decoded), wanted)
        assert supply is not None  # noqa: S101  by the protocol
        for author, user_id in zip(wanted, supply.authors, strict=True):
            people.add(author, user_id)
        ids = {table: iter(numbers) for table, numbers in supply.ids.items()}
        yield encoder.encode(decoded, first, size=size, ids=ids, people=people)


def _take_run(numbered: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    size = 0
    for index, raw in islice(numbered, RUN_TASKS):
        yield index, raw
        size += len(raw)
        if size >= RUN_BYTES:
            return


def _check_authors(authors: list[AuthorRef], tasks: list[TaskRecord], first: int) -> None:
    """Raises BadRecord for one that cannot become an account."""
    for author in authors:
        reason = check_author(author)
        if reason is not None:
            place = next(i for i, task in enumerate(tasks) if author in authors_of(task))
            raise BadRecord(reason, f"$[{first + place}]")


def _count_rows(tasks: list[TaskRecord]) -> dict[str, int]:
    """New ids by table; the review queue has none of its own."""
    return {
        "tasks": len(tasks),
        "annotations": sum(len(task.annotations) for task in tasks),
        "predictions": sum(len(task.predictions) for task in tasks),
        "drafts": sum(len(task.drafts) for task in tasks),
        "reviews": sum(len(a.reviews) for task in tasks for a in task.annotations),
    }
