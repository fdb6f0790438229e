"""Rows in the binary form of PostgreSQL's COPY, written without a detour over Python objects.

https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": a header, then for each
row the number of fields and for each field its length (-1: null) and its bytes, then -1.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from struct import Struct

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LEAST_DAYS = (datetime(1, 1, 3, tzinfo=UTC) - _EPOCH).days
_MOST_DAYS = (datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH).days
_LENGTH = Struct("!i").pack
_INT = Struct("!iq").pack
_FLOAT = Struct("!id").pack
_ARRAY = Struct("!iiii").pack
_DIMENSION = Struct("!ii").pack
_BIGINT_OID = 20
_TEXT_OID = 25
_EMPTY_INTS = _ARRAY(12, 0, 0, _BIGINT_OID)
_EMPTY_TEXTS = _ARRAY(12, 0, 0, _TEXT_OID)


def microseconds(moment: datetime) -> int:
    """A `timestamptz` as PostgreSQL counts: microseconds since the year 2000.

    Raises OverflowError for what could not be read back in every time zone.
    """
    gap = moment - _EPOCH
    if not _LEAST_DAYS < gap.days < _MOST_DAYS:
        raise OverflowError(moment)
    return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds


def blob(value: bytes) -> bytes:
    """A `text`, `json` or `bytea` field."""
    return _LENGTH(len(value)) + value


def jsonb(value: bytes) -> bytes:
    """A `jsonb` field; its first byte is the version of the format."""
    return _LENGTH(len(value) + 1) + b"\x01" + value


def text(value: str | None) -> bytes:
    return NULL if value is None else blob(value.encode())


def integer(value: int | None) -> bytes:
    """A `bigint` field."""
    return NULL if value is None else _INT(8, value)


def float8(value: float | None) -> bytes:
    return NULL if value is None else _FLOAT(8, value)


def moment(value: datetime | None) -> bytes:
    """A `timestamptz` field."""
    return NULL if value is None else _INT(8, microseconds(value))


def integers(values: Sequence[int]) -> bytes:
    """A `bigint[]` field."""
    if not values:
        return _EMPTY_INTS
    items = b"".join([_INT(8, value) for value in values])
    return _ARRAY(20 + len(items), 1, 0, _BIGINT_OID) + _DIMENSION(len(values), 1) + items


def texts(values: Sequence[str]) -> bytes:
    """A `text[]` field."""
    if not values:
        return _EMPTY_TEXTS
    items = b"".join([blob(value.encode()) for value in values])
    return _ARRAY(20 + len(items), 1, 0, _TEXT_OID) + _DIMENSION(len(values), 1) + items
