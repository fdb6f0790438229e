"""Labeling configs, parsed once and remembered by their text."""

from functools import lru_cache
from typing import Any

from touchstone.core.errors import Invalid
from touchstone.labelstudio.errors import BadConfig
from touchstone.labelstudio.label_config import LabelConfig, parse_label_config

EMPTY = "<View/>"


@lru_cache(maxsize=256)
def parsed(xml: str) -> LabelConfig:
    """The config of a stored project; raises BadConfig, which a stored one does not."""
    return parse_label_config(xml)


def check(xml: str) -> LabelConfig:
    """The config that a user sent. Raises Invalid with the line and column of the fault."""
    try:
        return parse_label_config(xml)
    except BadConfig as error:
        place = f"Line {error.line}: " if error.line is not None else ""
        raise Invalid(
            f"{place}{error.message}",
            code="bad_label_config",
            line=error.line,
            column=error.column,
            validation_errors={"label_config": [error.message]},
        ) from error


def to_wire(config: LabelConfig) -> dict[str, Any]:
    """The `ConfigOut` form."""
    return {
        "tree": dict(config.tree),
        "controls": {
            name: {
                "tag": control.tag,
                "to_names": list(control.to_names),
                "labels": list(control.labels),
                "label_attrs": {label: dict(attrs) for label, attrs in control.label_attrs.items()},
                "attrs": dict(control.attrs),
                "result_type": control.result_type,
                "dynamic": control.dynamic,
            }
            for name, control in config.controls.items()
        },
        "objects": {
            name: {"tag": o.tag, "value": o.value, "data_keys": list(o.data_keys)}
            for name, o in config.objects.items()
        },
    }
