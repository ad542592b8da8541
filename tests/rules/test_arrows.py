"""The arrows between the rooms are checked by import-linter; here, that it looks at every room."""

from __future__ import annotations

import tomllib

from infra.dependencies import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
ROOMS = {f"chalicelib.{folder.name}" for folder in (ROOT / "chalicelib").iterdir()
         if folder.is_dir() and (folder / "__init__.py").exists()}
DOMAINS = ROOMS - {"chalicelib.http", "chalicelib.store", "chalicelib.aws", "chalicelib.records", "chalicelib.web"}


def named(contract: str, part: str) -> set[str]:
    return {name for one in CONTRACTS if one["id"] == contract for name in one[part]}


def test_no_domain_may_know_chalice_the_sdk_or_the_entrances() -> None:
    for contract in ("chalice", "boto", "inward"):
        assert named(contract, "source_modules") >= DOMAINS


def test_records_and_store_may_know_no_domain() -> None:
    for contract in ("heart", "store"):
        assert named(contract, "forbidden_modules") >= DOMAINS


def test_the_entrances_import_no_sdk() -> None:
    text = (ROOT / "app.py").read_text()
    assert "boto" not in text
    assert len(text.splitlines()) <= 90
