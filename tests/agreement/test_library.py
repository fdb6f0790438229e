"""`import touchstone.agreement`: what it offers, and that it needs nothing of the server."""

import subprocess
import sys
from types import FunctionType
from typing import get_args

import touchstone.agreement as agreement


def test_what_it_offers_is_documented() -> None:
    assert len(set(agreement.__all__)) == len(agreement.__all__)
    for name in agreement.__all__:
        offered = getattr(agreement, name)
        if isinstance(offered, FunctionType):
            assert offered.__doc__, name


def test_offers_every_kind_of_answer() -> None:
    assert {kind.__name__ for kind in get_args(agreement.Answer)} <= set(agreement.__all__)


def test_describes_every_metric() -> None:
    for metric in agreement.METRICS.values():
        assert metric.compare.__doc__, metric.key


def test_knows_no_database_and_no_web() -> None:
    script = (
        "import sys, touchstone.agreement;"
        "print([m for m in ('sqlalchemy', 'fastapi', 'asyncpg', 'pydantic') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
