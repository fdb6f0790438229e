"""What the reviews of an imported annotation amount to.

Label Studio says `accepted` and no more; a fix shows in the annotation's last action. Files of
our own also name the verdict and the versions.
"""

from dataclasses import dataclass

from touchstone.labelstudio.records import AnnotationRecord, ReviewRecord
from touchstone.models.annotation import Action, ReviewState
from touchstone.models.review import RejectAction, Verdict

_REJECT_ACTIONS = frozenset(RejectAction)
_STATE_AFTER = {
    Verdict.ACCEPTED: ReviewState.ACCEPTED,
    Verdict.FIXED: ReviewState.FIXED,
    Verdict.REJECTED: ReviewState.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Settled:
    """A review in our own terms."""

    record: ReviewRecord
    verdict: Verdict
    reject_action: RejectAction | None
    annotation_version: int
    fixed_version: int | None


def settle(annotation: AnnotationRecord, version: int) -> list[Settled]:
    """The reviews, oldest first; as in the file where a time is missing."""
    reviews = annotation.reviews
    if all(review.created_at is not None for review in reviews):
        reviews = sorted(reviews, key=lambda review: str(review.created_at))
    newest = len(reviews) - 1
    return [
        _settle_one(review, annotation, version, is_newest=place == newest)
        for place, review in enumerate(reviews)
    ]


def _settle_one(
    review: ReviewRecord, annotation: AnnotationRecord, version: int, *, is_newest: bool
) -> Settled:
    verdict = _verdict(review, annotation, is_newest=is_newest)
    fixed = (review.fixed_version or version) if verdict is Verdict.FIXED else None
    return Settled(
        record=review,
        verdict=verdict,
        reject_action=_reject_action(review) if verdict is Verdict.REJECTED else None,
        annotation_version=review.annotation_version or version,
        fixed_version=fixed,
    )


def _verdict(review: ReviewRecord, annotation: AnnotationRecord, *, is_newest: bool) -> Verdict:
    if not review.accepted:
        return Verdict.REJECTED
    if review.verdict is not None:
        return Verdict.FIXED if review.verdict == Verdict.FIXED else Verdict.ACCEPTED
    fixed = review.result is not None or (
        is_newest and annotation.last_action == Action.FIXED_AND_ACCEPTED
    )
    return Verdict.FIXED if fixed else Verdict.ACCEPTED


def _reject_action(review: ReviewRecord) -> RejectAction | None:
    if review.reject_action in _REJECT_ACTIONS:
        return RejectAction(review.reject_action)
    return RejectAction.REMOVE if review.remove_from_queue else None


def state_of(reviews: list[Settled], version: int) -> ReviewState:
    """A verdict on an older version leaves the present one waiting."""
    if not reviews:
        return ReviewState.PENDING
    newest = reviews[-1]
    if max(newest.annotation_version, newest.fixed_version or 0) < version:
        return ReviewState.PENDING
    return _STATE_AFTER[newest.verdict]
