"""Generated projects are repeatable and can be imported."""

from pathlib import Path

import pytest

from tests.bench.generate import CONFIGS, KINDS, Size, make_records, write_project
from touchstone.labelstudio.label_config import parse_label_config
from touchstone.labelstudio.stream import iter_records
from touchstone.labelstudio.tasks import decode_task


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_can_be_imported(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    size = write_project(file, Size(50, annotators=4, annotations=3, predictions=2, kind=kind))
    assert size == file.stat().st_size
    config = parse_label_config(CONFIGS[kind])
    records = [
        decode_task(raw, index, config)
        for index, raw in enumerate(iter_records([file.read_bytes()]))
    ]
    assert len(records) == 50
    assert {len(record.annotations) for record in records} == {3}
    assert {len(record.predictions) for record in records} == {2}


@pytest.mark.parametrize("kind", KINDS)
def test_a_task_is_about_five_kilobytes(kind: str) -> None:
    records = list(make_records(Size(200, kind=kind)))
    assert 4500 < sum(map(len, records)) / len(records) < 5800


def test_the_same_arguments_give_the_same_bytes() -> None:
    size = Size(20)
    assert list(make_records(size, seed=3)) == list(make_records(size, seed=3))
    assert list(make_records(size, seed=3)) != list(make_records(size, seed=4))
