"""What a company of some size uses of AWS in a month: measured operations times how often people do them.

How often is assumed, and said so: `USES` and `ASSUMED`. What one operation takes is measured (`cost_operations.py`);
what idles (functions, queues, alarms) is read from the template's own files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.cost_operations import Spent, sizes, spent

INFRA = Path(__file__).resolve().parent.parent / "infra"
DAYS, MINUTES = 365 / 12, 365 / 12 * 24 * 60
FULL_CPU_MB = 1769  # memory at which a function has one whole processor (Lambda's documentation)
GB = 1e9
Quantities = Mapping[str, float]


@dataclass(frozen=True)
class Company:
    """Who uses an installation, and where it stands. `mails_per_day` are those that arrive."""

    users: float = 30.0
    leads_per_day: float = 200.0
    mails_per_day: float = 100.0
    contacts: float = 10_000.0
    region: str = "us-east-1"


@dataclass(frozen=True)
class Use:
    """How often an operation is done by which function: for each user and working day, lead, arriving mail, minute."""

    operation: str
    function: str
    user: float = 0
    lead: float = 0
    mail: float = 0
    minute: float = 0

    def words(self) -> str:
        """How often, in words."""
        per = ((self.user, "a user and working day"), (self.lead, "a lead"), (self.mail, "an arriving mail"),
               (self.minute, "a minute"))
        return ", ".join(f"{times:g} {what}" for times, what in per if times)


ASSUMED: Mapping[str, tuple[float, str]] = {
    "working days": (21, "working days a month"),
    "months": (12, "months of leads, mails and work that are stored"),
    "database": (5, "ms that a function waits for one call to DynamoDB"),
    "service": (20, "ms that a function waits for one call to SQS, SES or S3"),
    "start": (600, "ms that a new process of a function needs before its first call"),
    "starts": (0.02, "of the calls start a new process"),
    "authorized": (0.2, "of the calls ask the authorizer anew, its answer is kept for 30 s"),
    "authorize": (15, "ms of the authorizer"),
    "reminders": (2, "mails to each user and working day beside those about leads"),
    "mail": (60, "kB an arriving mail"),
    "answer": (12, "kB an answer of the API, where it was not measured"),
    "log": (1800, "bytes logged for each call of a function"),
    "pollers": (5, "long polls that Lambda keeps open on each queue"),
    "poll": (20, "s that each of them waits"),
    "metrics": (2, "metrics of our own: submissions taken, failures"),
    "files": (0.1, "GB of packages and files"),
}

USES = (
    Use("record page (links and timeline)", "APIHandler", user=50),
    Use("list, newest 25 with total", "APIHandler", user=10),
    Use("list by owner", "APIHandler", user=15),
    Use("list, ad-hoc filter, many match", "APIHandler", user=5),
    Use("search, prefix", "APIHandler", user=15),
    Use("search, two words", "APIHandler", user=10),
    Use("saved view, first page with total", "APIHandler", user=20),
    Use("dashboard tile", "APIHandler", user=15),
    Use("me, with the bell's count", "APIHandler", user=20),
    Use("configuration read anew", "APIHandler", user=40),
    Use("update", "APIHandler", user=20),
    Use("derive an update", "Changes", user=20),
    Use("create a note about a contact", "APIHandler", user=15),
    Use("create a contact", "APIHandler", user=5),
    Use("derive one new contact", "Changes", user=20),  # a note yields less
    Use("configuration read anew", "Changes", user=40, lead=1, mail=1),
    Use("capture: a form is sent", "APIHandler", lead=1),
    Use("intake: match, score, route, write one lead", "Intake", lead=1),
    Use("intake: match, score, route, write one lead", "Inbound", mail=1),  # as if each were a new lead's
    Use("configuration read anew", "Intake", lead=1, mail=1),
    Use("derive that lead with all that was made with it", "Changes", lead=1, mail=1),
    Use("tell the owner, answer the lead", "Jobs", lead=1, mail=1),
    Use("configuration read anew", "Jobs", lead=1, mail=1),
    Use("tick with nothing due", "Tick", minute=1),
    Use("configuration read anew", "Tick", minute=1),
)
ALONGSIDE = "configuration read anew"  # part of another call of the function


def quantities(company: Company) -> Quantities:
    """Everything that is billed, in single units, by the names of prices.json."""
    found: defaultdict[str, float] = defaultdict(float, _idle())
    for use in USES:
        times = _times(use, company)
        for name, quantity in _one(use, spent(use.operation)).items():
            found[name] += times * quantity
    for name, quantity in (*_mails(company).items(), *_stored(company).items()):
        found[name] += quantity
    found["lambda.requests"] += found["apigateway.requests"] * assumed("authorized")
    found["lambda.gb_seconds"] += _gb_seconds("Authorize", assumed("authorize") / 1000) * assumed(
        "authorized") * found["apigateway.requests"]
    found["cloudwatch.ingested"] = found["lambda.requests"] * assumed("log") / GB
    found["cloudwatch.kept"] = found["cloudwatch.ingested"]
    found["cognito.users"] = company.users
    return found


def assumed(name: str) -> float:
    """A number that nobody measured."""
    return ASSUMED[name][0]


def _times(use: Use, company: Company) -> float:
    return (use.user * company.users * assumed("working days") + use.minute * MINUTES
            + (use.lead * company.leads_per_day + use.mail * company.mails_per_day) * DAYS)


def _one(use: Use, cost: Spent) -> Quantities:
    """What doing it once takes."""
    own = use.operation != ALONGSIDE
    waits = max(0, cost.trips - cost.others) * assumed("database") + cost.others * assumed("service")
    seconds = waits / 1000
    seconds += cost.cpu_ms / 1000 * max(1, FULL_CPU_MB / memory(use.function))
    starting = assumed("start") / 1000 * assumed("starts") if own and use.function != "Tick" else 0
    by_web = own and use.function == "APIHandler"
    return {
        "dynamodb.reads": cost.reads, "dynamodb.writes": cost.writes, "lambda.requests": own,
        "lambda.gb_seconds": _gb_seconds(use.function, seconds + starting), "apigateway.requests": by_web,
        "transfer.out": by_web * (cost.bytes or assumed("answer") * 1000) / GB, "eventbridge.ticks": own and use.minute,
        "dynamodb.stream": own and use.function == "Changes", "ses.sent": cost.mails,
        "sqs.requests": 3 * cost.messages,  # sent, received, deleted
    }


def _gb_seconds(function: str, seconds: float) -> float:
    return memory(function) / 1024 * seconds


def _mails(company: Company) -> Quantities:
    arrived = company.mails_per_day * DAYS
    return {
        "ses.received": arrived, "ses.chunks": arrived * assumed("mail") / 256, "s3.puts": arrived, "s3.gets": arrived,
        "sqs.requests": 3 * arrived,  # S3 tells the queue of each
        "ses.sent": company.users * assumed("working days") * assumed("reminders"),
    }


def _stored(company: Company) -> Quantities:
    """Bytes at the end of the assumed months. Recovery is billed for the table alone, storage with its indexes."""
    months = assumed("months")
    worked = company.users * assumed("working days") * months
    held = {"contact": company.contacts, "update": worked * 20, "note": worked * 15,
            "lead": (company.leads_per_day + company.mails_per_day) * DAYS * months}
    table = sum(count * sizes()[name]["table"] for name, count in held.items()) / GB
    indexes = sum(count * sizes()[name]["indexes"] for name, count in held.items()) / GB
    mails = company.mails_per_day * DAYS * months * assumed("mail") * 1000 / GB
    return {"dynamodb.storage": table + indexes, "dynamodb.recovery": table, "s3.storage": mails}


@cache
def _idle() -> Quantities:
    """What is there though nobody works: polls, alarms, dashboards, metrics, the packages."""
    from infra.template import load
    watched = [each["Type"] for each in load(INFRA / "watch.yaml")["Resources"].values()]
    return {"sqs.requests": len(queues()) * assumed("pollers") * MINUTES * 60 / assumed("poll"),
            "cloudwatch.alarms": watched.count("AWS::CloudWatch::Alarm"),
            "cloudwatch.dashboards": watched.count("AWS::CloudWatch::Dashboard"),
            "cloudwatch.metrics": assumed("metrics"), "s3.storage": assumed("files")}


def queues() -> list[str]:
    """The functions that Lambda polls a queue for."""
    return [name for name, function in _functions()["Functions"].items()
            if any("Queue" in event["Properties"] for event in function.get("Events", {}).values())]


def memory(function: str) -> float:
    """Megabytes of a function, as the template gives them."""
    found = _functions()
    return float(found["Functions"][function].get("MemorySize", found["Defaults"]["MemorySize"]))


@cache
def _functions() -> Any:
    from infra.template import load
    return load(INFRA / "functions.yaml")
