"""Intervals, coefficients, figures by label: what the stored report adds to the running totals."""

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.dashboards.test_new_settings import change
from tests.dashboards.test_stats import ANALYSIS, Arranged, about, arrange
from tests.scoring.steps import finish
from touchstone.models import AgreementReport, CustomMetric, Task


@pytest.fixture
async def there(session: AsyncSession, as_user: AsUser) -> Arranged:
    await arrange(session, as_user)
    return await arrange(session, as_user)


async def store_report(session: AsyncSession, there: Arranged) -> None:
    """What the job that reads all tasks would leave: two labels of `topic`."""
    ana, ben, cem = (user.id for user in there.people)
    (topic, _) = await there.get(f"{ANALYSIS}/dimensions")
    figure = {"low": 0.1, "high": 0.9, "std": 0.3, "n": 3, "undefined": None}
    nothing = {**figure, "value": None, "low": None, "high": None, "n": 0, "undefined": "no_pairs"}
    alpha = {
        "key": "alpha_nominal",
        "title": "Krippendorff's alpha, nominal",
        "value": None,
        "low": None,
        "high": None,
        "n_units": 3,
        "n_ratings": 7,
        "undefined": "no_variation",
    }
    m1 = (await there.get("agreement-matrix/"))["participants"][4]["id"]
    cells = {"left": [m1, 0, ana, ana], "right": [ana, ben, ben, cem], "n": [2, 1, 3, 1]}
    whole = cells | {
        "mean": [0.75, 1, 2 / 3, 0.5],
        "std": [None] * 4,
        "low": [0.5, 1, 0.25, None],
        "high": [1, 1, 0.9, None],
    }
    by_label = {
        "Billing": {
            "agreement": figure | {"value": 0.4},
            "alpha": alpha,
            "cells": cells | {"mean": [0.75, 1, 0.6, 0.5]},
        },
        "Other": {"agreement": nothing, "alpha": None, "cells": None},
    }
    for dimension_id, labels in ((0, {}), (topic["id"], by_label)):
        session.add(
            AgreementReport(
                project_id=there.project.id,
                dimension_id=dimension_id,
                generation=1,
                report={
                    "agreement": figure | {"value": 0.6},
                    "coefficients": [alpha],
                    "cells": whole,
                    "by_label": labels,
                    "tasks_read": 3,
                    "participants": {
                        "id": [m1, ana],
                        "n": [2, 3],
                        "mean": [0.6, 0.625],
                        "low": [0.5, 0.5],
                        "high": [0.7, 1],
                    },
                    "labels_left_out": 1,
                },
            )
        )
    await session.flush()


async def test_figures_by_label(session: AsyncSession, there: Arranged) -> None:
    assert await there.get("stats/total_agreement", per_label="true") == {"total_agreement": {}}
    assert (await there.get("stats/IAA", per_label="true"))["IAA"] == {}
    await store_report(session, there)
    body = await there.get("stats/total_agreement", per_label="true")
    assert body == {"total_agreement": {"Billing": 0.4, "Other": None}}
    body = await there.get("stats/IAA", per_label="true", std="true")
    assert [user["id"] for user in body["users"]] == [user.id for user in there.people]
    assert body["IAA"]["Billing"] == [[1, 0.6, 0.5], [0.6, 1, None], [0.5, None, 1]]
    assert body["common_tasks"]["Billing"] == [[0, 3, 1], [3, 0, 0], [1, 0, 0]]
    assert body["std"] == {"Billing": pytest.approx(0.0707107), "Other": None}
    assert body["IAA"]["Other"] == [[1, None, None], [None, 1, None], [None, None, 1]]


