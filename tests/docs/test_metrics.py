"""Every metric, reason and coefficient has its page, and every example on them is true."""

import doctest
import re
from pathlib import Path

import pytest

from touchstone.agreement.coefficients.gather import TITLES
from touchstone.agreement.registry import METRICS, THRESHOLD
from touchstone.agreement.types import MEANINGS, Undefined

PAGES = Path(__file__).resolve().parents[2] / "docs/metrics"
NAV = (PAGES.parents[1] / "mkdocs.yml").read_text(encoding="utf-8")
SECTIONS = [
    "Formula",
    "Parameters",
    "Range",
    "Undefined and edge cases",
    "Source",
    "Example",
]
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def examples(path: Path) -> list[doctest.DocTest]:
    """The examples of a page; all blocks of one page share their names."""
    text = path.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    parser = doctest.DocTestParser()
    found = []
    for match in EXAMPLE.finditer(text):
        if ">>>" in match[1]:
            line = text[: match.start(1)].count("\n")
            found.append(parser.get_doctest(match[1], names, path.name, str(path), line))
    return found


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_the_examples_are_true(path: Path) -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    names: dict[str, object] = {}
    shown: list[str] = []
    for test in examples(path):
        test.globs = names
        runner.run(test, out=shown.append, clear_globs=False)
    assert runner.summarize(verbose=False).failed == 0, "".join(shown)


@pytest.mark.parametrize("key", sorted(METRICS))
def test_every_metric_has_a_page_with_all_sections(key: str) -> None:
    text = page(key)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert re.match(r"# .+\n", text)
    assert f"`{key}`" in text.split("\n## ")[0]
    assert ">>>" in section(text, "Example")
    assert f"metrics/{key}.md" in NAV


@pytest.mark.parametrize("key", sorted(METRICS))
def test_the_parameters_of_a_metric_are_those_of_its_page(key: str) -> None:
    shown = re.findall(r"^\| `([^`]+)`", section(page(key), "Parameters"), re.MULTILINE)
    named = [parameter.name for parameter in METRICS[key].parameters]
    assert sorted(set(shown) - {THRESHOLD.name}) == sorted(named)


def test_the_table_of_metrics_has_all_with_their_tags() -> None:
    table = section(page("index"), "Metrics")
    rows = dict(re.findall(r"^\| \[`(\w+)`\]\(\1\.md\) (\|.*)$", table, re.MULTILINE))
    assert sorted(rows) == sorted(METRICS)
    for key, metric in METRICS.items():
        _, title, tags, _ = rows[key].split("|")
        assert title.strip() == metric.title
        shown = {tag.strip() for tag in tags.split(", and every")[0].split(",") if tag.strip()}
        assert shown == metric.default_for, key


def test_every_reason_is_explained() -> None:
    listed = re.findall(r"^\| `(\w+)`", section(page("index"), "No figure, and why"), re.MULTILINE)
    assert sorted(listed) == sorted(Undefined)
    assert set(MEANINGS) == set(Undefined)


def test_every_coefficient_is_explained() -> None:
    text = page("coefficients")
    assert [key for key in TITLES if f"`{key}`" not in text] == []


def test_a_wrong_example_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.md"
    wrong.write_text("```python\n>>> 1 + 1\n3\n\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="Got"):
        test_the_examples_are_true(wrong)
