"""One structured line per request or message, by Powertools; no personal data at INFO."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics


@cache
def logger() -> Logger:
    """The process's logger (service and level from the POWERTOOLS_ variables)."""
    return Logger(service="kith")


@cache
def metrics() -> Metrics:
    """Custom metrics in the embedded metric format: no call, no agent."""
    return Metrics(namespace="Kith", service="kith")


def measured(crm: Any, **facts: Any) -> dict[str, Any]:
    """The facts of one piece of work with what it cost in the database."""
    meter = crm.table.meter
    return {**facts, "calls": meter.calls, "read_units": meter.read_units, "write_units": meter.write_units}
