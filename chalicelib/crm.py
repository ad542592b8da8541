"""What every use case receives: the company's table, queues, mail, files, people, clock and ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from chalicelib import company, instants, settings
from chalicelib.budget import Budget
from chalicelib.company import Company
from chalicelib.configuration import Configuration
from chalicelib.ids import Ids
from chalicelib.settings import Settings

if TYPE_CHECKING:
    from chalicelib.aws.files import Files
    from chalicelib.aws.mail import Mailer
    from chalicelib.aws.people import Accounts
    from chalicelib.aws.queues import Queues
    from chalicelib.records.registry import Registry
    from chalicelib.store.table import Table


@dataclass(frozen=True)
class Clock:
    """The time that rules and timers see; the local stack may shift it."""

    shift: Callable[[], float]

    def now(self) -> str:
        """This instant."""
        return instants.text(datetime.now(UTC) + timedelta(seconds=self.shift()))


@dataclass(frozen=True)
class Crm:
    """One company's installation."""

    settings: Settings
    table: Table
    queues: Queues
    mail: Mailer
    files: Files
    accounts: Accounts
    clock: Clock
    ids: Ids
    configuration: Configuration
    registry: Registry
    budget: Budget

    @property
    def company(self) -> Company:
        """What holds for the whole company, as its administrators have set it up."""
        return company.of(self.configuration, self.settings)


@cache
def live_crm() -> Crm:
    """The installation that this process serves; clients are made on first use."""
    return build(settings.read())


def build(chosen: Settings, *, max_age: float | None = None, connect: Callable[[str], Any] | None = None,
          budget: Budget | None = None) -> Crm:
    """Wire an installation. `max_age`: seconds that cached configuration may be old; `connect` makes the clients."""
    from chalicelib.aws import clients
    from chalicelib.aws.files import Files
    from chalicelib.aws.mail import Mailer
    from chalicelib.aws.people import Accounts
    from chalicelib.aws.queues import Queues
    from chalicelib.domains import registry
    from chalicelib.records.custom_fields import live_fields
    from chalicelib.store.table import Table
    budget = budget or Budget()
    client = connect or partial(clients.client, budget=budget)
    table = Table(chosen.table, partial(client, "dynamodb"), budget)
    age = max_age if max_age is not None else float(chosen.configuration_age)
    configuration = Configuration(table, max_age=age)
    return Crm(
        settings=chosen, table=table, queues=Queues(partial(client, "sqs")),
        mail=Mailer(partial(client, "sesv2"), chosen.mail_from, chosen.mail_configuration_set),
        files=Files(partial(client, "s3")),
        accounts=Accounts(partial(client, "cognito-idp"), chosen.user_pool, chosen.user_pool_client),
        clock=Clock(configuration.shift if chosen.local else lambda: 0.0), ids=Ids(),
        configuration=configuration, registry=registry().with_fields(lambda: live_fields(configuration)), budget=budget)
