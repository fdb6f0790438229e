"""The common area of closed outlines, of very many pairs at once."""

import numpy as np

from touchstone.agreement.types import Floats

_CELLS = 1 << 16  # pairs of edges compared in one pass: what stays in a processor's cache
_STEEP = 1e-13  # of the outlines' height; an edge narrower than that covers nothing
_SAME = 1e-9  # shares this close to 1 are rounding


def common_areas(ax: Floats, ay: Floats, bx: Floats, by: Floats) -> Floats:
    """The area that outlines have in common, shape (K,).

    Corner i of outline k is `ax[i, k], ay[i, k]`, shapes (n, K) and (m, K); an outline with
    fewer corners repeats its last one. Outlines must not cross themselves; which way round they
    go does not matter.

    An outline is the sum of the strips under its edges, taken negatively under edges that go
    left. So the common area is a sum over pairs of edges: the area under both of them, which is
    a trapezoid or two. Nothing is decided by signs of tiny numbers, so that rounding stays small
    for edges that nearly coincide.
    """
    n, m, number = len(ax), len(bx), ax.shape[1]
    areas = np.empty(number)
    step = max(1, _CELLS // max(1, n * m))
    for start in range(0, number, step):
        part = slice(start, start + step)
        areas[part] = _common_areas(ax[:, part], ay[:, part], bx[:, part], by[:, part])
    return areas


def _common_areas(ax: Floats, ay: Floats, bx: Floats, by: Floats) -> Floats:
    # Measured from a corner of both, the numbers are small and all heights positive.
    left = np.minimum(ax.min(axis=0), bx.min(axis=0))
    base = np.minimum(ay.min(axis=0), by.min(axis=0))
    e = [part[:, None, :] for part in _edges(ax - left, ay - base)]
    f = [part[None, :, :] for part in _edges(bx - left, by - base)]
    x_e, y_e, low_e, high_e, slope_e, sign_e = e
    x_f, y_f, low_f, high_f, slope_f, sign_f = f

    low, high = np.maximum(low_e, low_f), np.minimum(high_e, high_f)
    middle = low + high
    middle *= 0.5
    wide = np.subtract(high, low, out=high)
    np.maximum(wide, 0.0, out=wide)

    height = np.subtract(middle, x_e, out=low)
    height *= slope_e
    height += y_e
    other = np.subtract(middle, x_f, out=middle)
    other *= slope_f
    other += y_f
    above = np.subtract(height, other, out=other)
    # `above` runs from above - tilt to above + tilt; the mean of its positive part is
    # (above + most)^2 / 4 most. What is over the lower edge is not under both.
    tilt = slope_e - slope_f
    tilt *= wide
    tilt *= 0.5
    most = np.maximum(np.abs(above), np.abs(tilt, out=tilt), out=tilt)
    np.maximum(most, 1e-300, out=most)
    above += most
    above *= above
    above /= most
    above *= 0.25
    height -= above

    height *= wide
    height *= sign_f
    areas: Floats = np.abs((height.sum(axis=1) * sign_e[:, 0, :]).sum(axis=0))
    return areas


def _edges(x: Floats, y: Floats) -> tuple[Floats, ...]:
    """Of each edge: its start, its ends from left to right, its slope and its direction."""
    next_x, next_y = np.roll(x, -1, axis=0), np.roll(y, -1, axis=0)
    low, high = np.minimum(x, next_x), np.maximum(x, next_x)
    steep = high - low <= _STEEP * y.max(axis=0)
    run = np.where(steep, 1.0, next_x - x)
    slope = np.where(steep, 0.0, (next_y - y) / run)
    return x, y, low, np.where(steep, low, high), slope, np.where(next_x >= x, 1.0, -1.0)


def overlap_shares(common: Floats, area_a: Floats, area_b: Floats) -> Floats:
    """Intersection over union from areas."""
    union = area_a + area_b - common
    share = np.minimum(common / np.maximum(union, 1e-300), 1.0)
    result: Floats = np.where(share > 1.0 - _SAME, 1.0, share)
    return result


def ring_overlap(a: Floats, b: Floats, area_a: Floats, area_b: Floats) -> Floats:
    """Intersection over union of outlines of equally many corners, (K, n, 2) and (K, m, 2)."""
    if not len(a):
        return np.zeros(0)
    common = common_areas(
        *(np.ascontiguousarray(ring[:, :, axis].T) for ring in (a, b) for axis in (0, 1))
    )
    return overlap_shares(common, area_a, area_b)
