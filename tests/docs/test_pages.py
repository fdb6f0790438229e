"""What the documentation says in tables must be what the code has."""

import json
import re
import tomllib
from enum import StrEnum
from pathlib import Path

import pytest

from scripts.write_permissions_page import MEANINGS, PAGE, ROLE_NAMES, render
from touchstone.access.permissions import Permission
from touchstone.core.settings import Settings
from touchstone.models.review import RejectAction
from touchstone.models.task import TaskState
from touchstone.models.user import Role
from touchstone.web.errors import STATUS
from touchstone.worker import HANDLERS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def first_cells(text: str) -> list[str]:
    """The codes in the first column of all tables."""
    return re.findall(r"^\| `([^`]+)`", text, flags=re.MULTILINE)


def marked(text: str, name: str) -> str:
    """The part between `<!-- name -->` and `<!-- /name -->`."""
    return text.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]


def test_the_permissions_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render()


def test_every_permission_and_role_is_explained() -> None:
    assert set(MEANINGS) == set(Permission)
    assert set(ROLE_NAMES) == set(Role)


def test_the_settings_table_has_every_setting_and_no_other() -> None:
    listed = first_cells(page("operate.md"))
    assert sorted(listed) == sorted(f"TOUCHSTONE_{name.upper()}" for name in Settings.model_fields)


def test_the_settings_table_has_the_real_defaults() -> None:
    rows = re.findall(r"^\| `TOUCHSTONE_(\w+)` \| `([^`]*)`", page("operate.md"), re.MULTILINE)
    assert len(rows) >= 10
    for name, shown in rows:
        default = Settings.model_fields[name.lower()].default
        assert shown == (default if isinstance(default, str) else json.dumps(default))


def test_the_package_order_is_the_enforced_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    enforced = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    block = marked(page("architecture.md"), "layers")
    shown = [
        re.split(r" {2,}", line)[0] for line in block.splitlines() if line and "```" not in line
    ]
    assert shown == enforced


def test_every_job_is_listed() -> None:
    assert sorted(first_cells(marked(page("architecture.md"), "jobs"))) == sorted(HANDLERS)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("concepts.md", TaskState),
        ("concepts.md", RejectAction),
    ],
)
def test_words_of_the_api_are_explained(name: str, words: type[StrEnum]) -> None:
    text = page(name)
    assert [word for word in words if f"`{word}`" not in text and f"**{word}**" not in text] == []


def test_the_keys_are_those_of_the_review_stream() -> None:
    source = ROOT / "frontend/src/features/review-stream/actions.ts"
    pattern = re.compile(r"label: \"([^\"]+)\",\s+keys: \[\"([^\"]+)\"")
    actions = pattern.findall(source.read_text(encoding="utf-8"))
    assert len(actions) >= 12
    rows = marked(page("reviewing.md"), "keys").splitlines()
    for label, key in actions:
        shown = key.upper() if len(key) == 1 else key
        assert any(f"`{shown}`" in row and label in row for row in rows), (label, key)


def test_every_status_of_an_error_is_explained() -> None:
    table = page("api.md").split("## Errors")[1].split("## Pages")[0]
    for status in {*STATUS.values()} - {415}:
        assert f"| {status}" in table
    assert "413, 415" in table


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md"])
def test_files_that_are_named_exist(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    named = re.findall(r"\]\(([^)#]+)[^)]*\)|`((?:docs|frontend|scripts|deploy)/[\w./-]+)`", text)
    paths = [first or second for first, second in named]
    assert paths
    missing = [p for p in paths if not p.startswith("http") and not (ROOT / p).exists()]
    assert missing == []


def test_pages_load_nothing_from_other_hosts(tmp_path: Path) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415  slow to import
    from mkdocs.config import load_config  # noqa: PLC0415

    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path), strict=True))
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 20
    outside = re.compile(
        r"<(?:script|img|iframe|source)[^>]+src=\"https?://|<link[^>]+href=\"https?://"
        r"|@import url\(\"?https?://"
    )
    assert [p.name for p in pages if outside.search(p.read_text(encoding="utf-8"))] == []
