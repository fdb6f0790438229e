"""Overlap of image regions."""

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.types import Bools, Floats

BOX_COLUMNS = 4  # x, y, width, height; more columns, such as rotation, are ignored


def box_iou(a: ArrayLike, b: ArrayLike) -> Floats:
    r"""Intersection over union of every box of `a` with every box of `b`.

    .. math:: IoU(p, q) = |p \cap q| / |p \cup q|

    Parameters
    ----------
    a : float array, shape (n, 4) or (n, 5)
        Columns x, y, width, height in percent of the image; x and y are the top left corner.
        A fifth column, the rotation in degrees, is ignored: boxes are compared unrotated.
    b : float array, shape (m, 4) or (m, 5)
        The boxes to compare with.

    Returns
    -------
    float array, shape (n, m)
        Dimensionless, in [0, 1]; 1 is the same box, 0 is no common area. Row i is box i
        of `a`. Two boxes without area give 1 when they are the same and 0 otherwise.

    Raises
    ------
    ValueError
        If an input is not two-dimensional with at least four columns, is not finite, or holds
        a negative width or height.

    Notes
    -----
    Percent of width and percent of height are different lengths on an image that is not
    square. The ratio of areas does not depend on that.

    References
    ----------
    .. [1] M. Everingham et al., "The Pascal Visual Object Classes (VOC) Challenge",
           International Journal of Computer Vision 88, 303-338 (2010), section 4.2.
    """
    a, b = _as_boxes(a, "a"), _as_boxes(b, "b")
    return box_overlap(a[:, None, :], b[None, :, :])


def box_overlap(a: Floats, b: Floats) -> Floats:
    """`box_iou` of arrays of boxes that broadcast against each other, unchecked."""
    low_a, size_a = a[..., :2], a[..., 2:4]
    low_b, size_b = b[..., :2], b[..., 2:4]
    # Lengths are measured from the higher of the two corners: a box then overlaps itself by
    # exactly its own size, whatever the rounding of x + width.
    shift = low_b - low_a
    sides = np.minimum(size_a - np.maximum(shift, 0), size_b - np.maximum(-shift, 0))
    sides = np.maximum(sides, 0)
    intersection = sides[..., 0] * sides[..., 1]
    union = size_a[..., 0] * size_a[..., 1] + size_b[..., 0] * size_b[..., 1] - intersection
    same = ((low_a == low_b) & (size_a == size_b)).all(axis=-1)
    return ratio(intersection, union, same)


def ratio(intersection: Floats, union: Floats, same: Bools) -> Floats:
    """`intersection / union` in [0, 1]; where nothing has a size, 1 for the same place."""
    safe = np.where(union > 0, union, 1.0)
    shares = np.clip(intersection / safe, 0.0, 1.0)
    result: Floats = np.where(union > 0, shares, same.astype(np.float64))
    return result


def _as_boxes(boxes: ArrayLike, name: str) -> Floats:
    array = np.asarray(boxes, dtype=np.float64)
    if array.size == 0:
        return np.empty((0, BOX_COLUMNS))
    if array.ndim != 2 or array.shape[1] < BOX_COLUMNS:
        raise ValueError(f"{name} must have shape (n, 4) or (n, 5), got {array.shape}")
    array = array[:, :BOX_COLUMNS]
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a value that is not finite")
    if (array[:, 2:] < 0).any():
        raise ValueError(f"{name} holds a negative width or height")
    return array
