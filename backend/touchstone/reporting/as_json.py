"""A report as JSON."""

import orjson

from touchstone.reporting.figures import Report


def render(report: Report) -> str:
    """All figures; those without a value are null, with the reason beside them."""
    return orjson.dumps(report, option=orjson.OPT_INDENT_2).decode() + "\n"
