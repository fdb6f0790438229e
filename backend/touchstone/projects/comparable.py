"""What of a stored labeling config can be compared, remembered by its text."""

from functools import lru_cache

from touchstone.labelstudio.dimensions import Comparable, comparable
from touchstone.projects import label_configs


@lru_cache(maxsize=256)
def comparables_of(label_config: str) -> tuple[Comparable, ...]:
    """In the order of the config; relations come last."""
    return comparable(label_configs.parsed(label_config))
