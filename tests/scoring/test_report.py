"""The report of a project: coefficients, intervals, cells, figures by label; when it is made."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from tests.factories import (
    choice,
    make_annotation,
    make_prediction,
    make_project,
    make_task,
    make_user,
)
from tests.scoring.steps import finish
from touchstone.agreement.coefficients import krippendorff_alpha
from touchstone.models import AgreementReport, Dimension, Project, User
from touchstone.models.score import OVERALL
from touchstone.projects.dimensions import sync_dimensions
from touchstone.projects.generations import request_generation
from touchstone.scoring.report import report
from touchstone.scoring.report_queue import STATE, is_stale, request_report
from touchstone.scoring.report_schema import DimensionReport
from touchstone.scoring.service import rescore_range

CHOICES = """
<View><Text name="text" value="$text"/>
<Choices name="topic" toName="text"><Choice value="Billing"/><Choice value="Other"/></Choices>
</View>
"""
SPANS = """
<View><Labels name="entity" toName="text"><Label value="Person"/><Label value="Place"/></Labels>
<Text name="text" value="$text"/></View>
"""
RATING = """
<View><Text name="text" value="$text"/><Rating name="stars" toName="text"/></View>
"""


def one_session(session: AsyncSession) -> Any:
    """A worker's sessions, all of them in the transaction of the test."""
    return async_sessionmaker(session.bind, join_transaction_mode="create_savepoint")


async def project_with(session: AsyncSession, config: str) -> Project:
    project = await make_project(session)
    project.label_config = config
    await session.flush()
    await sync_dimensions(session, project)
    await request_generation(session, project.id)
    return project


async def annotate(
    session: AsyncSession, project: Project, users: list[User], rows: list[list[Any]]
) -> list[int]:
    """A task a row, an annotation a result that is not None."""
    ids = []
    for row in rows:
        task = await make_task(session, project)
        ids.append(task.id)
        for user, result in zip(users, row, strict=True):
            if result is not None:
                await make_annotation(session, task, user, result)
    await rescore_range(session, project.id, min(ids), max(ids))
    return ids


async def reports(session: AsyncSession, project: Project) -> dict[int, DimensionReport]:
    await report(one_session(session), {"project_id": project.id})
    query = (
        select(AgreementReport)
        .where(AgreementReport.project_id == project.id)
        .execution_options(populate_existing=True)
    )
    return {
        row.dimension_id: DimensionReport.model_validate(row.report)
        for row in (await session.scalars(query)).all()
        if row.dimension_id != STATE
    }


async def only_dimension(session: AsyncSession, project: Project) -> int:
    query = select(Dimension.id).where(Dimension.project_id == project.id, Dimension.is_active)
    found: int = (await session.scalars(query)).one()
    return found


