"""Bytes to text when the declared charset may be missing, unknown or a lie."""

from __future__ import annotations

import codecs
import re

# What programs write, and what they mean by it (as browsers read it).
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "euc_kr": "cp949", "shift_jis": "cp932", "iso2022_jp": "iso2022_jp_ext",
}
_SPELLED = {"iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7", "ks_c_5601-1987": "cp949", "utf8mb4": "utf-8",
            "x-sjis": "cp932", "cp-850": "cp850"}
# Codecs that are no charsets, or slow ones.
_REFUSED = {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "unicode-escape", "mbcs", "oem", "undefined"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")


def decode(raw: bytes, declared: str) -> tuple[str, bool]:
    """The text, and whether the declared charset held; never raises. Falls back to UTF-8, then Windows-1252."""
    name = codec_of(declared)
    honest = bool(name) or not declared
    for attempt in _attempts(raw, name):
        try:
            return raw.decode(attempt), honest and (not name or attempt == name)
        except ValueError:
            continue
    return raw.decode(name if _wide(name) else "cp1252", "replace"), False


def _attempts(raw: bytes, name: str) -> list[str]:
    # Valid UTF-8 beyond ASCII is hardly ever anything else, whatever a one-byte charset claims.
    first = "utf-8" if not name or (name.startswith("cp125") and not raw.isascii()) else name
    return list(dict.fromkeys((first, name or "cp1252", "utf-8")))


def codec_of(declared: str) -> str:
    """Python's codec for a declared charset, "" for none; aliases as mail programs write them."""
    label = declared.strip(" \"'").lower()
    try:
        name = codecs.lookup(_SPELLED.get(label, label)).name
        "".encode(name)
    except (LookupError, ValueError, UnicodeError, TypeError):
        return ""
    return "" if name in _REFUSED else _MEANT.get(name, name)


def _wide(name: str) -> bool:
    return bool(name) and not name.startswith(("cp125", "iso8859", "utf-8"))


def clean(text: str) -> str:
    """Without control characters (line ends and tabs stay, as `\\n` and `\\t`) and lone surrogates."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", plain).encode("utf-8", "replace").decode("utf-8")
