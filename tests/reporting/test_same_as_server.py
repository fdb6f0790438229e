"""The report of an export says what the server says of the same tasks."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from typer.testing import CliRunner

from tests.factories import make_annotation, make_prediction, make_project, make_task, make_user
from tests.reporting.exports import annotation, prediction, task, write
from touchstone.cli import app
from touchstone.models import PairTotal, Project, Task, User
from touchstone.scoring.service import rescore_range

CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Choices name="topic" toName="text"><Choice value="a"/><Choice value="b"/></Choices>
  <Choices name="why" toName="text" visibleWhen="choice-selected" whenTagName="topic"
           whenChoiceValue="a"><Choice value="x"/><Choice value="y"/></Choices>
  <Labels name="ner" toName="text"><Label value="PER"/><Label value="LOC"/></Labels>
  <Rating name="mood" toName="text"/>
  <TextArea name="note" toName="text"/>
  <Repeater on="$turns" indexFlag="{{idx}}">
    <Text name="turn_{{idx}}" value="$turns[{{idx}}].text"/>
    <Choices name="tone_{{idx}}" toName="turn_{{idx}}">
      <Choice value="x"/><Choice value="y"/>
    </Choices>
  </Repeater>
</View>"""


def answer(rng: random.Random) -> list[dict[str, Any]]:
    """Some of the controls, answered at random."""
    items: list[dict[str, Any]] = []

    def add(name: str, kind: str, value: dict[str, Any]) -> None:
        item = {"id": f"i{len(items)}", "from_name": name, "to_name": "text", "type": kind}
        items.append(item | {"value": value})

    if rng.random() < 0.8:
        add("topic", "choices", {"choices": [rng.choice("ab")]})
    if rng.random() < 0.3:
        add("why", "choices", {"choices": [rng.choice("xy")]})
    for _ in range(rng.randrange(4)):
        start = rng.randrange(20)
        label = rng.choice(["PER", "LOC"])
        add("ner", "labels", {"start": start, "end": start + rng.randrange(1, 6), "text": "",
                              "labels": [label]})  # fmt: skip
    if rng.random() < 0.6:
        add("mood", "rating", {"rating": rng.randrange(1, 6)})
    if rng.random() < 0.5:
        add("note", "textarea", {"text": ["".join(rng.choices("abc ", k=8)).strip() or "a"]})
    for turn in range(3):
        if rng.random() < 0.5:
            add(f"tone_{turn}", "choices", {"choices": [rng.choice("xy")]})
            items[-1]["to_name"] = f"turn_{turn}"
    return items


async def fill(
    session: AsyncSession, project: Project, people: list[User]
) -> tuple[list[Task], list[dict[str, Any]]]:
    """Tasks on the server, and the same as an export."""
    rng = random.Random(5)
    rows, exported = [], []
    for number in range(12):
        row = await make_task(session, project, data={"text": "x" * 40})
        given = []
        for person in rng.sample(people, k=rng.randrange(1, len(people) + 1)):
            result = answer(rng)
            truth = not given and number % 3 == 0
            await make_annotation(session, row, person, result, ground_truth=truth)
            given.append(annotation({"email": person.email}, *result, ground_truth=truth))
        guess = answer(rng)
        await make_prediction(session, row, guess, model_version="m1")
        exported.append(task(row.id, *given, predictions=[prediction("m1", *guess)]))
        rows.append(row)
    return rows, exported


@pytest.mark.parametrize("methodology", ["pairwise", "consensus"])
async def test_figures_are_equal(session: AsyncSession, tmp_path: Path, methodology: str) -> None:
    project = await make_project(session, label_config=CONFIG, agreement_methodology=methodology)
    people = [await make_user(session) for _ in range(4)]
    rows, exported = await fill(session, project, people)
    await rescore_range(session, project.id, rows[0].id, rows[-1].id)
    for row in rows:
        await session.refresh(row)

    config = tmp_path / "config.xml"
    config.write_text(CONFIG, encoding="utf-8")
    arguments = ["agreement", str(write(tmp_path / "e.json", exported)), "--config", str(config),
                 "--methodology", methodology, "--format", "json"]  # fmt: skip
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)

    assert {one["id"]: one["agreement"] for one in found["tasks"]} == {
        row.id: None if row.agreement is None else pytest.approx(row.agreement) for row in rows
    }
    assert {one["id"]: one["undefined"] for one in found["tasks"]} == {
        row.id: row.agreement_undefined for row in rows
    }
    await assert_matrix_is_equal(session, project, people, found)


async def assert_matrix_is_equal(
    session: AsyncSession, project: Project, people: list[User], found: dict[str, Any]
) -> None:
    numbers = {person.email: person.id for person in people} | {"ground truth": 0, "m1": -1}
    ids = [numbers[one["name"]] for one in found["participants"]]
    ours = {}
    for cell in found["matrix"]:
        pair = tuple(sorted((ids[cell["left"]], ids[cell["right"]])))
        figure = cell["agreement"]
        if figure["n"]:
            ours[pair] = (figure["n"], pytest.approx(figure["value"]))
    query = select(PairTotal).where(
        PairTotal.project_id == project.id, PairTotal.dimension_id == 0, PairTotal.n_tasks > 0
    )
    theirs = {}
    for total in (await session.scalars(query)).all():
        pair = tuple(max(side, -1) for side in (total.left_id, total.right_id))
        theirs[pair] = (total.n_tasks, total.total / total.n_tasks)
    assert ours == theirs
    assert len(theirs) >= 10
