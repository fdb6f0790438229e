"""The `Range` header of a request, as players send it to move about in a recording."""

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def one_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Start and length of the part asked for; None where the whole is to be sent.

    Several ranges, or one that lies outside, are answered with the whole file.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None:
        return None
    first, last = found.groups()
    if first:
        start = int(first)
        end = min(int(last), size - 1) if last else size - 1
    elif last:
        start, end = max(0, size - int(last)), size - 1
    else:
        return None
    return (start, end - start + 1) if start <= end else None
