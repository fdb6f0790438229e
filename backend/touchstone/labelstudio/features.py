"""Results as compact typed arrays, one entry a control, for scoring without JSON."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from touchstone.agreement.answers import LABEL_SEPARATOR, Answer, Boxes, Items, Other, Spans
from touchstone.labelstudio.label_config import Control, LabelConfig

EXTRACTOR_VERSION = 1

_LONGEST_PLAIN_VALUE = 64

# How far apart the regions of different images, texts and recordings are kept.
BOX_STRIDE = 1000.0  # percent; no image is wider than 100
TEXT_STRIDE = 2**32  # code points
TIME_STRIDE = 10**6  # seconds
_MOST_ITEMS = 4096  # of a list of images

_canonical_json = msgspec.json.Encoder(order="sorted").encode

_Item = dict[str, Any]
_Payload = dict[str, Any]
_SpanKind = tuple[str, np.dtype[Any], int]


def extract_features(result: list[Any], config: LabelConfig) -> bytes:
    """Encode a validated result; controls without an answer are absent.

    Items of controls that the configuration does not have, and relations, are left out.
    """
    by_control: dict[str, list[_Item]] = {}
    for item in result:
        name = item.get("from_name")
        if name is not None and isinstance(item.get("value"), dict):
            by_control.setdefault(name, []).append(item)
    payloads = {}
    for name, items in by_control.items():
        control = config.find_control(name)
        if control is not None:
            payloads[name] = _encode(items, control, config)
    return msgspec.msgpack.encode(payloads)


def decode_features(blob: bytes) -> dict[str, Answer]:
    """The features by control name."""
    payloads = msgspec.msgpack.decode(blob)
    return {name: _DECODERS[payload["k"]](payload) for name, payload in payloads.items()}


def _encode(items: list[_Item], control: Control, config: LabelConfig) -> _Payload:
    # Results may be older than the configuration, in which the control was of another kind.
    if {item["type"] for item in items} <= control.result_types:
        if control.tag == "Choices" and not control.per_region:
            return {"k": "choices", "v": sorted({c for i in items for c in _choices(i)})}
        if control.tag in _BOX_TAGS and all(item["value"].keys() >= _BOX_KEYS for item in items):
            return _encode_boxes(items, control)
        if control.tag == "Labels" and all(item["value"].keys() >= _SPAN_KEYS for item in items):
            labelled = {item["to_name"] for item in items}
            targets = {target.tag for name in labelled if (target := config.find_object(name))}
            # A span that begins at an XPath is shown as hypertext.
            if targets == {"Text"} and str not in {type(i["value"]["start"]) for i in items}:
                return _encode_spans(items, control, _TEXT)
            if targets == {"Audio"}:
                return _encode_spans(items, control, _TIME)
    return {"k": "other", "v": sorted(text for item in items for text in _canonical(item))}


_BOX_TAGS = frozenset({"Labels", "Rectangle", "RectangleLabels"})
_BOX_KEYS = frozenset({"x", "y", "width", "height"})
_SPAN_KEYS = frozenset({"start", "end"})
_TEXT: _SpanKind = ("spans", np.dtype(np.int64), TEXT_STRIDE)
_TIME: _SpanKind = ("times", np.dtype(np.float64), TIME_STRIDE)


def _encode_boxes(items: list[_Item], control: Control) -> _Payload:
    values = [item["value"] for item in items]
    boxes = np.array(
        [(v["x"], v["y"], v["width"], v["height"], v.get("rotation") or 0.0) for v in values],
        dtype=np.float64,
    )
    if (places := _places(items, control)) is not None:
        boxes[:, 0] += places * BOX_STRIDE
    return {"k": "boxes", "l": [_label_set(item) for item in items], "a": boxes.tobytes()}


def _encode_spans(items: list[_Item], control: Control, kind: _SpanKind) -> _Payload:
    key, dtype, stride = kind
    values = [item["value"] for item in items]
    spans = np.array([(v["start"], v["end"]) for v in values], dtype=dtype)
    if (places := _places(items, control)) is not None:
        spans += (places * stride).astype(dtype)[:, None]
    return {"k": key, "l": [_label_set(item) for item in items], "a": spans.tobytes()}


def _places(items: list[_Item], control: Control) -> NDArray[np.int64] | None:
    """A number for each object and each image of a list; None where there is but one."""
    if len(control.to_names) == 1 and not any("item_index" in item for item in items):
        return None
    return np.array([_place(item, control) for item in items], dtype=np.int64)


def _place(item: _Item, control: Control) -> int:
    index = item.get("item_index")
    number = index if type(index) is int and 0 < index < _MOST_ITEMS else 0
    if item["to_name"] in control.to_names:
        number += control.to_names.index(item["to_name"]) * _MOST_ITEMS
    return number


def _choices(item: _Item) -> list[str]:
    return item["value"].get("choices") or []


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


_DECODERS: Mapping[str, Callable[[_Payload], Answer]] = {
    "choices": lambda p: Items(tuple(p["v"])),
    "boxes": lambda p: Boxes(tuple(p["l"]), np.frombuffer(p["a"], dtype=np.float64).reshape(-1, 5)),
    "spans": lambda p: Spans(tuple(p["l"]), np.frombuffer(p["a"], dtype=np.int64).reshape(-1, 2)),
    "times": lambda p: Spans(tuple(p["l"]), np.frombuffer(p["a"], dtype=np.float64).reshape(-1, 2)),
    "other": lambda p: Other(tuple(p["v"])),
}
