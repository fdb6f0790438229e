"""Answers that are no regions: choices, paths, numbers, points in time, texts, rankings."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from touchstone.labelstudio.feature_codec import Payload
from touchstone.labelstudio.feature_parts import CannotRead, Item, digest, number
from touchstone.labelstudio.label_config import Control
from touchstone.labelstudio.moments import seconds

LONGEST_TEXT: Final = 200_000
"""Characters of one control that are kept to be compared."""

MOST_VALUES: Final = 20_000
"""Of one item of a result."""

NOT_PICKED: Final = "_"


def choices(items: Sequence[Item], _control: Control) -> Payload:
    chosen: set[str] = set()
    for item in items:
        found = item["value"].get("choices") or []
        if isinstance(found, list):
            found = [_joined(each) for each in found]
        chosen.update((found,) if isinstance(found, str) else _texts(found, "the choices"))
    return ("i", sorted(chosen))


def _joined(choice: Any) -> Any:
    """A nested choice, which is stored as the path to it, by one name."""
    if isinstance(choice, list):
        return " / ".join(_texts(choice, "the path of a choice"))
    return choice


def taxonomy(items: Sequence[Item], _control: Control) -> Payload:
    paths: set[tuple[str, ...]] = set()
    for item in items:
        found = item["value"].get("taxonomy") or []
        if not isinstance(found, list):
            raise CannotRead("the taxonomy is not a list of paths")
        paths.update(tuple(_texts(path, "a path of the taxonomy")) for path in found)
    return ("p", sorted(filter(None, paths)))


def pairwise(items: Sequence[Item], _control: Control) -> Payload:
    """The side that was selected, `left` or `right`."""
    chosen: set[str] = set()
    for item in items:
        found = item["value"].get("selected", item["value"].get("pairwise"))
        if found is not None:
            chosen.update((found,) if isinstance(found, str) else _texts(found, "the selection"))
    return ("i", sorted(chosen))


def numbers(items: Sequence[Item], control: Control) -> Payload:
    found = (item["value"].get(item["type"]) for item in items)
    what = f"the {control.result_type}"
    return ("n", [number(value, what) for value in found if value is not None])


def moments(items: Sequence[Item], control: Control) -> Payload:
    """Seconds since 1970 in UTC; what is written in no known form is compared as it is written."""
    found = [item["value"].get("datetime") for item in items]
    written = [value for value in found if value not in (None, "")]
    parsed = [seconds(value, control.attrs.get("format")) for value in written]
    known = [moment for moment in parsed if moment is not None]
    if len(known) < len(written):
        return ("o", sorted(map(digest, written)))
    return ("n", known)


def texts(items: Sequence[Item], _control: Control) -> Payload:
    """The lines in order; all of them empty is no answer."""
    lines: list[str] = []
    for item in items:
        found = item["value"].get("text")
        if isinstance(found, str):
            lines.append(found)
        elif found is not None:
            lines += _texts(found, "the text")
    if sum(map(len, lines)) > LONGEST_TEXT:
        raise CannotRead(f"the text is longer than the {LONGEST_TEXT:,} characters compared")
    return ("t", lines if any(lines) else [])


def ranking(items: Sequence[Item], control: Control) -> Payload:
    """Ranked items by bucket; a plain ranking, which bears the control's name, by none.

    What Label Studio keeps beside buckets as "_" are the items that nobody picked.
    """
    buckets: dict[str, list[str]] = {}
    for item in items:
        found = item["value"].get("ranker")
        if found is None:
            continue
        given = found if isinstance(found, dict) else {control.name: found}
        for bucket, ranked in given.items():
            if not isinstance(ranked, list):
                raise CannotRead("the items of a bucket are not a list")
            buckets.setdefault(str(bucket), []).extend(map(_ranked, ranked))
    if len(buckets) == 1 and set(buckets) <= {control.name, NOT_PICKED}:
        buckets = {"": next(iter(buckets.values()))}
    buckets.pop(NOT_PICKED, None)
    return ("r", [(name, ranked) for name, ranked in sorted(buckets.items()) if ranked])


def _ranked(entry: Any) -> str:
    if isinstance(entry, dict) and isinstance(entry.get("id"), str | int):
        entry = entry["id"]
    return entry if isinstance(entry, str) else digest(entry)


def _texts(found: Any, what: str) -> list[str]:
    if not isinstance(found, list) or not all(type(text) is str for text in found):
        raise CannotRead(f"{what} must be a list of texts")
    if len(found) > MOST_VALUES:
        raise CannotRead(f"{what} has more than {MOST_VALUES:,} entries")
    return found


Reader = Callable[[Sequence[Item], Control], Payload]

READERS: Final[Mapping[str, Reader]] = {
    "Choices": choices,
    "DateTime": moments,
    "Number": numbers,
    "Pairwise": pairwise,
    "Ranker": ranking,
    "Rating": numbers,
    "Taxonomy": taxonomy,
    "TextArea": texts,
}

ATTACHED_READERS: Final[Mapping[str, Reader]] = {
    tag: READERS[tag] for tag in ("Choices", "DateTime", "Number", "Rating", "Taxonomy", "TextArea")
}
"""What can be asked of every region."""


def other(items: Sequence[Item]) -> Payload:
    """Texts that are equal exactly when two answers mean the same."""
    return ("o", sorted(text for item in items for text in _canonical(item)))


def _canonical(item: Item) -> list[str]:
    """A taxonomy gives one text a path, because the order of its paths does not matter."""
    value = item["value"]
    key = item.get("type")
    if key in _NUMBERS and type(value.get(key)) in (int, float):
        try:
            return [repr(float(value[key]))]
        except OverflowError:
            return [digest(value[key])]
    if key == "taxonomy" and isinstance(value.get(key), list):
        return [digest(path) for path in value[key]]
    answer = value[key] if key in value and len(value) == 1 else value
    return [digest(answer)]


_NUMBERS = frozenset({"number", "rating"})
