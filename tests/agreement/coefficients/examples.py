"""Published data sets that coefficients are held against."""

import numpy as np

from touchstone.agreement.coefficients import MISSING
from touchstone.agreement.types import Ints


def of_table(table: list[list[int]]) -> Ints:
    """Ratings by two raters from their contingency table; the rows are the first rater's."""
    counts = np.array(table)
    rows, columns = np.indices(counts.shape)
    flat = counts.ravel()
    return np.stack((np.repeat(rows.ravel(), flat), np.repeat(columns.ravel(), flat)), axis=1)


def of_counts(counts: list[list[int]]) -> Ints:
    """Ratings from how often each unit was given each category; who gave it does not matter."""
    return np.array([np.repeat(np.arange(len(row)), row) for row in counts])


_ = MISSING + 1  # no rating, in the categories 1 to 5 as they are printed

FOUR_OBSERVERS = (
    np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
            [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
        ]
    ).T
    - 1
)
"""12 units by 4 observers: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011),
section C; the data set cac.raw4raters of K. L. Gwet's R package irrCAC."""

PSYCHIATRISTS = of_counts(
    [
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
    ]
)
"""15 patients by 6 psychiatrists, the data set distrib.6raters of irrCAC: half of the patients
of J. L. Fleiss (1971)."""

FLEISS = of_counts(
    [
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
        [0, 0, 5, 0, 1],
        [3, 0, 0, 1, 2],
        [5, 1, 0, 0, 0],
        [0, 2, 0, 4, 0],
        [1, 0, 2, 0, 3],
        [0, 0, 0, 0, 6],
        [0, 1, 0, 5, 0],
        [0, 2, 0, 1, 3],
        [2, 0, 0, 4, 0],
        [1, 0, 0, 4, 1],
        [0, 5, 0, 1, 0],
        [4, 0, 0, 0, 2],
        [0, 2, 0, 4, 0],
        [1, 0, 5, 0, 0],
        [0, 0, 0, 0, 6],
    ]
)
"""30 patients by 6 psychiatrists: J. L. Fleiss, "Measuring nominal scale agreement among many
raters", Psychological Bulletin 76(5), 378-382 (1971), table 1."""

COHEN = of_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
"""200 patients by 2 judges: J. Cohen, "A Coefficient of Agreement for Nominal Scales" (1960),
whose tables have these as proportions."""

ABSTRACTORS = of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
"""100 pregnancies by 2 abstractors: the data set cont3x3abstractors of irrCAC."""

SKIN = of_table([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])
"""88 patients by 2 dermatologists, in ordered categories: SAS/STAT documentation, PROC FREQ,
"Cohen's Kappa Coefficient", which prints kappa 0.3449 and weighted kappa 0.5082."""
