"""Labeling configurations: from XML to the controls and data objects that they declare."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from touchstone.labelstudio.config_reader import Element, read_config
from touchstone.labelstudio.tags import (
    CONTROL_TAGS,
    INLINE_OBJECT_TAGS,
    KNOWN_TAGS,
    LABEL_CHILD,
    MARKUP_TAGS,
    OBJECT_TAGS,
    SELF_CONTROLS,
    result_types,
)

_VARIABLE = re.compile(r"\$([A-Za-z_][\w.-]*)")
_FLAG = re.compile(r"\{\{\w+\}\}")
_LONGEST_KNOWN = 40  # of the tags, and a little more: the search is slow in long texts
_CONDITIONS = (("whenTagName", "tag"), ("whenLabelValue", "label"), ("whenChoiceValue", "choice"))


@dataclass(frozen=True)
class DataObject:
    """One thing to look at: a text, an image, a recording."""

    name: str
    tag: str
    value: str
    data_keys: tuple[str, ...]
    value_type: str | None = None
    attrs: Mapping[str, str] = field(default_factory=dict)
    per_item: bool = False  # inside a Repeater: there is one for each item of a list


@dataclass(frozen=True)
class Control:
    """One thing to answer: a choice, labelled regions, a text, a number.

    `labels` holds the alias of a label where it has one, else its value, because that is
    what results contain. `paths` holds the same for nested choices, one path a choice.
    """

    name: str
    tag: str
    to_names: tuple[str, ...]
    labels: tuple[str, ...]
    label_attrs: Mapping[str, Mapping[str, str]]
    attrs: Mapping[str, str]
    result_type: str
    result_types: frozenset[str]
    dynamic: bool
    paths: tuple[tuple[str, ...], ...] = ()
    index_flags: tuple[str, ...] = ()

    @property
    def per_region(self) -> bool:
        return self.attrs.get("perRegion", "").lower() == "true"

    @property
    def per_item(self) -> bool:
        """Whether it is asked of every image of a list."""
        return self.attrs.get("perItem", "").lower() == "true" and not self.per_region


@dataclass(frozen=True)
class LabelConfig:
    """A parsed configuration; `tree` is the whole view for showing it."""

    controls: Mapping[str, Control]
    objects: Mapping[str, DataObject]
    tree: Mapping[str, Any]

    def find_control(self, name: str) -> Control | None:
        """The control of this name; names made by a Repeater match their pattern."""
        control = self.controls.get(name)
        if control is None and self._control_patterns:
            for pattern, candidate in self._control_patterns:
                if pattern.fullmatch(name):
                    return candidate
        return control

    def find_object(self, name: str) -> DataObject | None:
        """The data object of this name; names made by a Repeater match their pattern."""
        found = self.objects.get(name)
        if found is None and self._object_patterns:
            for pattern, candidate in self._object_patterns:
                if pattern.fullmatch(name):
                    return candidate
        return found

    @cached_property
    def required_data(self) -> tuple[tuple[str, DataObject], ...]:
        """The keys that the data of every task must hold, each with the object that needs it."""
        needed: dict[str, DataObject] = {}
        for item in self.objects.values():
            for key in item.data_keys:
                needed.setdefault(key, item)
        return tuple(needed.items())

    @cached_property
    def _control_patterns(self) -> list[tuple[re.Pattern[str], Control]]:
        return [(_pattern(c.name), c) for c in self.controls.values() if "{{" in c.name]

    @cached_property
    def _object_patterns(self) -> list[tuple[re.Pattern[str], DataObject]]:
        return [(_pattern(o.name), o) for o in self.objects.values() if "{{" in o.name]

    def parsed(self) -> dict[str, dict[str, Any]]:
        """The `parsed_label_config` of the API."""
        return {control.name: self._parsed_control(control) for control in self.controls.values()}

    def _parsed_control(self, control: Control) -> dict[str, Any]:
        parsed: dict[str, Any] = {"type": control.tag, "to_name": list(control.to_names)}
        flags = [f for f in control.index_flags if any(f in name for name in control.to_names)]
        if flags:
            parsed["regex"] = dict.fromkeys(flags, ".*")
        if control.per_region and (condition := _condition(control.attrs)):
            parsed["conditionals"] = condition
        if control.dynamic:
            parsed["dynamic_labels"] = True
        parsed["inputs"] = [
            _parsed_input(self.objects[name]) for name in control.to_names if name in self.objects
        ]
        parsed["labels"] = list(control.labels)
        parsed["labels_attrs"] = {k: dict(v) for k, v in control.label_attrs.items()}
        return parsed


def parse_label_config(xml: str) -> LabelConfig:
    """Parse and validate a labeling configuration.

    Raises BadConfig, with line and column, for anything that is not a usable configuration.
    """
    return _build(read_config(xml))


def _build(root: Element) -> LabelConfig:
    elements = list(_walk(root))
    for element in elements:
        _check_known(element)
    if root.tag != "View":
        raise root.bad("the outermost tag must be <View>")

    objects: dict[str, DataObject] = {}
    controls: dict[str, Control] = {}
    places: dict[str, Element] = {}
    for element in elements:
        if element.tag in OBJECT_TAGS:
            _claim_name(element, places)
            objects[element.attrs["name"]] = _read_object(element)
        if element.tag in CONTROL_TAGS or element.tag in SELF_CONTROLS:
            if element.tag in CONTROL_TAGS:
                _claim_name(element, places)
            control = _read_control(element)
            controls[control.name] = control

    config = LabelConfig(controls, objects, _tree(root))
    for control in controls.values():
        for name in control.to_names:
            if config.find_object(name) is None:
                raise places[control.name].bad(_unknown_object(control, name, objects))
    return config


def _walk(element: Element) -> Iterator[Element]:
    yield element
    if element.tag not in MARKUP_TAGS:
        for child in element.children:
            yield from _walk(child)


def _check_known(element: Element) -> None:
    if element.tag in KNOWN_TAGS:
        return
    near = difflib.get_close_matches(element.tag[:_LONGEST_KNOWN], KNOWN_TAGS, n=1, cutoff=0.5)
    near += [tag for tag in KNOWN_TAGS if tag.lower() == element.tag.lower()]
    hint = f"; did you mean <{near[0]}>?" if near else ""
    raise element.bad(f"unknown tag{hint}")


def _claim_name(element: Element, places: dict[str, Element]) -> None:
    name = element.attrs.get("name", "")
    if not name.strip():
        raise element.bad('the attribute "name" is missing')
    if name in places:
        first = places[name]
        raise element.bad(
            f'the name "{name}" is already used by <{first.tag}> on line {first.line}'
        )
    places[name] = element


def _read_object(element: Element) -> DataObject:
    attrs = element.attrs
    value = attrs.get("value") or attrs.get("valueList") or attrs.get("data") or ""
    inline = element.tag in INLINE_OBJECT_TAGS and (element.text.strip() or element.children)
    if not value and not inline and element.tag != "ReactCode":
        raise element.bad('the attribute "value" is missing, such as value="$text"')
    repeated = bool(_index_flags(element))
    return DataObject(
        name=attrs["name"],
        tag=element.tag,
        value=value,
        data_keys=data_keys(value),
        value_type=attrs.get("valueType"),
        attrs=attrs,
        per_item=repeated,
    )


def _read_control(element: Element) -> Control:
    attrs = element.attrs
    if element.tag in SELF_CONTROLS:
        to_names: tuple[str, ...] = (attrs["name"],)
    else:
        to_names = tuple(filter(None, (n.strip() for n in attrs.get("toName", "").split(","))))
        if not to_names:
            raise element.bad('the attribute "toName" is missing')
    dynamic = "$" in attrs.get("value", "") or bool(attrs.get("apiUrl"))
    child_tag = LABEL_CHILD.get(element.tag)
    paths, label_attrs = _read_labels(element, child_tag) if child_tag else ([], {})
    if child_tag and not paths and not dynamic:
        raise element.bad(
            f'no <{child_tag}> inside, and no value="$..." to take them from the data'
        )
    return Control(
        name=attrs["name"],
        tag=element.tag,
        to_names=to_names,
        labels=tuple(label_attrs),
        label_attrs=label_attrs,
        attrs=attrs,
        result_type=SELF_CONTROLS.get(element.tag, element.tag.lower()),
        result_types=result_types(element.tag),
        dynamic=dynamic,
        paths=tuple(paths),
        index_flags=tuple(_index_flags(element)),
    )


def _read_labels(
    control: Element, child_tag: str
) -> tuple[list[tuple[str, ...]], dict[str, Mapping[str, str]]]:
    """All labels of a control, in document order, also those inside layout tags."""
    paths: list[tuple[str, ...]] = []
    attrs: dict[str, Mapping[str, str]] = {}

    def collect(parent: Element, prefix: tuple[str, ...]) -> None:
        for child in parent.children:
            if child.tag != child_tag:
                collect(child, prefix)
                continue
            label = child.attrs.get("alias") or child.attrs.get("value")
            if not label:
                raise child.bad('the attribute "value" is missing')
            path = (*prefix, label)
            paths.append(path)
            attrs.setdefault(label, child.attrs)
            collect(child, path)

    collect(control, ())
    return paths, attrs


def _index_flags(element: Element) -> list[str]:
    """The placeholders of the Repeaters around an element, such as ``{{idx}}``."""
    flags = []
    parent = element.parent
    while parent is not None:
        if parent.tag == "Repeater":
            flags.append(parent.attrs.get("indexFlag", "{{idx}}"))
        parent = parent.parent
    return flags


def data_keys(template: str) -> tuple[str, ...]:
    """The keys of the task data that a value names: ``$text``, ``$host/$path``, ``$a.b[0]``.

    >>> data_keys("$host/$path"), data_keys("$my key"), data_keys("plain")
    (('host', 'path'), ('my key',), ())
    """
    if template.count("$") == 1 and template[0] == "$" and not re.search(r"[/\[{?]", template):
        return (template[1:],) if len(template) > 1 else ()
    keys = (key.rstrip(".") for key in _VARIABLE.findall(template))
    return tuple(dict.fromkeys(key for key in keys if key))


def _unknown_object(control: Control, name: str, objects: Mapping[str, DataObject]) -> str:
    known = ", ".join(sorted(objects)) or "none"
    return f'control "{control.name}" has toName="{name}", but no object has that name (known: {known})'


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in _FLAG.split(name)))


def _condition(attrs: Mapping[str, str]) -> dict[str, str] | None:
    for attribute, kind in _CONDITIONS:
        if attrs.get(attribute):
            return {"type": kind, "name": attrs[attribute]}
    return None


def _parsed_input(item: DataObject) -> dict[str, Any]:
    key = "valueList" if "valueList" in item.attrs and "value" not in item.attrs else "value"
    return {"type": item.tag, "valueType": item.value_type, key: item.value.lstrip("$")}


def _tree(element: Element) -> dict[str, Any]:
    return {
        "tag": element.tag,
        "attrs": element.attrs,
        "children": [_tree(child) for child in element.children],
        "text": element.text.strip(),
    }
