"""`python -m bench.cold_start [RUNS]`: what a function's start costs, as Lambda would start it.

Each run is a new process on the packaged archive, unzipped where nothing is written, with answers of the database
that were recorded before: user and system CPU of the process, so that other work on the machine disturbs little. The
yardstick is measured beside it, in shuffled order: Chalice with an untrimmed botocore client and its first GetItem.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from bench.cold_answers import Recorded, recorded, serving
from bench.results import keep, kept
from infra import archives
from infra.package import Package, package

RUNS = 15
LAMBDA = "import sys, os, json; sys.path.insert(0, os.getcwd()); "
YARDSTICK = ("from chalice.app import Chalice; import botocore.session; Chalice('yardstick'); "
             "client = botocore.session.get_session().create_client('dynamodb'); "
             "client.get_item(TableName='kith', Key={'pk': {'S': 'a'}, 'sk': {'S': 'record'}})")
INIT = "import app"
FIRST_READ = (f"{INIT}; answer = app.app(json.loads(os.environ['EVENT']), None); "
              "assert answer['statusCode'] == 200, answer")
CASES = {"interpreter": "", "yardstick": YARDSTICK, "loaded": INIT, "first record read": FIRST_READ}


def measure(runs: int) -> dict[str, Any]:
    """CPU milliseconds of every case, shares of the imports, sizes."""
    built, answers = package(), recorded()
    with tempfile.TemporaryDirectory(prefix="kith-cold-") as scratch, serving(answers) as endpoint:
        code, plain = Path(scratch) / "code", Path(scratch) / "plain"
        with zipfile.ZipFile(built.archive()) as zipped:
            zipped.extractall(code)
        _untrimmed(plain)
        folders = {"yardstick": plain}
        surroundings = _surroundings(answers, endpoint)
        milliseconds: dict[str, list[float]] = {name: [] for name in CASES}
        for _run in range(runs):
            for name in random.sample(list(CASES), len(CASES)):
                milliseconds[name].append(cpu(CASES[name], folders.get(name, code), surroundings))
        shares = import_shares(code, surroundings)
    found = {name: {"median": round(median(took), 1), "least": round(min(took), 1)}
             for name, took in milliseconds.items()}
    return {"runs": runs, "python": sys.version.split()[0], "shares": shares, "megabytes": _megabytes(built),
            "cpu_ms": found}


def cpu(code: str, folder: Path, surroundings: Mapping[str, str]) -> float:
    """Milliseconds of CPU of one new process; RuntimeError where it fails."""
    process = subprocess.Popen([sys.executable, "-S", "-c", LAMBDA + code], cwd=folder, env=surroundings,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    told = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(told[-2000:])
    return (used.ru_utime + used.ru_stime) * 1000


def import_shares(folder: Path, surroundings: Mapping[str, str]) -> dict[str, float]:
    """Parts of the traced import time by package, the largest ten."""
    told = subprocess.run([sys.executable, "-S", "-X", "importtime", "-c", LAMBDA + FIRST_READ], cwd=folder,
                          env=surroundings, check=True, capture_output=True, text=True).stderr
    spent: Counter[str] = Counter()
    for line in told.splitlines():
        own, _, rest = line.removeprefix("import time:").partition("|")
        if line.startswith("import time:") and own.strip().isdigit():
            spent[_owner(folder, rest.rpartition("|")[2].strip())] += int(own)
    return {name: round(time / spent.total(), 3) for name, time in spent.most_common(10)}


def _owner(folder: Path, module: str) -> str:
    name = module.partition(".")[0]
    ours = (folder / name).is_dir() or any((folder / f"{name}{end}").exists() for end in (".py", ".pyc"))
    return name if ours else "Python's library"


def _untrimmed(folder: Path) -> None:
    """What `pip install` gives, bytecode included (copied: links are not compiled), and of Chalice the two files that
    it deploys."""
    import botocore
    import chalice
    installed = Path(botocore.__file__).parent.parent
    for name in ("botocore", "urllib3", "jmespath", "dateutil"):
        shutil.copytree(installed / name, folder / name)
    for name in ("six.py", "typing_extensions.py"):
        shutil.copy(installed / name, folder)
    (folder / "chalice").mkdir()
    for name in ("__init__.py", "app.py"):
        shutil.copy(Path(chalice.__file__).parent / name, folder / "chalice")
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(folder)], check=True, capture_output=True)


def _surroundings(answers: Recorded, endpoint: str) -> dict[str, str]:
    """A function's environment in Lambda; nothing is written beside the code."""
    return {**answers.settings, "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
            "AWS_DEFAULT_REGION": "eu-central-1", "AWS_EC2_METADATA_DISABLED": "true", "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "_HANDLER": "app.app", "POWERTOOLS_SERVICE_NAME": "kith",
            "POWERTOOLS_METRICS_NAMESPACE": "Kith", "POWERTOOLS_TRACE_DISABLED": "true",
            "EVENT": json.dumps(answers.event)}


def _megabytes(built: Package) -> dict[str, float]:
    return {name: round(archives.unzipped_bytes(built.archive(name)) / 1e6, 1)
            for name in (archives.USUAL, archives.AUTHORIZER)}


def ratio(found: Mapping[str, Any]) -> float:
    """The function with its first record read, to the yardstick."""
    return round(found["cpu_ms"]["first record read"]["median"] / found["cpu_ms"]["yardstick"]["median"], 2)


def section() -> str:
    """The page's part on cold starts, of what was measured last; empty if it never was."""
    found = kept("cold_start")
    if not found:
        return ""
    told = {"interpreter": "an empty Python process", "loaded": "the API function, loaded, its database client made",
            "yardstick": "yardstick: Chalice, untrimmed botocore client, first GetItem",
            "first record read": "the API function with its first `GET /v1/contacts/{id}`"}
    rows = [f"| {words} | {found['cpu_ms'][name]['median']:.0f} | {found['cpu_ms'][name]['least']:.0f} |"
            for name, words in told.items()]
    shares = ", ".join(f"{name} {share:.0%}" for name, share in found["shares"].items())
    usual, authorizer = (found["megabytes"][name] for name in (archives.USUAL, archives.AUTHORIZER))
    return "\n".join([
        "## Cold start", "",
        f"The packaged archive, unzipped, in a new process: CPU milliseconds, {found['runs']} runs in shuffled order, "
        f"Python {found['python']}, answers of the database from a local endpoint. Lambda's own start and the download "
        "of the code come on top and were not measured.", "",
        "| process | median | least |", "| --- | --- | --- |", *rows, "",
        f"That is **{ratio(found)} of the yardstick**. The API function's archive is **{usual} MB** unzipped, bytecode "
        f"and our own sources included; the authorizer's, which alone verifies signatures, {authorizer} MB.", "",
        f"Shares of the traced import time: {shares}.", ""])


def main(arguments: list[str]) -> None:
    """Measure, keep, print."""
    found = measure(int(arguments[0]) if arguments else RUNS)
    keep("cold_start", found)
    print(section())


if __name__ == "__main__":
    main(sys.argv[1:])
