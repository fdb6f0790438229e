"""Validation of one result array against a labeling configuration.

Tolerant where real exports vary (results without an id, labels that the configuration no longer
has, several results of one region, extra keys), strict where a wrong value would break showing,
storing or scoring.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.label_config import Control, DataObject, LabelConfig

# Percent. Label Studio rounds while a region is dragged and resized against the border of the
# image; real exports overshoot by 1e-6 up to about one percent. More than that is another unit,
# mostly pixels or fractions, and would silently spoil every overlap.
PERCENT_TOLERANCE = 1.0
_LOW = -PERCENT_TOLERANCE
_HIGH = 100 + PERCENT_TOLERANCE

LARGEST_OFFSET = 2**31 - 1  # no text is longer
_LONGEST_SHOWN = 80

_Value = dict[str, Any]


class _Fault(Exception):
    """A fault inside one result; the place is completed by the caller, so only on error."""

    def __init__(self, suffix: str, message: str) -> None:
        super().__init__(suffix, message)
        self.suffix = suffix
        self.message = message


def check_result(
    result: list[Any],
    config: LabelConfig,
    path: str = "$.result",
    *,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Raise BadRecord at the first item that is not a usable result of this configuration.

    With the task's `data`, text spans must also lie within the text.
    """
    if not isinstance(result, list):
        raise BadRecord(f"a result must be a list, not {kind_of(result)}", path)
    for index, item in enumerate(result):
        try:
            _check_item(item, config, data)
        except _Fault as fault:
            raise BadRecord(fault.message, f"{path}[{index}]{fault.suffix}") from None


def kind_of(value: Any) -> str:
    """The JSON name of a value's kind, for messages."""
    return _KINDS.get(type(value), type(value).__name__)


_KINDS = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "a string",
    type(None): "null",
}


def _shown(value: Any) -> str:
    """A value in a message: short texts as they are, anything else by its kind."""
    if isinstance(value, str):
        return f'"{value[:_LONGEST_SHOWN]}"'
    return kind_of(value)


def _check_item(item: Any, config: LabelConfig, data: Mapping[str, Any] | None) -> None:
    if not isinstance(item, dict):
        raise _Fault("", f"a result item must be an object, not {kind_of(item)}")
    item_type = item.get("type")
    if item_type == "relation":
        _check_relation(item)
        return
    control = _find_control(item, config)
    to_name = item.get("to_name")
    if to_name not in control.to_names and not _is_repeated(to_name, control, config):
        known = ", ".join(control.to_names)
        message = f'control "{control.name}" does not label {_shown(to_name)}, but {known}'
        raise _Fault(".to_name", message)
    if not isinstance(item_type, str) or item_type not in control.result_types:
        known = ", ".join(sorted(control.result_types))
        raise _Fault(".type", f"<{control.tag}> does not produce {_shown(item_type)}, but {known}")
    value = item.get("value")
    if not isinstance(value, dict):
        raise _Fault(".value", f"a value must be an object, not {kind_of(value)}")
    target = config.find_object(str(to_name))
    if target is not None:
        if "start" in value or "end" in value or control.tag == "Labels":
            check_span = _SPAN_CHECKS.get(target.tag)
            if check_span is not None:
                check_span(value, target, data)
        _check_shape(value)
    check = _VALUE_CHECKS.get(item_type)
    if check is not None:
        check(value, item_type)


def _check_relation(item: _Value) -> None:
    for key in ("from_id", "to_id"):
        if not isinstance(item.get(key), str):
            raise _Fault(f".{key}", "a relation needs the id of a region here")


def _find_control(item: _Value, config: LabelConfig) -> Control:
    name = item.get("from_name")
    if not isinstance(name, str):
        raise _Fault(".from_name", "the name of a control is missing")
    control = config.controls.get(name) or config.find_control(name)
    if control is None:
        known = ", ".join(sorted(config.controls)) or "none"
        message = f"no control is named {_shown(name)}; the configuration has: {known}"
        raise _Fault(".from_name", message)
    return control


