"""Random answers of every kind, the kinds of regions from region_strategies."""

from collections.abc import Callable, Sequence

import numpy as np
from hypothesis import strategies as st

from tests.agreement.region_strategies import (
    REGIONS,
    boxes,
    names,
    renamed,
    reordered,
    spans,
)
from touchstone.agreement.answers import (
    Answer,
    Attached,
    Boxes,
    Items,
    Numbers,
    Other,
    Paths,
    Ranking,
    Relations,
    Spans,
    Texts,
)

LETTERS = "abcdef"

items = st.lists(names, max_size=4).map(lambda values: Items(tuple(values)))
paths = st.lists(st.lists(names, min_size=1, max_size=3).map(tuple), max_size=4).map(
    lambda values: Paths(tuple(values))
)
numbers = st.lists(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(1, 5).map(float), max_size=3
).map(lambda values: Numbers(tuple(values)))
lines = st.text(max_size=8) | st.text("ab ", max_size=8) | st.sampled_from(["é", "e\u0301"])
texts = st.lists(lines, max_size=3).map(lambda values: Texts(tuple(values)))
other = st.lists(names, max_size=3).map(lambda values: Other(tuple(sorted(values))))


@st.composite
def rankings(draw: st.DrawFn) -> Ranking:
    """Plain or of buckets, of some or all letters."""
    order = draw(st.permutations(LETTERS))[: draw(st.integers(0, len(LETTERS)))]
    if draw(st.booleans()):
        return Ranking((("", tuple(order)),) if order else ())
    buckets: dict[str, list[str]] = {}
    for item in order:
        buckets.setdefault(draw(st.sampled_from(["good", "bad"])), []).append(item)
    return Ranking(tuple((name, tuple(found)) for name, found in sorted(buckets.items())))


@st.composite
def relations(draw: st.DrawFn) -> Relations:
    ends = draw(boxes(most=8))
    count = len(ends.labels) // 2
    directions = draw(st.lists(st.sampled_from(["right", "bi"]), min_size=count, max_size=count))
    labels = draw(st.lists(names, min_size=count, max_size=count))
    whole = Boxes(ends.labels[: 2 * count], ends.geometry[: 2 * count])
    return Relations(tuple(labels), tuple(directions), whole)


@st.composite
def attached(
    draw: st.DrawFn, values: st.SearchStrategy = items | paths | numbers | texts
) -> Attached:
    regions = draw(spans(most=4))
    count = len(regions.labels)
    said = draw(st.lists(values, min_size=count, max_size=count))
    return Attached(regions, tuple(said))


ANSWERS: dict[type[Answer], st.SearchStrategy[Answer]] = {
    **REGIONS,
    Items: items,
    Paths: paths,
    Numbers: numbers,
    Texts: texts,
    Ranking: rankings(),
    Relations: relations(),
    Attached: attached(),
    Other: other,
}


def shuffled(answer: Answer, data: st.DataObject) -> Answer:
    """The same answer with what has no order in another one."""

    def order(count: int) -> list[int]:
        return data.draw(st.permutations(range(count)))

    if isinstance(answer, Items | Paths):
        return type(answer)(tuple(data.draw(st.permutations(answer.values))))
    if isinstance(answer, Ranking):
        return Ranking(tuple(data.draw(st.permutations(answer.buckets))))
    if isinstance(answer, Attached):
        wanted = order(len(answer.values))
        said = tuple(answer.values[i] for i in wanted)
        return Attached(reordered(answer.regions, wanted), said)
    if isinstance(answer, Relations):
        return _relations(answer, order(len(answer.labels)))
    if isinstance(answer, Numbers | Texts | Other):
        return answer
    return reordered(answer, order(len(answer.labels)))


def _relations(answer: Relations, wanted: Sequence[int]) -> Relations:
    """An arrow in both directions may begin at either end."""
    ends = []
    for number in wanted:
        pair = [2 * number, 2 * number + 1]
        ends += pair[::-1] if answer.directions[number] == "bi" else pair
    return Relations(
        tuple(answer.labels[i] for i in wanted),
        tuple(answer.directions[i] for i in wanted),
        reordered(answer.ends, ends),
    )


def with_names(answer: Answer, name: Callable[[str], str]) -> Answer:
    """The same answer with other labels, choices and items."""
    if isinstance(answer, Items | Other):
        return type(answer)(tuple(map(name, answer.values)))
    if isinstance(answer, Paths):
        return Paths(tuple(tuple(map(name, path)) for path in answer.values))
    if isinstance(answer, Ranking):
        return Ranking(tuple((b, tuple(map(name, found))) for b, found in answer.buckets))
    if isinstance(answer, Attached):
        said = tuple(with_names(value, name) for value in answer.values)
        return Attached(renamed(answer.regions, name), said)
    if isinstance(answer, Relations):
        ends = renamed(answer.ends, name)
        return Relations(tuple(map(name, answer.labels)), answer.directions, ends)
    if isinstance(answer, Numbers | Texts):
        return answer
    return renamed(answer, name)


def spans_of(*ends: tuple[int, int], label: str = "x") -> Spans:
    """Spans with one label."""
    return Spans((label,) * len(ends), np.array(ends, dtype=np.int64).reshape(-1, 2))
