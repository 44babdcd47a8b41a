"""``exportsim audience``: the calls that the platform makes to a partner's own API about audiences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exportsim import audiences
from exportsim.adobe import load_customer_data
from exportsim.adobe.audience import EVENTS, Subject, load_audience_template
from exportsim.cli.options import config_option, rehearsal_from
from exportsim.cli.parameters import FILE, Setting, json_option
from exportsim.cli.signing import SIGNING_NAMES, Signing, signing_options
from exportsim.cli.terminal import note, show_json
from exportsim.model import Answered, Audience, Request
from exportsim.offering import offer_to
from exportsim.rehearsal import AUDIENCE
from exportsim.reports import call_text


@click.command()
@click.argument("event", metavar="EVENT", type=click.Choice(EVENTS))
@click.argument("template", type=FILE)
@config_option
@click.option("--customer-data", type=FILE, help="What the customer filled in, as JSON.")
@click.option("--set", "settings", type=Setting(), multiple=True, help="One value of the customer data.")
@click.option("--destination", type=FILE, help="Destination configuration JSON, for the destination's name.")
@click.option("--audience-id", help=f"Of the audience on the platform.  [default: {AUDIENCE.id}]")
@click.option("--audience-name", help=f"Its name.  [default: {AUDIENCE.name}]")
@click.option("--description", default="", help="What the audience is described as.")
@click.option("--alias", default="", help="What the partner knows it by: externalAudienceId of the answer to create.")
@click.option("--metadata", type=Setting(), multiple=True, help="One value of segment.metadata.")
@click.option("--enrichment", multiple=True, help="One of segmentEnrichmentAttributes, by its source.")
@click.option("--org", default="EXAMPLE@AdobeOrg", show_default=True, help="destination.imsOrgId.")
@click.option("--sandbox", default="prod", show_default=True, help="destination.sandboxName.")
@click.option("--destination-id", default="00000000-0000-4000-8000-000000000000", help="destination.id.")
@signing_options
@click.option("--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds for a call.")
@click.option("--dry-run", is_flag=True, help="Show the requests, names in place of secrets; send nothing.")
@json_option
def audience(event: str, template: Path, timeout: float, dry_run: bool, as_json: bool, **given: Any) -> int:
    """Call a partner's API as the platform does when audiences come, change and go.

    EVENT is create, update, delete, validate, notify, createDestination, updateDestination or deleteDestination.
    TEMPLATE is the audience template's JSON. Its own validate call goes first, where it has one. The answer is looked
    at as the platform would: exit code 0 where it would be content, 1 where it would not. Secrets are read from the
    environment variables that are named, and shown nowhere.
    """
    signing = Signing.of({name: given.pop(name) for name in SIGNING_NAMES})
    read, subject = load_audience_template(template), _subject(**given)
    requests, warnings = audiences.prepared(read, event, subject, signing.shown())
    for warning in warnings:
        note(f"warning: {warning}")
    if dry_run:
        _show(requests, as_json)
        return 0
    secrets = signing.real(timeout)
    answers = []
    for answer in audiences.carried_out(read, event, subject, secrets, timeout=timeout):
        answers.append(answer)
        if not as_json:
            click.echo(call_text.answer(answer))
    if as_json:
        show_json({"answers": [_as_json(answer) for answer in answers]})
    return 0 if all(answer.passed for answer in answers) else 1


def _subject(
    config: Path | None,
    customer_data: Path | None,
    settings: tuple[tuple[str, str], ...],
    destination: Path | None,
    audience_id: str | None,
    audience_name: str | None,
    description: str,
    alias: str,
    metadata: tuple[tuple[str, str], ...],
    enrichment: tuple[str, ...],
    org: str,
    sandbox: str,
    destination_id: str,
) -> Subject:
    """What a configuration file and the command line say of audience, customer and destination."""
    given = rehearsal_from(config, customer_data=customer_data, settings=settings, destination=destination)
    named = Audience(audience_id or given.audience.id, audience_name or given.audience.name)
    offer = offer_to(given)
    segment = {"id": named.id, "name": named.name, "description": description, "metadata": dict(metadata)}
    own = {"id": destination_id, "imsOrgId": org, "sandboxName": sandbox, "enrichmentAttributes": [*enrichment]}
    return Subject(
        {**segment, "alias": alias} if alias else segment,
        load_customer_data(given.customer_data, over=given.settings),
        {**own, "name": offer.name if offer and offer.name else "exportsim"},
        enrichment,
    )


def _show(requests: dict[str, Request], as_json: bool) -> None:
    if as_json:
        told = [
            {"event": event, "method": one.method, "url": one.url, "headers": dict(one.headers), "body": one.body}
            for event, one in requests.items()
        ]
        show_json({"requests": told})
    else:
        click.echo("\n\n".join(call_text.request(event, one) for event, one in requests.items()))


def _as_json(answer: Answered) -> dict[str, Any]:
    return {
        "event": answer.event,
        "passed": answer.passed,
        "status": answer.status,
        "fields": dict(answer.fields),
        "findings": list(answer.findings),
        "remarks": list(answer.remarks),
        "seconds": round(answer.seconds, 3),
    }
