"""The web client as it is built and delivered: small, complete, of packages that anybody may use."""

from __future__ import annotations

import json
import random
import re
import zipfile
from pathlib import Path

import pytest

from chalicelib.http import web as http_web
from infra import archives, web
from infra.package import package

PERMISSIVE = {"MIT", "ISC", "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "(MIT OR CC0-1.0)", "MIT-0"}


def build_of(folder: Path, **sizes: int) -> Path:
    """A build of which these chunks have so many bytes that do not compress; the page imports `base`, home `home`."""
    chunks: dict[str, object] = {name: {"file": f"{name}.js"} for name in sizes}
    chunks |= {"index.html": {"file": "page.js", "imports": ["base"]}, "src/home/Home.tsx": {"file": "home.js", "imports": ["base", "index.html"]}}
    (folder / "manifest.json").write_text(json.dumps(chunks))
    for name in ("page", "home", *sizes):
        (folder / f"{name}.js").write_bytes(random.Random(name).randbytes(sizes.get(name, 10)))
    return folder


def test_what_is_loaded_with_its_screen_does_not_count(tmp_path: Path) -> None:
    assert 100_000 < web.first_screen(build_of(tmp_path, base=100_000, settings=900_000)) < 101_000


def test_a_first_screen_that_grew_too_large_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"needs 3\d\d kB of script; 300 are the most(?s:.*)base\.js"):
        web.first_screen(build_of(tmp_path, base=310_000))


def test_the_package_holds_the_client_and_nothing_of_its_making() -> None:
    with zipfile.ZipFile(package().archive(archives.USUAL)) as zipped:
        held = {name.removeprefix("chalicelib/web/") for name in zipped.namelist() if name.startswith("chalicelib/web/")}
        page = zipped.read("chalicelib/web/index.html").decode()
    named = set(re.findall(r'(?:src|href)="\./([^"]+)"', page))
    assert named and named <= held
    assert {name.rpartition(".")[2] for name in held} <= {"html", "js", "css", "svg", "txt"}
    assert {"txt", "html"} >= {name.rpartition(".")[2] for name in held if not http_web.NAME.fullmatch(name.removeprefix("assets/"))}, "all are served"
    assert 'nonce="{nonce}"' in page and "<style" not in page and not re.search(r"<script(?![^>]* src=)", page)


def test_what_is_built_is_not_built_again() -> None:
    package()
    assert web.build() is False


def test_every_package_that_is_shipped_is_free_for_everybody() -> None:
    packages = json.loads((web.SOURCE / "package-lock.json").read_text())["packages"]
    shipped = {name: each.get("license") for name, each in packages.items() if name and not each.get("dev")}
    assert shipped and {name: licence for name, licence in shipped.items() if licence not in PERMISSIVE} == {}


def test_every_package_is_pinned() -> None:
    told = json.loads((web.SOURCE / "package.json").read_text())
    versions = [*told["dependencies"].values(), *told["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def _keys(texts: object, before: str = "") -> set[str]:
    if not isinstance(texts, dict):
        return {before}
    return set().union(*(_keys(inner, f"{before}.{name}") for name, inner in texts.items()))


def _pairs() -> list[tuple[Path, Path]]:
    english = [web.SOURCE / "src" / "i18n" / "en.json", *sorted((web.SOURCE / "src").rglob("*.en.json"))]
    return [(file, file.with_name(file.name.replace("en.json", "de.json"))) for file in english]


@pytest.mark.parametrize("english,german", _pairs(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_text_is_there_in_german(english: Path, german: Path) -> None:
    """German may say more: it names the fields and objects that the API names in English."""
    plural = re.compile(r"_(zero|one|two|few|many|other)$")
    there = {plural.sub("", key) for key in _keys(json.loads(german.read_text()))}
    assert sorted({plural.sub("", key) for key in _keys(json.loads(english.read_text()))} - there) == []
