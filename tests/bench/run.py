"""Measure the budgets and print one table.

    python -m tests.bench                 100,000 tasks
    python -m tests.bench --tasks 5000    a quick look

Real processes (`touchstone api`, `touchstone worker`, PostgreSQL) on this machine; the load comes
from this process, which shares its cores with them.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import measures, reviewing
from tests.bench.generate import KINDS, Size, write_project
from tests.bench.stack import Stack, machine, running

REVIEWERS = 50
DECISIONS = 200  # a second, the budget
EXPORTED = 10_000

PEER = "Label Studio 1.23.2"
PEER_NOTE = (
    "Label Studio Community 1.23.2: published measurement, same machine class, 100,000 tasks"
)


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    budget: str
    measured: str
    met: bool | None
    peer: str = "-"


def at_most(what: str, limit: float, value: float, unit: str, peer: str = "-") -> Row:
    return Row(what, f"<= {limit:g} {unit}", f"{_figure(value)} {unit}", value <= limit, peer)


def at_least(what: str, limit: float, value: float, unit: str, peer: str = "-") -> Row:
    return Row(what, f">= {limit:,g} {unit}", f"{_figure(value)} {unit}", value >= limit, peer)


def note(what: str, measured: str) -> Row:
    return Row(what, "-", measured, None)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def show(rows: list[Row], peer: str = PEER) -> str:
    """A Markdown table."""
    cells = [["what", "budget", "measured", "met", peer]]
    cells += [[r.what, r.budget, r.measured, _met(r.met), r.peer] for r in rows]
    widths = [max(len(line[place]) for line in cells) for place in range(5)]
    lines = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _met(met: bool | None) -> str:
    return {None: "-", True: "yes", False: "NO"}[met]


class Bench:
    """Runs every measure, one after the other, on one stack."""

    def __init__(self, stack: Stack, tasks: int, kind: str, say: Callable[[str], None]) -> None:
        self._stack = stack
        self._tasks = tasks
        self._kind = kind
        self._say = say
        self.rows: list[Row] = []

    def _generate(self, tasks: int) -> Path:
        target = self._stack.folder / f"{tasks}.json"
        size = write_project(target, Size(tasks, kind=self._kind))
        self._say(f"generated {tasks:,} tasks, {size / tasks / 1000:.1f} KB each")
        return target

    async def run(self, seconds: float) -> None:
        small = await self._import_small()
        project = await self._import(small)
        await self._pages(project)
        await self._annotations(project)
        await self._reviews(project, seconds)

    async def _import_small(self) -> measures.Imported:
        """The project for the export, and what a smaller import takes of memory."""
        count = min(EXPORTED, self._tasks)
        project = measures.make_project(self._stack, "Export", self._kind)
        imported = await measures.run_import(self._stack, project, self._generate(count))
        await measures.wait_until_scored(self._stack, project)
        self._say("exporting")
        took = [await measures.export_seconds(self._stack, project) for _ in range(3)]
        seconds, size = sorted(took)[1]
        self.rows.append(
            at_most(
                f"export of {count:,} tasks ({size / 1e6:.0f} MB)",
                1.5,
                seconds,
                "s",
                "41 s" if count == EXPORTED else "-",
            )
        )
        return imported

    async def _import(self, small: measures.Imported) -> int:
        project = measures.make_project(self._stack, "Large", self._kind)
        file = self._generate(self._tasks)
        self._say("importing")
        imported = await measures.run_import(self._stack, project, file)
        file.unlink()
        self.rows += [
            at_least(
                f"import of {imported.tasks:,} tasks, upload included",
                5000,
                imported.rate,
                "tasks/s",
                "230-290 tasks/s",
            ),
            note("of that, the upload", f"{imported.upload_seconds:.1f} s"),
            note("of that, the job", f"{_figure(imported.job_rate)} tasks/s"),
            at_most(
                f"worker memory, {imported.tasks:,} against {small.tasks:,} tasks",
                1.25,
                imported.memory.peak / small.memory.peak,
                "x",
            ),
            note("worker memory at its highest", f"{imported.memory.peak} MiB"),
        ]
        scored = await measures.wait_until_scored(self._stack, project)
        self.rows.append(note("then until every agreement is computed", f"{scored:.1f} s"))
        return project

    async def _pages(self, project: int) -> None:
        self._say("asking for pages")
        what = "page of 100 tasks, filter + order"
        one = await measures.page_latency(self._stack, project, clients=1)
        self.rows.append(at_most(f"{what}: p50", 15, one, "ms", "519 ms"))
        many = await measures.page_latency(self._stack, project, clients=8)
        self.rows.append(at_most(f"{what}, 8 clients: p50", 60, many, "ms", "4,900 ms"))
        full = await measures.page_latency(self._stack, project, clients=1, fields="all")
        self.rows.append(at_most("same with full annotations: p50", 40, full, "ms", "1,460 ms"))
        figures = await measures.dashboard_latency(self._stack, project)
        self.rows.append(at_most("dashboard: p95", 300, figures, "ms"))

    async def _annotations(self, project: int) -> None:
        self._say("submitting annotations")
        took = await measures.annotation_latency(self._stack, project, self._kind)
        self.rows.append(at_most("submit an annotation: p50", 6, took, "ms", "76-116 ms"))
        await measures.wait_until_scored(self._stack, project)

    async def _reviews(self, project: int, seconds: float) -> None:
        self._say(f"{REVIEWERS} reviewers")
        tokens = reviewing.make_reviewers(self._stack, project, REVIEWERS)
        fast = await reviewing.review(
            self._stack, project, tokens, seconds=seconds, per_second=None
        )
        await measures.wait_until_scored(self._stack, project)
        paced = await reviewing.review(
            self._stack, project, tokens, seconds=seconds, per_second=DECISIONS
        )
        peer = "4 decisions/s, 226 ms"
        self.rows += [
            at_least(
                f"{REVIEWERS} reviewers without a pause: next + verdict",
                DECISIONS,
                fast.rate,
                "decisions/s",
                peer,
            ),
            at_most(
                f"{REVIEWERS} reviewers at {paced.rate:.0f} decisions/s: next + verdict, p95",
                80,
                paced.p95,
                "ms",
            ),
            at_most("items given to two reviewers", 0, fast.twice + paced.twice, ""),
        ]


def _say(message: str) -> None:
    print(f"... {message}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--kind", choices=KINDS, default="spans")
    parser.add_argument("--seconds", type=float, default=15, help="of each review session")
    given = parser.parse_args()
    title = (
        f"{given.tasks:,} tasks of kind {given.kind}, "
        "3 annotations and 1 prediction each, about 5 KB\n"
        f"{machine()}"
    )
    with running() as stack:
        bench = Bench(stack, given.tasks, given.kind, _say)
        try:
            asyncio.run(bench.run(given.seconds))
        finally:
            print(f"\n{title}\n\n{show(bench.rows)}\n\n{PEER_NOTE}")


if __name__ == "__main__":
    main()
