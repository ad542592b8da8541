"""Starting and stopping the emulator's process, in an environment of its own (it pins the SDK's version)."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from infra.environments import environment
from local.settings import REGION, ROOT, Place

READY_SECONDS = 180
STOP_SECONDS = 60


def environment_python(cache: Path) -> Path:
    """The interpreter of the emulator's environment, which is made (or made anew) if its requirements changed."""
    return environment("emulator", ROOT / "requirements-local.txt", cache)


def is_free(port: int) -> bool:
    """Whether a server can listen on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def launch(place: Place, python: Path) -> subprocess.Popen[bytes]:
    """Start the emulator on the state that its folder holds."""
    scratch = place.folder / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    with (place.folder / "emulator.log").open("wb") as log:
        return subprocess.Popen([str(python), "-P", str(ROOT / "local" / "emulator.py")], stdin=subprocess.PIPE,
                                stdout=log, stderr=log, start_new_session=True, env=_environment(place, scratch))


def _environment(place: Place, scratch: Path) -> dict[str, str]:
    """The emulator's environment, which its functions inherit: this is how they learn that they run locally."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("AWS_", "KITH_", "PYTHON", "VIRTUAL_ENV"))}
    age = os.environ.get("KITH_CONFIGURATION_AGE", "2")  # who tries out a rule does not wait for half a minute
    return {
        **kept, "GATEWAY_PORT": str(place.aws_port), "MINISTACK_HOST": "localhost", "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1", "STATE_DIR": str(place.folder / "state"), "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.folder / "objects"), "TMPDIR": str(scratch), "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION, "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{place.aws_port}", "COGNITO_EMAIL_ENABLED": "true",
        "KITH_LOCAL": "1", "KITH_CONFIGURATION_AGE": age, "KITH_SNAPSHOT_SECONDS": str(place.snapshot_seconds),
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "LAMBDA_WARM_TTL_SECONDS": "1800",
    }


def wait_until_ready(place: Place, emulator: subprocess.Popen[bytes]) -> None:
    """Wait until the emulator answers, or tell why it does not."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if emulator.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{place.aws_endpoint}/_ministack/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    tail = (place.folder / "emulator.log").read_text(errors="replace")[-800:]
    raise SystemExit(f"The AWS emulator did not start; the end of {place.folder / 'emulator.log'}:\n{tail}")


def stop(emulator: subprocess.Popen[bytes]) -> None:
    """Ask the emulator to save and stop; the functions' processes are in its group and go with it."""
    if emulator.poll() is None:
        emulator.send_signal(signal.SIGTERM)
        try:
            emulator.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            print("The AWS emulator did not stop in time; its latest snapshot is kept.", flush=True)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(emulator.pid, signal.SIGKILL)
    emulator.wait()
    if emulator.stdin:
        emulator.stdin.close()
