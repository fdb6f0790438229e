"""Ellipses and turned boxes as polygons, in percent of the image."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

CORNERS: Final = 64
"""Of the polygon that stands for an ellipse: it has 99.8 % of its area."""

_ANGLES = np.arange(CORNERS) * (2 * np.pi / CORNERS)
_COS, _SIN = np.cos(_ANGLES), np.sin(_ANGLES)


def ellipse_outlines(
    ellipses: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points and starts of `Polygons` from ellipses (n, 6).

    The columns are the centre and the radii in percent, the clockwise rotation in degrees, and
    the width of the image divided by its height: an ellipse is turned where pixels are square.
    """
    x, y, radius_x, radius_y, rotation, aspect = ellipses.T[:, :, None]
    along, across = radius_x * aspect * _COS, radius_y * _SIN
    turn = np.radians(rotation)
    points = np.empty((len(ellipses), CORNERS, 2))
    points[:, :, 0] = x + (along * np.cos(turn) - across * np.sin(turn)) / aspect
    points[:, :, 1] = y + along * np.sin(turn) + across * np.cos(turn)
    starts = np.arange(len(ellipses) + 1, dtype=np.int64) * CORNERS
    return points.reshape(-1, 2), starts


def box_corners(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The corners (n, 4, 2) in percent of boxes (n, 6) as in `answers.Boxes`."""
    x, y, width, height, rotation, aspect = boxes.T[:, :, None]
    along = width * aspect * np.array([0.0, 1.0, 1.0, 0.0])
    down = height * np.array([0.0, 0.0, 1.0, 1.0])
    turn = np.radians(rotation)
    corners = np.empty((len(boxes), 4, 2))
    corners[:, :, 0] = x + (along * np.cos(turn) - down * np.sin(turn)) / aspect
    corners[:, :, 1] = y + along * np.sin(turn) + down * np.cos(turn)
    return corners
