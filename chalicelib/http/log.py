"""One structured line per request or message, by Powertools; no personal data at INFO."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
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


def count(name: str, number: int = 1) -> None:
    """Add to a metric by one line of the log; few names, since each costs by the month."""
    from aws_lambda_powertools.metrics import MetricUnit
    metrics().add_metric(name=name, unit=MetricUnit.Count, value=number)
    metrics().flush_metrics()


@contextmanager
def traced(name: str) -> Iterator[None]:
    """A subsegment in X-Ray where tracing is switched on; else nothing is even imported (the template's `Tracing`)."""
    if os.environ.get("POWERTOOLS_TRACE_DISABLED", "true").lower() != "false":
        yield
        return
    with _tracer().provider.in_subsegment(name=f"## {name}"):
        yield


@cache
def _tracer() -> Any:
    from aws_lambda_powertools import Tracer
    return Tracer(service="kith")


def measured(crm: Any, **facts: Any) -> dict[str, Any]:
    """The facts of one piece of work with what it cost in the database."""
    meter = crm.table.meter
    return {**facts, "calls": meter.calls, "read_units": meter.read_units, "write_units": meter.write_units}
