"""What follows from a task's annotations."""

from datetime import UTC, datetime
from typing import Any

import pytest

from touchstone.tasks.figures import (
    AnnotationFacts,
    Criteria,
    PredictionFacts,
    annotation_figures,
    prediction_figures,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def by(author: int, state: str = "pending", **values: Any) -> AnnotationFacts:
    return AnnotationFacts(
        completed_by=author,
        was_cancelled=values.pop("was_cancelled", False),
        ground_truth=values.pop("ground_truth", False),
        lead_time=values.pop("lead_time", None),
        review_state=state,
        created_at=NOON,
        **values,
    )


@pytest.mark.parametrize(
    ("annotations", "overlap", "criteria", "state", "reviewed"),
    [
        ([], 1, "all", "CREATED", False),
        ([by(1, was_cancelled=True)], 1, "all", "CREATED", False),
        ([by(1)], 2, "all", "ANNOTATION_IN_PROGRESS", False),
        ([by(1), by(1)], 2, "all", "ANNOTATION_IN_PROGRESS", False),
        ([by(1), by(2)], 2, "all", "NEEDS_REVIEW", False),
        ([by(1, "accepted"), by(2)], 2, "all", "REVIEW_IN_PROGRESS", False),
        ([by(1, "accepted"), by(2, "rejected")], 2, "all", "COMPLETED", True),
        ([by(1, "accepted"), by(2)], 2, "one", "COMPLETED", True),
        ([by(1, "rejected"), by(2)], 2, "one", "NEEDS_REVIEW", False),
        ([by(1, "rejected")], 1, "one", "COMPLETED", False),
        ([by(1, "fixed_and_accepted")], 1, "one", "COMPLETED", True),
        ([by(1, "rejected", reject_action="requeue")], 1, "all", "ANNOTATION_IN_PROGRESS", True),
        ([by(1, "rejected", reject_action="remove")], 1, "all", "COMPLETED", True),
        (
            [by(1, "rejected", reject_action="redistribute"), by(2, "accepted")],
            2,
            "one",
            "ANNOTATION_IN_PROGRESS",
            True,
        ),
    ],
)
def test_states(
    annotations: list[AnnotationFacts],
    overlap: int,
    criteria: Criteria,
    state: str,
    reviewed: bool,
) -> None:
    figures = annotation_figures(annotations, overlap=overlap, criteria=criteria)
    assert (figures["state"], figures["reviewed"]) == (state, reviewed)


def test_counts_leave_skipped_work_out_and_name_everybody_once() -> None:
    figures = annotation_figures(
        [
            by(5, "accepted", lead_time=10.0, reviewers=(9, 8), reviewed_at=NOON),
            by(5, lead_time=20.0, ground_truth=True),
            by(6, was_cancelled=True, lead_time=500.0, reviewers=(9,)),
        ],
        overlap=1,
        criteria="one",
    )
    assert figures["total_annotations"] == 2
    assert figures["cancelled_annotations"] == 1
    assert figures["annotators"] == [5, 6]
    assert figures["reviewers"] == [9, 8]
    assert figures["avg_lead_time"] == 15.0
    assert (figures["reviews_accepted"], figures["reviews_rejected"]) == (1, 0)
    assert figures["ground_truth"] is True
    assert figures["reviewed_at"] == NOON


def test_predictions() -> None:
    figures = prediction_figures([PredictionFacts("b", 0.5), PredictionFacts("a", None)])
    assert figures == {
        "total_predictions": 2,
        "predictions_score": 0.5,
        "predictions_model_versions": ["a", "b"],
    }
    assert prediction_figures([])["predictions_score"] is None
