"""Boxes that move through a video."""

from collections.abc import Iterator, Sequence

import numpy as np

from touchstone.agreement.answers import Tracks
from touchstone.agreement.geometry import FARTHEST, BoxShapes
from touchstone.agreement.matching import TWO_WAY
from touchstone.agreement.regions import (
    Block,
    cells_of,
    match_many,
    ragged_counts,
    single_block,
    stacked,
)
from touchstone.agreement.types import Bools, Floats, Ints

_COLUMNS = 7  # frame, x, y, width, height, rotation, shown
_FRAME, _BOX, _SHOWN = 0, slice(1, 6), 6
_TOGETHER = 1 << 14  # boxes at a frame compared at once: what stays in a processor's cache
MOST_FRAMES = 10_000_000
"""Of one track. What comes behind is not looked at; at 60 frames a second it is 46 hours."""

MOST_TRACK_FRAMES = 50_000_000
"""Pairs of tracks times frames of one pair of annotations. Beyond it they are not compared."""


def track_iou(a: Tracks, b: Tracks) -> Floats:
    r"""How far every track of `a` covers the same place at the same time as every track of `b`.

    .. math:: IoU(p, q) = \frac{1}{|F_p \cup F_q|} \sum_{f \in F_p \cap F_q} IoU(p_f, q_f)

    Parameters
    ----------
    a, b : Tracks
        Boxes that move in straight lines between keyframes. Labels are not looked at.

    Returns
    -------
    float array, shape (n, m)
        Dimensionless, in [0, 1]. F are the frames in which a box is shown, the whole frames
        between its keyframes included. Two tracks that are never shown are the same.

    Notes
    -----
    Turned boxes are compared as if frames were square, as tracks do not say what shape they have.
    """
    shapes = TrackShapes([a, b])
    return shapes.overlap(single_block(len(a.labels), len(b.labels)))[:, :, 0]


def track_iou_many(
    answers: Sequence[Tracks], left: Ints, right: Ints, *, matching: str = TWO_WAY
) -> Floats:
    """`track_iou` of many pairs of answers whose labels are equal, matched.

    NaN where more than `MOST_TRACK_FRAMES` would be compared, too.
    """
    used = np.unique(np.concatenate((left, right))).tolist()
    tracks, frames = np.zeros((2, len(answers)), dtype=np.int64)
    tracks[used] = [len(answers[position].labels) for position in used]
    frames[used] = [int(answers[position].lengths.max()) for position in used]
    cost = (
        tracks[left]
        * tracks[right]
        * np.minimum(np.minimum(frames[left], frames[right]), MOST_FRAMES)
    )
    values = np.full(len(left), np.nan)
    some = np.flatnonzero(cost <= MOST_TRACK_FRAMES)
    values[some] = match_many(answers, left[some], right[some], TrackShapes, matching=matching)
    return values


def frame_match(a: Tracks, b: Tracks) -> Floats:
    r"""How many keyframes every track of `a` has in common with every track of `b`.

    .. math:: s(p, q) = |K_p \cap K_q| / |K_p \cup K_q|

    Parameters
    ----------
    a, b : Tracks
        Boxes that move between keyframes. Labels are not looked at.

    Returns
    -------
    float array, shape (n, m)
        Dimensionless, in [0, 1]; 1 is the same keyframes. Keyframes are equal when the frame,
        the box, its rotation and its being shown are. Two tracks without keyframes are the same.
    """
    shapes = KeyframeShapes([a, b])
    return shapes.overlap(single_block(len(a.labels), len(b.labels)))[:, :, 0]


def frame_match_many(
    answers: Sequence[Tracks], left: Ints, right: Ints, *, matching: str = TWO_WAY
) -> Floats:
    """`frame_match` of many pairs of answers whose labels are equal, matched."""
    return match_many(answers, left, right, KeyframeShapes, matching=matching)


class _Keyframes:
    """The keyframes of all tracks one after the other, those of a track by their frames."""

    cells = 1 << 18
    usable: Bools

    def __init__(self, answers: Sequence[Tracks]) -> None:
        rows = stacked([a.keyframes for a in answers], _COLUMNS)
        count = np.append(ragged_counts([a.starts for a in answers]), 1)
        owner = np.repeat(np.arange(len(count)), count)
        fine: Bools = np.logical_and.reduce(np.abs(rows) <= FARTHEST, axis=1)
        fine &= np.abs(rows[:, _FRAME]) <= MOST_FRAMES
        rows[~fine] = 0.0
        usable = np.bincount(owner[~fine], minlength=len(count)) == 0
        rows[:, _FRAME] = np.round(rows[:, _FRAME])
        order = np.lexsort((rows[:, _FRAME], owner))
        self.rows: Floats = rows[order]
        self.count, self.owner = count, owner
        self.first: Ints = np.cumsum(count) - count
        self.frame: Ints = self.rows[:, _FRAME].astype(np.int64)
        self.usable = usable[:-1]


