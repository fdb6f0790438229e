"""Working hours of the last three weeks, so that dates look like days at work."""

import random
from datetime import datetime, timedelta

WEEKS = 3
_START_HOUR = 8
_HOURS = 9


def working_days(now: datetime) -> list[datetime]:
    """Midnights of the weekdays in the three weeks before today, oldest first."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (today - timedelta(days=back) for back in range(WEEKS * 7, 0, -1))
    return [day for day in days if day.weekday() < 5]


def working_moment(now: datetime, share: float) -> datetime:
    """The moment at which `share` (0..1) of the working time before today has passed."""
    days = working_days(now)
    position = min(max(share, 0.0), 0.999_999) * len(days)
    day = days[int(position)]
    hours = _START_HOUR + (position % 1) * _HOURS
    return day + timedelta(seconds=round(hours * 3600))


def next_working_moment(moment: datetime, rng: random.Random) -> datetime:
    """The moment itself in working hours, otherwise some time in the morning that follows."""
    opening = moment.replace(hour=_START_HOUR, minute=0, second=0, microsecond=0)
    if moment.weekday() < 5 and opening <= moment < opening + timedelta(hours=_HOURS):
        return moment
    if moment >= opening:
        opening += timedelta(days=1)
    while opening.weekday() >= 5:
        opening += timedelta(days=1)
    return opening + timedelta(seconds=rng.uniform(0, 3 * 3600))


def iso(moment: datetime) -> str:
    """UTC in the form of exported files."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
