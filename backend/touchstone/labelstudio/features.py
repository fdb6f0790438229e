"""Results as compact typed arrays, one entry a control, for scoring without JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from touchstone.labelstudio.label_config import Control, LabelConfig

EXTRACTOR_VERSION = 1

# Separates the labels of one region; a control character that no label is written with.
LABEL_SEPARATOR = "\x1f"
_LONGEST_PLAIN_VALUE = 64

_canonical_json = msgspec.json.Encoder(order="sorted").encode

_Item = dict[str, Any]
_Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChoicesFeature:
    """The distinct chosen labels, sorted."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoxesFeature:
    """Rectangles: one label set a region, and x, y, width, height, rotation in percent."""

    labels: tuple[str, ...]
    geometry: NDArray[np.float64]  # (n, 5)


@dataclass(frozen=True, slots=True)
class SpansFeature:
    """Text spans: one label set a region, and half-open start, end in code points."""

    labels: tuple[str, ...]
    geometry: NDArray[np.int64]  # (n, 2)


@dataclass(frozen=True, slots=True)
class OtherFeature:
    """Any other answer, as sorted canonical texts that are equal when the answers are."""

    values: tuple[str, ...]


Feature = ChoicesFeature | BoxesFeature | SpansFeature | OtherFeature


def extract_features(result: list[Any], config: LabelConfig) -> bytes:
    """Encode a validated result; controls without an answer are absent.

    Items of controls that the configuration does not have, and relations, are left out.
    """
    by_control: dict[str, list[_Item]] = {}
    for item in result:
        name = item.get("from_name")
        if name is not None:
            by_control.setdefault(name, []).append(item)
    payloads = {}
    for name, items in by_control.items():
        control = config.find_control(name)
        if control is not None:
            payloads[name] = _encode(items, control, config)
    return msgspec.msgpack.encode(payloads)


def decode_features(blob: bytes) -> dict[str, Feature]:
    """The features by control name."""
    payloads = msgspec.msgpack.decode(blob)
    return {name: _DECODERS[payload["k"]](payload) for name, payload in payloads.items()}


def _encode(items: list[_Item], control: Control, config: LabelConfig) -> _Payload:
    if control.tag == "Choices" and not control.per_region:
        return {"k": "choices", "v": sorted({c for i in items for c in _strings(i, "choices")})}
    values = [item["value"] for item in items]
    if control.tag in _BOX_TAGS and all("height" in v and "width" in v for v in values):
        boxes = np.array(
            [(v["x"], v["y"], v["width"], v["height"], v.get("rotation") or 0.0) for v in values],
            dtype=np.float64,
        )
        return {"k": "boxes", "l": [_label_set(i) for i in items], "a": boxes.tobytes()}
    if control.tag == "Labels" and _label_text(items, config):
        spans = np.array([(v["start"], v["end"]) for v in values], dtype=np.int64)
        return {"k": "spans", "l": [_label_set(i) for i in items], "a": spans.tobytes()}
    return {"k": "other", "v": sorted(text for item in items for text in _canonical(item))}


_BOX_TAGS = frozenset({"RectangleLabels", "Rectangle", "Labels"})


def _label_text(items: list[_Item], config: LabelConfig) -> bool:
    """Whether all are spans of a text, and not of an audio or a hypertext."""
    for item in items:
        target = config.find_object(item["to_name"])
        value = item["value"]
        if target is None or target.tag != "Text":
            return False
        if isinstance(value.get("start"), str) or "start" not in value:
            return False
    return True


def _strings(item: _Item, key: str) -> list[str]:
    return item["value"].get(key) or []


def _label_set(item: _Item) -> str:
    labels: list[str] = item["value"].get(item["type"]) or item["value"].get("labels") or []
    if len(labels) == 1:
        return str(labels[0])
    return LABEL_SEPARATOR.join(sorted(set(labels)))


def _canonical(item: _Item) -> list[str]:
    """Texts that are equal exactly when two answers mean the same.

    A taxonomy gives one text a path, because the order of its paths does not matter.
    """
    value = item["value"]
    key = item["type"]
    if key in _NUMBERS and value.get(key) is not None:
        return [repr(float(value[key]))]
    if key == "taxonomy":
        return [_digest(path) for path in value[key]]
    answer = value[key] if key in value and len(value) == 1 else value
    return [_digest(answer)]


_NUMBERS = frozenset({"number", "rating"})


def _digest(answer: Any) -> str:
    text = _canonical_json(answer)
    if len(text) <= _LONGEST_PLAIN_VALUE:
        return text.decode()
    return f"#{blake2b(text, digest_size=16).hexdigest()}"


_DECODERS: Mapping[str, Callable[[_Payload], Feature]] = {
    "choices": lambda p: ChoicesFeature(tuple(p["v"])),
    "boxes": lambda p: BoxesFeature(
        tuple(p["l"]), np.frombuffer(p["a"], dtype=np.float64).reshape(-1, 5)
    ),
    "spans": lambda p: SpansFeature(
        tuple(p["l"]), np.frombuffer(p["a"], dtype=np.int64).reshape(-1, 2)
    ),
    "other": lambda p: OtherFeature(tuple(p["v"])),
}