def _is_repeated(to_name: Any, control: Control, config: LabelConfig) -> bool:
    """Whether a Repeater made this name from one of the control's."""
    if not control.index_flags or not isinstance(to_name, str):
        return False
    target = config.find_object(to_name)
    return target is not None and target.name in control.to_names


# Regions: geometry and spans, whatever control they belong to


def _check_shape(value: _Value) -> None:
    if "x" in value or "width" in value:
        _check_percent_shape(value)
    if "points" in value:
        _check_points(value["points"])
    if "sequence" in value:
        _check_sequence(value["sequence"])


def _number(value: _Value, key: str) -> float:
    number = value.get(key)
    if type(number) is float:
        if math.isfinite(number):
            return number
        raise _Fault(f".value.{key}", "NaN and Infinity are not coordinates")
    if type(number) is int:
        try:
            return float(number)
        except OverflowError:
            raise _Fault(f".value.{key}", "the number is too large") from None
    raise _Fault(f".value.{key}", f"must be a number, not {kind_of(number)}")


def _check_percent_shape(value: _Value) -> None:
    """Boxes, ellipses and key points: percent of the width and height of the image."""
    x, y = _number(value, "x"), _number(value, "y")
    _check_percent(x, "x")
    _check_percent(y, "y")
    if "height" in value:
        width, height = _number(value, "width"), _number(value, "height")
        if width < 0 or height < 0:
            key = "width" if width < 0 else "height"
            raise _Fault(f".value.{key}", f"must not be negative, but is {value[key]}")
        if not value.get("rotation"):
            # A rotated box turns about its top left corner and may end outside by its own width.
            _check_percent(x + width, "width", "x + width")
            _check_percent(y + height, "height", "y + height")
    elif "width" in value:
        _number(value, "width")
    for key in ("rotation", "radiusX", "radiusY"):
        if key in value and value[key] is not None:
            _number(value, key)


def _check_percent(number: float, key: str, what: str | None = None) -> None:
    if not _LOW <= number <= _HIGH:
        name = what or key
        raise _Fault(f".value.{key}", f"{name} must lie in 0..100 percent, but is {number:g}")


def _check_points(points: Any) -> None:
    if not isinstance(points, list):
        raise _Fault(".value.points", f"must be a list, not {kind_of(points)}")
    for index, point in enumerate(points):
        if isinstance(point, dict):  # vectors keep more than the place of a point
            continue
        if not isinstance(point, list) or len(point) < 2:
            raise _Fault(f".value.points[{index}]", "a point must be a list of two numbers")
        for axis, number in enumerate(point[:2]):
            place = f".value.points[{index}][{axis}]"
            if type(number) not in (int, float) or not math.isfinite(number):
                raise _Fault(place, "a coordinate must be a finite number")
            if not _LOW <= number <= _HIGH:
                raise _Fault(place, f"must lie in 0..100 percent, but is {number:g}")


def _check_sequence(sequence: Any) -> None:
    if not isinstance(sequence, list):
        raise _Fault(".value.sequence", f"must be a list, not {kind_of(sequence)}")
    for index, frame in enumerate(sequence):
        if not isinstance(frame, dict):
            raise _Fault(f".value.sequence[{index}]", "a key frame must be an object")
        for key in ("frame", "x", "y", "width", "height", "rotation", "time"):
            number = frame.get(key)
            if type(number) is float and not math.isfinite(number):
                raise _Fault(f".value.sequence[{index}].{key}", "must be a finite number")


def _check_text_span(value: _Value, target: DataObject, data: Mapping[str, Any] | None) -> None:
    start: Any = value.get("start")
    end: Any = value.get("end")
    for key, number in (("start", start), ("end", end)):
        if type(number) is not int:
            if isinstance(number, float) and number.is_integer():
                continue
            if isinstance(number, str) and "startOffset" in value:
                return  # an XPath: the text is shown as hypertext
            raise _Fault(f".value.{key}", f"must be a whole number, not {kind_of(number)}")
        if not 0 <= number <= LARGEST_OFFSET:
            raise _Fault(f".value.{key}", f"must lie in 0..{LARGEST_OFFSET}")
    if start > end:
        raise _Fault(".value.end", f"the span ends at {end}, before its start at {start}")
    text = shown_text(target, data) if data is not None else None
    if text is not None and end > len(text):
        message = f"the span ends at {end}, but the text has {len(text)} characters"
        raise _Fault(".value.end", message)


