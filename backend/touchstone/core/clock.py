"""Time is UTC and aware."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