class TrackShapes(_Keyframes):
    """Moving boxes, compared frame by frame."""

    def __init__(self, answers: Sequence[Tracks]) -> None:
        super().__init__(answers)
        lengths = np.concatenate((*(a.lengths for a in answers), [0])).astype(np.int64)
        self._stretch(np.minimum(lengths, MOST_FRAMES))

    def _stretch(self, lengths: Ints) -> None:
        """What each keyframe begins: the frames up to the next one, if the box is shown."""
        last = np.diff(self.owner, append=-1) != 0
        following = np.append(self.frame[1:], 0)
        # A track ends with its video, or with its last keyframe where that is later.
        end_of_track = np.maximum(lengths[self.owner], self.frame) + 1
        self._end: Ints = np.where(last, end_of_track, following)
        shown = self.rows[:, _SHOWN] > 0
        frames = np.where(shown, self._end - self.frame, 0)
        self._shown = shown
        self._shown_frames: Ints = np.bincount(
            self.owner, weights=frames, minlength=len(self.count)
        ).astype(np.int64)
        boxes = np.ascontiguousarray(self.rows[:, _BOX].T)
        step = np.append(np.diff(boxes, axis=1), np.zeros((5, 1)), axis=1)
        self._boxes_at, self._some_turned = boxes, bool(boxes[4].any())
        self._moves: Floats = np.where(last, 0.0, step / np.maximum(following - self.frame, 1))
        low = np.full(len(self.count), np.iinfo(np.int64).max)
        high = np.zeros(len(self.count), dtype=np.int64)
        np.minimum.at(low, self.owner[shown], self.frame[shown])
        np.maximum.at(high, self.owner[shown], self._end[shown])
        self._low, self._high = low, high
        # The keyframes of all tracks in one ascending row, for one search.
        self._base = self.owner * (4 * MOST_FRAMES)
        self._row = self._base + self.frame

    def overlap(self, block: Block) -> Floats:
        a, b = block.a, block.b
        unseen = block.alike & (self._shown_frames[a] == 0) & (self._shown_frames[b] == 0)
        shares: Floats = unseen.astype(np.float64)
        meet = block.alike & (self._low[a] < self._high[b]) & (self._low[b] < self._high[a])
        places, first, second = cells_of(block, meet)
        shares[places] = self._compared(first, second)
        return shares

    def _compared(self, first: Ints, second: Ints) -> Floats:
        start = np.maximum(self._low[first], self._low[second])
        stop = np.minimum(self._high[first], self._high[second])
        total, both = np.zeros(len(first)), np.zeros(len(first))
        for pairs, frames in _frames(start, stop):
            key_a, key_b = self._keys(first[pairs], frames), self._keys(second[pairs], frames)
            shown = np.flatnonzero((key_a >= 0) & (key_b >= 0))
            pairs, frames = pairs[shown], frames[shown]
            shares = self._box_by_box(key_a[shown], key_b[shown], frames)
            if len(pairs):  # they ascend, and so stand close together
                near = slice(int(pairs[0]), int(pairs[-1]) + 1)
                total[near] += np.bincount(pairs - pairs[0], weights=shares)
                both[near] += np.bincount(pairs - pairs[0])
        union = self._shown_frames[first] + self._shown_frames[second] - both
        means: Floats = total / np.maximum(union, 1.0)
        return means

    def _keys(self, tracks: Ints, frames: Ints) -> Ints:
        """The keyframe from which each track is shown at a frame; -1 where it is not."""
        place = tracks * (4 * MOST_FRAMES) + frames
        key = np.searchsorted(self._row, place, side="right") - 1
        shown = (key >= 0) & (self.owner[key] == tracks) & self._shown[key]
        keys: Ints = np.where(shown & (frames < self._end[key]), key, -1)
        return keys

    def _box_by_box(self, key_a: Ints, key_b: Ints, frames: Ints) -> Floats:
        """The overlap of the two boxes at each frame."""
        number = len(frames)
        columns = np.zeros((6, 2 * number + 1))
        columns[5] = 1.0
        for key, side in ((key_a, slice(0, number)), (key_b, slice(number, 2 * number))):
            since = frames - self.frame[key]
            for column in range(5 if self._some_turned else 4):
                moved = self._moves[column, key] * since
                columns[column, side] = self._boxes_at[column, key] + moved
        place = np.arange(number)
        alike = np.ones((1, 1, number), dtype=np.bool_)
        a, b = place[None, None, :], (place + number)[None, None, :]
        shares = BoxShapes.of(columns).overlap(Block(place, place, place, a, b, alike))
        return shares[0, 0, :]


class KeyframeShapes(_Keyframes):
    """Moving boxes, of which the keyframes are equal or not."""

    def __init__(self, answers: Sequence[Tracks]) -> None:
        super().__init__(answers)
        rows = self.rows + 0.0  # -0 is 0
        rows[:, _SHOWN] = rows[:, _SHOWN] > 0
        _, code = np.unique(rows, axis=0, return_inverse=True)
        self._stride = len(rows) + 1
        # A keyframe that a track has twice counts once.
        self._row: Ints = np.unique(self.owner * self._stride + code.reshape(-1))
        self._owner = self._row // self._stride
        self._code = self._row % self._stride
        self._kinds = np.bincount(self._owner, minlength=len(self.count))
        self._begin = np.cumsum(self._kinds) - self._kinds

    def overlap(self, block: Block) -> Floats:
        places, first, second = cells_of(block, block.alike)
        count = self._kinds[first]
        before = np.cumsum(count) - count
        keyframe = np.arange(int(count.sum())) + np.repeat(self._begin[first] - before, count)
        wanted = np.repeat(second, count) * self._stride + self._code[keyframe]
        found = np.minimum(np.searchsorted(self._row, wanted), len(self._row) - 1)
        pair = np.repeat(np.arange(len(first)), count)
        common = np.bincount(pair[self._row[found] == wanted], minlength=len(first))
        union = count + self._kinds[second] - common
        shares = np.zeros(block.alike.shape)
        shares[places] = np.where(union > 0, common / np.maximum(union, 1), 1.0)
        return shares


def _frames(start: Ints, stop: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Every frame from `start` to before `stop` of each pair, some at a time."""
    ends = np.cumsum(stop - start)
    begins = ends - (stop - start)
    total = int(ends[-1]) if len(ends) else 0
    for done in range(0, total, _TOGETHER):
        number = np.arange(done, min(done + _TOGETHER, total))
        pairs = np.searchsorted(ends, number, side="right")
        yield pairs, start[pairs] + number - begins[pairs]