async def test_a_choice_has_the_coefficients_of_its_ratings(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    users = [await make_user(session) for _ in range(3)]
    a, b = choice("Billing"), choice("Other")
    await annotate(
        session, project, users, [[a, a, a], [a, a, b], [b, b, b], [b, a, None], [a, None, None]]
    )
    found = (await reports(session, project))[await only_dimension(session, project)]

    codes = [[0, 0, 0], [0, 0, 1], [1, 1, 1], [1, 0, -1], [0, -1, -1]]
    expected = krippendorff_alpha(codes)
    by_key = {one.key: one for one in found.coefficients}
    assert list(by_key) == ["percent", "cohen", "fleiss", "alpha_nominal", "ac1"]
    alpha = by_key["alpha_nominal"]
    assert alpha.value == pytest.approx(expected.value)
    assert (alpha.n_units, alpha.n_ratings) == (4, 11)
    assert alpha.low is not None
    assert alpha.high is not None
    assert alpha.low <= expected.value <= alpha.high

    assert found.agreement.n == 4
    assert found.agreement.value == pytest.approx((1 + 1 / 3 + 1 + 0) / 4)
    ids = sorted(user.id for user in users)
    cells = {
        (left, right): (n, mean)
        for left, right, n, mean in zip(
            found.cells.left, found.cells.right, found.cells.n, found.cells.mean, strict=True
        )
    }
    assert cells == {
        (ids[0], ids[1]): (4, 0.75),
        (ids[0], ids[2]): (3, pytest.approx(2 / 3)),
        (ids[1], ids[2]): (3, pytest.approx(2 / 3)),
    }
    assert found.participants.id == ids
    assert found.participants.n == [4, 4, 3]


async def test_labels_have_figures_on_the_tasks_that_use_them(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    users = [await make_user(session) for _ in range(2)]
    a, b = choice("Billing"), choice("Other")
    await annotate(session, project, users, [[a, a], [a, b], [b, b], [b, b]])
    found = (await reports(session, project))[await only_dimension(session, project)]

    billing, other = found.by_label["Billing"], found.by_label["Other"]
    assert (billing.agreement.value, billing.agreement.n) == (0.5, 2)
    assert (other.agreement.value, other.agreement.n) == (pytest.approx(2 / 3), 3)
    assert billing.cells is not None
    assert (billing.cells.n, billing.cells.mean) == ([2], [0.5])
    codes = [[1, 1], [1, 0], [0, 0], [0, 0]]
    assert billing.alpha is not None
    assert billing.alpha.value == pytest.approx(krippendorff_alpha(codes).value)
    assert found.labels_left_out == 0


async def test_models_and_the_ground_truth_take_part(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    user, judge = await make_user(session), await make_user(session)
    task = await make_task(session, project)
    await make_annotation(session, task, user, choice("Billing"))
    await make_annotation(session, task, judge, choice("Other"), ground_truth=True)
    await make_prediction(session, task, choice("Billing"), model_version="v1")
    await rescore_range(session, project.id, task.id, task.id)
    found = (await reports(session, project))[OVERALL]
    model = min(found.participants.id)
    assert model < 0
    assert 0 in found.participants.id
    place = found.participants.id.index(model)
    assert (found.participants.n[place], found.participants.mean[place]) == (1, 0.5)
    assert (model, user.id) in set(zip(found.cells.left, found.cells.right, strict=True))


async def test_spans_have_unitizing_alpha_and_alpha_by_the_metric(session: AsyncSession) -> None:
    project = await project_with(session, SPANS)
    users = [await make_user(session) for _ in range(2)]

    def span(start: int, end: int, label: str) -> list[dict[str, Any]]:
        value = {"start": start, "end": end, "text": "x" * (end - start), "labels": [label]}
        return [
            {"id": "s", "from_name": "entity", "to_name": "text", "type": "labels", "value": value}
        ]

    await annotate(
        session,
        project,
        users,
        [
            [span(0, 4, "Person"), span(0, 4, "Person")],
            [span(4, 9, "Place"), span(4, 8, "Place")],
            [span(2, 9, "Place"), span(0, 3, "Person")],
            [[], []],
        ],
    )
    found = (await reports(session, project))[await only_dimension(session, project)]
    by_key = {one.key: one for one in found.coefficients}
    assert list(by_key) == ["alpha_similarity", "alpha_unitizing"]
    assert all(one.value is not None and one.value < 1 for one in by_key.values())
    assert set(found.by_label) == {"Person", "Place"}
    assert found.by_label["Person"].alpha is not None


async def test_ratings_have_ordered_coefficients(session: AsyncSession) -> None:
    project = await project_with(session, RATING)
    users = [await make_user(session) for _ in range(2)]

    def stars(n: int) -> list[dict[str, Any]]:
        return [{"from_name": "stars", "to_name": "text", "type": "rating", "value": {"rating": n}}]

    rows = [[stars(1), stars(2)], [stars(5), stars(5)], [stars(3), stars(4)], [stars(2), None]]
    await annotate(session, project, users, rows)
    found = (await reports(session, project))[await only_dimension(session, project)]
    by_key = {one.key: one for one in found.coefficients}
    codes = [[0, 1], [4, 4], [2, 3]]
    expected = krippendorff_alpha(codes, "interval")
    assert by_key["alpha_interval"].value == pytest.approx(expected.value)
    assert {"alpha_ordinal", "cohen_quadratic", "ac2_quadratic"} <= set(by_key)


async def test_a_project_without_pairs_has_reasons_and_no_figures(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    await annotate(session, project, [await make_user(session)], [[choice("Other")]])
    found = (await reports(session, project))[await only_dimension(session, project)]
    assert (found.agreement.value, found.agreement.undefined) == (None, "no_pairs")
    assert all(one.undefined == "no_pairs" for one in found.coefficients)
    assert found.cells.left == []


async def test_one_label_throughout_is_no_variation(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    users = [await make_user(session) for _ in range(2)]
    await annotate(session, project, users, [[choice("Other"), choice("Other")]] * 3)
    found = (await reports(session, project))[await only_dimension(session, project)]
    by_key = {one.key: one for one in found.coefficients}
    assert (by_key["alpha_nominal"].value, by_key["alpha_nominal"].undefined) == (
        None,
        "no_variation",
    )
    assert by_key["percent"].value == 1.0


async def test_a_report_is_the_same_each_time(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    users = [await make_user(session) for _ in range(3)]
    a, b = choice("Billing"), choice("Other")
    await annotate(session, project, users, [[a, a, b], [b, b, a], [a, b, b], [b, b, b]] * 3)
    first = await reports(session, project)
    second = await reports(session, project)
    for one, other in zip(first.values(), second.values(), strict=True):
        assert one.model_dump(exclude={"seconds"}) == other.model_dump(exclude={"seconds"})


async def test_a_report_follows_the_current_generation(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    users = [await make_user(session) for _ in range(2)]
    await annotate(session, project, users, [[choice("Other"), choice("Billing")]])
    before = await reports(session, project)
    project.label_config = RATING
    await session.flush()
    await sync_dimensions(session, project)
    await request_generation(session, project.id)
    await finish(session, project.id)
    after = await reports(session, project)
    assert set(after) - {OVERALL} != set(before) - {OVERALL}


async def test_of_two_annotations_of_one_author_the_newest_counts(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    first, second = await make_user(session), await make_user(session)
    for label in ("Billing", "Other"):
        task = await make_task(session, project)
        await make_annotation(session, task, first, choice("Billing"))
        await make_annotation(session, task, first, choice(label))
        await make_annotation(session, task, second, choice(label))
        await rescore_range(session, project.id, task.id, task.id)
    found = (await reports(session, project))[await only_dimension(session, project)]
    by_key = {one.key: one for one in found.coefficients}
    assert (by_key["percent"].value, by_key["percent"].n_ratings) == (1.0, 4)
    assert found.agreement.value == 1.0


async def test_classes_left_out_are_in_no_figure(session: AsyncSession) -> None:
    project = await project_with(session, SPANS)
    dimension = await session.get_one(Dimension, await only_dimension(session, project))
    dimension.excluded_classes = ["Place"]
    await session.flush()
    await request_generation(session, project.id)
    users = [await make_user(session) for _ in range(2)]
    value = {"start": 0, "end": 4, "text": "xxxx", "labels": ["Place"]}
    mark = [{"id": "s", "from_name": "entity", "to_name": "text", "type": "labels", "value": value}]
    await annotate(session, project, users, [[mark, mark], [mark, []]])
    found = (await reports(session, project))[dimension.id]
    assert found.by_label == {}
    assert found.agreement.value is None


async def test_a_metric_that_fails_leaves_the_rest_of_the_report(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = await project_with(session, SPANS)
    users = [await make_user(session) for _ in range(2)]
    value = {"start": 0, "end": 4, "text": "xxxx", "labels": ["Person"]}
    mark = [{"id": "s", "from_name": "entity", "to_name": "text", "type": "labels", "value": value}]
    await annotate(session, project, users, [[mark, mark], [mark, []], [[], mark]])

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no such answer")

    monkeypatch.setattr("touchstone.scoring.report_figures.pair_scores", fail)
    monkeypatch.setattr("touchstone.scoring.report_labels.label_scores", fail)
    found = (await reports(session, project))[await only_dimension(session, project)]
    by_key = {one.key: one for one in found.coefficients}
    assert by_key["alpha_similarity"].undefined == "no_pairs"
    assert by_key["alpha_unitizing"].value is not None
    assert found.agreement.n == 3


async def waiting(session: AsyncSession, project: Project) -> list[tuple[str, float]]:
    rows = await session.execute(
        text(
            "SELECT status::text, extract(epoch FROM execute_after - now()) FROM pgqueuer "
            "WHERE entrypoint = 'scoring.report' AND dedupe_key LIKE :key"
        ),
        {"key": f"scoring.report {project.id}%"},
    )
    return [(status, float(delay)) for status, delay in rows]


async def test_many_changes_ask_for_one_report_after_a_while(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    users = [await make_user(session) for _ in range(2)]
    assert not await is_stale(session, project.id)
    for _ in range(3):
        await annotate(session, project, users, [[choice("Other"), choice("Billing")]])
    assert [status for status, _ in await waiting(session, project)] == ["queued"]
    assert await is_stale(session, project.id)


async def test_a_slow_report_rests_ten_times_as_long(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    await annotate(session, project, [await make_user(session)], [[choice("Other")]])
    await session.execute(text("DELETE FROM pgqueuer WHERE entrypoint = 'scoring.report'"))
    await reports(session, project)
    await session.execute(
        text(
            "UPDATE agreement_reports SET report = report || '{\"seconds\": 60}' "
            "WHERE project_id = :id AND dimension_id = -1"
        ),
        {"id": project.id},
    )
    await request_report(session, project.id)
    [(_, delay)] = await waiting(session, project)
    assert 580 < delay < 601


async def test_changes_while_a_report_is_computed_ask_for_another(session: AsyncSession) -> None:
    project = await project_with(session, CHOICES)
    users = [await make_user(session) for _ in range(2)]
    await annotate(session, project, users, [[choice("Other"), choice("Billing")]])
    await session.execute(
        text(
            "UPDATE pgqueuer SET status = 'picked' WHERE entrypoint = 'scoring.report' "
            "AND dedupe_key = :key"
        ),
        {"key": f"scoring.report {project.id}"},
    )
    await reports(session, project)
    assert [status for status, _ in await waiting(session, project)] == ["picked"]
    await annotate(session, project, users, [[choice("Other"), choice("Other")]])
    assert sorted(s for s, _ in await waiting(session, project)) == ["picked", "queued"]
