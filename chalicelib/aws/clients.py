"""Low-level clients made by the SDK's core on first use, one per service and process.

boto3.client hands on to the same core, but loads its file transfer, with threads and processes, at every start. Here
the core is asked itself; where the transfer or a Session is wanted, boto3 is the door (docs/adr/0019-lean-start.md).

DynamoDB's items pass as the JSON they are (docs/adr/0025-items-as-json.md): `models` says so in the SDK's own terms.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.budget import Budget

CONNECT_SECONDS = 1
READ_SECONDS = {"s3": 5, "sesv2": 5, "cognito-idp": 5}  # of one attempt, until the first byte; the others 3
MODELS = Path(__file__).parent / "models"  # what the SDK shall know of services beside its own descriptions
ATTEMPTS = {"sesv2": 1}  # a mail whose answer was lost may have gone out: the outbox decides; the others 3


@cache
def client(service: str, budget: Budget) -> Any:
    """The service's client for calls within a budget."""
    return made(service, budget)


@cache
def session() -> Any:
    """What the process's clients share: credentials and region from its surroundings, the SDK's data once read."""
    from botocore.session import get_session
    found = get_session()
    found.get_component("data_loader").search_paths.append(str(MODELS))
    return found


def made(service: str, budget: Budget) -> Any:
    """A client with short timeouts and few jittered retries, all within the budget: an outage is told, not sat out."""
    from botocore import __version__
    from botocore.config import Config
    config = Config(user_agent=f"Kith Botocore/{__version__}",  # the SDK writes its own anew for each call, in 0.1 ms
                    connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS.get(service, 3),
                    retries={"mode": "standard", "total_max_attempts": ATTEMPTS.get(service, 3)},
                    parameter_validation=False, max_pool_connections=20,
                    signature_version="s3v4" if service == "s3" else None,  # the old links end at an encrypted bucket
                    s3={"addressing_style": "virtual"})  # so that presigned links name the region: others redirect
    found = session().create_client(service, config=config)
    found.meta.events.register_first("before-send", lambda **_sent: _in_time(budget))
    return found


def _in_time(budget: Budget) -> None:
    """Before each attempt. The SDK repeats only what it knows, so this error ends the call at once."""
    from botocore.exceptions import BotoCoreError

    class Late(BotoCoreError):  # made here, as the SDK is not imported before it is needed
        fmt = "no time is left for this call"
    if budget.left <= 0:
        raise Late