async def test_the_whole_picture(session: AsyncSession, there: Arranged) -> None:
    before = await there.get("agreement-report/")
    assert before["computed_at"] is None
    assert before["stale"] is True
    assert before["overall"]["mean"] == pytest.approx((1 / 3 + 1 + 0.5) / 3)
    assert before["overall"]["low"] is None
    await store_report(session, there)
    body = await there.get("agreement-report/")
    assert body["computed_at"] is not None
    assert (body["generation"], body["methodology"]) == (1, "pairwise")
    assert (body["pending"], body["building"], body["problems"]) == (0, False, 0)
    assert (body["overall"]["low"], body["overall"]["high"]) == (0.1, 0.9)
    assert body["tasks_read"] == 3
    shown = [(one["name"], one["mean"], one["n_tasks"]) for one in body["participants"]]
    assert shown == [("Ana A", 0.625, 3), ("m1", 0.6, 2)]
    topic, tone = body["dimensions"]
    assert topic["coefficients"][0]["undefined"] == "no_variation"
    assert topic["coefficients"][0]["meaning"] == "everybody used one and the same category"
    assert topic["by_label"]["Billing"]["mean"] == 0.4
    assert topic["by_label"]["Other"]["undefined"] == "no_pairs"
    assert (tone["mean"], tone["coefficients"]) == (pytest.approx((1 / 3 + 1 + 1) / 3), [])
    assert body["stale"] is True  # scoring has asked for another one
    await session.execute(text("DELETE FROM pgqueuer"))
    assert (await there.get("agreement-report/"))["stale"] is False
    await session.execute(
        update(Task)
        .where(Task.id == there.tasks[0].id)
        .values(content_version=Task.content_version + 1)
    )
    assert (await there.get("agreement-report/"))["pending"] == 1


async def test_the_matrix_with_models_and_ground_truth(
    session: AsyncSession, there: Arranged
) -> None:
    await store_report(session, there)
    body = await there.get("agreement-matrix/")
    kinds = [one["kind"] for one in body["participants"]]
    assert kinds == ["annotator"] * 3 + ["ground_truth", "model", "model"]
    assert [one["name"] for one in body["participants"]][3:] == ["Ground truth", "m1", "m2/x"]
    cell = {(i, j): value for i, row in enumerate(body["agreement"]) for j, value in enumerate(row)}
    assert [cell[0, 1], cell[0, 2], cell[1, 2]] == about(2 / 3, 0.5, 0)
    assert [cell[1, 3], cell[0, 4], cell[4, 5]] == about(1, 0.75, 0)
    assert cell[0, 3] is None  # Ana's own annotation is the ground truth
    assert all(cell[i, j] == cell[j, i] for i, j in cell)
    assert body["common_tasks"][0] == [0, 3, 1, 0, 2, 1]
    assert body["std"][0][1] == pytest.approx(0.2886751)
    assert body["std"][0][2] is None  # of one task there is none
    assert (body["low"][0][1], body["high"][0][1]) == (0.25, 0.9)
    topic = body["dimension"]
    assert topic is None
    (first, _) = await there.get(f"{ANALYSIS}/dimensions")
    by_topic = await there.get("agreement-matrix/", dimension=first["id"])
    assert by_topic["agreement"][0][1] == pytest.approx(2 / 3)
    assert by_topic["agreement"][0][2] == 0


async def test_a_class_that_is_left_out_is_not_among_the_labels_that_meet(
    session: AsyncSession, there: Arranged
) -> None:
    topic = (await there.get("dimensions/"))[0]
    await change(there, dimensions=[{"id": topic["id"], "excluded_classes": ["Billing"]}])
    await finish(session, there.project.id)
    matrix = await there.get(f"{ANALYSIS}/confusion-matrix", dimension=topic["id"])
    assert matrix["labels"] == ["Shipping", "Other", ""]  # one that nobody used still is
    assert matrix["omitted_labels"] == 0


async def test_the_report_says_when_a_function_of_the_project_gives_the_figures(
    session: AsyncSession, there: Arranged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOUCHSTONE_CUSTOM_METRICS", "true")
    assert (await there.get("agreement-report/"))["by_function"] is False
    topic = (await there.get("dimensions/"))[0]
    code = "def agreement(annotation_1, annotation_2, per_label=False):\n    return 0.5\n"
    session.add(CustomMetric(project_id=there.project.id, code=code))
    await session.flush()
    await change(there, dimensions=[{"id": topic["id"], "weight": 0.5}])
    # Not before its figures are those that are shown.
    assert (await there.get("agreement-report/"))["by_function"] is False
    await finish(session, there.project.id)
    report = await there.get("agreement-report/")
    assert (report["by_function"], report["overall"]["mean"]) == (True, 0.5)
    assert report["dimensions"][0]["mean"] == pytest.approx((1 / 3 + 1 + 0) / 3)