def shown_text(target: DataObject, data: Mapping[str, Any]) -> str | None:
    """The text that an object shows, where that is one value of the data and no address."""
    if target.value_type == "url" or target.value != "$" + "".join(target.data_keys):
        return None
    text = data.get(target.data_keys[0])
    return text if isinstance(text, str) else None


def _check_time_span(value: _Value, target: DataObject, data: Mapping[str, Any] | None) -> None:
    if _number(value, "start") > _number(value, "end"):
        raise _Fault(".value.end", "the span ends before it starts")


def _check_series_span(value: _Value, target: DataObject, data: Mapping[str, Any] | None) -> None:
    """Time series write times as numbers or in the format of their time column."""
    for key in ("start", "end"):
        if key in value and not isinstance(value[key], str):
            _number(value, key)


_SPAN_CHECKS: Mapping[str, Callable[[_Value, DataObject, Mapping[str, Any] | None], None]] = {
    "Text": _check_text_span,
    "Audio": _check_time_span,
    "AudioPlus": _check_time_span,
    "TimeSeries": _check_series_span,
}


# Answers: labels, choices, numbers, texts


def _check_strings(value: _Value, key: str) -> None:
    """A list of strings; absent while a region has no label yet."""
    labels = value.get(key)
    if labels is None:
        return
    if type(labels) is not list:
        raise _Fault(f".value.{key}", f"must be a list of strings, not {kind_of(labels)}")
    for index, label in enumerate(labels):
        if type(label) is not str:
            raise _Fault(f".value.{key}[{index}]", f"must be a string, not {kind_of(label)}")


def _check_rectangle(value: _Value, key: str) -> None:
    for side in ("x", "y", "width", "height"):
        if side not in value:
            raise _Fault(f".value.{side}", "a rectangle needs this number")
    if key != "rectangle":
        _check_strings(value, key)


def _check_choices(value: _Value, key: str) -> None:
    if "choices" not in value:
        raise _Fault(".value.choices", "the list of chosen values is missing")
    chosen = value["choices"]
    if type(chosen) is list and any(type(each) is list for each in chosen):
        _check_paths(chosen, key)
    else:
        _check_strings(value, key)


def _check_paths(chosen: list[Any], key: str) -> None:
    """Nested choices: each is a path, from the topmost choice to the one that was ticked."""
    for index, path in enumerate(chosen):
        steps = path if type(path) is list else [path]
        if not all(type(step) is str for step in steps):
            raise _Fault(f".value.{key}[{index}]", "must be a string or a list of strings")


def _check_taxonomy(value: _Value, key: str) -> None:
    paths = value.get(key)
    if not isinstance(paths, list):
        raise _Fault(f".value.{key}", f"must be a list of paths, not {kind_of(paths)}")
    for index, path in enumerate(paths):
        if not isinstance(path, list) or not all(isinstance(step, str) for step in path):
            raise _Fault(f".value.{key}[{index}]", "a path must be a list of strings")


def _check_textarea(value: _Value, _type: str) -> None:
    """What was typed: a text, or one text a submission, under `text`."""
    if "text" not in value:
        raise _Fault(".value.text", "the text is missing")
    if type(value["text"]) is not str:
        _check_strings(value, "text")


def _check_number(value: _Value, key: str) -> None:
    if value.get(key) is not None:
        _number(value, key)


_VALUE_CHECKS: Mapping[str, Callable[[_Value, str], None]] = {
    "rectangle": _check_rectangle,
    "rectanglelabels": _check_rectangle,
    "choices": _check_choices,
    "taxonomy": _check_taxonomy,
    "textarea": _check_textarea,
    "rating": _check_number,
    "number": _check_number,
} | {
    f"{kind}labels": _check_strings
    for kind in (
        "", "bitmask", "brush", "cube", "ellipse", "hypertext", "keypoint", "ocr", "paragraph",
        "polygon", "timeline", "timeseries", "vector", "videovector",
    )
}  # fmt: skip
