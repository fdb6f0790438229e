"""An answer that is to be stored: checked against the config, and what scoring needs of it."""

import asyncio
from typing import Any

from touchstone.core.errors import Invalid
from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.features import extract_features
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.labelstudio.results import check_result

MANY_ITEMS = 2_000
_HEAVY = ("rle", "imageDataURL", "sequence")


def bad_record(error: BadRecord) -> Invalid:
    """The refusal of a record, naming the place of the fault."""
    return Invalid(
        f"{error.path}: {error.message}",
        code="bad_record",
        path=error.path,
        validation_errors={error.path: [error.message]},
    )


async def checked_features(
    result: list[Any], config: LabelConfig, data: dict[str, Any], path: str = "$.result"
) -> bytes:
    """The features of a result. Raises Invalid, with the place, for one that cannot be used.

    A painted mask may take seconds: what may be slow is read beside the event loop, so that
    other requests go on.
    """
    if _may_be_slow(result):
        return await asyncio.to_thread(_checked, result, config, data, path)
    return _checked(result, config, data, path)


def _checked(result: list[Any], config: LabelConfig, data: dict[str, Any], path: str) -> bytes:
    try:
        check_result(result, config, path, data=data)
    except BadRecord as error:
        raise bad_record(error) from error
    return extract_features(result, config)


def _may_be_slow(result: list[Any]) -> bool:
    if len(result) > MANY_ITEMS:
        return True
    values = (item.get("value") for item in result if isinstance(item, dict))
    return any(isinstance(value, dict) and any(key in value for key in _HEAVY) for value in values)
