r"""Sums over all pairs of very many numbers of the squared ratio distance.

With :math:`u = \ln x` the distance :math:`((x - y) / (x + y))^2` is
:math:`\tanh^2((u_x - u_y) / 2)`: a smooth function of a difference. So every number can be
replaced by a few weights on a regular grid (interpolation by polynomials), and the sum over all
pairs becomes a sum over pairs of grid cells, of which only near ones differ from 1. The error is
that of rounding, 1e-14 of the sum.
"""

import numpy as np

from touchstone.agreement.types import Floats, Ints

_WIDTHS = (0.5, 1 / 8)
"""Of a cell, in the logarithm: the first, or for numbers close together this part of their range,
so that the rounding error stays small beside the sum."""
_NODES = 12
"""Points a cell; the kernel has its first pole pi away, so the error shrinks by 25 a node."""
_FARTHEST = 80
"""Cells of the full width, after which the distance is 1 to the last bit."""
_PART = 1 << 15
_TABLE = 1 << 22  # numbers on the grid at once

_POINTS: Floats = np.cos((2 * np.arange(_NODES) + 1) * np.pi / (2 * _NODES)) / 2
"""Chebyshev points in a cell from -1/2 to 1/2."""
_SCALES: Floats = np.array(
    [1.0 / np.prod(point - np.delete(_POINTS, i)) for i, point in enumerate(_POINTS)]
)


def ratio_sums(values: Floats) -> Floats:
    """The sum of the distances of each number to all of them; two zeros differ by 0.

    `values` are finite and not negative; shape (n,), and the same for the result.
    """
    positive = values > 0
    zeros = len(values) - int(positive.sum())
    sums = np.full(len(values), float(len(values) - zeros))
    found = values[positive]
    if len(found):
        sums[positive] = zeros + _positive_sums(found)
    return sums


def ratio_sum(values: Floats) -> float:
    """The sum of `ratio_sums`, in half the time."""
    found = values[values > 0]
    mixed = 2.0 * len(found) * (len(values) - len(found))
    if not len(found):
        return mixed
    line = _Line(found)
    table = line.grid()
    return mixed + max(float((table * line.potential(table[None])[0]).sum()), 0.0)


def _positive_sums(values: Floats) -> Floats:
    line = _Line(values)
    potential = line.potential(line.grid()[None])[0]
    sums = np.empty(len(values))
    for part in _parts(len(values)):
        sums[part] = np.einsum("ij,ij->i", line.weights(part), potential[line.cells[part]])
    result: Floats = np.maximum(sums, 0.0)
    return result


def ratio_totals(table: Floats) -> Floats:
    """Of each row the sum over ordered pairs of its numbers; NaN is no number. (u, m) to (u,)."""
    positive = table > 0
    zeros = (table == 0).sum(axis=1)
    totals: Floats = 2.0 * zeros * positive.sum(axis=1)
    rows, _ = np.nonzero(positive)
    if not len(rows):
        return totals
    line = _Line(table[positive])
    step = max(1, _TABLE // (line.count * _NODES))
    for first in range(0, len(table), step):
        size = min(step, len(table) - first)
        part = slice(*np.searchsorted(rows, (first, first + size)))
        weights = line.weights(part)
        places = (rows[part] - first) * line.count + line.cells[part]
        grid = np.empty((size * line.count, _NODES))
        for node in range(_NODES):
            grid[:, node] = np.bincount(places, weights[:, node], minlength=size * line.count)
        cube = grid.reshape(size, line.count, _NODES)
        totals[first : first + size] += (cube * line.potential(cube)).sum(axis=(1, 2))
    return totals


class _Line:
    """Positive numbers by their logarithm, on a line that is cut into cells."""

    def __init__(self, values: Floats) -> None:
        low = float(values.min())
        near = values < 2 * low
        self._logs = np.log(values) - np.log(low)
        self._logs[near] = np.log1p((values[near] - low) / low)
        longest = float(self._logs.max())
        self._width = min(_WIDTHS[0], longest * _WIDTHS[1]) or _WIDTHS[0]
        self.cells: Ints = np.floor(self._logs / self._width).astype(np.int64)
        self.count = int(self.cells.max()) + 1

    def weights(self, part: slice) -> Floats:
        """Of each number on the points of its cell, shape (n, `_NODES`)."""
        off = (self._logs[part] / self._width - self.cells[part] - 0.5)[:, None] - _POINTS
        before = np.ones_like(off)
        np.cumprod(off[:, :-1], axis=1, out=before[:, 1:])
        behind = np.ones_like(off)
        behind[:, :-1] = np.cumprod(off[:, :0:-1], axis=1)[:, ::-1]
        before *= behind
        before *= _SCALES
        weights: Floats = before
        return weights

    def grid(self) -> Floats:
        """The weights of all numbers, shape (cells, `_NODES`)."""
        table = np.zeros((self.count, _NODES))
        for part in _parts(len(self.cells)):
            weights, cells = self.weights(part), self.cells[part]
            for node in range(_NODES):
                table[:, node] += np.bincount(cells, weights[:, node], minlength=self.count)
        return table

    def potential(self, table: Floats) -> Floats:
        """The sum of distances at each point of the grid, (u, cells, nodes) like the weights."""
        counts = table.sum(axis=2)
        cells = table.shape[1]
        potential = np.zeros_like(table)
        near = np.zeros_like(counts)
        for offset in range(min(cells, _FARTHEST)):
            apart = _POINTS[:, None] - _POINTS + offset
            kernel = np.tanh(apart * (self._width / 2)) ** 2
            potential[:, offset:] += table[:, : cells - offset] @ kernel.T
            near[:, offset:] += counts[:, : cells - offset]
            if offset:
                potential[:, : cells - offset] += table[:, offset:] @ kernel
                near[:, : cells - offset] += counts[:, offset:]
        if cells > _FARTHEST:
            potential += (counts.sum(axis=1, keepdims=True) - near)[:, :, None]
        return potential


def _parts(n: int) -> list[slice]:
    return [slice(first, first + _PART) for first in range(0, n, _PART)]
