"""From the pair scores of a dimension to one score a task."""

import numpy as np

from touchstone.agreement.types import Floats, Ints


def task_scores(values: Floats, task_of: Ints, n_tasks: int, methodology: str) -> Floats:
    known = ~np.isnan(values)
    task_of, values = task_of[known], values[known]
    counts = np.bincount(task_of, minlength=n_tasks)
    sums = np.bincount(task_of, weights=values, minlength=n_tasks)
    mean: Floats = np.full(n_tasks, np.nan)
    np.divide(sums, counts, out=mean, where=counts > 0)
    return np.minimum(mean, 1.0)
