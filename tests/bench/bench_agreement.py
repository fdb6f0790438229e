"""Measure the arithmetic of agreement on one core, beside its peers in the same run.

    python -m tests.bench.bench_agreement                   100,000 tasks, some minutes
    python -m tests.bench.bench_agreement --tasks 5000      a quick look
    python -m tests.bench.bench_agreement --only regions

Seconds are those of the processor, so that what else the machine does weighs little.
"""

import argparse
import sys
from collections.abc import Callable, Mapping

from tests.bench import agreement_coefficients, agreement_regions, agreement_values
from tests.bench.run import Row, show

PARTS: Mapping[str, Callable[[int, Callable[[str], None]], list[Row]]] = {
    "coefficients": agreement_coefficients.rows,
    "regions": agreement_regions.rows,
    "values": agreement_values.rows,
}
"""By name: the rows of a module for so many tasks."""


def _say(message: str) -> None:
    print(f"- {message}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--only", choices=sorted(PARTS), action="append")
    given = parser.parse_args()
    rows = [row for name in given.only or PARTS for row in PARTS[name](given.tasks, _say)]
    print(show(rows, "peer"))


if __name__ == "__main__":
    main()
