"""The generated pages say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.domains import registry
from docs import generate
from docs.pages import codes


@pytest.mark.parametrize("name", generate.PAGES)
def test_the_page_is_what_the_code_says(name: str) -> None:
    assert (generate.FOLDER / name).read_text() == generate.PAGES[name](), "run make reference"


def test_no_page_is_left_over() -> None:
    assert {file.name for file in generate.FOLDER.iterdir()} == {*generate.PAGES, "README.md"}


def test_every_object_type_has_a_section() -> None:
    text = (generate.FOLDER / "objects.md").read_text()
    assert [each.name for each in registry() if f"\n## {each.name}\n" not in text] == []


def test_codes_are_found_in_the_source_and_by_asking_the_types() -> None:
    found = {(each.code, each.status) for each in codes.uses()}
    assert {("duplicate", 409), ("invalid_cursor", 400), ("changed_by_both", 412), ("invalid_emails", 422)} <= found


def test_a_new_code_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "new.py"
    file.write_text('raise Conflict(f"{name} is taken", code="brand_new")\n')
    assert codes.Use("brand_new", 409, False, "… is taken") in codes.uses(tmp_path)


PROSE = [generate.FOLDER.parent.parent / "README.md", generate.FOLDER.parent.parent / "CONTRIBUTING.md",
         *sorted(generate.FOLDER.parent.rglob("*.md"))]


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]
    assert [link for link in links if link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    root = generate.FOLDER.parent.parent
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text())
    assert [name for file, name in named if f"def {name}(" not in (root / file).read_text()] == []
