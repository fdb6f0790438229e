"""Points in time as Label Studio writes them."""

import re
from datetime import UTC, date, datetime, time
from typing import Any, Final

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_LONGEST: Final = 64

# What d3 writes otherwise than Python, for the columns of time series.
_D3: Final = (("%L", "%f"), ("%e", "%d"))


def seconds(written: Any, form: str | None = None) -> float | None:
    """Seconds since 1970; a time without a zone is UTC, a time of day counts from midnight.

    `form` is the format of the control or of the time column, where the configuration has one.
    None for what is not understood.

    >>> seconds("1970-01-02"), seconds("1970-02"), seconds("00:01"), seconds("2 Jan", "%d %b")
    (86400.0, 2678400.0, 60.0, None)
    >>> seconds("02.01.1970 01:00", "%d.%m.%Y %H:%M"), seconds("soon")
    (90000.0, None)
    """
    if not isinstance(written, str) or len(written) > _LONGEST:
        return None
    text = written.strip()
    moment = formatted(text, form)
    return _stamp(_iso(text)) if moment is None else moment


def formatted(text: str, form: str | None) -> float | None:
    """The same for a text of that form only."""
    if not form or "%" not in form or len(text) > _LONGEST:
        return None
    for d3, python in _D3:
        form = form.replace(d3, python)
    if not re.search("%[YyGcxsDF]", form):
        return None  # without its year it is no point in time
    try:
        return _stamp(datetime.strptime(text, form))  # noqa: DTZ007 - becomes UTC
    except (ValueError, re.error):
        return None


def _stamp(moment: datetime | None) -> float | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.timestamp()
    except OverflowError:
        return None


def _iso(text: str) -> datetime | None:
    if _YEAR.fullmatch(text):
        text += "-01-01"
    elif _MONTH.fullmatch(text):
        text += "-01"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        of_day = time.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(date(1970, 1, 1), of_day)
