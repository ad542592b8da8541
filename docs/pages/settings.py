"""docs/reference/settings.md: every variable that Kith reads, and every parameter of the stack."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from chalicelib.settings import Settings
from docs.pages.markdown import code, page, table
from infra.deploy import GIVEN
from infra.template import FOLDER, load

ROOT = FOLDER.parent
NAME = re.compile(r"\b(?:KITH|POWERTOOLS)_[A-Z][A-Z_]*\b")
INTRO = """The functions read their settings once, from the environment; a missing one is named at the start. The
template fills them in, so nobody sets them by hand. What a company chooses are the stack's parameters."""
FUNCTION = {
    "KITH_TABLE": "Name of the table", "KITH_FILES_BUCKET": "Bucket of uploads and attachments",
    "KITH_MAIL_BUCKET": "Bucket of raw mails", "KITH_FAILURES_BUCKET": "Bucket of changes that could not be worked on",
    "KITH_INTAKE_QUEUE": "Url of the queue of submissions", "KITH_JOBS_QUEUE": "Url of the queue of jobs",
    "KITH_SETTLE_QUEUE": "Url of the queue of records to settle", "KITH_USER_POOL": "Id of the Cognito user pool",
    "KITH_USER_POOL_CLIENT": "Id of its app client", "KITH_MAIL_FROM": "Sender of all mail",
    "KITH_MAIL_CONFIGURATION_SET": "SES configuration set; empty for none",
    "KITH_BASE_URL": "Address in the links of mails", "KITH_STAGE": "Name of the installation",
    "KITH_DEFAULT_REGION": "Country of phone numbers without a country code, until the company's settings name one",
    "KITH_COMPANY_NAME": "Name in mails and on public pages",
    "KITH_ALLOWED_ORIGINS": "Web origins, separated by commas, that may call `/v1`; the template does not set it yet",
    "KITH_LOCAL": "Set on the local stack only: lets its clock be shifted",
    "KITH_CONFIGURATION_AGE": "Seconds that a function trusts what it read of the company's configuration",
    "POWERTOOLS_SERVICE_NAME": "Service in log lines", "POWERTOOLS_METRICS_NAMESPACE": "Namespace of metrics",
    "POWERTOOLS_TRACE_DISABLED": "Powertools' switch for X-Ray; nothing is traced yet",
    "POWERTOOLS_LOG_LEVEL": "Lowest level that is logged",
}
LOCAL = {
    "KITH_PORT": ("8000", "Port of the local address"), "KITH_AWS_PORT": ("4566", "Port of the emulated AWS services"),
    "KITH_LOCAL_DIR": (".local", "Folder of the local stack's data"),
    "KITH_SNAPSHOT_SECONDS": ("20", "Seconds between two snapshots of the local data"),
    "KITH_BUILD_DIR": ("build", "Folder of what is built"),
    "KITH_CHROMIUM": ("", "The browser that tests and `make screenshots` drive, where it is not on the path"),
}
READ_ELSEWHERE = ("chalicelib", "local", "infra")


def settings() -> str:
    """The page."""
    _complete()
    functions = table(("variable", "default", "meaning"), [_variable(name, text) for name, text in FUNCTION.items()])
    local = table(("variable", "default", "meaning"), [(code(name), code(default), text)
                                                       for name, (default, text) in LOCAL.items()])
    parameters = table(("parameter", "given to `make deploy` as", "default", "meaning"), _parameters())
    return page("Settings", INTRO, "## Parameters of the stack", parameters, "## The functions' environment", functions,
                "## The local stack", local)


def used() -> set[str]:
    """Every variable of ours that the code names or derives from a field of `Settings`."""
    files = [file for room in READ_ELSEWHERE for file in sorted((ROOT / room).rglob("*"))
             if file.suffix in (".py", ".yaml") and "__pycache__" not in file.parts]
    named = {name for file in files for name in NAME.findall(file.read_text())}
    return named | {f"KITH_{field.name.upper()}" for field in fields(Settings)}


def _complete() -> None:
    """Every variable is told about, and none that is gone."""
    odd = used() ^ {*FUNCTION, *LOCAL}
    if odd:
        raise SystemExit(f"docs/pages/settings.py: {', '.join(sorted(odd))} is not told about, or is gone")


def _variable(name: str, text: str) -> tuple[str, str, str]:
    defaults = {f"KITH_{field.name.upper()}": field.default for field in fields(Settings)}
    default = defaults.get(name, "")
    return code(name), "required" if default is MISSING else code(default or _given(name)), text


def _given(name: str) -> str:
    """What the template sets, where that is a plain value."""
    variables: dict[str, Any] = load(Path(FOLDER) / "functions.yaml")["Defaults"]["Environment"]["Variables"]
    value = variables.get(name, "")
    return value if isinstance(value, str) else ""


def _parameters() -> list[tuple[str, str, str, str]]:
    """The template's parameters; those without a name for `make deploy` are set by it or by the SDK."""
    names = {parameter: given for given, parameter in GIVEN.items()}
    found: dict[str, Any] = load(FOLDER / "resources.yaml")["Parameters"]
    return [(code(name), code(names.get(name, "")), code(each.get("Default", "")), each.get("Description", ""))
            for name, each in found.items()]
