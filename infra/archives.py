"""The archives that functions run: one for all, and one more for the authorizer, which alone verifies signatures.

cryptography is half of all that is shipped. The API and the workers never load it, so they do not carry it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

USUAL, AUTHORIZER = "functions.zip", "authorize.zip"
ONLY_THE_AUTHORIZER = ("cryptography", "jwt", "_cffi_backend")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content gives the same archive

Files = Mapping[str, Path]


def write(out: Path, *folders: Path) -> None:
    """Both archives, of all files in these folders."""
    files = {str(file.relative_to(folder)): file for folder in folders for file in folder.rglob("*") if file.is_file()}
    _zip(out / AUTHORIZER, files, sorted(files))
    _zip(out / USUAL, files, sorted(name for name in files if not name.startswith(ONLY_THE_AUTHORIZER)))


def _zip(archive: Path, files: Files, names: Iterable[str]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in names:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100755 << 16
            zipped.writestr(entry, files[name].read_bytes())


def unzipped_bytes(archive: Path) -> int:
    """What a function's machine holds of an archive."""
    with zipfile.ZipFile(archive) as zipped:
        return sum(entry.file_size for entry in zipped.infolist())
