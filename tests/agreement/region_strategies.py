"""Random regions of every kind."""

from collections.abc import Callable, Sequence

import numpy as np
from hypothesis import strategies as st

from touchstone.agreement.answers import (
    Answer,
    Boxes,
    Masks,
    Points,
    Polygons,
    Regions,
    Spans,
    Tracks,
)

NAMES = ["cat", "dog", "ب", "猫"]

names = st.sampled_from(NAMES)
percents = st.integers(0, 800).map(lambda n: n / 8)
sizes = st.integers(0, 320).map(lambda n: n / 8)
ASPECT = 1.5


def boxes(*, most: int = 6, turned: bool = True) -> st.SearchStrategy[Boxes]:
    rotation = st.sampled_from([0.0, 0.0, 30.0, 90.0, 271.5]) if turned else st.just(0.0)
    rows = st.tuples(names, percents, percents, sizes, sizes, rotation, st.just(ASPECT))
    return st.lists(rows, max_size=most).map(
        lambda drawn: Boxes(_labels(drawn), _table(drawn, 6)),
    )


def polygons(*, most: int = 5) -> st.SearchStrategy[Polygons]:
    outline = st.lists(st.tuples(percents, percents), min_size=1, max_size=7)
    return st.lists(st.tuples(names, outline), max_size=most).map(
        lambda drawn: Polygons(_labels(drawn), *_ragged([points for _, points in drawn], 2))
    )


WIDTH, HEIGHT = 6, 5


def masks(*, most: int = 4) -> st.SearchStrategy[Masks]:
    image = st.lists(st.booleans(), min_size=WIDTH * HEIGHT, max_size=WIDTH * HEIGHT)
    return st.lists(st.tuples(names, image), max_size=most).map(
        lambda drawn: mask_answer(_labels(drawn), [np.array(pixels) for _, pixels in drawn])
    )


def mask_answer(
    labels: tuple[str, ...], images: Sequence[np.ndarray], width: int = WIDTH, height: int = HEIGHT
) -> Masks:
    runs = [_runs(image) for image in images]
    rows, starts = _ragged(runs, 2)
    sizes_ = np.tile(np.array([width, height], dtype=np.int64), (len(labels), 1))
    return Masks(labels, rows.astype(np.int64), starts, sizes_)


def points(*, most: int = 6) -> st.SearchStrategy[Points]:
    rows = st.tuples(names, percents, percents, st.just(ASPECT))
    return st.lists(rows, max_size=most).map(lambda d: Points(_labels(d), _table(d, 3)))


def spans(*, most: int = 7) -> st.SearchStrategy[Spans]:
    rows = st.tuples(names, st.integers(0, 50), st.integers(0, 20), st.sampled_from(["p1", "p2"]))

    def build(drawn: list[tuple[str, int, int, str]]) -> Spans:
        geometry = np.array([(s, s + n) for _, s, n, _ in drawn], dtype=np.int64).reshape(-1, 2)
        return Spans(_labels(drawn), geometry, tuple(row[3] for row in drawn))

    return st.lists(rows, max_size=most).map(build)


def tracks(*, most: int = 4) -> st.SearchStrategy[Tracks]:
    place = st.integers(0, 40).map(float)
    keyframe = st.tuples(st.integers(1, 12), place, place, place, place, st.just(0), st.booleans())
    keyframes = st.lists(keyframe, min_size=1, max_size=4, unique_by=lambda row: row[0])

    def build(drawn: list[tuple[str, list[tuple[float, ...]]]]) -> Tracks:
        rows, starts = _ragged([sorted(frames) for _, frames in drawn], 7)
        return Tracks(_labels(drawn), rows, starts, np.full(len(drawn), 15))

    return st.lists(st.tuples(names, keyframes), max_size=most).map(build)


REGIONS: dict[type[Answer], st.SearchStrategy[Regions]] = {
    Boxes: boxes(),
    Polygons: polygons(),
    Masks: masks(),
    Points: points(),
    Spans: spans(),
    Tracks: tracks(),
}


def some(kinds: Sequence[type[Answer]]) -> st.SearchStrategy[Regions]:
    return st.one_of([REGIONS[kind] for kind in kinds])


def reordered(answer: Regions, order: Sequence[int]) -> Regions:
    """The same regions in another order."""
    labels = tuple(answer.labels[i] for i in order)
    if isinstance(answer, Boxes | Points):
        return type(answer)(labels, answer.geometry[list(order)])
    if isinstance(answer, Spans):
        groups = None if answer.groups is None else tuple(answer.groups[i] for i in order)
        return Spans(labels, answer.geometry[list(order)], groups)
    rows = getattr(answer, ROWS[type(answer)])
    parts = [rows[answer.starts[i] : answer.starts[i + 1]] for i in order]
    whole, starts = _ragged(parts, rows.shape[1])
    if isinstance(answer, Polygons):
        return Polygons(labels, whole, starts)
    if isinstance(answer, Masks):
        return Masks(labels, whole.astype(np.int64), starts, answer.sizes[list(order)])
    return Tracks(labels, whole, starts, answer.lengths[list(order)])


ROWS = {Polygons: "points", Masks: "runs", Tracks: "keyframes"}


def renamed(answer: Regions, name: Callable[[str], str]) -> Regions:
    """The same regions with other labels."""
    fields = {field: getattr(answer, field) for field in answer.__slots__}
    return type(answer)(**fields | {"labels": tuple(map(name, answer.labels))})


def _labels(drawn: Sequence[tuple]) -> tuple[str, ...]:
    return tuple(row[0] for row in drawn)


def _table(drawn: Sequence[tuple], columns: int) -> np.ndarray:
    return np.array([row[1:] for row in drawn], dtype=np.float64).reshape(-1, columns)


def _ragged(parts: Sequence, columns: int) -> tuple[np.ndarray, np.ndarray]:
    arrays = [np.array(part, dtype=np.float64).reshape(-1, columns) for part in parts]
    starts = np.cumsum([0, *(len(array) for array in arrays)]).astype(np.int64)
    return np.concatenate((*arrays, np.empty((0, columns)))), starts


def _runs(image: np.ndarray) -> np.ndarray:
    change = np.diff(np.concatenate(([0], image.ravel().astype(np.int64), [0])))
    return np.column_stack((np.flatnonzero(change == 1), np.flatnonzero(change == -1)))
