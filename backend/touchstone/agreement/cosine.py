"""Cosine similarity: of embeddings, or of the words of texts."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import scipy
from numpy.typing import ArrayLike

from touchstone.agreement.answers import Numbers, Texts
from touchstone.agreement.text import GRANULARITIES, IGNORED, WORD, normalized
from touchstone.agreement.types import Floats, Ints


def cosine_similarity(a: ArrayLike, b: ArrayLike) -> float:
    r"""How far two vectors point the same way.

    .. math:: s(a, b) = \max\left(0, \frac{a \cdot b}{|a| |b|}\right)

    Parameters
    ----------
    a, b : float array, shape (n,) and (m,)
        Vectors such as the embeddings of two texts; how long they are does not matter.

    Returns
    -------
    float
        In [0, 1]: 1 for the same direction, 0 for a right angle and more, and for vectors of
        different dimension. Of two vectors without a length 1, of one 0. NaN where a number is
        not finite.
    """
    both = [Numbers(tuple(np.asarray(vector, dtype=np.float64).ravel())) for vector in (a, b)]
    if not both[0].values or not both[1].values:
        return float(len(both[0].values) == len(both[1].values))
    return float(cosine_similarity_many(both, np.array([0]), np.array([1]))[0])


def cosine_similarity_many(
    answers: Sequence[Numbers | Texts], left: Ints, right: Ints, *, granularity: str = WORD
) -> Floats:
    """`cosine_similarity` of many pairs: of embeddings, or of how often each word occurs."""
    used = np.unique(np.concatenate((left, right)))
    chosen = [answers[position] for position in used.tolist()]
    kinds = np.array([isinstance(answer, Texts) for answer in chosen])
    sizes = np.array([len(answer.values) for answer in chosen])
    a, b = np.searchsorted(used, left), np.searchsorted(used, right)
    rows = _unit_rows(chosen, granularity)
    values: Floats = np.asarray(rows[a].multiply(rows[b]).sum(axis=1)).ravel()
    lengths = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    # Rounding must not keep a vector from being like itself.
    values = np.where(np.abs(values - 1.0) < 1e-12, 1.0, np.clip(values, 0.0, 1.0))
    values[(lengths[a] == 0) & (lengths[b] == 0)] = 1.0
    values[~kinds[a] & ~kinds[b] & (sizes[a] != sizes[b])] = 0.0
    values[np.isnan(lengths[a]) | np.isnan(lengths[b]) | (kinds[a] != kinds[b])] = np.nan
    return values


def _unit_rows(answers: Sequence[Numbers | Texts], granularity: str) -> "scipy.sparse.csr_array":
    """Each answer as a row of length 1, or 0; NaN where a number is not finite."""
    columns: dict[str, int] = {}
    places: list[Iterable[int]] = []
    weights: list[Floats] = []
    for answer in answers:
        if isinstance(answer, Texts):
            counts = Counter(_pieces(answer, granularity))
            places.append([columns.setdefault(piece, len(columns)) for piece in counts])
            weights.append(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))
        else:
            places.append(range(len(answer.values)))
            weights.append(_scaled(np.array(answer.values, dtype=np.float64)))
    starts = np.cumsum([0, *(len(row) for row in weights)])
    width = max(len(columns), *(len(row) for row in weights), 1)
    indices = np.fromiter((place for row in places for place in row), dtype=np.int64)
    lengths = [float(np.sqrt((row**2).sum())) or 1.0 for row in weights]
    data = [row / length for row, length in zip(weights, lengths, strict=True)]
    return scipy.sparse.csr_array(
        (np.concatenate(data), indices, starts), shape=(len(answers), width)
    )


def _scaled(vector: Floats) -> Floats:
    """So that squares neither overflow nor vanish."""
    if not np.isfinite(vector).all():
        return np.full(len(vector), np.nan)
    largest = float(np.abs(vector).max(initial=0.0))
    return vector / largest if largest else vector


def _pieces(answer: Texts, granularity: str) -> Iterable[str]:
    split = GRANULARITIES[granularity] or list
    for line in answer.values:
        yield from split(normalized(line, IGNORED, IGNORED))
