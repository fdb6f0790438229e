"""Pieces of a Label Studio JSON export that both demonstration projects share."""

import random
import string
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from touchstone.demo.calendar import iso
from touchstone.demo.people import Person

Result = list[dict[str, Any]]
Record = dict[str, Any]

_ID_SIGNS: Final = string.ascii_letters + string.digits + "_-"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's decision, before it becomes a record."""

    kind: str  # accepted, fixed_and_accepted or rejected
    comment: str = ""
    reject_action: str | None = None


def new_region_id(rng: random.Random) -> str:
    return "".join(rng.choices(_ID_SIGNS, k=10))


def annotation_record(
    author: Person, result: Result, *, created_at: datetime, lead_time: float, unique_id: str
) -> Record:
    return {
        "completed_by": author.as_author(),
        "unique_id": unique_id,
        "result": result,
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": iso(created_at),
        "updated_at": iso(created_at),
        "lead_time": round(lead_time, 3),
        "last_action": "submitted",
        "reviews": [],
    }


def skipped_record(author: Person, *, created_at: datetime, unique_id: str) -> Record:
    """An annotation whose author skipped the task."""
    record = annotation_record(
        author, [], created_at=created_at, lead_time=6.5, unique_id=unique_id
    )
    return record | {"was_cancelled": True, "last_action": "skipped"}


def draft_record(author: Person, result: Result, *, created_at: datetime) -> Record:
    """Work that its author saved and has not submitted."""
    return {
        "user": author.email,
        "result": result,
        "lead_time": 41.2,
        "created_at": iso(created_at),
        "updated_at": iso(created_at + timedelta(seconds=41)),
    }


def prediction_record(
    model_version: str, result: Result, *, score: float, created_at: datetime
) -> Record:
    return {
        "model_version": model_version,
        "result": result,
        "score": round(score, 4),
        "created_at": iso(created_at),
        "updated_at": iso(created_at),
    }


def add_review(
    annotation: Record,
    verdict: Verdict,
    *,
    reviewer: Person,
    created_at: datetime,
    seconds: float,
    fixed_result: Result | None = None,
) -> None:
    """Put a verdict on an annotation record; a fix replaces its result."""
    annotation["reviews"].append(
        {
            "accepted": verdict.kind != "rejected",
            "verdict": verdict.kind,
            "reject_action": verdict.reject_action,
            "comment": verdict.comment,
            "created_by": reviewer.as_author(),
            "created_at": iso(created_at),
            "started_at": iso(created_at - timedelta(seconds=seconds)),
        }
    )
    annotation["last_action"] = verdict.kind
    if fixed_result is not None:
        annotation["result"] = fixed_result
        annotation["updated_at"] = iso(created_at)


def choose_verdict(
    rng: random.Random, *, severity: float, remarks: list[str], praise: tuple[str, ...]
) -> Verdict:
    """Decide as a reviewer would who weighs what is wrong (`severity` 0: nothing).

    A rejection always says why.
    """
    if severity == 0:
        return Verdict("accepted", rng.choice(praise) if rng.random() < 0.08 else "")
    odds = (0.35, 0.5, 0.15) if severity <= 1.5 else (0.04, 0.4, 0.56)
    kind = rng.choices(("accepted", "fixed_and_accepted", "rejected"), odds)[0]
    if kind == "rejected":
        action = rng.choices(("remove", "requeue", "redistribute"), (6, 4, 1))[0]
        return Verdict(kind, " ".join(remarks[:2]), action)
    comment = remarks[0] if kind == "fixed_and_accepted" and rng.random() < 0.5 else ""
    return Verdict(kind, comment)
