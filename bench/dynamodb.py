"""DynamoDB Local, Amazon's own engine: fetched once by Maven, started on a free port, stopped again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.dependencies import one_at_a_time

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "build" / "engine"
POM = HERE / "engine" / "pom.xml"
MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner"
START_SECONDS = 60
TRIES = 3  # a repository may stumble
TABLE = "kith"
WHAT_TO_DO = """The benchmarks need DynamoDB Local 3.x and Java 17. Either
  - install Java and Maven (Debian, Ubuntu: sudo apt install openjdk-17-jre-headless maven; macOS: brew install
    openjdk@17 maven); the engine is then fetched from Maven Central once, or
  - set KITH_DYNAMODB_JAR to the path of a DynamoDBLocal.jar with its libraries beside it or in DynamoDBLocal_lib, or
  - leave the check out by name: KITH_SKIP=bench-check make test"""


class Missing(RuntimeError):
    """There is no engine here; the message says what to do."""


@contextmanager
def running(folder: Path | None = None) -> Iterator[str]:
    """An engine that keeps its data in memory, or in this folder; its endpoint."""
    port = _free_port()
    data = ["-inMemory"] if folder is None else ["-dbPath", str(folder)]
    process = subprocess.Popen([*_command(), *data, "-port", str(port), "-sharedDb", "-disableTelemetry"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=LIBRARY.parent)
    watch = guard(process.pid)
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        watch.kill()
        watch.communicate()
        process.terminate()
        process.wait(30)


def guard(engine: int) -> subprocess.Popen[bytes]:
    """Ends the engine when this process is gone, however it went: its end of the pipe is closed then."""
    code = f"import os, signal, sys; sys.stdin.buffer.read(); os.kill({engine}, signal.SIGTERM)"
    return subprocess.Popen([sys.executable, "-S", "-c", code], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)


def make_table(client: Any) -> None:
    """The table with the keys and indexes of `infra/storage.yaml`."""
    from infra.template import load
    declared = load(HERE.parent / "infra" / "storage.yaml")["Resources"]["Table"]["Properties"]
    kept = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName=TABLE, **{name: declared[name] for name in kept})


def version() -> str:
    """The version that the pom names."""
    return POM.read_text().rpartition("<artifactId>DynamoDBLocal</artifactId>")[2].split("<version>")[1].split("<")[0]


def _command() -> list[str]:
    java = shutil.which("java")
    if java is None:
        raise Missing(WHAT_TO_DO)
    given = os.environ.get("KITH_DYNAMODB_JAR")
    if given and not Path(given).is_file():
        raise Missing(f"KITH_DYNAMODB_JAR names no file: {given}\n{WHAT_TO_DO}")
    jar = Path(given).resolve() if given else _fetched()
    folders = [jar.parent, jar.parent / "DynamoDBLocal_lib"]
    classes = os.pathsep.join([str(jar), *(f"{folder}/*" for folder in folders)])
    return [java, "-Xmx3g", f"-Djava.library.path={os.pathsep.join(map(str, folders))}", "-cp", classes, MAIN]


def _fetched() -> Path:
    """The engine from Maven Central, kept for later under build/: whole, or not there."""
    library = LIBRARY / version()
    jar = library / f"DynamoDBLocal-{version()}.jar"
    with one_at_a_time(LIBRARY / "lock"):
        if not jar.exists():
            _fetch(library, jar.name)
    return jar


def _fetch(library: Path, name: str) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing(WHAT_TO_DO)
    print("fetching DynamoDB Local (once)", flush=True)
    shutil.rmtree(library, ignore_errors=True)
    for _try in range(TRIES):
        with tempfile.TemporaryDirectory(prefix="new-", dir=LIBRARY) as scratch:
            fresh = Path(scratch) / "jars"
            told = subprocess.run([maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies",
                                   f"-DoutputDirectory={fresh}"], capture_output=True, text=True)
            if told.returncode == 0 and (fresh / name).exists():
                fresh.rename(library)
                return
    raise Missing(f"Maven could not fetch the engine:\n{told.stdout[-2000:]}\n{WHAT_TO_DO}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            words = process.stderr.read().decode(errors="replace")[-2000:] if process.stderr else ""
            raise Missing(f"DynamoDB Local did not start:\n{words}\n{WHAT_TO_DO}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Missing(f"DynamoDB Local did not answer within {START_SECONDS} s\n{WHAT_TO_DO}")
