"""How much two categories agree: 1 for the same, less the further apart they are."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.types import Floats

Weighting = Literal["identity", "linear", "quadratic"]
WEIGHTINGS: tuple[Weighting, ...] = ("identity", "linear", "quadratic")


def agreement_weights(
    weighting: Weighting, n_categories: int, values: ArrayLike | Sequence[float] | None = None
) -> Floats:
    r"""The weights of a weighted coefficient, shape (K, K).

    Linear weights are :math:`1 - |v_i - v_j| / (v_{max} - v_{min})`, quadratic ones
    :math:`1 - (v_i - v_j)^2 / (v_{max} - v_{min})^2`, identity 1 on the diagonal and else 0.

    Parameters
    ----------
    weighting : str
        One of `WEIGHTINGS`.
    n_categories : int
        K.
    values : float array, shape (K,), optional
        What each category stands for, such as the stars of a rating; 0, 1, 2, ... if not given.

    Raises
    ------
    ValueError
        If the weighting is unknown or `values` does not have one finite value a category.
    """
    if weighting not in WEIGHTINGS:
        raise ValueError(f"weighting must be one of {', '.join(WEIGHTINGS)}, got {weighting!r}")
    if weighting == "identity":
        return np.eye(n_categories)
    places = category_values(values, n_categories)
    distance = np.abs(places[:, None] - places)
    widest = distance.max(initial=0.0)
    if widest == 0:
        return np.ones((n_categories, n_categories))
    distance /= widest
    weights: Floats = 1.0 - (distance if weighting == "linear" else distance**2)
    return weights


def category_values(values: ArrayLike | None, n_categories: int) -> Floats:
    """One value a category, 0, 1, 2, ... if not given. Raises ValueError."""
    if values is None:
        return np.arange(n_categories, dtype=np.float64)
    places = np.asarray(values, dtype=np.float64)
    if places.shape != (n_categories,):
        raise ValueError(f"values must have shape ({n_categories},), got {places.shape}")
    if not np.isfinite(places).all():
        raise ValueError("values must be finite")
    return places
