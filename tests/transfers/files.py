"""Records as files hold them, for imports in tests."""

from typing import Any

from tests.factories import choice

Record = dict[str, Any]


def author(name: str) -> Record:
    number = 900 + sum(name.encode())  # of the file's own, and another for each name
    return {"id": number, "email": f"{name}@example.org", "first_name": name.title()}


def span(start: int, end: int, label: str = "Person") -> Record:
    """A result item of the factories' `TEXT_CONFIG` on its default text."""
    return {
        "id": f"s{start}{end}",
        "from_name": "entity",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "text": "x", "labels": [label]},
    }


def annotation(name: str = "ana", label: str = "Billing", **values: Any) -> Record:
    return {
        "id": 31,
        "completed_by": author(name),
        "result": choice(label),
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2024-05-06T07:08:09.123456Z",
        "updated_at": "2024-05-06T08:08:09Z",
        "lead_time": 12.5,
        "last_action": "submitted",
        **values,
    }


def task(text: str = "The parcel of Ana is late.", **values: Any) -> Record:
    return {"data": {"text": text}, **values}


def rich_task(number: int = 1) -> Record:
    """A task with a bit of everything."""
    return task(
        meta={"source": f"mail-{number}"},
        created_at="2024-05-01T00:00:00Z",
        updated_at="2024-05-07T00:00:00Z",
        annotations=[
            annotation(
                "ana",
                id=31,
                ground_truth=True,
                unique_id=f"u-{number}",
                reviews=[
                    {
                        "accepted": True,
                        "created_by": author("rita"),
                        "created_at": "2024-05-06T09:00:00Z",
                        "started_at": "2024-05-06T08:59:00Z",
                    }
                ],
            ),
            annotation("bela", "Shipping", id=32, parent_annotation=31),
            annotation(
                "cy",
                "Other",
                id=33,
                reviews=[
                    {
                        "accepted": False,
                        "reject_action": "requeue",
                        "comment": "Look again.",
                        "created_by": author("rita"),
                        "created_at": "2024-05-06T10:00:00Z",
                    }
                ],
            ),
            annotation("dora", id=34, result=[], was_cancelled=True, last_action="skipped"),
        ],
        predictions=[
            {
                "id": 8,
                "result": choice("Billing"),
                "score": 0.9,
                "model_version": "m1",
                "created_at": "2024-05-05T00:00:00Z",
            }
        ],
        drafts=[
            {
                "user": "ana@example.org",
                "result": [span(4, 10)],
                "annotation": 31,
                "lead_time": 3.5,
                "created_at": "2024-05-06T00:00:00Z",
            }
        ],
    )
