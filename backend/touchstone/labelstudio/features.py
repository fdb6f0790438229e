"""Results as compact typed arrays, one entry a control, for scoring without JSON.

Nothing that a result holds makes an extraction fail: what cannot be read of a control becomes
`Unreadable`, and what is of another kind than the configuration says becomes `Other`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Any

from touchstone.agreement.answers import Answer
from touchstone.labelstudio.dimensions import RELATIONS
from touchstone.labelstudio.feature_answers import READERS, other
from touchstone.labelstudio.feature_attached import (
    Regions,
    attached,
    attached_to_images,
    regions_by_id,
    relations,
)
from touchstone.labelstudio.feature_codec import (
    EXTRACTOR_VERSION,
    Outdated,
    Payload,
    decode,
    encode,
)
from touchstone.labelstudio.feature_parts import MOST_REGIONS, CannotRead, Item
from touchstone.labelstudio.feature_regions import draws_regions, regions
from touchstone.labelstudio.label_config import Control, LabelConfig

__all__ = [
    "EXTRACTOR_VERSION",
    "RELATIONS",
    "Outdated",
    "decode_features",
    "extract_features",
]


def extract_features(result: list[Any], config: LabelConfig) -> bytes:
    """Encode a result; controls without an answer are absent.

    Items of controls that the configuration does not have are left out; relations between
    regions come under the name RELATIONS.
    """
    by_control: dict[str, list[Item]] = {}
    arrows: list[Item] = []
    for item in result:
        if not isinstance(item, dict):
            continue
        if item.get("type") == "relation":
            arrows.append(item)
            continue
        name = item.get("from_name")
        if isinstance(name, str):
            by_control.setdefault(name, []).append(item)

    found = {name: control for name in by_control if (control := config.find_control(name))}
    asked = (by_control[name] for name, control in found.items() if control.per_region)
    drawn = regions_by_id(result, config, chain.from_iterable(asked), arrows)
    payloads = {
        name: _guarded(partial(_payload, by_control[name], control, config, drawn))
        for name, control in found.items()
    }
    if arrows:
        payloads[RELATIONS] = _guarded(partial(relations, arrows, config, drawn))
    try:
        return encode(payloads)
    except ValueError:  # half of a surrogate pair in a text
        return encode({name: _encodable(payload) for name, payload in payloads.items()})


def _payload(
    items: Sequence[Item], control: Control, config: LabelConfig, drawn: Regions
) -> Payload:
    if len(items) > MOST_REGIONS:
        raise CannotRead(f"{len(items):,} answers are more than the {MOST_REGIONS:,} compared")
    for item in items:
        if not isinstance(item.get("value"), dict) or not isinstance(item.get("type"), str):
            raise CannotRead("an answer has no value or no type")
    # Results may be older than the configuration, in which the control was of another kind.
    if not {item["type"] for item in items} <= control.result_types:
        return other(items)
    if control.per_region:
        return attached(items, control, config, drawn)
    if control.per_item:
        return attached_to_images(items, control, config)
    if (read := READERS.get(control.tag)) is not None:
        return read(items, control)
    return regions(items, control, config) if draws_regions(control) else other(items)


def _guarded(read: Callable[[], Payload]) -> Payload:
    try:
        return read()
    except CannotRead as error:
        return ("u", str(error))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return ("u", "the answer has a form that is not known")


def _encodable(payload: Payload) -> Payload:
    try:
        encode({"": payload})
    except ValueError:
        return ("u", "a text holds half of a surrogate pair")
    return payload


def decode_features(blob: bytes) -> dict[str, Answer]:
    """The answers by control name; they may be shared, so leave them as they are.

    Raises Outdated for what another version of the extractor stored.
    """
    return decode(blob)
