r"""Sums over all pairs of very many numbers of the squared ratio distance.

With :math:`u = \ln x` the distance :math:`((x - y) / (x + y))^2` is
:math:`\tanh^2((u_x - u_y) / 2)`: a smooth function of a difference. So every number can be
replaced by a few weights on a regular grid (interpolation by polynomials), and the sum over all
pairs becomes a sum over pairs of grid cells, of which only near ones differ from 1. The error is
that of rounding, 1e-14 of the sum.
"""

import numpy as np

from touchstone.agreement.types import Floats, Ints

_WIDTH = 0.5
"""Of a cell, in the logarithm."""
_NODES = 12
"""Points a cell; the kernel has its first pole pi away, so the error shrinks by 25 a node."""
_FARTHEST = 80
"""Cells, after which the distance is 1 to the last bit."""
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
    table = _grid(found, _cells(found))
    return mixed + max(float((table * _potential(table[None])[0]).sum()), 0.0)


def _grid(values: Floats, cells: Ints) -> Floats:
    """All weights on the grid from the lowest cell on, shape (cells, `_NODES`)."""
    lowest, count = int(cells.min()), int(np.ptp(cells)) + 1
    table = np.zeros((count, _NODES))
    for part in _parts(len(values)):
        weights = _weights(values[part], cells[part])
        for node in range(_NODES):
            table[:, node] += np.bincount(cells[part] - lowest, weights[:, node], minlength=count)
    return table


def _positive_sums(values: Floats) -> Floats:
    cells = _cells(values)
    lowest = int(cells.min())
    potential = _potential(_grid(values, cells)[None])[0]
    sums = np.empty(len(values))
    for part in _parts(len(values)):
        weights = _weights(values[part], cells[part])
        sums[part] = np.einsum("ij,ij->i", weights, potential[cells[part] - lowest])
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
    values = table[positive]
    cells = _cells(values)
    lowest, count = int(cells.min()), int(np.ptp(cells)) + 1
    step = max(1, _TABLE // (count * _NODES))
    for first in range(0, len(table), step):
        size = min(step, len(table) - first)
        part = slice(*np.searchsorted(rows, (first, first + size)))
        weights = _weights(values[part], cells[part])
        places = (rows[part] - first) * count + cells[part] - lowest
        grid = np.empty((size * count, _NODES))
        for node in range(_NODES):
            grid[:, node] = np.bincount(places, weights[:, node], minlength=size * count)
        cube = grid.reshape(size, count, _NODES)
        totals[first : first + size] += (cube * _potential(cube)).sum(axis=(1, 2))
    return totals


def _potential(table: Floats) -> Floats:
    """The sum of distances at each point of the grid from the weights there, (u, cells, nodes)."""
    counts = table.sum(axis=2)
    cells = table.shape[1]
    potential = np.zeros_like(table)
    near = np.zeros_like(counts)
    for offset in range(min(cells, _FARTHEST)):
        kernel = np.tanh((_POINTS[:, None] - _POINTS + offset) * (_WIDTH / 2)) ** 2
        potential[:, offset:] += table[:, : cells - offset] @ kernel.T
        near[:, offset:] += counts[:, : cells - offset]
        if offset:
            potential[:, : cells - offset] += table[:, offset:] @ kernel
            near[:, : cells - offset] += counts[:, offset:]
    far = counts.sum(axis=1, keepdims=True) - near
    potential += far[:, :, None]
    return potential


def _cells(values: Floats) -> Ints:
    cells: Ints = np.floor(np.log(values) / _WIDTH).astype(np.int64)
    return cells


def _weights(values: Floats, cells: Ints) -> Floats:
    """Of each number on the points of its cell, shape (n, `_NODES`)."""
    off = (np.log(values) / _WIDTH - cells - 0.5)[:, None] - _POINTS
    before = np.ones_like(off)
    np.cumprod(off[:, :-1], axis=1, out=before[:, 1:])
    behind = np.ones_like(off)
    behind[:, :-1] = np.cumprod(off[:, :0:-1], axis=1)[:, ::-1]
    before *= behind
    before *= _SCALES
    return before


def _parts(n: int) -> list[slice]:
    return [slice(first, first + _PART) for first in range(0, n, _PART)]
