"""The generated pages say what the code says."""

from __future__ import annotations

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
